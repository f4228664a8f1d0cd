"""What a book has somebody do again and again, and when: R31, R43, R45, R53."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from yichuang.rules.book.layer import Layer
from yichuang.rules.book.rulebook import Book
from yichuang.rules.periodic import EVERY_DEPARTMENT, Periodic, rule

pytestmark = pytest.mark.req("R43", "R45", "R53")


def found(on: str, *books: str) -> dict[str, Periodic]:
    """By the part of the key that names the duty."""
    made = rule(date.fromisoformat(on), Book.of(*books))
    return {one.key: one for one in made}


def test_a_week_ends_at_the_close_of_its_last_working_day() -> None:
    one = found("2026-03-10", "county-hall")["patrols.hygiene/2026-03-09/1"]
    assert (one.kind, one.by, one.article) == ("patrol", ("center_office",), "S0 六.5")
    assert one.due == datetime.fromisoformat("2026-03-13 17:30"), "Friday"
    assert one.warn_at == datetime.fromisoformat("2026-03-12"), "two working days are left"
    assert one.lapses == datetime.fromisoformat("2026-03-20 17:30"), "the next one is due"


@pytest.mark.parametrize(
    ("on", "keys"),
    [
        ("2026-03-10", {"patrols.presence/2026-03-10/1"}),
        ("2026-03-14", set()),  # a Saturday
        ("2026-05-09", {"patrols.presence/2026-05-09/1"}),  # a Saturday that is worked
        ("2026-10-01", set()),
    ],
)
def test_a_daily_one_is_for_working_days(on: str, keys: set[str]) -> None:
    daily = {key for key in found(on, "county-hall") if key.startswith("patrols.presence")}
    assert daily == keys


def test_what_two_sections_say_by_one_article_is_one_duty() -> None:
    keys = found("2026-03-10", "county-hall")
    assert not [key for key in keys if key.startswith("attendance")], "a bulletin says it"
    twice = [key for key in found("2026-03-10", "duty-windows") if key.startswith("patrols")]
    assert twice == ["patrols.duty_round/2026-03-10/1", "patrols.duty_round/2026-03-10/2"]


def test_after_the_last_working_day_of_a_period_nothing_is_opened() -> None:
    assert "bulletins.attendance_published/2026-03-09/1" not in found("2026-03-14", "county-hall")


def test_rosters_are_owed_by_every_department_until_the_month_ends() -> None:
    one = found("2026-03-02", "hall-roster")["duty.roster/2026-03-01/1"]
    assert (one.by, one.due.date(), one.kind) == ((EVERY_DEPARTMENT,), date(2026, 3, 31), "roster")
    assert "下月排班表" in one.title.zh


@pytest.mark.parametrize(
    ("on", "due"),
    [("2026-04-15", date(2026, 4, 30)), ("2026-09-01", date(2026, 9, 30)), ("2026-06-10", None)],
)
def test_the_hall_is_cleaned_before_the_festivals(on: str, due: date | None) -> None:
    cleans = [one for key, one in found(on, "county-hall").items() if key.startswith("big_clean")]
    assert [one.due.date() for one in cleans] == ([due] if due else [])


def test_a_month_and_a_quarter_have_their_own_ends() -> None:
    month = found("2026-02-25", "county-hall")["bulletins.attendance_to_units/2026-02-01/1"]
    assert month.due.date() == date(2026, 2, 28), "a Saturday that is worked"
    own = """
name: own
patrols:
  article: 本中心办法 3
  kinds:
    quarterly: {title: {zh: 季度检查, en: Quarterly}, by: [center], quota: quarter}
"""
    made = rule(date(2026, 5, 6), Book.of("county-hall", Layer.parse(own, "own")))
    (one,) = [one for one in made if one.key.startswith("patrols.quarterly")]
    assert (one.key, one.due.date()) == ("patrols.quarterly/2026-04-01/1", date(2026, 6, 30))
