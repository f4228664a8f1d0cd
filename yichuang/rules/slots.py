"""Which times can be booked, and how many each (预约时段, R12): the calendar cut into slots.

Slots lie within the hall's sessions, so a holiday has none and a make-up day has them. A
matter that takes longer covers several slots without a break between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yichuang.rules.book.rulebook import Book
from yichuang.rules.sections.queue import Booking
from yichuang.rules.workcalendar import calendar_of

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that can be booked, on the hall's wall, and for how many."""

    at: datetime
    until: datetime
    capacity: int


def booking_of(book: Book, on: date) -> Booking | None:
    """The book's rules of booking on a day; None where nothing can be booked."""
    queue = book.on(on).queue
    return queue.booking if queue else None


def slots(book: Book, first: date, last: date, windows: int, now: datetime) -> tuple[Slot, ...]:
    """The slots from a day to another that lie ahead, no further than the book lets book.

    `windows`: how many give the service; each takes so many a slot as the book says.
    """
    calendar, made = calendar_of(book), []
    day = max(first, now.date())
    while day <= last:
        section = booking_of(book, day)
        if section is None or day > now.date() + section.days_ahead * _DAY:
            break
        length = timedelta(minutes=section.slot_minutes)
        for session in calendar.sessions(day):
            at = datetime.combine(day, session.start)
            while at + length <= datetime.combine(day, session.end):
                if at > now:
                    made.append(Slot(at, at + length, section.per_window * windows))
                at += length
        day += _DAY
    return tuple(made)


def run_of(every: Sequence[Slot], at: datetime, many: int) -> tuple[Slot, ...]:
    """So many slots from `at` on, one right after the other; empty where there are not."""
    starts = {slot.at: slot for slot in every}
    run: list[Slot] = []
    while len(run) < many and (slot := starts.get(at)) is not None:
        run.append(slot)
        at = slot.until
    return tuple(run) if len(run) == many else ()


def barred_until(section: Booking, missed: Sequence[date], today: date) -> date | None:
    """Until when somebody who didn't come can't book (爽约限制); None: they can.

    `missed`: the days of bookings they didn't come to and that nobody excused.
    """
    rule = section.no_shows
    if rule is None:
        return None
    counted = sorted(day for day in missed if day > today - timedelta(days=rule.within_days))
    if len(counted) < rule.limit:
        return None
    until = counted[-1] + timedelta(days=rule.barred_days)
    return until if until >= today else None
