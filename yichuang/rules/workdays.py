"""Counting days of a weekly and yearly pattern with exceptions, fast in both directions.

Days are ordinals (`date.toordinal`). Between the first and the last exception a table
answers; outside it the pattern is plain arithmetic, so any date costs the same.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

LAST = 3_652_059  # 9999-12-31
_CYCLE = 400
"""Years after which dates fall on the same weekdays again."""


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


class Yearly:
    """A weekly pattern with days off that return every year on their date (`month, day`)."""

    def __init__(self, week: Week, fixed: tuple[tuple[int, int], ...] = ()) -> None:
        self.week = week
        self.fixed = frozenset(fixed)
        self._in_order = tuple(sorted(fixed))
        self._sums: list[int] | None = None

    def is_working(self, ordinal: int) -> bool:
        return self.week.is_working(ordinal) and not self._is_fixed(ordinal)

    def count(self, ordinal: int) -> int:
        """Working days from day 1 through this one."""
        return self.week.count(ordinal) - self._lost(ordinal)

    def nth(self, n: int) -> int:
        """The day the nth working day from day 1 falls on; n ≥ 1."""
        found = self.week.nth(n)
        # Each round adds the days lost on the way so far; there are a few a year.
        while (missing := n - self.count(found)) > 0:
            found = self.week.nth(self.week.count(found) + missing)
        return found

    def _is_fixed(self, ordinal: int) -> bool:
        if not self.fixed or not 1 <= ordinal <= LAST:
            return False
        day = date.fromordinal(ordinal)
        return (day.month, day.day) in self.fixed

    def _lost(self, ordinal: int) -> int:
        """Fixed days off through this one that the week would have worked."""
        if not self.fixed or ordinal < 1:
            return 0
        if ordinal > LAST:
            return self._lost(LAST)
        sums = self._sums
        if sums is None:
            sums = self._sums = self._lost_by_year()
        day = date.fromordinal(ordinal)
        cycles, place = divmod(day.year - 1, _CYCLE)
        here = sum(
            self.week.is_working(date(day.year, *on).toordinal())
            for on in self._in_order
            if on <= (day.month, day.day)
        )
        return cycles * sums[_CYCLE] + sums[place] + here

    def _lost_by_year(self) -> list[int]:
        """The same before each year of a cycle: after 400 years the weekdays come round."""
        sums = [0]
        for year in range(1, _CYCLE + 1):
            days = (date(year, *on).toordinal() for on in self._in_order)
            sums.append(sums[-1] + sum(map(self.week.is_working, days)))
        return sums


class Span(NamedTuple):
    """A stretch of days under one calendar, up to the day before the next span's first."""

    first: int
    yearly: Yearly
    off: frozenset[int]
    """Days off besides those of the pattern."""
    on: frozenset[int]
    """Days worked in spite of the pattern."""

    def is_working(self, ordinal: int) -> bool:
        return ordinal in self.on or (self.yearly.is_working(ordinal) and ordinal not in self.off)


class Workdays:
    """All days there are, under a sequence of spans; the first span starts at day 1."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = tuple(spans)
        self.firsts = [span.first for span in self.spans]
        special = [o for s in self.spans for o in s.off | s.on] + self.firsts[1:]
        self.low = min(special, default=1)
        self.high = max(special, default=0)
        """The table covers low…high; it is empty where there are no exceptions."""
        self._base = self.spans[0].yearly.count(self.low - 1)
        self._counts: list[int] = []
        self._days: list[int] = []
        self._fill()
        self._top = self._base + len(self._days)
        self._last = self.spans[-1].yearly

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
        """Whether the day is other than its weekday would be."""
        span = self.spans[self.span_of(ordinal)]
        return span.is_working(ordinal) != span.yearly.week.is_working(ordinal)

    def count(self, ordinal: int) -> int:
        """Working days from day 1 through this one."""
        if ordinal < self.low:
            return self.spans[0].yearly.count(ordinal)
        if ordinal <= self.high:
            return self._counts[ordinal - self.low]
        return self._top + self._last.count(ordinal) - self._last.count(self.high)

    def nth(self, n: int) -> int:
        """The day the nth working day from day 1 falls on; may lie beyond the last date."""
        if n <= self._base:
            return self.spans[0].yearly.nth(n)
        if n <= self._top:
            return self._days[n - self._base - 1]
        return self._last.nth(n - self._top + self._last.count(self.high))
