"""What follows from a ruling is said in words, in both languages, now and out of the record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.rules.test_cases import _cases
from yichuang.phrases import Language
from yichuang.rules import lights, registry
from yichuang.rules.book import Book
from yichuang.rules.border import decide, read_facts
from yichuang.rules.effects import At
from yichuang.rules.reasons import Reason, to_json
from yichuang.web.base import words

_ON_PAGES = ("worktime", "deadline", "intake", "queue", "complaint", "commitment")
_VALUE = re.compile(r"\d[\d:–, ]*")  # hours and figures
_TODAY = date(2026, 3, 2)


def _reasons(rule_name: str) -> Iterator[Reason]:
    rule = registry.find(rule_name)
    cases: list[dict[str, Any]] = [
        param.values[1] for param in _cases() if param.values[0] == rule_name
    ]
    for case in cases:
        if "error_at" in case:
            continue
        parts = case["book"] if isinstance(case["book"], list) else [case["book"]]
        facts = read_facts(rule.facts, json.dumps(case["facts"], ensure_ascii=False))
        yield from decide(rule, facts, Book.of(*parts)).because


@pytest.mark.parametrize("rule_name", _ON_PAGES)
def test_every_effect_of_the_case_tables_has_words_or_is_a_value(rule_name: str) -> None:
    seen = list(_reasons(rule_name))
    assert seen
    for reason in seen:
        is_value = isinstance(reason.ruling, At) or _VALUE.fullmatch(reason.ruling)
        assert reason.words or is_value or reason.ruling in _NAMED, reason
        assert not (reason.words and is_value), reason


_NAMED = {"late_reply", "overdue_case", "major", "ordinary"}
"""Acts and classes that the books of some cases name by a code and nothing else."""


@pytest.mark.parametrize("rule_name", _ON_PAGES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_stored_reason_reads_like_the_one_that_was_stored(
    rule_name: str, language: Language
) -> None:
    for reason in _reasons(rule_name):
        stored = json.loads(json.dumps(to_json([reason])[0]))
        assert words.told([stored], _TODAY, language) == words.told([reason], _TODAY, language)


def test_dates_are_written_as_the_reader_writes_them() -> None:
    reason = next(r for r in _reasons("deadline") if isinstance(r.ruling, At))
    told = words.told([reason], _TODAY, "zh")[0]
    assert re.search(r"\d+月\d+日", told.effect)
    assert re.search(r"\d+月\d+日", told.fact)
    assert not re.search(r"\d{4}-\d\d", told.fact + told.effect)


def test_what_is_no_longer_known_is_told_as_it_was_stored() -> None:
    stored = {
        "article": "S0 1", "fact": "旧话 {x}", "ruling": "gone", "key": "gone", "args": {"y": 1},
        "times": ["y"],
    }  # fmt: skip
    told = words.told([{**stored, "times": []}], _TODAY)[0]
    assert (told.fact, told.effect) == ("旧话 {x}", "gone")


def test_a_light_has_one_word() -> None:
    for code, (zh, en) in lights.NAMES.items():
        for rule in ("deadline", "complaint", "commitment"):
            named = Reason("", _said(rule).over, {}, code).words
            assert named is not None
            assert (named.zh, named.en) == (zh, en)
        assert words.light(code).word.zh == zh
        assert words.light(code).word.en.lower() == en


def _said(rule: str) -> lights.Lights:
    if rule == "commitment":
        from yichuang.rules.commitment import LIGHTS

        return LIGHTS
    if rule == "deadline":
        from yichuang.rules.deadline import said

        return said.LIGHTS
    from yichuang.rules.complaint import said as of_complaints

    return of_complaints.LIGHTS
