"""The presets are complete: every catalogue has what its source has, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from yichuang.rules.book import Book, presets
from yichuang.rules.book.source import read
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.wording import Wording
from yichuang.rules.sections import known

DAY = date(2026, 3, 2)
HAN = re.compile(r"[\u4e00-\u9fff]")


def section(preset: str, name: str) -> Any:
    return getattr(Book.of(preset).on(DAY), name)


def wordings(value: object) -> Iterator[Wording]:
    if isinstance(value, Wording):
        yield value
    elif isinstance(value, Node):
        for name in type(value).model_fields:
            yield from wordings(getattr(value, name))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from wordings(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from wordings(inner)


@pytest.mark.parametrize("preset", presets.names())
def test_every_wording_is_there_in_both_languages(preset: str) -> None:
    sections = Book.of(preset).on(DAY)
    for name in known():
        for wording in wordings(getattr(sections, name)):
            assert HAN.search(wording.zh), wording
            assert not HAN.search(wording.en), wording


CLEARED = {"township": ["worktime.seasons"]}
"""What a preset takes out of the books beneath it on purpose."""


@pytest.mark.parametrize("preset", presets.names())
def test_no_words_were_lost_at_a_comma(preset: str) -> None:
    """In `{en: cold, late}` the words after the comma would be a key without a value."""

    def nulls(value: object, path: str) -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield from [path + str(key)] if inner is None else nulls(inner, f"{path}{key}.")
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from nulls(inner, f"{path}{index}.")

    raw, problems = read(presets.text_of(preset), preset)
    assert not problems
    assert list(nulls(raw, "")) == CLEARED.get(preset, [])


@pytest.mark.parametrize(
    ("preset", "name", "path", "count", "req"),
    [
        ("yunnan-assessment", "assessment", "deductions", 36, "R54"),
        ("yunnan-assessment", "assessment", "barred", 10, "R56"),
        ("yunnan-assessment", "assessment", "not_rated", 6, "R56"),
        ("county-hall", "conduct", "phrases", 15, "R44"),
        ("county-hall", "hygiene", "items", 4, "R45"),
        ("baodi", "conduct", "phrases", 9, "R44"),
        ("baodi", "integrity", "rules", 7, "R52"),
        ("township", "integrity", "rules", 10, "R52"),
        ("duty-windows", "duty.windows", "tasks", 8, "R37"),
        ("leader-shifts", "duty.leaders", "groups", 5, "R37"),
        ("leader-shifts", "duty.leaders", "tasks", 5, "R37"),
    ],
)
def test_how_many_entries(
    request: pytest.FixtureRequest, preset: str, name: str, path: str, count: int, req: str
) -> None:
    request.node.add_marker(pytest.mark.req(req))
    found = section(preset, name.split(".", maxsplit=1)[0])
    for step in [*name.split(".")[1:], path]:
        found = getattr(found, step)
    assert len(found) == count


@pytest.mark.req("R51")
def test_the_acts_of_article_eight_are_numbered_to_sixteen_and_one_is_missing() -> None:
    articles = [act.article for act in section("county-hall", "accountability").acts.values()]
    numbers = [int(m[1]) for a in articles if (m := re.fullmatch(r"S0 八\.3\((\d+)\)", a))]
    assert numbers == [*range(1, 15), 16]


@pytest.mark.req("R51")
def test_the_failings_of_the_township() -> None:
    articles = [act.article for act in section("township", "accountability").acts.values()]
    numbers = [a.rpartition(".")[2] for a in articles if a.startswith("S4 失职追究制 二")]
    assert numbers == [str(n) for n in range(1, 11)]


@pytest.mark.req("R60")
@pytest.mark.parametrize(("code", "items"), [("window", 10), ("staff", 8)])
def test_the_checklists(code: str, items: int) -> None:
    checklist = section("baodi", "standards").checklists[code]
    assert len(checklist.items) == items
    assert sum(checklist.worth(item) for item in checklist.items) == checklist.points == 100
    assert [i.article.rsplit(" ", 1)[1] for i in checklist.items.values()] == [
        str(n) for n in range(1, items + 1)
    ]
    assert all(item.fails_if for item in checklist.items.values())


@pytest.mark.req("R37")
@pytest.mark.parametrize(
    ("group", "least", "per", "departments"),
    [
        ("two_half_days_a_week", 2, "week", 4),
        ("one_half_day_a_week", 1, "week", 12),
        ("two_half_days_a_month", 2, "month", 9),
        ("one_half_day_a_month", 1, "month", 8),
        ("integrated_window", 1, "month", 0),
    ],
)
def test_the_leaders_quotas(group: str, least: int, per: str, departments: int) -> None:
    found = section("leader-shifts", "duty").leaders.groups[group]
    assert (found.quota.at_least, found.quota.unit, found.quota.period) == (least, "half_day", per)
    assert len(found.departments) == departments


@pytest.mark.req("R37")
def test_the_duty_windows() -> None:
    windows = section("duty-windows", "duty").windows
    assert (windows.quota.at_least, windows.quota.unit, windows.quota.period) == (
        4,
        "window",
        "month",
    )
    assert "badge_and_log" in windows.tasks
    neglected = [c for c in windows.consequences if c.if_.measure == "neglected"]
    assert {c.action for c in neglected} == {"criticism", "barred_from_red_flag"}
    assert {c.article for c in neglected} == {"S1-2 三.4"}


@pytest.mark.req("R37")
def test_opening_duty_and_weekday_duty() -> None:
    assert section("township", "duty").opening.limit.n == 10
    weekdays = section("leader-shifts", "duty").weekdays
    assert weekdays["deputy_head"].weekdays == ("mon", "tue", "wed")
    assert weekdays["head"].weekdays == ("thu", "fri")


@pytest.mark.req("R38")
def test_the_roster_is_filed_before_the_month_ends() -> None:
    roster = section("hall-roster", "duty").roster
    assert (roster.filed_by, roster.covers, roster.no_empty_window) == (
        "month_end",
        "next_month",
        True,
    )


@pytest.mark.req("R43")
@pytest.mark.parametrize(
    ("preset", "kind", "times", "per"),
    [
        ("county-hall", "presence", 1, "day"),
        ("county-hall", "hygiene", 1, "week"),
        ("hall-roster", "spot_check", 1, "week"),
        ("duty-windows", "duty_round", 2, "day"),
    ],
)
def test_how_often_patrols_go(preset: str, kind: str, times: int, per: str) -> None:
    patrol = section(preset, "patrols").kinds[kind]
    assert (patrol.quota.at_least, patrol.quota.period) == (times, per)


@pytest.mark.req("R43", "R53")
def test_bulletins() -> None:
    assert section("window-conduct", "patrols").published["inspections"].quota.period == "month"
    assert (
        section("county-hall", "patrols").published["attendance_published"].quota.period == "week"
    )
    assert section("leader-shifts", "patrols").published["leader_shifts"].quota.period == "month"


@pytest.mark.req("R45")
def test_the_big_cleans_before_four_holidays() -> None:
    hygiene = section("county-hall", "hygiene")
    assert set(hygiene.items["big_clean"].before) == {
        "labour_day",
        "national_day",
        "new_year",
        "spring_festival",
    }
    year = Book.of("county-hall").on(DAY).calendar
    assert year is not None
    assert set(hygiene.items["big_clean"].before) <= set(year.years[2026].holidays)


@pytest.mark.req("R44")
@pytest.mark.parametrize("preset", ["county-hall", "baodi", "window-conduct", "hall-roster"])
def test_conduct_points_to_codes_that_exist(preset: str) -> None:
    assessed = section("yunnan-assessment", "assessment").deductions
    conduct = section(preset, "conduct")
    books = [section(p, "accountability") for p in ("county-hall", "baodi")]
    acts = {code for book in books for code in book.acts}
    for entry in (*conduct.rules.values(), *conduct.phrases.values()):
        assert set(entry.acts) <= {*assessed, *acts}
    for entry in conduct.phrases.values():
        assert not entry.instead or entry.instead in {
            c for c, p in conduct.phrases.items() if p.kind == "must"
        }
    for rule in conduct.rules.values():
        assert not rule.group or rule.group in conduct.groups


def _bare(text: str) -> str:
    """The text without blanks and punctuation, which differ from copy to copy."""
    return re.sub(r"[\s，。、；：？！,.;:?!]", "", text)


@pytest.mark.req("R44")
@pytest.mark.parametrize(("preset", "number"), [("county-hall", 0), ("baodi", 2)])
def test_the_phrases_are_those_of_the_text(preset: str, number: int, shared: Path) -> None:
    (file,) = (shared / "regulations").glob(f"{number:03d}_*.txt")
    source = _bare(file.read_text("utf-8"))
    conduct = section(preset, "conduct")
    for entry in conduct.phrases.values():
        for said in entry.says:
            assert _bare(said) in source, said
