"""When a time limit (时限) ends: one way of counting for cases, complaints and commitments.

The first day is not counted. A limit in days ends at the close of business of its last
day; one in calendar days or months that ends on a day off goes on to the next working day;
minutes and hours are those of the clock. While a pause lasts no day is counted and a clock
of minutes stands still. A book may count otherwise (`Counting`).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple, Protocol

from yichuang.phrases import Phrase
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.limit import Limit as BookLimit
from yichuang.rules.parts.limit import Unit
from yichuang.rules.worktime import WorkCalendar

Light = Literal["green", "yellow", "red", "done_on_time", "done_late"]

CLOCKED = frozenset({"minute", "hour", "working_hour", "half_day"})
"""Units that end within a day, wherever they end."""

_LAST_SECOND = time(23, 59, 59)

_DAY = timedelta(days=1)
_LONGEST_WALK = 40_000
"""Days to walk through for a limit counted in hours of work; a century."""
_COUNT = Phrase(
    "1 以上的整数（以工作日计的可为 0，即当日下班前）",
    "1 or more (0 only in working days: by the close of that day)",
)
_IN_TIME = Phrase("公元 9999 年以前结束的时限", "a limit that ends before the year 9999")


class AnyLimit(Protocol):
    """A limit, of the book or among the facts."""

    @property
    def n(self) -> int: ...
    @property
    def unit(self) -> Unit: ...


class Counting(Protocol):
    """How limits are counted; see `parts.limit.Counting`."""

    @property
    def first_day_counts(self) -> bool: ...
    @property
    def day_ends(self) -> Literal["close_of_business", "midnight"]: ...
    @property
    def moves_off_rest_days(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit (时限) among the facts: `n` units."""

    n: int
    unit: Unit = "working_day"


class Pause(NamedTuple):
    """Days that don't count (期限中止): after `after`, up to and including `through`."""

    after: date
    through: date


class Pauses:
    """All the days that don't count, each once: stretches in order, none touching another.

    `worked` has the same stretches in numbers of working days, so that counting doesn't
    look at the calendar again.
    """

    __slots__ = ("spans", "worked")

    def __init__(self, pauses: Sequence[Pause], calendar: WorkCalendar) -> None:
        spans = _merged(pauses) if pauses else []
        self.spans = spans
        self.worked = [(calendar.number(one.after), calendar.number(one.through)) for one in spans]


def _merged(pauses: Sequence[Pause]) -> list[Pause]:
    made: list[Pause] = []
    for pause in sorted(pauses) if len(pauses) > 1 else pauses:
        if pause.through <= pause.after:
            continue
        if made and pause.after <= made[-1].through:
            if pause.through > made[-1].through:
                made[-1] = Pause(made[-1].after, pause.through)
        else:
            made.append(pause)
    return made


@dataclass(frozen=True, slots=True)
class Plain:
    """The usual way of counting (民法典 201–203), where a section leaves it unsaid."""

    first_day_counts: bool = False
    day_ends: Literal["close_of_business", "midnight"] = "close_of_business"
    moves_off_rest_days: bool = True


USUAL = Plain()


def check(limit: AnyLimit, at: str) -> None:
    """Raise FactsError where the facts name a limit of nothing."""
    if limit.n < 1 and not (limit.n == 0 and limit.unit == "working_day"):
        raise FactsError(f"{at}.n", _COUNT, limit.n)


def counted(limit: AnyLimit, counting: Counting) -> Counting:
    """How a limit is counted: as it says itself, for the rest as its section does."""
    own = limit.counted_otherwise if isinstance(limit, BookLimit) else None
    if not own:
        return counting
    usual = Plain(counting.first_day_counts, counting.day_ends, counting.moves_off_rest_days)
    return replace(usual, **own)  # type: ignore[arg-type]


def due(
    limit: AnyLimit,
    start: datetime,
    calendar: WorkCalendar,
    pauses: Pauses | None = None,
    counting: Counting = USUAL,
    at: str = "facts",
) -> datetime:
    """When a limit that starts at `start` ends (届满).

    0 working days: at the close of that day's work; on a day off, or after hours, at that
    of the next working day. Raises FactsError at `at` where it would end after year 9999.
    """
    day = start.date()
    counting = counted(limit, counting)
    try:
        if limit.unit == "minute":
            return _run(start, timedelta(minutes=limit.n), pauses)
        if limit.unit == "hour":
            return _run(start, timedelta(hours=limit.n), pauses)
        if limit.unit == "working_hour":
            return _work(start, timedelta(hours=limit.n), calendar, pauses)
        if limit.unit == "half_day":
            return _half_day(start, limit.n, calendar, pauses)
        if limit.n == 0:
            same = calendar.is_working_day(day) and start <= day_end(day, calendar, counting)
            last = day if same else calendar.add_working_days(day, 1)
        else:
            after = day - _DAY if counting.first_day_counts else day
            last = last_day(limit, after, calendar, pauses, counting)
        return day_end(last, calendar, counting)
    except (OverflowError, ValueError):  # FactsError among them: it says `facts.days`
        raise FactsError(at, _IN_TIME, f"{limit.n} {limit.unit}") from None


def longer(
    ends: datetime,
    by: AnyLimit,
    calendar: WorkCalendar,
    pauses: Pauses | None = None,
    counting: Counting = USUAL,
    at: str = "facts",
) -> datetime:
    """When a limit that would end at `ends` does once it is made longer (延长).

    Raises FactsError at `at` where that lies after year 9999.
    """
    if by.unit in CLOCKED:
        return due(by, ends, calendar, pauses, counting, at)
    try:
        return day_end(last_day(by, ends.date(), calendar, pauses, counting), calendar, counting)
    except (OverflowError, ValueError):
        raise FactsError(at, _IN_TIME, f"{by.n} {by.unit}") from None


def last_day(
    limit: AnyLimit,
    after: date,
    calendar: WorkCalendar,
    pauses: Pauses | None = None,
    counting: Counting = USUAL,
) -> date:
    """The last day of a limit in days or months that counts from the day after `after`."""
    if limit.unit == "working_day":
        return nth_counted(after, limit.n, calendar, pauses)
    n = limit.n if limit.unit == "calendar_day" else (months_after(after, limit.n) - after).days
    ends = after + timedelta(days=n + _paused_days(after, n, pauses))
    if counting.moves_off_rest_days and not calendar.is_working_day(ends):
        return calendar.add_working_days(ends, 1)
    return ends


def nth_counted(after: date, n: int, calendar: WorkCalendar, pauses: Pauses | None) -> date:
    """The n-th working day after a day that isn't in a pause."""
    first = calendar.number(after)
    last = first + n
    if pauses is not None:
        for begins, ends in pauses.worked:
            if begins >= last:
                break
            if ends > first:
                # Days counted before the pause stay counted; the rest moves by its length.
                last += ends - max(begins, first)
    return calendar.numbered(last)


def counted_days(
    after: date, through: date, calendar: WorkCalendar, pauses: Pauses | None = None
) -> int:
    """How many working days in (after, through] are in no pause; 0 if there are none."""
    if through <= after:
        return 0
    first, last = calendar.number(after), calendar.number(through)
    days = last - first
    if pauses is not None:
        for begins, ends in pauses.worked:
            low, high = max(begins, first), min(ends, last)
            if high > low:
                days -= high - low
    return days


def day_end(day: date, calendar: WorkCalendar, counting: Counting = USUAL) -> datetime:
    """When a day ends for limits: with its last session, or at midnight."""
    if counting.day_ends == "close_of_business":
        return calendar.close_of(day)
    return datetime.combine(day, _LAST_SECOND)


def months_after(day: date, n: int) -> date:
    """The same day n months later (对应日); the month's last day if there is none."""
    years, month = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def light(
    ends: datetime, now: datetime, done_at: datetime | None, remaining: int, warn: int
) -> Light:
    """The light (亮灯) of what is due: red past its end, yellow near it, else green."""
    if done_at is not None:
        return "done_on_time" if done_at <= ends else "done_late"
    if now > ends:
        return "red"
    return "yellow" if remaining <= warn else "green"


def _paused_days(day: date, n: int, pauses: Pauses | None) -> int:
    """How many calendar days are pushed back by pauses that begin before the limit ends."""
    pushed = 0
    for pause in pauses.spans if pauses is not None else ():
        if pause.after >= day + timedelta(days=n + pushed):
            break
        if pause.through > day:
            pushed += (pause.through - max(pause.after, day)).days
    return pushed


def _run(start: datetime, length: timedelta, pauses: Pauses | None) -> datetime:
    """A clock of minutes that stands still on the days of a pause."""
    ends = start + length
    for pause in pauses.spans if pauses is not None else ():
        stops = datetime.combine(pause.after + _DAY, time())
        goes_on = datetime.combine(pause.through + _DAY, time())
        if stops >= ends:
            break
        if goes_on > start:
            ends += goes_on - max(stops, start)
    return ends


def _work(
    start: datetime, length: timedelta, calendar: WorkCalendar, pauses: Pauses | None
) -> datetime:
    """A clock that runs during the sessions of working days only."""
    for begins, ends in _sessions(start, calendar, pauses):
        begins = max(begins, start)
        if ends - begins >= length:
            return begins + length
        length -= max(ends - begins, timedelta())
    raise OverflowError


def _half_day(start: datetime, n: int, calendar: WorkCalendar, pauses: Pauses | None) -> datetime:
    """The end of the n-th session that begins after `start`."""
    for begins, ends in _sessions(start, calendar, pauses):
        n -= begins > start
        if n == 0:
            return ends
    raise OverflowError


def _sessions(
    start: datetime, calendar: WorkCalendar, pauses: Pauses | None
) -> Iterator[tuple[datetime, datetime]]:
    """The sessions from the day of `start` on that lie in no pause."""
    day, spans = start.date(), pauses.spans if pauses is not None else ()
    for _ in range(_LONGEST_WALK):
        if not any(pause.after < day <= pause.through for pause in spans):
            for begins, ends in calendar.sessions(day):
                yield datetime.combine(day, begins), datetime.combine(day, ends)
        day += _DAY
