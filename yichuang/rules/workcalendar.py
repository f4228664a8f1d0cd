"""The working days and hours of a book (工作日历), made once per book.

The calendar and the hours are data of the book. A day is judged by the calendar and the
hours in force on that day. A year that isn't in the calendar counts weekends only, and
whatever reaches into it is *provisional*.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple, cast

from yichuang.phrases import Phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.workdays import LAST, Span, Week, Workdays

if TYPE_CHECKING:
    from yichuang.rules.book.calendar import Calendar, Weekday
    from yichuang.rules.book.worktime import Session
    from yichuang.rules.book.worktime import Worktime as Hours

_TOO_FAR = Phrase("公元 9999 年之前的日期", "a day before the year 10000")


class Special(NamedTuple):
    """A day the calendar names: off or worked, by which article, under what name."""

    working: bool
    article: str
    name: str


class WorkCalendar:
    """The working days and the hours of one book. Obtain it with `calendar_of`."""

    def __init__(self, book: Book) -> None:
        self._book = book
        timeline = book.timeline("calendar")
        self._calendars: list[Calendar] = []
        self._specials: list[dict[int, Special]] = []
        spans: list[Span] = []
        ends = [*timeline.starts[1:], None]
        for start, end in zip(timeline.starts, ends, strict=True):
            calendar = book.on(start).calendar
            if calendar is None:
                raise BookLacks("calendar", book.name)
            first, last = start.toordinal(), LAST if end is None else end.toordinal() - 1
            specials = {o: s for o, s in _specials(calendar) if first <= o <= last}
            self._calendars.append(calendar)
            self._specials.append(specials)
            spans.append(_span(first, calendar, specials))
        self._days = Workdays(spans)
        self._sessions: dict[date, tuple[Session, ...]] = {}
        self._closes: dict[date, datetime] = {}

    def is_working_day(self, day: date) -> bool:
        """Whether it is a working day (工作日): weekly rest, holidays, made-up and local days."""
        return self._days.is_working(day.toordinal())

    def add_working_days(self, day: date, n: int) -> date:
        """The nth working day after `day`, which itself doesn't count; n = 0 gives `day`.

        Raises FactsError where that lies beyond the year 9999.
        """
        if n == 0:
            return day
        found = self._days.nth(self._days.count(day.toordinal()) + n)
        if found > LAST:
            raise FactsError("facts.days", _TOO_FAR, n)
        return date.fromordinal(found)

    def working_days_between(self, after: date, through: date) -> int:
        """Working days in (after, through]; negative where `through` is the earlier."""
        return self._days.count(through.toordinal()) - self._days.count(after.toordinal())

    def number(self, day: date) -> int:
        """Which working day it is since day 1, or the last one before it: to count by."""
        return self._days.count(day.toordinal())

    def numbered(self, number: int) -> date:
        """The working day of that number. Raises FactsError beyond the year 9999."""
        found = self._days.nth(number)
        if found > LAST:
            raise FactsError("facts.days", _TOO_FAR, number)
        return date.fromordinal(found)

    def is_provisional(self, day: date) -> bool:
        """Whether the year of the day is not published yet (尚未公布)."""
        return day.year not in self._calendar(day).years

    def sessions(self, day: date) -> tuple[Session, ...]:
        """The sessions of a working day by season and weekday; none on a day off.

        Raises BookLacks where the book says no hours.
        """
        found = self._sessions.get(day)
        if found is None:
            found = self.hours(day) if self.is_working_day(day) else ()
            self._sessions[day] = found
        return found

    def hours(self, day: date) -> tuple[Session, ...]:
        """The sessions the day has, or would have, as a working day."""
        worktime = self.worktime(day)
        single = worktime.days.get(day)
        if single is not None:
            return single.sessions
        season = next((s for s in worktime.seasons.values() if s.holds(day)), worktime)
        return season.weekdays.get(_weekday(day), season.sessions)

    def rest_day_sessions(self, day: date) -> tuple[Session, ...]:
        """The sessions kept on a weekly rest day (5+X); none on a working day."""
        if self.is_working_day(day):
            return ()
        return self.worktime(day).rest_days.get(_weekday(day), ())

    def close_of(self, day: date) -> datetime:
        """The close of business (下班): the end of the day's last session by season.

        A day whose hours the book leaves empty ends with the day, to the applicant's good.
        """
        found = self._closes.get(day)
        if found is None:
            sessions = self.sessions(day) or self.hours(day)
            found = datetime.combine(day, sessions[-1].end if sessions else time(23, 59))
            self._closes[day] = found
        return found

    def worktime(self, day: date) -> Hours:
        """The section of the hours in force on a day. Raises BookLacks where there is none."""
        found = self._book.on(day).worktime
        if found is None:
            raise BookLacks("worktime", self._book.name)
        return found

    def special(self, day: date) -> Special | None:
        """What the calendar says about this very day, if it names it."""
        ordinal = day.toordinal()
        return self._specials[self._days.span_of(ordinal)].get(ordinal)

    def departs(self, day: date) -> bool:
        """Whether the calendar makes the day other than its weekday would be."""
        return self._days.departs(day.toordinal())

    def article(self, day: date) -> str:
        """The article that makes the day a working day or a day off."""
        special = self.special(day)
        if special is not None:
            return special.article
        return self._calendar(day).article

    def _calendar(self, day: date) -> Calendar:
        return self._calendars[self._days.span_of(day.toordinal())]


def _specials(calendar: Calendar) -> Iterator[tuple[int, Special]]:
    """Every day the calendar names; a later one goes before an earlier, local before national."""
    for year in calendar.years.values():
        for holiday in year.holidays.values():
            for ordinal in holiday.ordinals():
                yield ordinal, Special(working=False, article=holiday.article, name=holiday.name)
        for day in year.workdays:
            yield day.toordinal(), Special(working=True, article=year.article, name="")
    for holiday in calendar.local_holidays.values():
        for ordinal in holiday.ordinals():
            yield ordinal, Special(working=False, article=holiday.article, name=holiday.name)
    for holiday in calendar.local_workdays.values():
        for ordinal in holiday.ordinals():
            yield ordinal, Special(working=True, article=holiday.article, name=holiday.name)


def _span(first: int, calendar: Calendar, specials: dict[int, Special]) -> Span:
    from yichuang.rules.book.calendar import WEEKDAYS

    week = Week([name not in calendar.weekly_rest for name in WEEKDAYS])
    return Span(
        first,
        week,
        off=frozenset(o for o, s in specials.items() if not s.working and week.is_working(o)),
        on=frozenset(o for o, s in specials.items() if s.working and not week.is_working(o)),
    )


def _weekday(day: date) -> Weekday:
    from yichuang.rules.book.calendar import WEEKDAYS

    return WEEKDAYS[day.weekday()]


def calendar_of(book: Book) -> WorkCalendar:
    """The working days and hours of a book, made once per book."""
    found = book.kept.get("calendar")
    if found is None:
        found = book.kept["calendar"] = WorkCalendar(book)
    return cast("WorkCalendar", found)
