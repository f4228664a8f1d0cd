"""What follows from a ruling is said in words, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.rules.test_cases import _cases
from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.web.base.effects import EFFECTS

_ON_PAGES = ("worktime", "deadline", "intake", "queue", "complaint", "commitment")
_VALUE = re.compile(r"\d[-\d:.T+–, ]*|[A-Z]+\d+")  # dates, hours, figures, a number called


def _rulings(rule_name: str) -> Iterator[str]:
    rule = registry.find(rule_name)
    cases: list[dict[str, Any]] = [
        param.values[1] for param in _cases() if param.values[0] == rule_name
    ]
    for case in cases:
        if "error_at" in case:
            continue
        parts = case["book"] if isinstance(case["book"], list) else [case["book"]]
        facts = read_facts(rule.facts, json.dumps(case["facts"], ensure_ascii=False))
        for reason in ruling_json(decide(rule, facts, Book.of(*parts)))["because"]:
            yield str(reason["ruling"])


@pytest.mark.parametrize("rule_name", _ON_PAGES)
def test_every_effect_of_the_case_tables_has_words(rule_name: str) -> None:
    seen = set(_rulings(rule_name))
    assert seen
    assert {code for code in seen if not _VALUE.fullmatch(code)} <= set(EFFECTS)


def test_words_are_in_both_languages() -> None:
    assert all(words.zh and words.en for words in EFFECTS.values())
