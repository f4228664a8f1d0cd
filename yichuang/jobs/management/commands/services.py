"""`yichuang services [--json] [--site CODE]`: what numbers can be taken for, and where."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang.organization.queries import main_site, site_by_code
from yichuang.reception.queries import services_of


class Command(BaseCommand):
    help = "列出取号业务与窗口 / list the services and their windows"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="JSON")
        parser.add_argument("--site", help="场所编码（默认为中心）/ site (default: the centre)")

    def handle(self, *_: Any, **options: Any) -> None:
        site = site_by_code(options["site"]) if options["site"] else main_site()
        cards = services_of(site.pk)
        if options["json"]:
            rows = [{"code": c.code, "name": c.name, "windows": c.windows} for c in cards]
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for card in cards:
            self.stdout.write(f"{card.code}\t{card.name}\t{' '.join(card.windows)}")
