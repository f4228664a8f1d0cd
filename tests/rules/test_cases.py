"""The case tables (判例表): facts, book and ruling as a clerk reads them, one test each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.book.part import Part, to_plain
from yichuang.rules.book.source import read
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.facts import FactsError

CASES = Path(__file__).parent / "cases"
KEYS = {"name", "req", "book", "facts", "ruling", "articles", "error_at", "note"}


def _cases() -> list[Any]:
    found = []
    for file in sorted(CASES.glob("*/*.yaml")):
        rows, problems = read(file.read_text("utf-8"), file.name)
        assert not problems, [p.say("en") for p in problems]
        assert isinstance(rows, list), file
        for row in rows:
            assert isinstance(row, Part), file
            line = row.mark.line
            case = to_plain(row)
            assert isinstance(case, dict)
            assert set(case) <= KEYS, f"{file.name} line {line}: {set(case) - KEYS}"
            marks = [pytest.mark.req(*case.get("req", []))]
            where = f"{file.parent.name}/{file.stem}:{line}"
            found.append(
                pytest.param(file.parent.name, case, id=f"{where} {case['name']}", marks=marks)
            )
    return found


@pytest.mark.parametrize(("rule_name", "case"), _cases())
def test_case(rule_name: str, case: dict[str, Any]) -> None:
    book = case["book"]
    parts = book if isinstance(book, list) else [book]
    rule = registry.find(rule_name)
    text = json.dumps(case["facts"], ensure_ascii=False)
    if "error_at" in case:
        with pytest.raises(FactsError) as caught:
            decide(rule, read_facts(rule.facts, text), Book.of(*parts))
        assert caught.value.at == case["error_at"]
        return
    ruling = ruling_json(decide(rule, read_facts(rule.facts, text), Book.of(*parts)))
    assert_holds(case["ruling"], ruling)
    assert ruling["because"], "a ruling always has its reasons"
    cited = {reason["article"] for reason in ruling["because"]}
    missing = set(case.get("articles", [])) - cited
    assert not missing, f"{missing} not among {cited}"


def assert_holds(expected: Any, found: Any, at: str = "ruling") -> None:
    """Every key the table names is there and equal; the ruling may say more."""
    if at.endswith("readings") and isinstance(expected, dict) and isinstance(found, list):
        # Tables write `name: value`; a ruling also lists what else a reading could be.
        found = {reading["name"]: reading["value"] for reading in found}
    if isinstance(expected, dict):
        assert isinstance(found, dict), f"{at}: {found!r}"
        for key, value in expected.items():
            assert key in found, f"{at} has no {key}"
            assert_holds(value, found[key], f"{at}.{key}")
    elif isinstance(expected, list):
        assert isinstance(found, list), f"{at}: {found!r}"
        assert len(expected) == len(found), f"{at}: {found!r}"
        for index, (one, other) in enumerate(zip(expected, found, strict=True)):
            assert_holds(one, other, f"{at}[{index}]")
    else:
        assert found == expected, f"{at}: expected {expected!r}, found {found!r}"
