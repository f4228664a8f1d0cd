"""Working days and hours (工作日与工作时间): what every limit is counted by."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from yichuang.phrases import Phrase, phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.effects import effects
from yichuang.rules.facts import FactsError
from yichuang.rules.reasons import Reason
from yichuang.rules.ruled import ruled
from yichuang.rules.wording import minute
from yichuang.rules.workcalendar import WorkCalendar, calendar_of

if TYPE_CHECKING:
    from yichuang.rules.sections.worktime import Session

__all__ = ["Facts", "Ruling", "WorkCalendar", "calendar_of", "rule"]


@dataclass(frozen=True, slots=True)
class Facts:
    """A question about working days. Which of the days are asked for depends on `query`."""

    query: Literal["is_working_day", "add_working_days", "working_days_between"]
    date_: date | None = None
    from_: date | None = None
    days: int | None = None
    after: date | None = None
    through: date | None = None


@dataclass(frozen=True, slots=True)
class DayRuling:
    """Whether a day is worked, and its sessions."""

    working_day: bool
    sessions: tuple[Session, ...]
    provisional: bool
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class DateRuling:
    """The day that many working days later."""

    date_: date
    provisional: bool
    because: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class CountRuling:
    """How many working days."""

    days: int
    provisional: bool
    because: tuple[Reason, ...]


Ruling = DayRuling | DateRuling | CountRuling

effects(
    "worktime",
    on=("工作日", "a working day"),
    off=("休息日", "a day off"),
)

_WORKED = phrase("worktime.worked", "{day} 是工作日", "{day} is a working day")
_MADE_UP = phrase("worktime.made_up", "{day} 调休上班", "{day} is worked to make up for a day off")
_NAMED_WORK = phrase("worktime.named_work", "{day} 上班（{name}）", "{day} is worked ({name})")
_HOLIDAY = phrase("worktime.holiday", "{day} 放假（{name}）", "{day} is a holiday ({name})")
_HOLIDAYS = phrase(
    "worktime.holidays", "{day} 至 {last} 放假（{name}）", "{day} to {last} are holidays ({name})"
)
_HOURS = phrase("worktime.hours", "{day} 的工作时段", "the sessions of {day}")
_OFF = phrase("worktime.off", "{day} 是休息日", "{day} is a day off")
_ADDED = phrase(
    "worktime.added",
    "自 {start} 次日起第 {n} 个工作日",
    "the working day number {n} after {start}",
)
_COUNTED = phrase(
    "worktime.counted",
    "{after} 之后至 {through}（含）的工作日",
    "working days after {after} through {through}",
)
_NEEDED = Phrase("“{query}”需要的日期", "the day that {query} needs")
_A_YEAR = 366
_DAYS = Phrase("不小于 1 的整数", "a whole number, 1 or more")


@ruled("worktime")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Answer a question about working days (工作日查询).

    Each day is judged by the calendar and the hours in force on that day. Raises FactsError
    where a day the query needs is missing, or `days` is below 1.
    """
    calendar = calendar_of(book)
    if facts.query == "is_working_day":
        return _day(_needed(facts, "date_"), calendar, reasons)
    if facts.query == "add_working_days":
        if facts.days is None or facts.days < 1:
            raise FactsError("facts.days", _DAYS, facts.days)
        return _added(_needed(facts, "from_"), facts.days, calendar, reasons)
    return _counted(_needed(facts, "after"), _needed(facts, "through"), calendar, reasons)


def _needed(facts: Facts, field: str) -> date:
    found: date | None = getattr(facts, field)
    if found is None:
        at = f"facts.{field.rstrip('_')}"
        raise FactsError(at, _NEEDED, "null", {"query": facts.query})
    return found


def _day(day: date, calendar: WorkCalendar, reasons: bool) -> DayRuling:
    works, sessions = calendar.is_working_day(day), calendar.sessions(day)
    because: list[Reason] = []
    if reasons:
        because.append(_named(day, calendar))
        if sessions:
            hours = ", ".join(f"{a:%H:%M}–{b:%H:%M}" for a, b in sessions)
            because.append(Reason(calendar.worktime(day).article, _HOURS, {"day": day}, hours))
        because += _unpublished(day, day, calendar)
    return DayRuling(works, sessions, calendar.is_provisional(day), tuple(because))


def _added(start: date, n: int, calendar: WorkCalendar, reasons: bool) -> DateRuling:
    end = calendar.add_working_days(start, n)
    provisional = _unpublished(start, end, calendar)
    because: list[Reason] = []
    if reasons:
        args = {"start": start, "n": n}
        because.append(Reason(calendar.article(end), _ADDED, args, minute(end)))
        because += [*_on_the_way(start, end, calendar), *provisional]
    return DateRuling(end, bool(provisional), tuple(because))


def _counted(after: date, through: date, calendar: WorkCalendar, reasons: bool) -> CountRuling:
    days = calendar.working_days_between(after, through) if after < through else 0
    provisional = _unpublished(after, through, calendar)
    because: list[Reason] = []
    if reasons:
        args = {"after": after, "through": through}
        because.append(Reason(calendar.article(through), _COUNTED, args, str(days)))
        because += [*_on_the_way(after, through, calendar), *provisional]
    return CountRuling(days, bool(provisional), tuple(because))


def _named(day: date, calendar: WorkCalendar) -> Reason:
    """Why the day is worked or off."""
    special = calendar.special(day)
    working = calendar.is_working_day(day)
    args: dict[str, object] = {"day": day, "name": special.name if special else ""}
    if special is None:
        fact = _WORKED if working else _OFF
    elif working:
        fact = _NAMED_WORK if special.name else _MADE_UP
    else:
        fact = _HOLIDAY if special.name else _OFF
    return Reason(calendar.article(day), fact, args, "on" if working else "off")


def _on_the_way(after: date, through: date, calendar: WorkCalendar) -> Iterator[Reason]:
    """Where the calendar departs from the week in (after, through]; a year at most."""
    first = after.toordinal() + 1
    last = min(through.toordinal(), first + _A_YEAR)
    departing = [o for o in range(first, last + 1) if calendar.departs(date.fromordinal(o))]
    held: list[date] = []
    for ordinal in [*departing, None]:
        day = None if ordinal is None else date.fromordinal(ordinal)
        if held and (day is None or not _one_holiday(held[-1], day, calendar)):
            yield _stretch(held, calendar)
            held = []
        if day is not None:
            held.append(day)


def _one_holiday(day: date, later: date, calendar: WorkCalendar) -> bool:
    """Whether two days off belong to one holiday, with only its own days between them."""
    special = calendar.special(day)
    if special is None or special.working:
        return False
    between = range(day.toordinal() + 1, later.toordinal() + 1)
    return len(between) < _A_YEAR and all(
        calendar.special(date.fromordinal(o)) == special for o in between
    )


def _stretch(days: list[date], calendar: WorkCalendar) -> Reason:
    reason = _named(days[0], calendar)
    if len(days) == 1 or reason.fact is not _HOLIDAY:
        return reason
    return reason._replace(fact=_HOLIDAYS, args={**reason.args, "last": days[-1]})


def _unpublished(first: date, last: date, calendar: WorkCalendar) -> tuple[Reason, ...]:
    """The reason that makes a ruling provisional: the first year on the way not published."""
    reason = calendar.provisional_reason(first, last)
    return () if reason is None else (reason,)
