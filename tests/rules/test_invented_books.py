"""Regulations nobody had seen (没见过的制度): books that differ in kind, as data alone."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.rules.test_cases import assert_holds
from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.book.check import check
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.part import to_plain
from yichuang.rules.book.source import read
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.facts import FactsError

FOLDER = Path(__file__).parent / "books"
FILES = sorted(file.name for file in FOLDER.glob("*.yaml"))


@cache
def _content(file: str) -> dict[str, Any]:
    raw, problems = read((FOLDER / file).read_text("utf-8"), file)
    assert not problems, [problem.say("en") for problem in problems]
    content = to_plain(raw)
    assert isinstance(content, dict)
    return content


def _cases() -> list[Any]:
    found = []
    for file in FILES:
        content = _content(file)
        rule = "accountability" if "accountability" in content["book"] else "assessment"
        for case in content["cases"]:
            name = case.get("rule", rule)
            found.append(pytest.param(file, name, case, id=f"{file}: {case['name']}"))
    return found


def _book_text(file: str) -> str:
    text: str = yaml.safe_dump(_content(file)["book"], allow_unicode=True, sort_keys=False)
    return text


@cache
def _book(file: str) -> Book:
    return Book.of(Layer.parse(_book_text(file), file))


def _ask(rule: str, file: str, facts: Any) -> Any:
    found = registry.find(rule)
    read_in = read_facts(found.facts, json.dumps(facts, ensure_ascii=False))
    return ruling_json(decide(found, read_in, _book(file)))


@pytest.mark.req("R54", "R51", "R57", "R66")
@pytest.mark.parametrize("file", FILES)
def test_the_book_is_sound(file: str) -> None:
    assert [problem.say("en") for problem in check(_book_text(file), file)] == []


@pytest.mark.req("R54", "R51", "R57")
@pytest.mark.parametrize(("file", "rule", "case"), _cases())
def test_case(file: str, rule: str, case: dict[str, Any]) -> None:
    if "error_at" in case:
        with pytest.raises(FactsError) as caught:
            _ask(rule, file, case["facts"])
        assert caught.value.at == case["error_at"]
        return
    ruling = _ask(rule, file, case["facts"])
    assert_holds(case["ruling"], ruling)
    assert ruling["because"]
    assert all(reason["article"] for reason in ruling["because"])
    assert set(case.get("articles", [])) <= {reason["article"] for reason in ruling["because"]}


@pytest.mark.req("R54", "R51")
@pytest.mark.parametrize(("file", "rule", "case"), _cases())
def test_the_order_of_the_facts_changes_nothing(file: str, rule: str, case: dict[str, Any]) -> None:
    if "error_at" in case:
        return
    facts = case["facts"]
    before = _ask(rule, file, facts)
    shuffled = dict(facts)
    for key in ("deductions", "bonuses", "acts", "candidates"):
        if key in facts:
            shuffled[key] = random.Random(7).sample(facts[key], len(facts[key]))
    after = _ask(rule, file, shuffled)
    for ruling in (before, after):
        ruling.pop("because")
        ruling.pop("excluded", None)
    assert before == after
