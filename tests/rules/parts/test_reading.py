"""Readings: a setting that chooses, and a reading that a book names itself."""

from __future__ import annotations

import pytest

from yichuang.rules.book import Book
from yichuang.rules.book.check import check
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.problems import BookError
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.parts.range import Range
from yichuang.rules.parts.reading import alternatives
from yichuang.rules.registry import find
from yichuang.rules.sections.allowance import Allowance

BOOK = """
name: named
allowance:
  article: 甲 1
  items:
    late:
      article: 甲 2
      tiers: [{at_least: 3, money: 30}]
      readings:
        from_third: {value: third, alternatives: [third, after_third], note: 条文写“三次以上”}
"""


def test_the_alternatives_of_a_setting_are_the_values_it_may_have() -> None:
    assert alternatives(Allowance, "rounding") == ("half_up", "down", "up")
    with pytest.raises(TypeError, match="no choice"):
        alternatives(Range, "over")


@pytest.mark.parametrize("late", [2, 3])
def test_a_ruling_lists_the_readings_it_used(late: int) -> None:
    rule = find("allowance")
    facts = f'{{"monthly_allowance": "900.00", "working_days": 20, "counts": {{"late": {late}}}}}'
    found = ruling_json(
        decide(rule, read_facts(rule.facts, facts), Book.of(Layer.parse(BOOK, "x")))
    )
    rounding = {
        "name": "rounding",
        "value": "half_up",
        "alternatives": ["half_up", "down", "up"],
        "article": "甲 1",
        "note": "",
    }
    named = {
        "name": "from_third",
        "value": "third",
        "alternatives": ["third", "after_third"],
        "article": "甲 2",
        "note": "条文写“三次以上”",
    }
    assert found["readings"] == ([rounding, named] if late == 3 else [rounding])


def test_a_value_that_is_none_of_the_alternatives_is_refused() -> None:
    problems = check(BOOK.replace("value: third", "value: fourth"), "x")
    assert [(p.code, p.line) for p in problems] == [("no_alternative", 10)]
    with pytest.raises(BookError, match="one of its alternatives: third, after_third"):
        raise BookError(problems)
