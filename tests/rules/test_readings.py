"""Readings in the machinery: asked for by check, and told apart by diff and replay."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from tests.rules.command import run
from yichuang.rules.book import Book
from yichuang.rules.book.check import check, remarks_on
from yichuang.rules.book.diff import diff
from yichuang.rules.book.schema import keys_of
from yichuang.rules.parts.reading import is_reading

RULES = Path(__file__).parents[2] / "yichuang" / "rules"

WAITING = """name: hall
assessment:
  article: 细则 1
  dimensions: {conduct: {title: 服务, base: 100}}
  deductions:
    conduct.waiting:
      title: 让人等候
      counts: {measure: single}
      unit: minute
      tiers:
        - {over: 20, under: 45, points: 2}
        - {at_least: 45, under: 90, points: 7}
        - {at_least: 120, points: 9}
      gaps: [{at_least: 90, under: 120}]
"""
NAMED = WAITING.replace(
    "      tiers:",
    "      readings:\n"
    "        waiting.edge: {value: 重的一档, alternatives: [重的一档, 轻的一档]}\n"
    "      tiers:",
)


@pytest.mark.req("R66")
def test_an_edge_and_a_gap_without_a_reading_are_asked_for_with_a_number_in_them() -> None:
    assert check(WAITING, "hall.yaml") == []
    found = remarks_on([(WAITING, "hall.yaml")])
    assert [(p.line, p.code, p.level) for p in found] == [
        (12, "edge", "warning"),
        (14, "gap", "warning"),
    ]
    assert "恰为 45 时" in found[0].say("zh")
    assert "90, say, falls in a gap" in found[1].say("en")


@pytest.mark.parametrize(
    "text", [NAMED, WAITING.replace("      tiers:\n", "      note: 明\n      tiers:\n", 1)]
)
def test_a_reading_named_or_a_note_answers_for_edge_and_gap(text: str) -> None:
    assert check(text, "hall.yaml") == []
    assert remarks_on([(text, "hall.yaml")]) == []


def test_a_remark_refuses_nothing_and_stands_in_the_output(tmp_path: Path) -> None:
    file = tmp_path / "hall.yaml"
    file.write_text(WAITING, "utf-8")
    ran = run("check", str(file), "--lang", "en")
    assert ran.code == 0
    assert "2 thing(s) to look at besides" in ran.out
    rows = json.loads(run("check", str(file), "--json").out)
    assert [row["level"] for row in rows] == ["warning", "warning"]


def test_a_reading_that_is_none_of_its_alternatives_is_refused() -> None:
    wrong = NAMED.replace("value: 重的一档", "value: 中间")
    assert [(p.line, p.code) for p in check(wrong, "hall.yaml")] == [(11, "no_alternative")]


def test_a_difference_says_when_it_is_one_of_reading() -> None:
    old = Book.of("county-hall", {"worktime": {"article": "X", **_reading("甲")}})
    new = Book.of("county-hall", {"worktime": {"article": "X", **_reading("乙")}})
    changes = diff(old, new)
    assert [(c.of_reading, c.say("zh")) for c in changes] == [
        (True, "换了解释 工作时间 › 解释 › noon：甲 → 乙")
    ]
    assert changes[0].say("en").startswith("another reading: worktime › readings › noon: ")


def _reading(value: str) -> dict[str, object]:
    return {"readings": {"noon": {"value": value, "alternatives": ["甲", "乙"]}}}


def _sheet(together: str) -> str:
    return f"""assessment:
  article: 细则 2
  period: quarter
  dimensions: {{discipline: {{title: 纪律, base: 100}}}}
  deductions:
    discipline.idle:
      title: 玩手机、闲聊
      counts: {{acts: [phone, chat], together: {together}, period: quarter}}
      tiers: [{{at_least: 1, points: 3}}, {{at_least: 3, points: 9}}]
"""


def test_a_replay_names_the_reading_that_a_change_comes_from(tmp_path: Path) -> None:
    (tmp_path / "old.yaml").write_text(_sheet("true"), "utf-8")
    (tmp_path / "new.yaml").write_text(_sheet("false"), "utf-8")
    acts = [("phone", "2026-01-05"), ("chat", "2026-02-05"), ("phone", "2026-03-05")]
    facts = {"acts": [{"code": code, "on": on} for code, on in acts]}
    line = json.dumps({"rule": "assessment", "subject": "王一", "facts": facts})
    books = ["--book", str(tmp_path / "new.yaml"), "--against", str(tmp_path / "old.yaml")]
    ran = run("replay", *books, "-", "--lang", "en", given=line)
    assert ran.code == 0, ran.err
    assert "another reading, discipline.idle.together: yes → no" in ran.out
    assert "total: 85 → 91" in ran.out
    made = json.loads(run("replay", *books, "-", "--json", given=line).out)
    assert made["affected"][0]["readings"] == [
        {"name": "discipline.idle.together", "old": True, "new": False}
    ]
    assert not any("readings" in c["path"] for c in made["affected"][0]["changes"])
    difference = run("diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")).out
    assert difference.startswith("换了解释 ")


def test_a_setting_that_a_ruling_lists_as_a_reading_is_marked_as_one() -> None:
    """Else a difference of two books would not say that it is one of reading."""
    listed = set()
    for file in RULES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "setting":
                listed |= {a.value for a in node.args[2:3] if isinstance(a, ast.Constant)}
    marked = {
        key
        for key, parts in keys_of().items()
        for model in parts.values()
        for name, field in model.model_fields.items()
        if key == (field.alias or name) and is_reading(field)
    }
    assert listed
    assert listed - marked == set()
