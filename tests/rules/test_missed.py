"""Missed numbers: how often one is called first, how far back it re-enters (R11)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.rules.book.rulebook import Book
from yichuang.rules.missed import calls_left, re_entry, seconds_left
from yichuang.rules.sections.queue import Missed, Queue

pytestmark = pytest.mark.req("R11")
NOW = datetime.fromisoformat("2026-03-10T10:00")
STRICT = Missed(calls=3, seconds_between=20, places_back=3)


def _section(missed: Missed | None) -> Queue:
    section = Book.of("statute").on(date(2026, 3, 10)).queue
    assert section
    return section.model_copy(update={"missed": missed})


@pytest.mark.parametrize(("missed", "calls", "left"), [
    (STRICT, 1, 2), (STRICT, 2, 1), (STRICT, 3, 0), (STRICT, 9, 0), (None, 1, 0), (Missed(), 1, 0),
])  # fmt: skip
def test_calls_owed_before_a_miss(missed: Missed | None, calls: int, left: int) -> None:
    assert calls_left(_section(missed), calls) == left


@pytest.mark.parametrize(("missed", "passed", "left"), [
    (STRICT, 0, 20), (STRICT, 19, 1), (STRICT, 19.5, 1), (STRICT, 20, 0), (STRICT, 90, 0),
    (None, 0, 0), (Missed(), 0, 0),
])  # fmt: skip
def test_seconds_between_calls(missed: Missed | None, passed: float, left: int) -> None:
    assert seconds_left(_section(missed), NOW - timedelta(seconds=passed), NOW) == left


WAITING = st.lists(st.integers(1, 300), max_size=12).map(
    lambda ago: sorted(NOW - timedelta(minutes=m) for m in ago)
)


@given(waiting=WAITING, places=st.integers(0, 6))
def test_so_many_stay_ahead(waiting: list[datetime], places: int) -> None:
    """At least so many stay ahead where so many wait, and nobody later than now is passed."""
    stands = re_entry(_section(Missed(places_back=places)), waiting, NOW)
    ahead = sum(one < stands for one in waiting)
    assert stands <= NOW
    assert ahead >= min(places, len(waiting))
    if len(set(waiting)) == len(waiting):
        assert ahead == min(places, len(waiting))


def test_a_silent_book_puts_it_last() -> None:
    assert re_entry(_section(None), [NOW - timedelta(minutes=5)], NOW) == NOW
    assert re_entry(_section(Missed()), [NOW - timedelta(minutes=5)] * 9, NOW) == NOW
