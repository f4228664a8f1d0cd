"""Every reason of time, people and papers is a sentence: no code, no float, no foreign word."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.part import to_plain
from yichuang.rules.book.source import read
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.facts import FactsError

HERE = Path(__file__).parent
RULES = (
    "attendance", "commitment", "complaint", "deadline", "intake", "leave", "queue", "worktime",
)  # fmt: skip
LATIN = re.compile(r"[A-Za-z]{2,}|_")
"""Words of another language, or a code. One letter (a number's prefix) is none."""
NAMES = re.compile(r"\b(P07|A\d{3}|B\d{3})\b")
FLOAT = re.compile(
    r"\d\.\d{3,}|(?<![\d-])-0(\.0*)?(?!\d)|[\[\(]\s*[-∞\d.]+\s*[,，]\s*[∞\d.]+\s*[\]\)]"
)
HAN = re.compile(r"[\u4e00-\u9fff]")


def _without_names(said: str, facts: dict[str, Any]) -> str:
    """A reason without what the facts themselves call things: numbers, materials."""
    told = [one.get("materials", {}) for one in facts.get("submissions", [])]
    told += [one.get("items", []) for one in facts.get("notices", [])]
    told.append([material["code"] for material in facts.get("required", [])])
    for material in {name for names in told for name in names}:
        said = said.replace(material, "")
    return NAMES.sub("", said)


def _plain(rows: Any) -> Any:
    return to_plain(rows)


def _tables() -> list[Any]:
    found = []
    for rule in RULES:
        for file in sorted((HERE / "cases" / rule).glob("*.yaml")):
            rows, _ = read(file.read_text("utf-8"), file.name)
            cases = [(case["book"], case) for case in _plain(rows)]
            found.append(pytest.param(rule, cases, id=f"{rule}/{file.stem}"))
    for file in sorted((HERE / "articles").glob("*.yaml")):
        rows, _ = read(file.read_text("utf-8"), file.name)
        articles = [one for one in _plain(rows) if one["rule"] in RULES]
        for rule in {one["rule"] for one in articles}:
            cases = [
                (Layer.of_plain(one["book"], "invented"), case)
                for one in articles
                if one["rule"] == rule
                for case in one["cases"]
            ]
            found.append(pytest.param(rule, cases, id=f"articles/{file.stem}/{rule}"))
    return found


@pytest.mark.req("R66")
@pytest.mark.parametrize(("rule_name", "cases"), _tables())
def test_every_reason_is_a_sentence(rule_name: str, cases: list[tuple[Any, Any]]) -> None:
    rule = registry.find(rule_name)
    for book, case in cases:
        parts = book if isinstance(book, list) else [book]
        try:
            facts = read_facts(rule.facts, json.dumps(case["facts"], ensure_ascii=False))
            ruling = decide(rule, facts, Book.of(*parts))
        except FactsError:
            assert "error_at" in case
            continue
        for reason in ruling_json(ruling, "zh")["because"]:
            said = _without_names(reason["fact"], case["facts"])
            assert HAN.search(said), said
            assert not LATIN.search(said), said
            assert not FLOAT.search(said), said
        for reason in ruling_json(ruling, "en")["because"]:
            said = _without_names(reason["fact"], case["facts"])
            assert not FLOAT.search(said), said
            assert "_" not in said, said
