"""The calendar: the national one day by day, local days, dates of change, and the arithmetic."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.rules.book import Book
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.workdays import LAST, Span, Week, Workdays, Yearly
from yichuang.rules.worktime import calendar_of

DAYS = [
    date(2018, 1, 1) + timedelta(days=n) for n in range((date(2027, 1, 1) - date(2018, 1, 1)).days)
]


@cache
def county() -> Any:
    return calendar_of(Book.of("county-hall"))


@pytest.mark.req("R33")
@pytest.mark.parametrize("year", range(2018, 2027))
def test_national_calendar_is_the_published_one(year: int) -> None:
    calendar = county()
    days = [day for day in DAYS if day.year == year]
    wrong = [d for d in days if calendar.is_working_day(d) != chinese_calendar.is_workday(d)]
    assert wrong == []
    assert not any(calendar.is_provisional(day) for day in days)
    assert 365 <= len(days) <= 366


@pytest.mark.req("R33")
def test_a_year_not_published_rests_on_weekends_and_on_the_festivals_fixed_by_date() -> None:
    calendar = county()
    for year in (1987, 2017, 2027, 2028, 2033, 2400, 3001):
        day = date(year, 1, 1)
        while day.year == year:
            fixed = (day.month, day.day) in {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
            assert calendar.is_working_day(day) == (day.weekday() < 5 and not fixed), day
            assert calendar.is_provisional(day)
            day += timedelta(days=1)
    assert calendar.article(date(2027, 10, 1)) == "全国年节及纪念日放假办法 2"


DOCUMENTS = {
    2018: "国办发明电〔2017〕12号", 2019: "国办发明电〔2018〕15号", 2020: "国办发明电〔2019〕16号",
    2021: "国办发明电〔2020〕27号", 2022: "国办发明电〔2021〕11号", 2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号", 2025: "国办发明电〔2024〕12号", 2026: "国办发明电〔2025〕7号",
}  # fmt: skip
LATER = {
    **dict.fromkeys(("2018-12-29", "2018-12-30", "2018-12-31"), "国办发明电〔2018〕15号"),
    **dict.fromkeys(
        ("2019-04-28", "2019-05-01", "2019-05-02", "2019-05-03", "2019-05-04", "2019-05-05"),
        "国办发明电〔2019〕3号",
    ),
    **dict.fromkeys(("2020-01-31", "2020-02-01", "2020-02-02"), "国办发明电〔2020〕1号"),
    "2022-12-31": "国办发明电〔2022〕16号",
}


@pytest.mark.req("R33")
@pytest.mark.parametrize("year", range(2018, 2027))
def test_every_day_off_cites_the_document_that_made_it_one(year: int) -> None:
    calendar = county()
    for day in (day for day in DAYS if day.year == year):
        usual = chinese_calendar.is_workday(day) == (day.weekday() < 5)
        article = calendar.article(day)
        if calendar.special(day) is not None:
            assert article == LATER.get(day.isoformat(), DOCUMENTS[year]), day
        else:
            assert usual, day
            assert article == "国务院关于职工工作时间的规定 7", day


FESTIVALS = {
    "new_year": {"name": "元旦", "first": "2027-01-01"},
    "spring_festival": {"name": "春节", "first": "2027-02-05", "last": "2027-02-11"},
    "qingming": {"name": "清明节", "first": "2027-04-05"},
    "labour_day": {"name": "劳动节", "first": "2027-05-01", "last": "2027-05-03"},
    "dragon_boat": {"name": "端午节", "first": "2027-06-09"},
    "mid_autumn": {"name": "中秋节", "first": "2027-09-15"},
    "national_day": {"name": "国庆节", "first": "2027-10-01", "last": "2027-10-07"},
}


def _with_2027(**year: Any) -> Any:
    calendar = {"years": {2027: {"article": "某电 1", **year}}}
    return calendar_of(Book.of("county-hall", {"name": "own", "calendar": calendar}))


@pytest.mark.req("R33")
@pytest.mark.parametrize("missing", FESTIVALS)
def test_a_year_is_published_only_when_whole(missing: str) -> None:
    part = {key: one for key, one in FESTIVALS.items() if key != missing}
    assert _with_2027(holidays=part).is_provisional(date(2027, 3, 1))
    assert not _with_2027(holidays=FESTIVALS).is_provisional(date(2027, 3, 1))
    assert not _with_2027(holidays=part, complete=True).is_provisional(date(2027, 3, 1))


def test_a_festival_too_short_is_not_in_yet_and_one_name_may_hold_two() -> None:
    short = {**FESTIVALS, "spring_festival": {"name": "春节", "first": "2027-02-05"}}
    assert _with_2027(holidays=short).is_provisional(date(2027, 3, 1))
    both = {key: one for key, one in FESTIVALS.items() if key != "mid_autumn"}
    both["national_day"] = {"name": "国庆节、中秋节", "first": "2027-10-01", "last": "2027-10-08"}
    assert not _with_2027(holidays=both).is_provisional(date(2027, 3, 1))


def test_a_published_year_works_where_its_arrangement_says_nothing() -> None:
    calendar = _with_2027(complete=True)
    assert calendar.is_working_day(date(2027, 10, 1))
    assert not county().is_working_day(date(2027, 10, 1))


def test_a_centres_own_closure_is_not_the_laws() -> None:
    calendar = calendar_of(Book.of("county-hall", LOCAL))
    assert calendar.legal is not calendar
    assert calendar.legal.is_working_day(date(2026, 8, 6))
    assert not calendar.legal.is_working_day(date(2026, 8, 8))
    assert county().legal is county()


LOCAL = {
    "name": "autonomous-prefecture",
    "calendar": {
        "article": "本州自治条例 5",
        "local_holidays": {
            "torch": {"name": "火把节", "first": "2026-08-06", "last": "2026-08-07"}
        },
        "local_workdays": {"swap": {"name": "火把节调休", "first": "2026-08-08"}},
    },
}


@pytest.mark.req("R33", "R65")
def test_a_centre_adds_local_days() -> None:
    calendar = calendar_of(Book.of("county-hall", LOCAL))
    assert not calendar.is_working_day(date(2026, 8, 6))
    assert not calendar.is_working_day(date(2026, 8, 7))
    assert calendar.is_working_day(date(2026, 8, 8))
    assert not calendar.is_working_day(date(2026, 8, 9))
    assert calendar.article(date(2026, 8, 6)) == "本州自治条例 5"
    assert calendar.article(date(2026, 10, 1)) == "国办发明电〔2025〕7号"
    assert county().is_working_day(date(2026, 8, 6))
    assert calendar.add_working_days(date(2026, 8, 5), 2) == date(2026, 8, 10)


def test_a_local_day_in_an_unpublished_year_holds() -> None:
    local = {"calendar": {"article": "X 1", "local_holidays": {"d": {"first": "2031-05-05"}}}}
    calendar = calendar_of(Book.of("county-hall", local))
    assert not calendar.is_working_day(date(2031, 5, 5))
    assert calendar.add_working_days(date(2031, 5, 4), 1) == date(2031, 5, 6)
    assert calendar.add_working_days(date(2035, 5, 4), 1) == date(2035, 5, 7)


def test_a_calendar_that_changes_on_a_day() -> None:
    six_days = {
        "calendar": [
            {"article": "X 1", "weekly_rest": ["sun"]},
            {"from": "2026-03-02", "article": "X 2", "weekly_rest": ["sat", "sun"]},
        ]
    }
    calendar = calendar_of(Book.of("county-hall", six_days))
    assert calendar.is_working_day(date(2026, 1, 10))
    assert calendar.is_working_day(date(1999, 1, 2))
    assert not calendar.is_working_day(date(2026, 3, 7))
    assert not calendar.is_working_day(date(2030, 1, 5))
    assert calendar.working_days_between(date(2026, 2, 28), date(2026, 3, 8)) == 5


def test_hours_by_season_weekday_single_day_and_rest_day() -> None:
    book = Book.of(
        "county-hall",
        {
            "worktime": {
                "article": "X 1",
                "weekdays": {"fri": ["08:00-12:00", "14:00-16:00"]},
                "rest_days": {"sat": ["09:00-11:00"]},
                "days": {"2026-03-04": {"sessions": ["08:00-10:00"]}},
                "seasons": {"summer": {"weekdays": {"fri": ["08:00-12:00"]}}},
            }
        },
    )
    calendar = calendar_of(book)

    def hours(day: date) -> list[str]:
        return [f"{a:%H:%M}-{b:%H:%M}" for a, b in calendar.sessions(day)]

    assert hours(date(2026, 3, 3)) == ["08:00-12:00", "14:30-17:30"]
    assert hours(date(2026, 3, 4)) == ["08:00-10:00"]
    assert hours(date(2026, 3, 6)) == ["08:00-12:00", "14:00-16:00"]
    assert hours(date(2026, 4, 30)) == ["08:00-12:00", "14:30-17:30"]
    assert hours(date(2026, 5, 6)) == ["08:00-12:00", "15:00-18:00"]
    assert hours(date(2026, 5, 8)) == ["08:00-12:00"]
    assert hours(date(2026, 9, 30)) == ["08:00-12:00", "15:00-18:00"]
    assert hours(date(2026, 3, 7)) == []
    assert [f"{a:%H:%M}" for a, _ in calendar.rest_day_sessions(date(2026, 3, 7))] == ["09:00"]
    assert calendar.rest_day_sessions(date(2026, 3, 3)) == ()
    assert not calendar.is_working_day(date(2026, 3, 7))
    assert f"{calendar.close_of(date(2026, 3, 6)):%H:%M}" == "16:00"


def test_a_season_may_span_new_year() -> None:
    winter = {"first": "11-15", "last": "03-15", "sessions": ["09:00-17:00"]}
    book = Book.of({"worktime": {"article": "X 1", "seasons": {"winter": winter}}})
    calendar = calendar_of(book)
    ends = [
        f"{calendar.close_of(date(2026, m, d)):%H}" for m, d in ((1, 5), (3, 13), (3, 16), (11, 16))
    ]
    assert ends == ["17", "17", "18", "17"]


def test_hours_that_change_on_a_day() -> None:
    book = Book.of(
        "county-hall",
        {"worktime": [{}, {"from": "2026-03-03", "article": "X 2", "sessions": ["10:00-11:00"]}]},
    )
    calendar = calendar_of(book)
    assert len(calendar.sessions(date(2026, 3, 2))) == 2
    assert len(calendar.sessions(date(2026, 3, 3))) == 1
    assert calendar.worktime(date(2026, 3, 2)).article == "S0 五.1"
    assert calendar.worktime(date(2026, 3, 3)).article == "X 2"


def test_a_book_without_hours_says_so() -> None:
    book = Book.of({"worktime": None, "name": "bare"})
    assert calendar_of(book).sessions(date(2026, 3, 2)), "null on a section leaves it alone"
    lacks = BookLacks("worktime", "bare")
    assert lacks.at == "book.worktime"
    assert "worktime" in lacks.sentence("zh")


def test_beyond_the_last_year_is_refused() -> None:
    with pytest.raises(FactsError):
        county().add_working_days(date(9999, 12, 30), 5)


weeks = st.lists(st.booleans(), min_size=7, max_size=7).filter(any).map(Week)
ordinals = st.integers(1, LAST)


@given(weeks, st.integers(1, 10_000_000))
def test_the_nth_day_of_a_week_pattern_is_the_nth(week: Week, n: int) -> None:
    day = week.nth(n)
    assert week.is_working(day)
    assert week.count(day) == n
    assert week.count(day - 1) == n - 1


fixed_days = st.sets(st.tuples(st.integers(1, 12), st.integers(1, 28)), max_size=6)
years = st.builds(lambda week, days: Yearly(week, tuple(days)), weeks, fixed_days)


@given(years, st.integers(1, 2_000_000))
def test_the_nth_day_of_a_yearly_pattern_is_the_nth(yearly: Yearly, n: int) -> None:
    day = yearly.nth(n)
    assert yearly.is_working(day)
    assert yearly.count(day) == n
    assert yearly.count(day - 1) == n - 1


@st.composite
def calendars(draw: st.DrawFn) -> Workdays:
    base = draw(st.integers(1000, 1100))
    firsts = [1, *sorted(draw(st.sets(st.integers(base, base + 60), max_size=2)))]
    spans = []
    for index, first in enumerate(firsts):
        last = firsts[index + 1] - 1 if index + 1 < len(firsts) else base + 200
        days = st.integers(max(first, base - 50), last)
        week = draw(years)
        off = {o for o in draw(st.sets(days, max_size=12)) if week.is_working(o)}
        on = {o for o in draw(st.sets(days, max_size=12)) if not week.is_working(o)}
        spans.append(Span(first, week, frozenset(off), frozenset(on)))
    return Workdays(spans)


@given(calendars(), st.integers(1, 1500), st.integers(0, 400))
def test_counting_agrees_with_counting_by_hand(days: Workdays, start: int, length: int) -> None:
    through = start + length
    by_hand = sum(days.is_working(o) for o in range(start + 1, through + 1))
    assert days.count(through) - days.count(start) == by_hand


@given(calendars(), st.integers(1, 1500), st.integers(1, 300))
def test_the_nth_working_day_after_is_found(days: Workdays, start: int, n: int) -> None:
    found = days.nth(days.count(start) + n)
    assert found > start
    assert days.is_working(found)
    assert sum(days.is_working(o) for o in range(start + 1, found + 1)) == n


@given(ordinals, st.integers(1, 5000))
def test_adding_then_counting_gives_the_number_back(ordinal: int, n: int) -> None:
    calendar = county()
    day = date.fromordinal(min(ordinal, LAST - 9000))
    later = calendar.add_working_days(day, n)
    assert calendar.is_working_day(later)
    assert calendar.working_days_between(day, later) == n
