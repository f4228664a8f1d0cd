"""`yichuang device remove --serial SN`: take an attendance terminal out of use."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang import clock
from yichuang.attendance.devices import remove
from yichuang.organization.queries import SYSTEM


class Command(BaseCommand):
    help = "停用考勤机 / take an attendance terminal out of use"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--serial", required=True, help="序列号 / serial number")

    def handle(self, *_: Any, **options: Any) -> None:
        serial = options["serial"]
        remove(serial=serial, at=clock.now(), by=SYSTEM)
        self.stdout.write(
            f"考勤机 {serial} 已停用，已收的记录保留。"
            f"Terminal {serial} is out of use; its records stay."
        )
