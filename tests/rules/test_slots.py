"""Which times can be booked: R12."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from yichuang.rules.book.rulebook import Book
from yichuang.rules.sections.queue import Booking, NoShows
from yichuang.rules.slots import barred_until, run_of, slots

pytestmark = pytest.mark.req("R12")
BOOK = Book.of("county-hall")
NOW = datetime.fromisoformat("2026-02-10T09:10")


def test_slots_lie_within_the_sessions_that_lie_ahead() -> None:
    found = slots(BOOK, NOW.date(), NOW.date(), 2, NOW)
    assert [f"{one.at:%H:%M}" for one in found] == [
        "09:30", "10:00", "10:30", "11:00", "11:30",
        "14:30", "15:00", "15:30", "16:00", "16:30", "17:00",
    ]  # fmt: skip
    assert {one.capacity for one in found} == {2}


@pytest.mark.parametrize(("day", "works"), [
    ("2026-02-14", True),  # a Saturday made up for the Spring Festival
    ("2026-02-15", False), ("2026-02-23", False), ("2026-02-24", True), ("2026-02-11", True),
])  # fmt: skip
def test_holidays_have_none_and_make_up_days_do(day: str, works: bool) -> None:
    on = date.fromisoformat(day)
    assert bool(slots(BOOK, on, on, 1, NOW)) is works


def test_no_further_than_the_book_lets_book() -> None:
    found = slots(BOOK, NOW.date(), NOW.date() + timedelta(days=60), 1, NOW)
    assert found[-1].at.date() == date(2026, 2, 24)
    assert slots(BOOK, date(2026, 3, 20), date(2026, 3, 21), 1, NOW) == ()


def test_a_long_matter_needs_slots_one_after_another() -> None:
    every = slots(BOOK, NOW.date(), NOW.date(), 1, NOW)
    eleven = datetime.fromisoformat("2026-02-10T11:00")
    assert len(run_of(every, eleven, 2)) == 2
    assert run_of(every, eleven, 3) == ()  # over the midday break
    assert run_of(every, eleven + timedelta(minutes=7), 1) == ()


@pytest.mark.parametrize(("days_ago", "until"), [
    ([], None), ([3, 2], None), ([30, 2, 1], None), ([29, 2, 1], 6), ([9, 8, 7], 0), ([10, 9, 8], None),
])  # fmt: skip
def test_who_did_not_come_too_often(days_ago: list[int], until: int | None) -> None:
    booking = Booking(slot_minutes=30, per_window=1, days_ahead=14, held_minutes=10,
                      freed_after_minutes=0,
                      no_shows=NoShows(limit=3, within_days=30, barred_days=7))  # fmt: skip
    today = date(2026, 3, 31)
    missed = [today - timedelta(days=n) for n in days_ago]
    expected = None if until is None else today + timedelta(days=until)
    assert barred_until(booking, missed, today) == expected
    assert barred_until(booking.model_copy(update={"no_shows": None}), missed, today) is None
