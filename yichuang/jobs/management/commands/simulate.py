"""`yichuang simulate`: let the training hall live, over HTTP, at n times the speed of time.

Demo, load test and regression in one: what is done here is done at the API as kiosks,
windows and desks do it. Days follow one another; nights and rest days are skipped.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable
from datetime import date, timedelta
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang import clock
from yichuang.jobs.living.day import Returning
from yichuang.jobs.living.hands import Hands
from yichuang.jobs.living.http import Api, OverHttp
from yichuang.jobs.living.month import live_day, spans
from yichuang.jobs.living.pace import Lived
from yichuang.jobs.living.plan import Plan
from yichuang.jobs.living.wiring import plans
from yichuang.journal.actions import NotTraining, set_training_clock
from yichuang.journal.queries import is_training

_LEASE = timedelta(seconds=20)
_BEFORE_OPENING = timedelta(minutes=15)


class Command(BaseCommand):
    help = "培训大厅自动运转 / let a training hall live"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="大厅的端口 / the hall's port")
        parser.add_argument("--speed", type=float, default=60.0, help="快多少倍 / times as fast")
        parser.add_argument("--load", type=float, default=1.0, help="来人多少倍 / times as many")
        parser.add_argument("--days", type=int, default=0, help="几天后停 / days to live")

    def handle(self, *_: Any, **options: Any) -> None:
        if not is_training():
            raise NotTraining
        stop = threading.Event()

        def told(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, told)
        signal.signal(signal.SIGINT, told)
        api = Api(options["port"])
        hands = {plan.site_code: OverHttp(plan, api) for plan in plans(guests=True)}
        try:
            self._days(options, stop, lambda plan: hands[plan.site_code])
        finally:
            set_training_clock(speed=1, run_for=_LEASE)
            for each in hands.values():
                each.leave()
        self.stdout.write(f"{api.requests} 次请求 / requests")

    def _days(
        self, options: dict[str, Any], stop: threading.Event, hands: Callable[[Plan], Hands]
    ) -> None:
        pace, coming, lived = Lived(stop), list[Returning](), 0
        day = self._first_day()
        while not stop.is_set() and (not options["days"] or lived < options["days"]):
            opens = spans(plans()[0].site_id, day)[0][0] - _BEFORE_OPENING
            ahead = opens if opens > clock.now() else None
            set_training_clock(at=ahead, speed=options["speed"], run_for=_LEASE)
            clock.forget()
            coming = live_day(day, coming, hands, pace, options["load"], guests=True)
            lived += 1
            day = _next_working_day(day)

    def _first_day(self) -> date:
        """Today, unless its last session is over or it is a rest day."""
        today = clock.today()
        sessions = spans(plans()[0].site_id, today)
        if sessions and clock.now() < sessions[-1][1]:
            return today
        return _next_working_day(today)


def _next_working_day(day: date) -> date:
    site_id = plans()[0].site_id
    day += timedelta(days=1)
    while not spans(site_id, day):
        day += timedelta(days=1)
    return day
