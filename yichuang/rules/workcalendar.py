"""The working days and hours of a book (工作日历), made once per book.

The calendar and the hours are data of the book. A day is judged by the calendar and the
hours in force on that day. A year whose arrangement isn't whole counts as days off its weekly rest,
the festivals that the law fixes by date and what is known of it already; whatever reaches
into it is *provisional* (暂算).

A centre's own closure moves what the centre promised, not what the law allows: statutory
limits are counted by `legal`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, NamedTuple, cast

from yichuang.phrases import Phrase, phrase
from yichuang.rules.book.rulebook import USUAL, Book
from yichuang.rules.effects import effects
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.reasons import Reason
from yichuang.rules.workdays import LAST, Span, Week, Workdays, Yearly

if TYPE_CHECKING:
    from yichuang.rules.parts.yearly import Weekday
    from yichuang.rules.sections.calendar import Calendar, Festival
    from yichuang.rules.sections.worktime import Session
    from yichuang.rules.sections.worktime import Worktime as Hours

effects(
    "calendar",
    provisional=("暂算，公布后重算", "provisional, counted again once published"),
)

BENEATH = frozenset({"statute", USUAL})
"""The books that lie beneath every other; their hours are nobody's own."""

PROVISIONAL = phrase(
    "calendar.provisional",
    "{year} 年放假安排尚未公布，暂按每周休息日和公历固定的法定节日推算，公布后重算",
    "the holidays of {year} are not published yet: weekly rest and the legal holidays fixed by "
    "date alone are left out for now",
)
_TOO_FAR = Phrase("公元 9999 年之前的日期", "a day before the year 10000")


class Special(NamedTuple):
    """A day the calendar names: off or worked, by which article, under what name."""

    working: bool
    article: str
    name: str


class WorkCalendar:
    """The working days and the hours of one book. Obtain it with `calendar_of`."""

    def __init__(self, book: Book, *, legal: bool = False) -> None:
        """`legal`: only the days that move a statutory limit."""
        self._book = book
        timeline = book.timeline("calendar")
        self._calendars: list[Calendar] = []
        self._specials: list[dict[int, Special]] = []
        self._published: list[frozenset[int]] = []
        spans: list[Span] = []
        ends = [*timeline.starts[1:], None]
        local = False
        for start, end in zip(timeline.starts, ends, strict=True):
            calendar = book.on(start).calendar
            if calendar is None:
                raise BookLacks("calendar", book.name)
            first, last = start.toordinal(), LAST if end is None else end.toordinal() - 1
            national = dict(_national(calendar))
            published = _published(calendar, national)
            own = dict(_local(calendar, legal=legal))
            local = local or bool(own)
            specials = {o: s for o, s in (national | own).items() if first <= o <= last}
            self._calendars.append(calendar)
            self._specials.append(specials)
            self._published.append(published)
            spans.append(_span(first, last, calendar, specials, published))
        self._days = Workdays(spans)
        self._sessions: dict[date, tuple[Session, ...]] = {}
        self._closes: dict[date, datetime] = {}
        self._legal: WorkCalendar | None = self if legal or not local else None

    @property
    def legal(self) -> WorkCalendar:
        """The days that statutory limits (法定期限) are counted by: no closure of a centre's own.

        行政许可法 82 leaves out legal holidays alone; a local day counts with them where the
        book gives its legal basis.
        """
        if self._legal is None:
            self._legal = WorkCalendar(self._book, legal=True)
        return self._legal

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

    @property
    def published(self) -> frozenset[int]:
        """The years whose arrangement is whole, by the calendar in force last."""
        return self._published[-1]

    def is_provisional(self, day: date) -> bool:
        """Whether the arrangement of the day's year is not whole yet (尚未公布)."""
        return day.year not in self._published[self._days.span_of(day.toordinal())]

    def unpublished(self, first: date, last: date) -> int | None:
        """The first year from one day through another that isn't published; None: all are."""
        for year in range(first.year, last.year + 1):
            if self.is_provisional(max(first, date(year, 1, 1))):
                return year
        return None

    def provisional_reason(self, first: date, last: date) -> Reason | None:
        """Why what lies between two days is provisional; None where it isn't."""
        year = self.unpublished(first, last)
        if year is None:
            return None
        article = self._calendar(max(first, date(year, 1, 1))).article
        return Reason(article, PROVISIONAL, {"year": year}, "provisional")

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

    def has_own_hours(self, day: date) -> bool:
        """Whether a book of a centre says the working hours of a day."""
        return any(
            layer.name not in BENEATH
            and any(one.starts <= day for one in layer.sections["worktime"])
            for layer in self._book.timeline("worktime").layers
        )

    def special(self, day: date) -> Special | None:
        """What the calendar says about this very day, if it names it."""
        ordinal = day.toordinal()
        index = self._days.span_of(ordinal)
        found = self._specials[index].get(ordinal)
        if found is None and day.year not in self._published[index]:
            return _fixed(self._calendars[index], day)
        return found

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


def _national(calendar: Calendar) -> Iterator[tuple[int, Special]]:
    """Every day the State Council's arrangements name; a later one goes before an earlier."""
    for year in calendar.years.values():
        for holiday in year.holidays.values():
            for ordinal in holiday.ordinals():
                yield ordinal, Special(working=False, article=holiday.article, name=holiday.name)
        for day in year.workdays:
            yield day.toordinal(), Special(working=True, article=year.article, name="")
    for on, single in calendar.days.items():
        yield on.toordinal(), Special(single.working, single.article, single.name)


def _local(calendar: Calendar, *, legal: bool) -> Iterator[tuple[int, Special]]:
    """The centre's own days; `legal`: only those that a law gives the ground for."""
    for table, working in ((calendar.local_holidays, False), (calendar.local_workdays, True)):
        for holiday in table.values():
            if legal and not holiday.moves_statutory_limits:
                continue
            for ordinal in holiday.ordinals():
                yield ordinal, Special(working, holiday.article, holiday.name)
    for on, single in () if legal else calendar.local_days.items():
        yield on.toordinal(), Special(single.working, single.article, single.name)


def _published(calendar: Calendar, national: dict[int, Special]) -> frozenset[int]:
    """The years whose arrangement is whole: every festival is in, or the office says so."""
    whole = {year for year, node in calendar.years.items() if node.complete}
    off: dict[int, list[tuple[int, str]]] = {}
    for ordinal, special in national.items():
        if not special.working:
            off.setdefault(date.fromordinal(ordinal).year, []).append((ordinal, special.name))
    for year, node in calendar.years.items():
        keyed = {o: key for key, one in node.holidays.items() for o in one.ordinals()}
        off.setdefault(year, []).extend((o, key) for o, key in keyed.items() if o in national)
    for year, named in off.items():
        if all(_is_in(key, one, year, named) for key, one in calendar.festivals.items()):
            whole.add(year)
    return frozenset(whole)


def _is_in(key: str, festival: Festival, year: int, named: list[tuple[int, str]]) -> bool:
    """Whether a year's days off have a festival, with as many days as the law gives it."""
    if festival.dates:
        first = date(year, *festival.dates[0]).toordinal()
        if not any(ordinal == first for ordinal, _ in named):
            return False
    held = {ordinal for ordinal, name in named if festival.name in name or name == key}
    return len(held) >= festival.days


def _fixed(calendar: Calendar, day: date) -> Special | None:
    """The festival that the law fixes on this date, whatever the year."""
    for festival in calendar.festivals.values():
        if (day.month, day.day) in festival.dates:
            return Special(working=False, article=festival.article, name=festival.name)
    return None


def _span(
    first: int,
    last: int,
    calendar: Calendar,
    specials: dict[int, Special],
    published: frozenset[int],
) -> Span:
    """The days of one calendar: a yearly pattern, and where known years depart from it."""
    from yichuang.rules.parts.yearly import WEEKDAYS

    week = Week([name not in calendar.weekly_rest for name in WEEKDAYS])
    fixed = sorted({on for one in calendar.festivals.values() for on in one.dates})
    yearly = Yearly(week, tuple((on.month, on.day) for on in fixed))
    works = {o: special.working for o, special in specials.items()}
    for year in published:
        for on in fixed:
            ordinal = date(year, on.month, on.day).toordinal()
            if first <= ordinal <= last:
                works.setdefault(ordinal, week.is_working(ordinal))
    return Span(
        first,
        yearly,
        off=frozenset(o for o, working in works.items() if not working and yearly.is_working(o)),
        on=frozenset(o for o, working in works.items() if working and not yearly.is_working(o)),
    )


def _weekday(day: date) -> Weekday:
    from yichuang.rules.parts.yearly import WEEKDAYS

    return WEEKDAYS[day.weekday()]


def calendar_of(book: Book) -> WorkCalendar:
    """The working days and hours of a book, made once per book."""
    found = book.kept.get("calendar")
    if found is None:
        found = book.kept["calendar"] = WorkCalendar(book)
    return cast("WorkCalendar", found)
