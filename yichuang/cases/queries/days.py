"""The days of a deadline, one by one (逐日说明): counted, rest, made up, stopped."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from yichuang.rules.worktime import calendar_of

if TYPE_CHECKING:
    from yichuang.rules import deadline
    from yichuang.rules.book.rulebook import Book

DayKind = Literal["start", "counted", "made_up", "rest", "stopped"]
_LONGEST = 400  # days; a strip longer than this explains nothing


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the strip."""

    on: date
    kind: DayKind
    name: str
    """The holiday's name, where it has one."""
    n: int | None
    """Which counted day it is, from 1."""
    due: bool
    today: bool


def day_strip(facts: deadline.Facts, ruling: deadline.Ruling, book: Book) -> tuple[Day, ...]:
    """Every day from acceptance through the promised due day, and how it counts (逐日).

    Only days in which a limit in working days could be counted; empty without a clock.
    """
    if ruling.accepted_on is None or ruling.promised_due is None:
        return ()
    calendar = calendar_of(book)
    first, due = ruling.accepted_on, ruling.promised_due.date()
    until = (facts.decided_at or facts.now).date()
    pauses = [(s.from_, s.to or until) for s in ruling.segments if s.finding is None]
    days: list[Day] = []
    n, on = 0, first
    while on <= due and len(days) < _LONGEST:
        special = calendar.special(on)
        kind: DayKind
        if on == first:
            kind = "start"
        elif not calendar.is_working_day(on):
            kind = "rest"
        elif any(after < on <= through for after, through in pauses):
            kind = "stopped"
        else:
            kind = "made_up" if calendar.departs(on) else "counted"
            n += 1
        counted = n if kind in ("counted", "made_up") else None
        name = special.name if special and kind == "rest" else ""
        days.append(Day(on, kind, name, counted, on == due, on == facts.now.date()))
        on += timedelta(days=1)
    return tuple(days)
