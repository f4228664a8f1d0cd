"""Every reason that the case tables produce reads as a clerk would write it, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.rules.test_invented_books import FILES, _content
from yichuang.phrases import Language
from yichuang.rules import registry
from yichuang.rules.book import Book, BookError, Layer
from yichuang.rules.book.part import to_plain
from yichuang.rules.book.source import read
from yichuang.rules.border import decide, read_facts
from yichuang.rules.facts import FactsError

HERE = Path(__file__).parent
FAULTS = {
    "a raw code": re.compile(r"[a-z]+(?:_[a-z]+)+|[a-z]+\.[a-z]+"),
    "more than two decimals": re.compile(r"\d\.\d{3,}"),
    "a noughtless minus": re.compile(r"(?<![\d.–-])-0(?:\.0+)?(?![\d.])"),
    "brackets of a range": re.compile(r"[\[(]-?[\d.∞]+, ?-?[\d.∞]+[\])]|∞"),
    "nothing where something was to stand": re.compile(r"\bNone\b|\bnan\b|\{|\}"),
}
ENGLISH = re.compile(r"[A-Za-z]{2,}")


def _rows(file: Path) -> list[dict[str, Any]]:
    rows = to_plain(read(file.read_text("utf-8"), file.name)[0])
    assert isinstance(rows, list)
    return rows


def _tables() -> Iterator[tuple[str, list[Any], Any]]:
    """The rule, the books and the facts of every case of every table."""
    for file in sorted(HERE.glob("cases/*/*.yaml")):
        for row in _rows(file):
            book = row["book"]
            yield file.parent.name, book if isinstance(book, list) else [book], row["facts"]
    for file in sorted(HERE.glob("articles/*.yaml")):
        for article in _rows(file):
            for case in article["cases"]:
                yield article["rule"], [Layer.of_plain(article["book"], "own")], case["facts"]
    for name in FILES:
        content = _content(name)
        rule = "accountability" if "accountability" in content["book"] else "assessment"
        for case in content["cases"]:
            yield case.get("rule", rule), [Layer.of_plain(content["book"], "own")], case["facts"]


@cache
def _book(key: str) -> Book:
    return Book.of(*json.loads(key))


def _sentences(language: Language) -> Iterator[tuple[str, str, str]]:
    """Every sentence with the key it is stored by, and the facts it speaks of as text."""
    for name, parts, facts in _tables():
        rule = registry.find(name)
        layered = any(isinstance(part, Layer) for part in parts)
        book = Book.of(*parts) if layered else _book(json.dumps(parts))
        given = json.dumps(facts, ensure_ascii=False)
        try:
            ruling = decide(rule, read_facts(rule.facts, given), book)
        except (FactsError, BookError):
            continue
        for reason in ruling.because:
            yield reason.fact.key, reason.fact.say(language, **reason.args), given


@pytest.mark.req("R66")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_reason_speaks_in_codes_floats_or_brackets(language: Language) -> None:
    """A code that nothing has words for may be quoted as the facts give it, and as nothing else.

    What the facts alone name (a material, a candidate, a number called) is quoted by that name.
    """
    faults: dict[tuple[str, str], str] = {}
    for key, said, given in _sentences(language):
        plain = _without_given(said, given)
        for what, fault in FAULTS.items():
            if fault.search(plain):
                faults.setdefault((key, what), said)
        if language == "zh" and ENGLISH.search(plain):
            faults.setdefault((key, "English in Chinese"), said)
    assert faults == {}


_QUOTED = re.compile(r"“[^”]*”")


def _without_given(said: str, given: str) -> str:
    """A sentence without what it quotes from the facts, in Chinese marks of quotation."""
    return _QUOTED.sub(
        lambda quoted: "" if f'"{quoted.group()[1:-1]}"' in given else quoted.group(), said
    )
