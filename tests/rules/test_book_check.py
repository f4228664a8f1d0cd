"""Checking a book: every problem at once, with its line, in both languages."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.rules import sections
from yichuang.rules.book import Book, Layer
from yichuang.rules.book.check import check, check_texts
from yichuang.rules.book.diff import diff
from yichuang.rules.book.presets import names, text_of
from yichuang.rules.book.schema import schema

BAD = """name: my
extends: [conty-hall, county-hall]
limit: 3
worktime:
  - article: X 1
    sessions: ["08:00-12:00", "11:00-14:00"]
    sesions: 3
    seasons:
      a: {first: "02-30", last: "03-01"}
  - from: 2026-02-30
    sessions: []
  - from: 2026-03-01
    article: X 2
    sessions: 5
calendar:
  years:
    2026: {workdays: [20260101, 2026-02-31], workdays: []}
  local_holidays:
    x: {first: 2026-03-01, last: 2026-02-01}
"""


def test_every_problem_is_found_at_once_with_its_line() -> None:
    found = [(p.line, p.code, p.path) for p in check(BAD, "my.yaml")]
    assert found == [
        (2, "unknown_book", "extends"),
        (3, "unknown_key", "limit"),
        (6, "sessions_overlap", "worktime.sessions"),
        (7, "unknown_key", "worktime.sesions"),
        (9, "no_such_date", "worktime.seasons.a.first"),
        (9, "missing", "worktime.seasons.a.sessions"),
        (10, "no_such_date", "worktime[1].from"),
        (14, "tuple_type", "worktime.sessions"),
        (17, "no_article", "calendar.years.2026"),
        (17, "duplicate_key", "calendar.years.2026.workdays"),
        (17, "date_type", "calendar.years.2026.workdays[0]"),
        (17, "date_parsing", "calendar.years.2026.workdays[1]"),
        (19, "no_article", "calendar.local_holidays.x"),
        (19, "holiday_order", "calendar.local_holidays.x"),
    ]


ACTS = """name: city
acts:
  article: 细则 1
  catalogue:
    phone, chat, games: {title: 做与工作无关的事, group: idle}
    hidden: {title: 隐瞒不报}
assessment:
  article: 细则 2
  dimensions: {discipline: {title: 纪律, base: 100}}
  deductions:
    discipline.idle:
      title: 玩手机、闲聊
      counts: {acts: [phone, chat]}
      points: 3
"""
"""Six acts of one article are written once: so are three."""

WRONG_TWICE = """extends: [city]
assessment:
  article: 细则 3
  deductions:
    discipline.idle: {points: many}
    discipline.games: {title: 游戏, counts: {acts: [gmes], groups: [idel]}, points: 2}
    discipline.smoking: {title: 吸烟, points: 1, dimension: disciplin}
awards:
  article: 细则 4
  lists: 5
"""


def test_what_does_not_fit_together_is_found_in_the_same_pass() -> None:
    """A type that is wrong hides neither a reference within its section nor one across."""
    texts = [(ACTS, "city.yaml"), (WRONG_TWICE, "own.yaml")]
    found = [(p.book, p.line, p.code) for p in check_texts(texts)]
    assert found == [
        ("own.yaml", 5, "not_a_figure"),
        ("own.yaml", 6, "unknown_act"),
        ("own.yaml", 6, "unknown_act"),
        ("own.yaml", 7, "no_dimension"),
        ("own.yaml", 10, "unknown_key"),
    ]


def test_a_counter_over_an_act_the_catalogue_lacks_is_answered_with_the_nearest() -> None:
    own = """extends: [city]
assessment:
  article: 细则 3
  deductions:
    discipline.games: {title: 游戏, counts: {acts: [gmes], groups: [idel]}, points: 2}
"""
    assert check_texts([(ACTS, "city.yaml")]) == []
    problems = check_texts([(ACTS, "city.yaml"), (own, "own.yaml")])
    assert [(p.line, p.code, p.path) for p in problems] == [
        (5, "unknown_act", "assessment.deductions.discipline.games.counts.acts"),
        (5, "unknown_act", "assessment.deductions.discipline.games.counts.groups"),
    ]
    assert "games (the nearest" in problems[0].say("en")
    assert "idle (the nearest" in problems[1].say("en")


def test_one_entry_written_for_several_keys_is_each_of_them() -> None:
    catalogue = Book.of(Layer.parse(ACTS, "city")).on(date(2026, 3, 2)).acts
    assert catalogue is not None
    assert list(catalogue.catalogue) == ["phone", "chat", "games", "hidden"]
    assert {act.group for act in catalogue.catalogue.values()} == {"idle", ""}
    twice = ACTS.replace("    hidden:", "    games, hidden:")
    assert [(p.line, p.code) for p in check(twice, "city")] == [(6, "duplicate_key")]


def test_a_layer_that_is_not_there_is_told_once_and_nothing_that_follows_from_it() -> None:
    own = "extends: [nowhere]\nattendance:\n  late: {nonsense: 1}\n"
    assert [p.code for p in check(own, "own.yaml")] == ["unknown_book", "unknown_key"]


def test_a_version_without_a_date_that_can_be_is_looked_at_too() -> None:
    own = "worktime:\n  - {article: X, sessions: []}\n  - {from: 2026-02-30, sessions: 5}\n"
    found = [(p.line, p.code) for p in check(own, "own.yaml")]
    assert found == [(3, "tuple_type"), (3, "no_such_date")]


@pytest.mark.parametrize(
    ("text", "code", "zh", "en"),
    [
        ("worktme: {}", "unknown_key", "“worktime”", "worktime ("),
        ("extends: [contyhall]", "unknown_book", "“county-hall”", "county-hall ("),
        ("a: b: c", "not_yaml", "YAML", "YAML"),
        ("- 1\n- 2", "not_yaml", "YAML", "YAML"),
        ("", "not_yaml", "YAML", "YAML"),
        ("worktime: &a {}\ncalendar: *a", "alias", "写出内容", "written out"),
        ("worktime: !!python/none x", "alias", "写出内容", "written out"),
        ("name: {a: 1}", "wrong_type", "文字", "text"),
        ("title: {zh: 好}", "wrong_type", "zh", "en"),
        ("extends: 5", "wrong_type", "列表", "list"),
        ("worktime: 5", "not_a_section", "映射", "mapping"),
        ("worktime: [{article: X}, {article: Y}]", "no_from", "日期", "date"),
        ("worktime: {article: X, sessions: []}\nworktime: {}", "duplicate_key", "只写一次", "once"),
        ("? [1, 2]\n: 3", "bad_key", "键", "key"),
        ("worktime: " + "[" * 200 + "]" * 200, "too_deep", "层", "levels"),
        ("worktime: {article: X, sessions: ['25:00-26:00']}", "not_a_session", "08:00", "08:00"),
        ("worktime: {article: X, sessions: ['12:00-08:00']}", "session_order", "晚于", "after"),
        ("worktime: {sessions: ['12:00-18:00']}", "no_article", "出自", "come from"),
        (
            "limits: [{path: a.b, direction: up, article: X}]",
            "literal_error",
            "at_most",
            "at_most",
        ),
        (
            "limits: [{path: calendar.years.2026, direction: same}]",
            "missing",
            "不能省略",
            "left out",
        ),
        (
            "calendar: {article: X, weekly_rest: [sat, sonday]}",
            "literal_error",
            "mon",
            "mon",
        ),
        ("calendar: {article: 5.2, weekly_rest: [sun]}", "wrong_type", "引号", "quotes"),
        ("calendar: {article: X, years: {a: {}}}", "int_parsing", "整数", "whole number"),
    ],
)
def test_a_problem_says_what_is_expected(text: str, code: str, zh: str, en: str) -> None:
    problems = check(text, "own.yaml")
    assert [p.code for p in problems] == [code]
    assert zh in problems[0].expected.say("zh", **problems[0].args)
    assert en in problems[0].expected.say("en", **problems[0].args)
    assert "own.yaml" in problems[0].say("zh")
    json.dumps(problems[0].to_json("en"))


def test_extends_in_a_circle_is_found() -> None:
    texts = {"one": "name: one\nextends: [two]", "two": "name: two\nextends: [one]"}

    def find(name: str, _by: Layer | None) -> Layer:
        return Layer.parse(texts[name] if name in texts else text_of(name), name)

    problems = check("name: top\nextends:\n  - one", "top.yaml", find)
    assert [p.code for p in problems] == ["extends_cycle"]
    assert "one → two → one" in problems[0].say("zh")


@pytest.mark.parametrize("name", names())
def test_presets_have_no_problem(name: str) -> None:
    assert [p.say("en") for p in check(text_of(name), name)] == []


@given(st.text(max_size=60) | st.from_regex(r"[a-z]+: [\[\]{}&*!|>'\"%@`#,?:\-a-z0-9 \n]{0,40}"))
def test_any_text_gets_problems_or_none_and_nothing_else(text: str) -> None:
    for problem in check(text, "any"):
        assert problem.say("zh")
        assert problem.say("en")


scalars = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8)
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["article", "sessions", "years", "from", "x"]), inner, max_size=3
        )
    ),
    max_leaves=10,
)


@given(
    st.dictionaries(
        st.sampled_from([*sections.known(), "extends", "limits", "name"]), values, max_size=3
    )
)
def test_any_mapping_gets_problems_or_none_and_nothing_else(plain: dict[str, Any]) -> None:
    for problem in check(json.dumps(plain, ensure_ascii=False), "any"):
        assert problem.say("zh")


def test_a_difference_is_a_sentence() -> None:
    old = Book.of("county-hall")
    new = Book.of(
        "county-hall",
        {
            "worktime": [
                {"article": "X 1", "seasons": {"summer": {"first": "06-01"}}},
                {"from": "2026-07-01", "article": "X 2", "weekdays": {"fri": ["08:00-12:00"]}},
            ]
        },
    )
    zh = [c.say("zh") for c in diff(old, new)]
    assert zh == [
        "工作时间 › 分季节 › 夏令时 › 起（月-日）：05-01 → 06-01（依据 S0 五.1 → X 1）",
        "自 2026-07-01 起，工作时间 › 每日工作时段：依据 S0 五.1 → X 2",
        "自 2026-07-01 起，新增 工作时间 › 某些星期几另行规定 › 星期五：08:00-12:00（X 2）",
    ]
    en = [c.say("en") for c in diff(old, new)]
    assert en[0] == "worktime › seasons › summer › first: 05-01 → 06-01 (by S0 五.1 → X 1)"
    back = [c.say("en") for c in diff(new, old)]
    assert "from 2026-07-01: no longer: worktime › weekdays › Friday (was 08:00-12:00)" in back


@pytest.mark.parametrize("name", names())
def test_a_book_does_not_differ_from_itself(name: str) -> None:
    assert diff(Book.of(name), Book.of(name)) == []


def test_the_schema_knows_every_section_and_requires_nothing() -> None:
    made = schema()
    assert set(sections.known()) <= set(made["properties"])
    assert '"required"' not in json.dumps({k: made["$defs"][k] for k in made["$defs"]})
    assert made["additionalProperties"] is False
