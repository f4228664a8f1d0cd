"""How long a leave is (假期长短): hours of work, half-days touched, days of every kind."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from fractions import Fraction

from yichuang.rules.halfdays import halves_of
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.leave import LeaveRules, Unit
from yichuang.rules.workcalendar import WorkCalendar

DAY = 86_400


@dataclass(frozen=True, slots=True)
class Away:
    """A stretch of absence from work, measured."""

    seconds: int
    half_days: int
    whole_sessions: int
    working_days: int
    calendar_days: int
    months: float
    provisional: Reason | None
    unconfirmed_half_days: int
    """Of the half-days, those on days that are provisional."""
    shares: Fraction
    """What each day's hours away are of that day's hours, added up."""

    def in_unit(self, unit: Unit, rules: LeaveRules) -> float:
        """The length in a unit; `day` as the book counts days."""
        if unit == "hour":
            return self.seconds / 3600
        if unit == "calendar_day":
            return self.calendar_days
        if unit == "working_day":
            return self.working_days
        if unit == "month":
            return self.months
        if unit == "session":
            return self.whole_sessions
        if rules.days_by == "working_days_touched":
            return self.working_days
        if rules.hours_per_day is not None:
            return round(self.seconds / 3600 / rules.hours_per_day, 6)
        if rules.days_by == "share_of_day":
            return round(float(self.shares), 6)
        return self.half_days / 2


def away(start: datetime, end: datetime, calendar: WorkCalendar) -> Away:
    """Measure from an instant to an instant, by the sessions of working days in between."""
    low, high = _absolute(start), _absolute(end)
    seconds = whole = 0
    shares = Fraction(0)
    halves: set[tuple[int, str]] = set()
    provisional: Reason | None = None
    unsure: set[int] = set()
    for ordinal in range(start.toordinal(), end.toordinal() + 1):
        day = date.fromordinal(ordinal)
        if calendar.is_provisional(day):
            provisional = provisional or calendar.provisional_reason(day, day)
            unsure.add(ordinal)
        spans = [
            (ordinal * DAY + _seconds(s.start), ordinal * DAY + _seconds(s.end))
            for s in calendar.sessions(day)
        ]
        of_day = seconds
        belonging = halves_of([(a % DAY, b % DAY) for a, b in spans])
        for (opens, closes), half in zip(spans, belonging, strict=True):
            part = min(high, closes) - max(low, opens)
            if part <= 0:
                continue
            seconds += part
            whole += low <= opens and closes <= high
            if half == "both":
                middle = (opens + closes) // 2
                halves.update([(ordinal, "am")] if low < middle else [])
                halves.update([(ordinal, "pm")] if high > middle else [])
            else:
                halves.add((ordinal, half))
        if seconds > of_day:
            shares += Fraction(seconds - of_day, sum(b - a for a, b in spans))
    return Away(
        seconds,
        len(halves),
        whole,
        len({ordinal for ordinal, _ in halves}),
        end.toordinal() - start.toordinal() + 1,
        _months(start.date(), end.date()),
        provisional,
        sum(ordinal in unsure for ordinal, _ in halves),
        shares,
    )


def _months(start: date, end: date) -> float:
    """Calendar months from a day through a day, the rest as a part of its month."""
    months = (end.year - start.year) * 12 + end.month - start.month
    day = end.day + 1 - start.day
    if day < 0:
        months -= 1
        year, month = divmod(end.year * 12 + end.month - 2, 12)
        day += monthrange(year, month + 1)[1] if year else 31
    return months + day / monthrange(end.year, end.month)[1]


def _absolute(at: datetime) -> int:
    return at.toordinal() * DAY + at.hour * 3600 + at.minute * 60 + at.second


def _seconds(at: time) -> int:
    return at.hour * 3600 + at.minute * 60 + at.second
