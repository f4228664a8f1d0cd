"""Whether the hall is open, when it opens next, and whether numbers are given (开放与取号).

The hours are those of the calendar and the `worktime` section; until when numbers are given
before and after them is the `numbers` part of the `queue` section. All times are the
hall's wall clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from yichuang.rules.book.rulebook import Book
from yichuang.rules.workcalendar import WorkCalendar, calendar_of

if TYPE_CHECKING:
    from yichuang.rules.sections.queue import Numbers
    from yichuang.rules.sections.worktime import Session

_LOOK_AHEAD = 60  # days; longer than any holiday


@dataclass(frozen=True, slots=True)
class Opening:
    """How the hall stands at an instant."""

    open: bool
    opens_at: datetime | None
    """When it opens next; None while it is open, or where no hours are in sight."""
    closes_at: datetime | None
    """The end of the day's last session; None on a day without any."""
    gives_numbers: bool
    numbers_from: datetime | None
    """From when numbers are given again; None where they are given now."""
    article: str
    """What refuses numbers now, else what says the hours."""
    by_browser: bool
    """Whether numbers are given to browsers that are no machine of the hall."""
    closes_itself_at: datetime | None
    """When a day that nobody closed closes by itself; None: when the day is over."""


def opening(at: datetime, book: Book) -> Opening:
    """How the hall stands at `at` (是否开放). Raises BookLacks where the book says no hours."""
    calendar = calendar_of(book)
    day = at.date()
    sessions = _sessions(calendar, day)
    is_open = any(_on(day, one.start) <= at < _on(day, one.end) for one in sessions)
    closes_at = _on(day, sessions[-1].end) if sessions else None
    queue = book.on(day).queue
    numbers = queue.numbers if queue else None
    next_at = None if is_open else _next(at, calendar)
    from_ = _numbers_from(at, numbers, calendar) if numbers is not None else None
    article = calendar.worktime(day).article
    if from_ is not None and numbers is not None:
        article = numbers.article
    itself = None
    if numbers is not None and closes_at is not None:
        itself = closes_at + timedelta(minutes=numbers.closes_itself_after_minutes)
    return Opening(is_open, next_at, closes_at, from_ is None, from_, article,
                   numbers is None or numbers.by_browser, itself)  # fmt: skip


def _numbers_from(at: datetime, numbers: Numbers, calendar: WorkCalendar) -> datetime | None:
    """From when numbers are given again; None: they are given now."""
    before, last = numbers.before_opening_minutes, numbers.before_closing_minutes
    early = timedelta(minutes=before or 0)
    sessions, day = _sessions(calendar, at.date()), at.date()
    ended = False
    if sessions and last is not None:
        ended = at >= _on(day, sessions[-1].end) - timedelta(minutes=last)
    if not ended and (before is None or (sessions and at >= _on(day, sessions[0].start) - early)):
        return None
    for ahead in range(1 if ended else 0, _LOOK_AHEAD):
        day = at.date() + timedelta(days=ahead)
        if sessions := _sessions(calendar, day):
            from_ = _on(day, sessions[0].start) - early
            return from_ if from_ > at else None
    return datetime.combine(at.date() + timedelta(days=_LOOK_AHEAD), time())


def _next(at: datetime, calendar: WorkCalendar) -> datetime | None:
    for ahead in range(_LOOK_AHEAD):
        day = at.date() + timedelta(days=ahead)
        for session in _sessions(calendar, day):
            starts = _on(day, session.start)
            if starts > at or (starts == at and ahead):
                return starts
    return None


def _sessions(calendar: WorkCalendar, day: date) -> tuple[Session, ...]:
    return calendar.sessions(day) or calendar.rest_day_sessions(day)


def _on(day: date, at: time) -> datetime:
    return datetime.combine(day, at)
