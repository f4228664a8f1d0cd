"""What can be wrong with the facts (事实) of a ruling, said so that a clerk can mend it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypedDict

from yichuang.errors import CannotRule
from yichuang.phrases import Language, Phrase

_BAD = Phrase("{at}：应为{expected}，实为 {found}", "{at}: expected {expected}, found {found}")
_LACKS = Phrase(
    "规则手册“{book}”没有“{section}”一节，无法据以认定",
    "the rule book {book} has no section {section}, so nothing can be ruled by it",
)
_HAS_SECTION = Phrase("含“{section}”一节的规则手册", "a rule book with a section {section}")


class FactsJson(TypedDict):
    """The error as the command prints it."""

    error: str
    at: str
    expected: str


class FactsError(ValueError):
    """Facts nothing can be ruled on (事实有误): where, what was expected, what was found.

    `at` is the path in the facts, e.g. ``facts.punches[3]``; `args` fill `expected`.
    """

    def __init__(
        self,
        at: str,
        expected: Phrase,
        found: object = "",
        args: Mapping[str, object] | None = None,
    ) -> None:
        self.at = at
        self.expected = expected
        self.found = found
        self.args_of_expected: Mapping[str, object] = args or {}
        super().__init__(self.sentence("en"))

    def sentence(self, language: Language = "zh") -> str:
        """The whole error in one sentence."""
        expected = self.expected.say(language, **self.args_of_expected)
        return _BAD.say(language, at=self.at, expected=expected, found=_shown(self.found))

    def to_json(self, language: Language = "zh") -> FactsJson:
        """The error as it is printed: what is wrong, where, what is expected there."""
        return FactsJson(
            error=self.sentence(language),
            at=self.at,
            expected=self.expected.say(language, **self.args_of_expected),
        )


def cannot_rule(error: FactsError) -> CannotRule:
    """The refusal that people read where a page or an answer needed the ruling."""
    return CannotRule(why=Phrase(error.sentence("zh"), error.sentence("en")))


class BookLacks(FactsError):
    """The book has no such section (手册缺节), so the rule can't rule."""

    def __init__(self, section: str, book: str = "") -> None:
        self.section = section
        self.book = book
        super().__init__(f"book.{section}", _HAS_SECTION, args={"section": section})

    def sentence(self, language: Language = "zh") -> str:
        return _LACKS.say(language, book=self.book, section=self.section)


def _shown(found: object, longest: int = 80) -> str:
    """What was found, short enough to read and safe to print."""
    if isinstance(found, bytes):
        found = found.decode("utf-8", "backslashreplace").strip()
    try:
        text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
    except (TypeError, ValueError):
        text = str(found)
    text = printable(text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def printable(text: object) -> str:
    """Text that can be written out: half a character is written as its code."""
    return str(text).encode("utf-8", "backslashreplace").decode()
