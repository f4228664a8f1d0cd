"""Articles nobody had seen when the schema was made: each with a book, facts and the ruling."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.rules.test_cases import assert_holds
from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.part import to_plain
from yichuang.rules.book.source import read
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.facts import FactsError

ARTICLES = Path(__file__).parent / "articles"


def _cases() -> list[Any]:
    found = []
    for file in sorted(ARTICLES.glob("*.yaml")):
        rows, problems = read(file.read_text("utf-8"), file.name)
        assert not problems, [p.say("en") for p in problems]
        articles = to_plain(rows)
        assert isinstance(articles, list), file
        for article in articles:
            for number, case in enumerate(article["cases"], 1):
                where = f"{file.stem}: {article['article']} ({number})"
                found.append(pytest.param(article, case, id=where))
    return found


@pytest.mark.req("R66")
@pytest.mark.parametrize(("article", "case"), _cases())
def test_an_article_rules_as_its_text_says(article: dict[str, Any], case: dict[str, Any]) -> None:
    rule = registry.find(article["rule"])
    book = Book.of(Layer.of_plain(article["book"], "invented"))
    facts = read_facts(rule.facts, json.dumps(case["facts"]))
    if "error_at" in case:
        with pytest.raises(FactsError) as caught:
            decide(rule, facts, book)
        assert caught.value.at == case["error_at"]
        return
    ruling = ruling_json(decide(rule, facts, book))
    assert_holds(case["ruling"], ruling)
    assert ruling["because"]
    reasons = "\n".join(reason["fact"] for reason in ruling["because"])
    for words in case.get("said", []):
        assert words in reasons, reasons
    cited = {reason["article"] for reason in ruling["because"]}
    assert set(case.get("articles", [])) <= cited
