"""`yichuang device list`: the attendance terminals, and how they stand."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang import clock
from yichuang.attendance.queries import terminals
from yichuang.attendance.states import DEVICE_STATES
from yichuang.organization.queries import SYSTEM


class Command(BaseCommand):
    help = "考勤机一览 / the attendance terminals"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="以 JSON 输出 / as JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        found = terminals(SYSTEM)
        if options["json"]:
            rows = [
                {"serial": one.serial, "site": one.site, "state": one.state,
                 "seen_at": clock.in_zone(one.seen_at).isoformat() if one.seen_at else None,
                 "records": one.records, "address": one.address}
                for one in found
            ]  # fmt: skip
            self.stdout.write(json.dumps(rows, ensure_ascii=False))
            return
        for one in found:
            seen = clock.in_zone(one.seen_at).strftime("%Y-%m-%d %H:%M:%S") if one.seen_at else "—"
            state = DEVICE_STATES[one.state]
            self.stdout.write(
                f"{one.serial}\t{one.site or '—'}\t{one.state}\t{state.zh}\t{seen}\t{one.records}"
            )
