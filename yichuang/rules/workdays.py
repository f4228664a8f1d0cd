"""Counting days of a weekly pattern with exceptions, fast in both directions.

Days are ordinals (`date.toordinal`). Between the first and the last exception a table
answers; outside it the weekly pattern is plain arithmetic, so any date costs the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

LAST = 3_652_059  # 9999-12-31


class Week:
    """A weekly pattern of working days; `works[0]` is Monday."""

    def __init__(self, works: Sequence[bool]) -> None:
        if len(works) != 7 or not any(works):
            raise ValueError("a week has seven days, and work on one of them at least")
        # Day 1 (0001-01-01) was a Monday, so a day's place in the week is (ordinal - 1) % 7.
        self.works = tuple(works)
        self.places = [i for i, w in enumerate(works) if w]
        self.a_week = len(self.places)
        self.before = [sum(works[:i]) for i in range(8)]

    def is_working(self, ordinal: int) -> bool:
        return self.works[(ordinal - 1) % 7]

    def count(self, ordinal: int) -> int:
        """Working days from day 1 through this one."""
        weeks, place = divmod(ordinal, 7)
        return weeks * self.a_week + self.before[place]

    def nth(self, n: int) -> int:
        """The day the nth working day from day 1 falls on; n ≥ 1."""
        weeks, place = divmod(n - 1, self.a_week)
        return weeks * 7 + self.places[place] + 1


class Span(NamedTuple):
    """A stretch of days under one calendar, up to the day before the next span's first."""

    first: int
    week: Week
    off: frozenset[int]
    """Days off besides the weekly ones."""
    on: frozenset[int]
    """Days worked in spite of the weekly rest."""

    def is_working(self, ordinal: int) -> bool:
        return ordinal in self.on or (self.week.is_working(ordinal) and ordinal not in self.off)


class Workdays:
    """All days there are, under a sequence of spans; the first span starts at day 1."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = tuple(spans)
        self.firsts = [span.first for span in self.spans]
        special = [o for s in self.spans for o in s.off | s.on] + self.firsts[1:]
        self.low = min(special, default=1)
        self.high = max(special, default=0)
        """The table covers low…high; it is empty where there are no exceptions."""
        self._base = self.spans[0].week.count(self.low - 1)
        self._counts: list[int] = []
        self._days: list[int] = []
        self._fill()
        self._top = self._base + len(self._days)
        self._last_week = self.spans[-1].week

    def _fill(self) -> None:
        for ordinal in range(self.low, self.high + 1):
            if self.is_working(ordinal):
                self._days.append(ordinal)
            self._counts.append(self._base + len(self._days))

    def span_of(self, ordinal: int) -> int:
        """Which span a day lies in."""
        return bisect_right(self.firsts, ordinal) - 1 if len(self.firsts) > 1 else 0

    def is_working(self, ordinal: int) -> bool:
        return self.spans[self.span_of(ordinal)].is_working(ordinal)

    def departs(self, ordinal: int) -> bool:
        """Whether the day is an exception to the weekly pattern."""
        span = self.spans[self.span_of(ordinal)]
        return ordinal in span.off or ordinal in span.on

    def count(self, ordinal: int) -> int:
        """Working days from day 1 through this one."""
        if ordinal < self.low:
            return self.spans[0].week.count(ordinal)
        if ordinal <= self.high:
            return self._counts[ordinal - self.low]
        week = self._last_week
        return self._top + week.count(ordinal) - week.count(self.high)

    def nth(self, n: int) -> int:
        """The day the nth working day from day 1 falls on; may lie beyond the last date."""
        if n <= self._base:
            return self.spans[0].week.nth(n)
        if n <= self._top:
            return self._days[n - self._base - 1]
        week = self._last_week
        return week.nth(n - self._top + week.count(self.high))
