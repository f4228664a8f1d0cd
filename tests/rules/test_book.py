"""Books: layers laid over one another, by day, with the article each figure has."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.rules.book import Book, BookError, Layer
from yichuang.rules.book.compose import compose
from yichuang.rules.book.diff import diff
from yichuang.rules.book.merge import lay_over
from yichuang.rules.book.part import Mark, from_plain, to_plain
from yichuang.rules.book.presets import names, preset, text_of
from yichuang.rules.book.rulebook import USUAL
from yichuang.rules.book.show import show
from yichuang.rules.book.source import read_part

DAY = date(2026, 3, 3)


def layer(text: str, name: str = "own") -> Layer:
    return Layer.parse(text, name)


def hours(book: Book, day: date = DAY) -> list[str]:
    worktime = book.on(day).worktime
    assert worktime is not None
    return [f"{a:%H:%M}-{b:%H:%M}" for a, b in worktime.sessions]


def test_every_preset_in_the_package_is_known() -> None:
    folder = files("yichuang.rules").joinpath("presets")
    assert sorted(f.name for f in folder.iterdir()) == sorted(f"{name}.yaml" for name in names())


@pytest.mark.parametrize("name", names())
def test_a_preset_read_piece_by_piece_is_the_preset(name: str) -> None:
    whole, pieces = Layer.parse(text_of(name), name), preset(name)
    assert dict(pieces.sections) == dict(whole.sections)
    assert (pieces.name, pieces.title, pieces.source) == (whole.name, whole.title, whole.source)
    assert (pieces.extends, pieces.limits) == (whole.extends, whole.limits)
    assert whole.starts <= pieces.starts
    for section, versions in whole.sections.items():
        for one, other in zip(versions, pieces.sections[section], strict=True):
            assert one.part.marks == other.part.marks


@pytest.mark.parametrize("name", [name for name in names() if name != USUAL])
def test_every_preset_composes_and_reads_whole(name: str) -> None:
    book = Book.of(name)
    assert book.names[0] == "statute"
    assert book.name == name
    made = preset(name)
    assert made.title.zh
    assert made.title.en
    assert made.source
    for start in book.intervals():
        for section in made.sections:
            assert getattr(book.on(start), section) is not None


@pytest.mark.parametrize("name", names())
def test_a_shown_book_read_in_again_is_the_same_book(name: str) -> None:
    book = Book.of(name)
    again = Book.of(layer(show(book), name))
    assert [c.say("en") for c in diff(book, again)] == []


@pytest.mark.req("R66")
def test_later_layers_go_over_earlier_ones_key_by_key() -> None:
    own = layer("worktime: {article: X 1, seasons: {summer: {last: 09-15}}}")
    book = Book.of("county-hall", own)
    worktime = book.on(DAY).worktime
    assert worktime is not None
    assert hours(book) == ["08:00-12:00", "14:30-17:30"]
    summer = worktime.seasons["summer"]
    assert (summer.first.month, summer.last.day) == (5, 15)
    assert worktime.article == "S0 五.1"
    assert summer.article == "X 1"


def test_extends_lies_beneath_in_its_order_each_layer_once() -> None:
    own = layer("extends: [township, county-hall]\nname: own")
    book = Book.of("county-hall", own)
    assert book.names == ("statute", "county-hall", "township", "own")
    assert hours(book) == ["08:30-11:30", "14:30-17:30"]
    assert hours(Book.of(own)) == ["08:00-12:00", "14:30-17:30"]


def test_null_takes_an_entry_away() -> None:
    book = Book.of("county-hall", {"worktime": {"article": "X 1", "seasons": {"summer": None}}})
    worktime = book.on(DAY).worktime
    assert worktime is not None
    assert worktime.seasons == {}


@pytest.mark.req("R66")
def test_versions_hold_from_their_day_each_over_the_one_before() -> None:
    book = Book.of(
        "county-hall",
        layer(
            """
worktime:
  - article: X 1
    weekdays: {fri: ["08:00-12:00"]}
  - from: 2026-07-01
    article: X 2
    sessions: ["09:00-12:00"]
"""
        ),
    )
    before, after = book.on(date(2026, 6, 30)).worktime, book.on(date(2026, 7, 1)).worktime
    assert before is not None
    assert after is not None
    assert len(before.sessions) == 2
    assert len(after.sessions) == 1
    assert after.weekdays == before.weekdays
    assert after.seasons["summer"].article == "S0 五.1"
    assert book.on(date(2026, 6, 30)) is book.on(date(2020, 1, 1))
    assert book.on(date(2026, 6, 30)).calendar is book.on(date(2026, 7, 1)).calendar


def test_a_version_of_a_lower_layer_does_not_undo_an_upper_layer() -> None:
    low = layer(
        """
name: low
worktime:
  - {article: L 1, sessions: ["08:00-12:00"]}
  - {from: 2026-07-01, article: L 2, sessions: ["09:00-12:00"]}
""",
        "low",
    )
    high = layer('name: high\nworktime: {article: H 1, sessions: ["10:00-12:00"]}', "high")
    assert hours(Book.of(low, high), date(2026, 8, 1)) == ["10:00-12:00"]
    assert hours(Book.of(high, low), date(2026, 6, 1)) == ["08:00-12:00"]


def test_every_part_has_an_article_the_nearest_around() -> None:
    book = Book.of("county-hall")
    worktime = book.on(DAY).worktime
    calendar = book.on(DAY).calendar
    assert worktime is not None
    assert calendar is not None
    assert worktime.seasons["summer"].article == "S0 五.1"
    assert calendar.years[2026].holidays["spring_festival"].article == "国办发明电〔2025〕7号"
    assert calendar.years[2020].article == "国办发明电〔2019〕16号"


def test_a_table_of_bare_figures_takes_its_article_with_it() -> None:
    book = Book.of(
        "county-hall", {"worktime": {"article": "X 1", "weekdays": {"fri": ["08:00-12:00"]}}}
    )
    worktime = book.on(DAY).worktime
    assert worktime is not None
    assert worktime.article == "X 1"


def test_an_article_of_a_lower_table_does_not_come_up() -> None:
    friday = {"name": "low", "worktime": {"article": "L 1", "weekdays": {"fri": ["08:00-12:00"]}}}
    own = {"worktime": {"article": "X 1", "sessions": ["10:00-11:00"], "seasons": {"summer": None}}}
    worktime = Book.of("county-hall", friday, own).on(DAY).worktime
    assert worktime is not None
    assert worktime.article == "X 1"


def test_figures_without_an_article_are_refused() -> None:
    book = Book.of("county-hall", {"worktime": {"sessions": ["08:00-12:00"]}})
    with pytest.raises(BookError) as caught:
        _ = book.on(DAY).worktime
    assert [p.code for p in caught.value.problems] == ["no_article"]


def test_a_section_no_layer_has_is_none() -> None:
    statute = layer("name: statute\ncalendar: {article: X 1, weekly_rest: [sun]}", "statute")
    book = compose(["statute"], lambda _name, _by: statute)
    assert book.on(DAY).worktime is None
    assert book.on(DAY).calendar is not None


PROVINCE = """
name: statute
limits:
  - {path: calendar.years.*.workdays, direction: keeps, article: 条例 1}
  - {path: calendar.weekly_rest, direction: same, article: 条例 2}
calendar:
  article: 条例 0
  weekly_rest: [sat, sun]
  years: {2026: {workdays: [2026-02-14]}}
"""


@pytest.mark.req("R66")
@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("calendar: {article: X 1, weekly_rest: [sun]}", [("calendar.weekly_rest", "条例 2")]),
        (
            "calendar: {article: X 1, years: {2026: {workdays: []}}}",
            [("calendar.years.2026.workdays", "条例 1")],
        ),
        ("calendar: {article: X 1, years: {2026: {workdays: [2026-02-14, 2026-03-01]}}}", []),
        (
            "calendar: {article: X 1, years: {2026: null}}",
            [("calendar.years.2026.workdays", "条例 1")],
        ),
        (
            "calendar: [{article: X 1}, {from: 2027-01-01, article: X 1, weekly_rest: [sat]}]",
            [("calendar.weekly_rest", "条例 2")],
        ),
    ],
)
def test_what_lies_beneath_is_never_relaxed(own: str, expected: list[tuple[str, str]]) -> None:
    statute = layer(PROVINCE, "statute")

    def find(name: str, _by: Layer | None) -> Layer:
        return {"statute": statute}[name]

    try:
        compose([layer(own)], find)
        found: list[Any] = []
    except BookError as error:
        found = error.problems
        assert all(p.code == "looser" for p in found)
        assert all(p.line == 1 for p in found)
    assert [p.path for p in found] == [path for path, _ in expected]
    for problem, (_, article) in zip(found, expected, strict=True):
        assert article in problem.say("zh")
        assert article in problem.say("en")


# As in a schema, what a key holds is always of one kind: capitals hold tables.
figures = st.integers(0, 9) | st.lists(st.integers(0, 3), max_size=2)


def tables(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={"a": figures, "b": figures, "C": inner, "D": inner})


mappings = tables(tables(tables(st.just({}))))
HERE = Mark("x", 0)


def laid(*layers: object) -> object:
    low: object = None
    for high in layers:
        low = lay_over(low, from_plain(high, HERE))
    return to_plain(low)


@given(mappings, mappings, mappings)
def test_laying_layers_is_associative(a: object, b: object, c: object) -> None:
    first = lay_over(from_plain(b, HERE), from_plain(c, HERE))
    assert laid(a, b, c) == to_plain(lay_over(from_plain(a, HERE), first))


@given(mappings)
def test_a_layer_over_itself_changes_nothing(a: object) -> None:
    assert laid(a, a) == laid(a)


@given(mappings, mappings)
def test_what_the_upper_layer_says_holds(a: dict[str, Any], b: dict[str, Any]) -> None:
    whole = laid(a, b)
    assert isinstance(whole, dict)
    for key in {*a, *b}:
        expected = b.get(key, a.get(key))
        if not isinstance(expected, dict):
            assert whole[key] == expected


@pytest.mark.req("R17")
def test_no_hall_loosens_how_late_an_entry_may_be() -> None:
    with pytest.raises(BookError) as caught:
        Book.of("county-hall", layer("records: {article: 本 1, late_entry_minutes: 31}\nname: own"))
    (problem,) = caught.value.problems
    assert problem.path == "records.late_entry_minutes"
    assert "通用底本 1" in problem.say("zh")
    Book.of("county-hall", layer("records: {article: 本 1, late_entry_minutes: 5}\nname: own"))


@pytest.mark.req("R66")
def test_the_statute_says_nothing_but_statute() -> None:
    raw, _ = read_part(text_of("statute"), "statute")
    marks = re.findall(r"'article': '([^']+)'", str(to_plain(raw)))
    assert marks
    assert [m for m in marks if not _A_LAW.match(m)] == []


_A_LAW = re.compile(r"[\u4e00-\u9fff]+(法|规定|办法|条例|法典) ?[\d(]|国办发明电")
