"""The demo's past month: lived day by day at a driven clock, by the actions themselves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random

from yichuang import clock
from yichuang.jobs.due import keep_the_hall
from yichuang.jobs.living.agenda import Agenda
from yichuang.jobs.living.arrivals import Span
from yichuang.jobs.living.day import Day, Returning
from yichuang.jobs.living.deeds import Actions
from yichuang.jobs.living.hands import Hands
from yichuang.jobs.living.leaves import leaves
from yichuang.jobs.living.pace import Driven, Pace
from yichuang.jobs.living.plan import Plan
from yichuang.jobs.living.terminals import come_and_go
from yichuang.jobs.living.wiring import plans
from yichuang.jobs.sealer import seal_now
from yichuang.journal.actions import drive_training_clock, set_training_clock
from yichuang.organization.times import instant, local
from yichuang.regulations.queries import book_of
from yichuang.rules.workcalendar import calendar_of

log = logging.getLogger(__name__)
_SEED = 20260101


def spans(site_id: int, day: date) -> list[Span]:
    """The sessions of a day at a site, as instants; none on a rest day."""
    calendar = calendar_of(book_of(site_id, day))
    if not calendar.is_working_day(day):
        return []
    return [
        (instant(datetime.combine(day, start)), instant(datetime.combine(day, end)))
        for start, end in calendar.sessions(day)
    ]


def live_through(until: date) -> None:
    """Live from the training clock's day to the morning of `until`, day by day.

    Broken off, it goes on at the next day; what was lived stays.
    """
    morning = spans(plans()[0].site_id, until)[0][0] - timedelta(minutes=30)
    drive_training_clock(bound_for=morning)
    pace = Driven(seal_now)
    coming: list[Returning] = []
    day = local(clock.now()).date()
    while day < until:
        coming = live_day(day, coming, Actions, pace)
        day += timedelta(days=1)
        pace.until(instant(datetime.combine(day, time())))
        come_and_go(day - timedelta(days=1))
        keep_the_hall(clock.now())
    pace.until(morning)
    Agenda().do(leaves, clock.now())
    seal_now()
    drive_training_clock(bound_for=None)
    set_training_clock(speed=1, run_for=timedelta(seconds=30))


def live_day(
    day: date, coming: list[Returning], hands: Callable[[Plan], Hands], pace: Pace,
    share: float = 1.0, *, guests: bool = False,
) -> list[Returning]:  # fmt: skip
    """Live one day at all busy places; those who must come again on a later day."""
    agenda, days = Agenda(), []
    for plan in plans(share, guests=guests):
        sessions = spans(plan.site_id, day)
        if not sessions:
            return coming
        random = Random(f"{_SEED} {plan.site_code} {day}")  # noqa: S311 (a play, no secret)
        due = [c for c in coming if c.site == plan.site_code and local(c.on).date() <= day]
        lived = Day(plan, hands(plan), agenda, random, sessions, coming=due)
        now = clock.now()
        lived.plan_it(since=now if sessions[0][0] < now else None)
        days.append(lived)
    agenda.live(pace)
    log.info("%s: %s done, %s refused", day, agenda.done, agenda.refused)
    later = [c for c in coming if local(c.on).date() > day]
    return later + [back for lived in days for back in lived.after]
