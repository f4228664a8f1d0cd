"""Reasons of points and consequences are sentences: no code, no float, no bracket of a range."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.rules.test_articles import _cases as articles
from tests.rules.test_cases import _cases as cases
from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.book.layer import Layer
from yichuang.rules.border import decide, read_facts

RULES = ("assessment", "allowance", "accountability", "awards", "month")
RAW = re.compile(r"[a-z]+_[a-z]+|\d\.\d{3,}|-0(\.0+)?(?![.\d])|[\[\]{}]|None|True|False")
ENGLISH = re.compile(r"[A-Za-z]{3,}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def _said(rule: str) -> list[tuple[Book, Any]]:
    found: list[tuple[Book, Any]] = []
    books: dict[str, Book] = {}
    for param in cases():
        name, case = param.values
        if name == rule and "error_at" not in case:
            parts = case["book"] if isinstance(case["book"], list) else [case["book"]]
            key = json.dumps(parts, ensure_ascii=False, default=str)
            found.append((books.setdefault(key, Book.of(*parts)), case["facts"]))
    for param in articles():
        article, case = param.values
        if article["rule"] == rule and "error_at" not in case:
            found.append((Book.of(Layer.of_plain(article["book"], "invented")), case["facts"]))
    return found


@pytest.mark.req("R66")
@pytest.mark.parametrize("name", RULES)
def test_a_reason_is_a_sentence(name: str) -> None:
    rule = registry.find(name)
    wrong = set()
    for book, facts in _said(name):
        ruling = decide(rule, read_facts(rule.facts, json.dumps(facts)), book)
        for reason in ruling.because:
            ids = {str(reason.args.get("id", "")), str(reason.args.get("ids", ""))} - {""}
            zh, en = (reason.fact.say(lang, **reason.args) for lang in ("zh", "en"))
            for told in ids:
                zh, en = zh.replace(told, ""), en.replace(told, "")
            own = any(CHINESE.search(str(v)) for k, v in reason.args.items() if k.endswith("_en"))
            if RAW.search(zh) or ENGLISH.search(zh) or (CHINESE.search(en) and not own):
                wrong.add((reason.fact.key, zh, en))
    assert not wrong
