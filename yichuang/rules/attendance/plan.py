"""The days of a hall as its book plans them, made once per day and roster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import NamedTuple
from weakref import WeakKeyDictionary

from yichuang.phrases import Phrase
from yichuang.rules.attendance.placing import placed
from yichuang.rules.attendance.sessions import DAY, Session
from yichuang.rules.attendance.slots import slots_of
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import BookLacks
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.attendance import Attendance
from yichuang.rules.workcalendar import calendar_of


class DayPlan(NamedTuple):
    """One day and its sessions in order; none on a day off."""

    ordinal: int
    day: date
    text: str
    provisional: Reason | None
    """Why the day may yet turn out otherwise: its year isn't published."""
    sessions: tuple[Session, ...]
    attendance: Attendance
    book: Book

    def kind(self, code: str) -> Phrase | None:
        """What the book calls a kind of leave of its own."""
        leave = self.book.on(self.day).leave
        row = leave.kinds.get(code) if leave is not None else None
        return None if row is None else row.name


class Hall:
    """The days of one book. Obtain it with `hall_of`."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self.calendar = calendar_of(book)
        self._days: dict[tuple[int, frozenset[str]], DayPlan] = {}

    def attendance(self, day: date) -> Attendance:
        """The section in force on a day. Raises BookLacks."""
        found = self._book.on(day).attendance
        if found is None:
            raise BookLacks("attendance", self._book.name)
        return found

    def act_names(self, day: date) -> Mapping[str, Phrase]:
        """What the catalogue of acts calls them, where the book has one."""
        acts = self._book.on(day).acts if self._book.timeline("acts").layers else None
        return {code: act.name for code, act in acts.catalogue.items()} if acts else {}

    def day(self, ordinal: int, rostered: frozenset[str] = frozenset()) -> DayPlan:
        """A day for somebody who is on the roster of these sessions."""
        key = (ordinal, rostered)
        found = self._days.get(key)
        if found is None:
            found = self._days[key] = self._plan(date.fromordinal(ordinal), rostered)
        return found

    def _plan(self, day: date, rostered: frozenset[str]) -> DayPlan:
        attendance, calendar = self.attendance(day), self.calendar
        slots = slots_of(day, attendance, calendar, rostered)
        return DayPlan(
            day.toordinal(),
            day,
            day.isoformat(),
            calendar.provisional_reason(day, day),
            placed(slots, attendance),
            attendance,
            self._book,
        )


def meeting(earlier: DayPlan, later: DayPlan) -> tuple[int, int] | None:
    """Where the last session of a day closes and the first of the next opens, if they overlap.

    Seconds of the earlier day. The cut is the middle of the gap, as between sessions of a
    day, as far as it lies in both sessions' time; it belongs to the earlier session.
    """
    if not earlier.sessions or not later.sessions:
        return None
    last, first = earlier.sessions[-1], later.sessions[0]
    shift = (later.ordinal - earlier.ordinal) * DAY
    if last.closes < first.opens + shift:
        return None
    middle = (last.end + first.start + shift) // 2
    cut = min(max(middle, first.opens + shift), last.closes)
    return cut, cut + 1


def closing(session: Session, closes: int) -> Session:
    """The session, closing at another time."""
    return replace(session, closes=closes)


def opening(session: Session, opens: int) -> Session:
    """The session, opening at another time."""
    return replace(session, opens=opens)


_halls: WeakKeyDictionary[Book, Hall] = WeakKeyDictionary()


def hall_of(book: Book) -> Hall:
    """The days of a book, planned once per book."""
    found = _halls.get(book)
    if found is None:
        found = _halls[book] = Hall(book)
    return found
