"""A called number whose holder doesn't come (过号): how often it is called, where it re-enters.

All figures are the book's (`queue.missed`); a book that is silent lets a number be missed after
one call, and whoever is back stands last.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from yichuang.rules.sections.queue import Queue

_AFTER = timedelta(microseconds=1)


def calls_left(section: Queue, calls: int) -> int:
    """How many calls are still owed before a number that was called so often may be missed."""
    owed = section.missed.calls if section.missed else None
    return max(0, (owed or 1) - calls)


def seconds_left(section: Queue, last_called_at: datetime, now: datetime) -> int:
    """For how many seconds a number that was just called isn't called again (重呼间隔)."""
    apart = section.missed.seconds_between if section.missed else None
    passed = (now - last_called_at).total_seconds()
    return max(0, -int((passed - (apart or 0)) // 1))


def re_entry(section: Queue, waiting: Sequence[datetime], now: datetime) -> datetime:
    """By which time a missed number counts that is back (过号重排).

    `waiting`: the times by which those of its class and service count, in their order; the
    first ones suffice. It stands after as many of them as the book says, and never after
    somebody who comes later than now.
    """
    places = section.missed.places_back if section.missed else None
    if places is None or len(waiting) < places:
        return now
    if places == 0:
        return min([*waiting[:1], now]) - _AFTER
    return min(waiting[places - 1] + _AFTER, now)
