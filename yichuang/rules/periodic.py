"""What a book has somebody do again and again (定期事项): patrols, checks, bulletins, rosters.

Each is due at the close of the last working day of its period, warns by as many working days as
the book's limits do, and can't be made up once the next one is due. A period without a working
day has nothing in it. What two sections say by one article is one duty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules.parts.period import first_day
from yichuang.rules.workcalendar import calendar_of

if TYPE_CHECKING:
    from yichuang.rules.book.rulebook import Book
    from yichuang.rules.parts.quota import Quota
    from yichuang.rules.parts.wording import Wording
    from yichuang.rules.sections import Sections
    from yichuang.rules.workcalendar import WorkCalendar

Kind = Literal["patrol", "bulletin", "hygiene", "roster"]
Every = Literal["day", "week", "month", "quarter", "year"]
EVERY_DEPARTMENT = "every_department"
"""Who owes it: each department of the hall for itself."""
_DAY = timedelta(days=1)
_AHEAD = 62
"""How many days to look for a festival; longer than any month and its holidays."""
_ATTENDANCE = Phrase("考勤公示", "Publish the attendance")
_ROSTER = {
    "month_end": Phrase("报送下月排班表", "File next month's roster"),
    "week_end": Phrase("报送下周排班表", "File next week's roster"),
}
_BEFORE = Phrase("{festival}前{what}", "{what} before {festival}")


@dataclass(frozen=True, slots=True)
class Periodic:
    """One thing to be done in one period."""

    kind: Kind
    key: str
    """Names it and its period: ``patrols.presence/2026-03-10/1``."""
    title: Phrase
    first: date
    last: date
    by: tuple[str, ...]
    """Who does it, as the book calls them."""
    article: str
    warn_at: datetime | None
    due: datetime
    lapses: datetime
    """From then on it can't be made up: the next one is due."""


class _Said(NamedTuple):
    """What a section says of one duty."""

    kind: Kind
    code: str
    title: Phrase
    every: Every
    times: int
    by: tuple[str, ...]
    article: str


def rule(on: date, book: Book) -> tuple[Periodic, ...]:
    """What is to be done in the periods that a day lies in, by the book in force that day."""
    sections, calendar = book.on(on), calendar_of(book)
    deadlines = sections.deadlines
    warns = deadlines.warn_working_days if deadlines is not None else 0
    each = _once_each(_said(sections))
    made = [one for said in each for one in _in_period(said, on, calendar, warns)]
    return (*made, *_before_festivals(sections, on, calendar, warns))


def _once_each(all_said: Iterable[_Said]) -> Iterator[_Said]:
    """What several sections say by one article, with one rhythm, is said by the first."""
    seen: set[tuple[str, Every]] = set()
    for said in all_said:
        marks = {(mark.strip(), said.every) for mark in said.article.split("；")}
        if not marks & seen:
            yield said
        seen |= marks


def _said(sections: Sections) -> Iterator[_Said]:
    """Everything with a rhythm, the most telling sections first."""
    if (patrols := sections.patrols) is not None:
        for code, one in patrols.kinds.items():
            if one.quota is not None:
                article = one.article or patrols.article
                yield _of("patrol", f"patrols.{code}", one.title, one.quota, one.by, article)
        for code, sheet in patrols.published.items():
            article = sheet.article or patrols.article
            yield _of("bulletin", f"bulletins.{code}", sheet.title, sheet.quota, (), article)
    if (hygiene := sections.hygiene) is not None:
        for code, area in hygiene.items.items():
            # What windows and cleaners do day by day is their work; patrols look at it.
            if area.quota is not None and area.who in ("office", "everyone"):
                article = area.article or hygiene.article
                yield _of("hygiene", f"hygiene.{code}", area.title, area.quota, (), article)
    attendance = sections.attendance
    publication = attendance.publication if attendance is not None else None
    if attendance is not None and publication is not None and publication.every is not None:
        yield _Said("bulletin", "attendance", _ATTENDANCE, publication.every, 1, (),
                    publication.article or attendance.article)  # fmt: skip
    duty = sections.duty
    if duty is not None and (roster := duty.roster) is not None:
        every: Every = "month" if roster.filed_by == "month_end" else "week"
        yield _Said("roster", "duty.roster", _ROSTER[roster.filed_by], every, 1,
                    (EVERY_DEPARTMENT,), roster.article or duty.article)  # fmt: skip


def _of(
    kind: Kind, code: str, title: Wording, quota: Quota, by: tuple[str, ...], article: str
) -> _Said:
    least = quota.span.whole().low
    return _Said(kind, code, _words(title), quota.period, int(least.value) if least else 1, by,
                 article)  # fmt: skip


def _in_period(said: _Said, on: date, calendar: WorkCalendar, warns: int) -> Iterator[Periodic]:
    first = first_day(said.every, on)
    last = _last_day(said.every, first)
    day = _last_working(first, last, calendar)
    if day is None or day < on:
        return
    lapses = calendar.close_of(_next_due(said.every, last, calendar))
    warn = None if said.every == "day" else _warn(day, first, calendar, warns)
    for nth in range(1, said.times + 1):
        title = said.title
        if said.times > 1:
            title = Phrase(f"{title.zh}（第{nth}次）", f"{title.en} ({nth} of {said.times})")
        yield Periodic(
            said.kind, f"{said.code}/{first.isoformat()}/{nth}", title, first, last, said.by,
            said.article, warn, calendar.close_of(day), lapses,
        )  # fmt: skip


def _before_festivals(
    sections: Sections, on: date, calendar: WorkCalendar, warns: int
) -> Iterator[Periodic]:
    """Big cleans before festivals: in the month in which the last working day before one lies."""
    hygiene, days = sections.hygiene, sections.calendar
    if hygiene is None or days is None:
        return
    for area in hygiene.items.values():
        for code in area.before:
            festival = days.festivals.get(code)
            begins = _begins(festival.name, on, calendar) if festival is not None else None
            if festival is None or begins is None:
                continue
            day = _last_working(begins - timedelta(days=_AHEAD), begins - _DAY, calendar)
            if day is None or not first_day("month", day) <= on <= day:
                continue
            first = first_day("month", day)
            title = Phrase(
                _BEFORE.say("zh", festival=festival.name, what=area.title.zh),
                _BEFORE.say("en", festival=code.replace("_", " "), what=area.title.en),
            )
            yield Periodic(
                "hygiene", f"big_clean.{code}/{first.isoformat()}/1", title, first, day, (),
                area.article or hygiene.article, _warn(day, first, calendar, warns),
                calendar.close_of(day), datetime.combine(begins, time()),
            )  # fmt: skip


def _begins(name: str, on: date, calendar: WorkCalendar) -> date | None:
    """The next first day off of a festival, seen from a day; None within sight."""
    for ahead in range(1, _AHEAD):
        day = on + timedelta(days=ahead)
        special = calendar.special(day)
        if special is not None and not special.working and name in special.name:
            before = calendar.special(day - _DAY)
            if before is None or name not in before.name:
                return day
    return None


def _last_day(every: Every, first: date) -> date:
    if every in ("day", "week"):
        return first + timedelta(days=6 if every == "week" else 0)
    longest = {"month": 31, "quarter": 92, "year": 366}[every]
    return first_day(every, first + timedelta(days=longest)) - _DAY


def _last_working(first: date, last: date, calendar: WorkCalendar) -> date | None:
    day = calendar.numbered(calendar.number(last))
    return day if day >= first else None


def _next_due(every: Every, last: date, calendar: WorkCalendar) -> date:
    """The last working day of the next period that has one."""
    while True:
        first = last + _DAY
        last = _last_day(every, first)
        day = _last_working(first, last, calendar)
        if day is not None:
            return day


def _warn(day: date, first: date, calendar: WorkCalendar, warns: int) -> datetime | None:
    """From when so many working days are left; never before the period begins."""
    if warns == 0:
        return None
    begins = calendar.numbered(calendar.number(day) - warns + 1)
    return datetime.combine(max(begins, first), time())


def _words(title: Wording) -> Phrase:
    return Phrase(title.zh, title.en)
