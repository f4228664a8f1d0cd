"""`yichuang device add --serial SN --site CODE`: register an attendance terminal."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang import clock
from yichuang.attendance.devices import admit
from yichuang.organization.queries import SYSTEM


class Command(BaseCommand):
    help = "登记考勤机 / register an attendance terminal"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--serial", required=True, help="序列号 / serial number")
        parser.add_argument("--site", required=True, help="场所编码 / code of the site")

    def handle(self, *_: Any, **options: Any) -> None:
        serial, site = options["serial"], options["site"]
        new = admit(serial=serial, site=site, at=clock.now(), by=SYSTEM)
        said = ("已登记", "is registered") if new else ("早已登记", "was registered already")
        self.stdout.write(f"考勤机 {serial} {said[0]}（{site}）。Terminal {serial} {said[1]}.")
