"""The rules command: what it prints, its exit codes, and that nothing makes it stumble."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.command import run
from yichuang.rules import registry
from yichuang.rules.book.presets import names

FIVE_DAYS = '{"query": "add_working_days", "from": "2026-02-10", "days": 5}'


def test_explain_prints_one_ruling_with_its_reasons() -> None:
    ran = run("explain", "worktime", "--book", "county-hall", given=FIVE_DAYS)
    assert (ran.code, ran.err) == (0, "")
    ruling = json.loads(ran.out)
    assert ruling["date"] == "2026-02-24"
    assert ruling["because"][0].keys() >= {"article", "fact", "ruling"}
    assert ran.out.count("\n") == 1


def test_reasons_are_said_in_the_language_asked_for() -> None:
    zh = run("explain", "worktime", given=FIVE_DAYS)
    en = run("explain", "worktime", "--lang", "en", given=FIVE_DAYS)
    assert "第 5 个工作日" in zh.out
    assert "working day number 5" in en.out


@pytest.mark.parametrize(
    ("facts", "at"),
    [
        ("", "facts"),
        ("{", "facts"),
        ("[]", "facts"),
        ("null", "facts"),
        ("[" * 100_000, "facts"),
        ('{"query": "\\ud800"}', "facts"),
        (b'{"query": "\xff"}', "facts"),
        ('{"query": "add_working_days", "from": "2026-02-30", "days": 1}', "facts.from"),
        ('{"query": "add_working_days", "from": 1700006400, "days": 1}', "facts.from"),
        ('{"query": "add_working_days", "from": "1700006400", "days": 1}', "facts.from"),
        ('{"query": "add_working_days", "from": "2026-02-10", "days": 0}', "facts.days"),
        ('{"query": "add_working_days", "from": "2026-02-10", "days": true}', "facts.days"),
        ('{"query": "add_working_days", "from": "2026-02-10", "days": 1.5}', "facts.days"),
        ('{"query": "add_working_days", "from": "2026-02-10", "days": NaN}', "facts.days"),
        ('{"query": "add_working_days", "from": "2026-02-10", "days": 1e400}', "facts.days"),
        (f'{{"query": "add_working_days", "from": "2026-02-10", "days": {10**30}}}', "facts.days"),
        (f'{{"query": "add_working_days", "from": "2026-02-10", "days": {"9" * 9000}}}', "facts"),
        ('{"query": "add_working_days", "form": "2026-02-10", "days": 1}', "facts.form"),
        ('{"query": "add_working_days", "days": 1}', "facts.from"),
        ('{"query": "when"}', "facts.query"),
        ("{}", "facts.query"),
    ],
    ids=str,
)
def test_bad_facts_are_one_json_object_and_exit_2(facts: str | bytes, at: str) -> None:
    ran = run("explain", "worktime", "--book", "county-hall", given=facts)
    assert (ran.code, ran.out) == (2, "")
    error = json.loads(ran.err)
    assert error.keys() == {"error", "at", "expected"}
    assert error["at"] == at
    assert error["expected"]


def test_a_wrong_key_is_answered_with_the_nearest_one() -> None:
    ran = run("explain", "worktime", "--lang", "en", given='{"query": "is_working_day", "dat": 1}')
    assert json.loads(ran.err)["expected"].startswith("date (")


def test_a_line_of_facts_a_line_of_rulings_in_the_same_order() -> None:
    lines = [FIVE_DAYS, "{", "", '{"query": "is_working_day", "date": "2026-01-01"}']
    ran = run("explain", "worktime", "--jsonl", given="\n".join(lines))
    assert ran.code == 0
    found = [json.loads(line) for line in ran.out.splitlines()]
    assert found[0]["date"] == "2026-02-24"
    assert [f.get("at") for f in found] == [None, "facts", "facts", None]
    assert found[3]["working_day"] is False


@pytest.mark.parametrize(
    "argv",
    [
        ["explain", "deadlin"],
        ["explain", "worktime", "--book", "nowhere"],
        ["explain", "worktime", "--book", "/nowhere/at/all.yaml"],
        ["explain"],
        ["explain", "worktime", "--lang", "fr"],
        ["nonsense"],
        ["show", "nowhere"],
        ["diff", "county-hall", "nowhere"],
        ["replay", "--book", "county-hall", "/nowhere.jsonl"],
    ],
    ids=" ".join,
)
def test_wrong_use_is_one_json_object_and_exit_2(argv: list[str]) -> None:
    ran = run(*argv)
    assert (ran.code, ran.out) == (2, "")
    assert {"error", "at", "expected"} <= json.loads(ran.err).keys()


def test_a_book_from_a_file_lies_over_those_before_it(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        'worktime: {article: 本中心 1, sessions: ["10:00-11:00"], seasons: {summer: null}}'
    )
    facts = '{"query": "is_working_day", "date": "2026-06-01"}'
    argv = ("explain", "worktime", "--book", "county-hall", "--book", str(own))
    ruling = json.loads(run(*argv, given=facts).out)
    assert ruling["sessions"] == [["10:00", "11:00"]]
    assert ruling["because"][-1]["article"] == "本中心 1"


def test_a_file_may_extend_the_one_beside_it(tmp_path: Path) -> None:
    (tmp_path / "city.yaml").write_text('worktime: {article: 市 1, sessions: ["10:00-11:00"]}')
    own = tmp_path / "own.yaml"
    own.write_text("name: own\nextends: [city]")
    assert run("check", str(own)).code == 0
    shown = run("show", str(own))
    assert shown.code == 0
    assert "10:00-11:00" in shown.out
    (tmp_path / "city.yaml").write_text("extends: [own]")
    ran = run("check", str(own), "--lang", "en")
    assert ran.code == 2
    assert "in a circle" in ran.out


def test_a_broken_book_is_refused_with_every_problem(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("worktime:\n  article: X 1\n  sesions: []\n  sessions: 5\n")
    ran = run("explain", "worktime", "--book", str(own), given=FIVE_DAYS.replace("add", "is"))
    assert ran.code == 2
    ran = run(
        "explain",
        "worktime",
        "--book",
        str(own),
        given='{"query": "is_working_day", "date": "2026-03-02"}',
    )
    assert ran.code == 2
    error = json.loads(ran.err)
    assert [p["line"] for p in error["problems"]] == [3, 4]
    assert error["at"].startswith("own.yaml:3")


@pytest.mark.req("R18", "R66")
def test_a_figure_looser_than_the_law_is_refused_with_its_article(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("deadlines:\n  article: X 3\n  decision: {n: 21}\n  extension: {max_days: 10}\n")
    facts = '{"received_at": "2026-03-02T09:00", "now": "2026-03-02T10:00"}'
    ran = run("explain", "deadline", "--book", str(own), "--lang", "en", given=facts)
    assert ran.code == 2
    error = json.loads(ran.err)
    assert error["at"] == "own.yaml:3 deadlines.decision"
    assert error["expected"] == "at most 20 working_day (行政许可法 42)"
    assert "行政许可法 42" in run("check", str(own)).out
    own.write_text("deadlines:\n  article: X 3\n  decision: {n: 20}\n")
    assert run("explain", "deadline", "--book", str(own), given=facts).code == 0


def test_check_prints_each_problem_with_its_line_in_either_language(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("worktime:\n  article: X 1\n  sesions: []\n")
    zh, en = run("check", str(own)), run("check", str(own), "--lang", "en")
    assert (zh.code, en.code) == (2, 2)
    assert "第3行" in zh.out
    assert "“sessions”" in zh.out
    assert "line 3 worktime.sesions: there is no sesions; expected sessions (the nearest" in en.out
    problems = json.loads(run("check", str(own), "--json").out)
    assert [p["line"] for p in problems] == [3]
    own.write_bytes(b"\xff\xfe")
    assert run("check", str(own)).code == 2
    own.write_text("name: own\n")
    assert run("check", str(own)).code == 0


def test_list_names_every_preset_and_rule() -> None:
    found = [line.split("\t")[1] for line in run("list").out.splitlines()]
    assert found == [*names(), *registry.RULES]


def test_diff_says_in_sentences_what_differs() -> None:
    ran = run("diff", "county-hall", "allowance-hall")
    assert ran.code == 0
    assert "工作时间 › 每日工作时段：08:00-12:00、14:30-17:30 → 09:00-12:00、13:00-17:00" in ran.out
    assert run("diff", "baodi", "baodi", "--lang", "en").out == "no difference\n"


def test_schema_is_json() -> None:
    assert "worktime" in json.loads(run("schema").out)["properties"]


FACTS = [
    {
        "rule": "worktime",
        "subject": "甲",
        "facts": {"query": "is_working_day", "date": "2026-06-01"},
    },
    {
        "rule": "worktime",
        "subject": "乙",
        "facts": {"query": "is_working_day", "date": "2026-01-01"},
    },
    {
        "rule": "worktime",
        "subject": "丙",
        "facts": {"query": "working_days_between", "after": "2026-08-01", "through": "2026-08-10"},
    },
]


def replay_own(tmp_path: Path, lines: list[Any], *argv: str) -> Any:
    own = tmp_path / "own.yaml"
    own.write_text(
        "extends: [county-hall]\n"
        'worktime: {article: X 1, sessions: ["10:00-11:00"], seasons: {summer: null}}\n'
        "calendar: {article: X 2, local_holidays: {torch: {first: 2026-08-06}}}\n"
    )
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return run("replay", "--book", str(own), *argv, "-", given=text)


@pytest.mark.req("R66")
def test_replay_says_who_is_affected_by_how_much_and_the_totals(tmp_path: Path) -> None:
    ran = replay_own(tmp_path, FACTS, "--json")
    assert ran.code == 0
    report = json.loads(ran.out)
    assert [a["subject"] for a in report["affected"]] == ["甲", "丙"]
    assert report["affected"][1]["changes"] == [{"path": "days", "old": 6, "new": 5, "by": "-1"}]
    days = next(t for t in report["totals"] if t["path"] == "days")
    assert (days["old"], days["new"], days["by"]) == ("6", "5", "-1")
    text = replay_own(tmp_path, FACTS).out
    assert "丙（worktime，第 3 行）" in text
    assert "days：6 → 5（-1）" in text


def test_replay_against_the_same_book_affects_nobody(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(line) for line in FACTS)
    argv = ("replay", "--book", "county-hall", "--against", "county-hall", "-")
    ran = run(*argv, given=lines)
    assert ran.code == 0
    assert "无人受影响" in ran.out


def test_replay_names_the_lines_it_cannot_rule_on_and_goes_on(tmp_path: Path) -> None:
    bad = ["{", '{"rule": "no", "subject": 1, "facts": {}}', '{"rule": "worktime"}']
    missing = {"rule": "worktime", "subject": "丁", "facts": {"query": "is_working_day"}}
    ran = replay_own(tmp_path, [*bad, missing, *FACTS], "--json")
    assert ran.code == 2
    report = json.loads(ran.out)
    assert [f["line"] for f in report["failed"]] == [1, 2, 3, 4]
    assert [a["subject"] for a in report["affected"]] == ["甲", "丙"]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=10)
    | st.sampled_from(
        ["2026-02-10", "2026-02-10T09:00", "9999-12-31", "0001-01-01", "1.00", "working_day"]
    ),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=60)
@given(value=json_values, rule=st.sampled_from(sorted(registry.RULES)))
def test_any_json_exits_0_or_2(value: Any, rule: str) -> None:
    ran = run("explain", rule, "--book", "county-hall", given=json.dumps(value))
    assert_sound(ran)


def assert_sound(ran: Any) -> None:
    if ran.code == 0:
        assert json.loads(ran.out)["because"]
        assert ran.err == ""
    else:
        assert ran.code == 2
        assert {"error", "at", "expected"} <= json.loads(ran.err).keys()


@settings(max_examples=60)
@given(st.binary(max_size=60))
def test_any_bytes_exit_0_or_2(given_bytes: bytes) -> None:
    assert_sound(run("explain", "worktime", given=given_bytes))


def keys_of_facts(rule: str) -> list[str]:
    fields: list[str] = list(registry.find(rule).facts.__dataclass_fields__)
    return [field.rstrip("_") for field in fields]


@settings(max_examples=100)
@given(st.data(), st.sampled_from(sorted(registry.RULES)))
def test_any_values_under_the_right_keys_exit_0_or_2(data: st.DataObject, rule: str) -> None:
    keys = keys_of_facts(rule)
    facts = data.draw(st.dictionaries(st.sampled_from(keys), json_values, min_size=1))
    assert_sound(run("explain", rule, "--book", "county-hall", given=json.dumps(facts)))
