"""What stands in a book beside its figures: cases, articles it can't express; and receipts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from tests.rules.command import run
from yichuang.rules import month, registry, worktime
from yichuang.rules.book import Book, Layer
from yichuang.rules.book.check import check
from yichuang.rules.book.show import show

FRIDAYS = """name: hall
extends: [county-hall]
worktime:
  article: 本厅 1
  checked_on: 2026-01-15
  weekdays: {fri: ["08:00-12:00"]}
cannot_say:
  - {section: worktime, article: 本厅 2, says: {zh: 农忙时节适当延长, en: longer at harvest time}}
cases:
  - name: 星期五只上半天
    rule: worktime
    article: 本厅 1
    facts: {query: is_working_day, date: 2026-03-06}
    ruling: {working_day: true, sessions: [["08:00", "12:00"]]}
"""
FRIDAY = '{"query": "is_working_day", "date": "2026-03-06"}'


def problems(text: str) -> list[tuple[int, str, str]]:
    return [(p.line, p.code, p.path) for p in check(text, "hall.yaml")]


@pytest.mark.req("R66")
def test_the_cases_of_a_book_are_ruled_on_and_counted_by_article(tmp_path: Path) -> None:
    assert problems(FRIDAYS) == []
    file = tmp_path / "hall.yaml"
    file.write_text(FRIDAYS, "utf-8")
    ran = run("check", str(file))
    assert ran.code == 0
    assert ran.out.endswith("判例：本厅 1 × 1\n")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("working_day: true,", "working_day: false,", (14, "case", "cases[0].ruling.working_day")),
        ('"12:00"]]}', '"12:30"]]}', (14, "case", "cases[0].ruling.sessions[0][1]")),
        (
            "article: 本厅 1\n    facts",
            "article: 本厅 9\n    facts",
            (12, "case_article", "cases[0].article"),
        ),
        ("date: 2026-03-06}", "dat: 2026-03-06}", (13, "case_facts", "cases[0].facts")),
        ("rule: worktime", "rule: worktme", (11, "unknown_rule", "cases[0].rule")),
        ("    ruling:", "    rulings:", (14, "unknown_key", "cases[0].rulings")),
        ("section: worktime", "section: worktme", (8, "unknown_section", "cannot_say[0].section")),
        ("article: 本厅 2, ", "", (8, "missing", "cannot_say[0].article")),
        ("2026-01-15", "2026-02-30", (5, "date_parsing", "worktime.checked_on")),
    ],
)
def test_what_is_wrong_beside_the_figures_has_its_line(
    old: str, new: str, expected: tuple[int, str, str]
) -> None:
    assert old in FRIDAYS
    assert expected in problems(FRIDAYS.replace(old, new))


def test_a_ruling_says_which_articles_the_book_cannot_express(tmp_path: Path) -> None:
    (tmp_path / "hall.yaml").write_text(FRIDAYS, "utf-8")
    book = ("--book", str(tmp_path / "hall.yaml"))
    said = json.loads(run("explain", "worktime", *book, given=FRIDAY).out)["because"]
    assert (said[-1]["article"], said[-1]["ruling"]) == ("本厅 2", "cannot_say")
    assert "农忙时节适当延长" in said[-1]["fact"]
    facts = '{"waiting": [], "window": {"services": []}, "recent": [], "now": "2026-03-06T09:00"}'
    elsewhere = json.loads(run("explain", "queue", *book, given=facts).out)["because"]
    assert [r["ruling"] for r in elsewhere] == ["nobody"]


def test_it_says_so_whoever_asks_and_once() -> None:
    book = Book.of(Layer.parse(FRIDAYS, "hall"))
    asked = worktime.rule(worktime.Facts("is_working_day", date_=date(2026, 3, 6)), book)
    assert [r.article for r in asked.because if r.ruling == "cannot_say"] == ["本厅 2"]
    quiet = worktime.rule(
        worktime.Facts("is_working_day", date_=date(2026, 3, 6)), book, reasons=False
    )
    assert quiet.because == ()
    year = month.rule(month.Facts(date(2026, 1, 1), date(2026, 3, 31), person="a"), book)
    assert len(year.months) == 3
    for one in (year, *year.months, *(m.attendance for m in year.months)):
        assert one is not None
        assert [r.article for r in one.because if r.ruling == "cannot_say"] == ["本厅 2"]


@pytest.mark.parametrize("name", registry.RULES)
def test_every_rule_says_what_its_book_cannot(name: str) -> None:
    assert hasattr(registry.find(name).decide, "__wrapped__")


def test_a_book_that_is_shown_keeps_what_it_cannot_express_and_when_it_was_checked() -> None:
    book = Book.of(Layer.parse(FRIDAYS, "hall"))
    again = Book.of(Layer.parse(show(book), "again"))
    assert len(again.layers[-1].cannot_say) == 1
    for one in (book, again):
        worktime = one.on(date(2026, 3, 6)).worktime
        assert worktime is not None
        assert worktime.checked_on == date(2026, 1, 15)


def test_figures_written_anew_are_not_checked_on_the_day_of_the_old_ones() -> None:
    over = Layer.parse("worktime: {article: 本厅 3, sessions: ['09:00-12:00']}", "over")
    worktime = Book.of(Layer.parse(FRIDAYS, "hall"), over).on(date(2026, 3, 6)).worktime
    assert worktime is not None
    assert worktime.checked_on is None


def test_figures_not_held_against_the_text_for_long_can_be_found(tmp_path: Path) -> None:
    file = tmp_path / "hall.yaml"
    file.write_text(FRIDAYS, "utf-8")
    assert run("check", str(file), "--checked-since", "2026-01-15").out.count("\n") == 2
    ran = run("check", str(file), "--checked-since", "2026-02-01", "--lang", "en")
    assert ran.code == 0
    assert "hall.yaml line 5 worktime: last checked on 2026-01-15" in ran.out
    file.write_text(FRIDAYS.replace("  checked_on: 2026-01-15\n", ""), "utf-8")
    ran = run("check", str(file), "--checked-since", "2026-02-01", "--lang", "en")
    assert "hall.yaml line 3 worktime: never checked" in ran.out


def test_a_receipt_rules_again_to_the_same_ruling(tmp_path: Path) -> None:
    hall, kept = tmp_path / "hall.yaml", tmp_path / "ruling.json"
    hall.write_text(FRIDAYS, "utf-8")
    ran = run("explain", "worktime", "--book", str(hall), "--receipt", given=FRIDAY)
    kept.write_text(ran.out, "utf-8")
    made = json.loads(ran.out)["receipt"]
    assert made["rule"] == "worktime"
    assert made["book"]["layers"] == ["statute", "county-hall", "hall"]
    assert ["本厅 1", "08:00–12:00"] in made["trace"]
    again = run("rerun", str(kept))
    assert again.code == 0, again.err
    found = json.loads(again.out)
    assert [found[k] for k in ("same", "same_book", "same_facts", "changed")] == [
        True,
        True,
        True,
        [],
    ]


def test_a_receipt_shows_that_the_book_has_changed_or_the_ruling_was_tampered_with(
    tmp_path: Path,
) -> None:
    hall, kept = tmp_path / "hall.yaml", tmp_path / "ruling.json"
    hall.write_text(FRIDAYS, "utf-8")
    out = run("explain", "worktime", "--book", str(hall), "--receipt", given=FRIDAY).out
    kept.write_text(out, "utf-8")
    hall.write_text(FRIDAYS.replace('["08:00-12:00"]', '["08:00-11:00"]'), "utf-8")
    ran = run("rerun", str(kept))
    found = json.loads(ran.out)
    assert (ran.code, found["same"], found["same_book"]) == (2, False, False)
    assert found["changed"] == ["sessions", "because"]
    hall.write_text(FRIDAYS, "utf-8")
    kept.write_text(out.replace('"working_day": true', '"working_day": false'), "utf-8")
    assert json.loads(run("rerun", str(kept)).out)["changed"] == ["working_day", "receipt"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"receipt": {"rule": "nothing"}}'])
def test_what_is_no_receipt_is_one_json_object_and_exit_2(text: str, tmp_path: Path) -> None:
    kept = tmp_path / "ruling.json"
    kept.write_text(text, "utf-8")
    ran = run("rerun", str(kept))
    assert (ran.code, ran.out) == (2, "")
    assert json.loads(ran.err).keys() == {"error", "at", "expected"}
