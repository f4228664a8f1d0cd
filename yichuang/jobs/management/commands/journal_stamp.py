"""`yichuang journal stamp`: have the newest head time-stamped (RFC 3161)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from yichuang.jobs.elsewhere import stamp


class Command(BaseCommand):
    help = "为最新树头加盖可信时间戳 / have the newest head time-stamped"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--url", default=settings.STAMP_URL,
                            help="时间戳服务地址 / the stamping service's address")  # fmt: skip

    def handle(self, *_: Any, **options: Any) -> None:
        head, at = stamp(options["url"])
        self.stdout.write(
            f"树头 {head.size} 已盖时间戳 {at:%Y-%m-%d %H:%M:%S} UTC\n"
            f"Head {head.size} stamped at {at:%Y-%m-%d %H:%M:%S} UTC"
        )
