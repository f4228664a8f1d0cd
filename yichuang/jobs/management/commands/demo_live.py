"""`yichuang demo_live`: the demo's past month, then a live day that goes on by itself."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from yichuang import clock
from yichuang.jobs.demo import live_day
from yichuang.jobs.living.month import live_through
from yichuang.journal.queries import training_clock


class Command(BaseCommand):
    help = "过去一个月与今天 / the demo's past month and live day"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--speed", type=float, default=60.0)
        parser.add_argument("--only-past", action="store_true")

    def handle(self, *_: Any, **options: Any) -> None:
        today, setting = live_day(), training_clock()
        fresh = clock.today() < today
        if setting and (fresh or setting.bound_for):
            live_through(
                today if not setting.bound_for else clock.in_zone(setting.bound_for).date()
            )
        if not options["only_past"]:
            call_command("simulate", port=options["port"], speed=options["speed"])
