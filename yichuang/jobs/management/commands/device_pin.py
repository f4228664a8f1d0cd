"""`yichuang device pin --person NO --pin PIN`: somebody's number at the terminals."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang import clock
from yichuang.attendance.devices import assign_pin
from yichuang.organization.queries import SYSTEM


class Command(BaseCommand):
    help = "指定考勤号 / say which number somebody has at the terminals"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--person", required=True, help="工号 / staff number")
        parser.add_argument("--pin", required=True, help="考勤号 / number at the terminals")
        parser.add_argument(
            "--from", dest="from_on", type=date.fromisoformat, metavar="YYYY-MM-DD",
            help="从哪天起（默认一直如此）/ from which day (default: always)",
        )  # fmt: skip

    def handle(self, *_: Any, **options: Any) -> None:
        person, pin = options["person"], options["pin"]
        assign_pin(staff_no=person, pin=pin, from_on=options["from_on"], at=clock.now(), by=SYSTEM)
        self.stdout.write(f"{person} 的考勤号为 {pin}。{person} is {pin} at the terminals.")
