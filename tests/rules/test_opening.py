"""Whether the hall is open, when it opens next, and until when it gives numbers."""

from __future__ import annotations

from datetime import datetime

import pytest
import yaml

from yichuang.rules.book.layer import Layer
from yichuang.rules.book.rulebook import Book
from yichuang.rules.opening import opening


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("at", "is_open", "opens_at"),
    [
        ("2026-03-10 07:59", False, "2026-03-10 08:00"),
        ("2026-03-10 08:00", True, None),
        ("2026-03-10 11:59", True, None),
        ("2026-03-10 12:00", False, "2026-03-10 14:30"),
        ("2026-03-10 17:29", True, None),
        ("2026-03-10 17:31", False, "2026-03-11 08:00"),
        ("2026-03-13 17:30", False, "2026-03-16 08:00"),
        ("2026-03-14 10:00", False, "2026-03-16 08:00"),
        ("2026-05-06 17:45", True, None),  # summer hours
    ],
)
def test_open_by_the_hours_of_the_book(at: str, is_open: bool, opens_at: str | None) -> None:
    found = opening(_at(at), Book.of("statute", "county-hall"))
    assert (found.open, found.opens_at) == (is_open, _at(opens_at) if opens_at else None)
    assert found.gives_numbers, "the text refuses nobody"


@pytest.mark.parametrize(
    ("numbers", "at", "from_"),
    [
        ({"before_opening_minutes": 30}, "2026-03-10 07:29", "2026-03-10 07:30"),
        ({"before_opening_minutes": 30}, "2026-03-10 07:30", None),
        ({"before_opening_minutes": 30}, "2026-03-10 13:00", None),
        ({"before_opening_minutes": 30}, "2026-03-14 10:00", "2026-03-16 07:30"),
        ({"before_closing_minutes": 15}, "2026-03-10 17:14", None),
        ({"before_closing_minutes": 15}, "2026-03-10 17:15", "2026-03-11 08:00"),
        ({"before_closing_minutes": 15}, "2026-03-10 06:00", None),
        ({"before_opening_minutes": 10, "before_closing_minutes": 0}, "2026-03-13 17:30",
         "2026-03-16 07:50"),
    ],
)  # fmt: skip
def test_numbers_are_given_when_the_book_says(
    numbers: dict[str, int], at: str, from_: str | None
) -> None:
    own = yaml.safe_dump({"queue": {"numbers": {"article": "本中心 3", **numbers}}})
    found = opening(_at(at), Book.of("statute", "county-hall", Layer.parse(own, "own")))
    assert found.numbers_from == (_at(from_) if from_ else None)
    assert found.gives_numbers == (from_ is None)
    if from_:
        assert found.article == "本中心 3"


def test_a_day_nobody_closed_closes_an_hour_after_its_end() -> None:
    found = opening(_at("2026-03-10 09:00"), Book.of("statute", "county-hall"))
    assert found.closes_itself_at == _at("2026-03-10 18:30")
    saturday = opening(_at("2026-03-14 09:00"), Book.of("statute", "county-hall"))
    assert saturday.closes_itself_at is None
