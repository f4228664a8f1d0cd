"""Articles that a book can't express (未能表达的条文): they stand in it as such.

An article whose sense the sections have no words for isn't approximated. It is listed under
`cannot_say`, with the section it belongs to, and every ruling by that section says so, so that
a person holds the outcome against the text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from yichuang.phrases import Phrase, phrase
from yichuang.rules import sections
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.part import Mark, Part
from yichuang.rules.book.problems import Problem
from yichuang.rules.book.reading import read_row
from yichuang.rules.book.rulebook import Book
from yichuang.rules.effects import effects
from yichuang.rules.parts.wording import Wording
from yichuang.rules.reasons import Reason
from yichuang.rules.suggest import nearest

_NO_SECTION = Phrase("没有“{found}”一节", "there is no section {found}")
SAID = phrase(
    "book.cannot_say",
    "本手册未能表达这一条，请对照原文由人认定：{zh}",
    "the book can't express this article; a person decides by its text: {en}",
)


effects("book", cannot_say=("手册未能表达，由人认定", "the book can't say; a person decides"))


class Unsaid(BaseModel):
    """An article that the language of books can't express (未能表达的条文)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    section: Annotated[str, Field(description="属于哪一节", title="section it belongs to")]
    article: Annotated[str, Field(min_length=1, description="条款", title="article")]
    says: Annotated[Wording, Field(description="条文的意思", title="what it says")]


def unsaid_of(layer: Layer) -> tuple[list[Unsaid], list[Problem]]:
    """What a layer can't say, and what is wrong with the way it lists it."""
    made: list[Unsaid] = []
    problems: list[Problem] = []
    for index, row in enumerate(layer.cannot_say):
        mark = layer.cannot_say.marks[index]
        found, wrong = read_row(Unsaid, row, mark, f"cannot_say[{index}]")
        problems += wrong
        if found is not None:
            problems += _unknown(found, row, mark, index)
            made.append(found)
    return made, problems


def _unknown(one: Unsaid, row: object, mark: Mark, index: int) -> Iterator[Problem]:
    if one.section in sections.known():
        return
    if isinstance(row, Part):
        mark = row.marks["section"]
    wanted, args = nearest(one.section, sections.known())
    path = f"cannot_say[{index}].section"
    args = {"found": one.section, **args}
    yield Problem("unknown_section", mark.book, mark.line, path, _NO_SECTION, wanted, args)


def reasons(book: Book, used: Collection[str]) -> tuple[Reason, ...]:
    """What a ruling by these sections has to say of articles the book can't express."""
    found = book.kept.get("cannot_say")
    if not isinstance(found, tuple):
        found = tuple(one for layer in book.layers for one in unsaid_of(layer)[0])
        book.kept["cannot_say"] = found
    return tuple(
        Reason(one.article, SAID, {"zh": one.says.zh, "en": one.says.en}, "cannot_say")
        for one in found
        if one.section in used
    )


def once_each(because: Sequence[Reason]) -> tuple[Reason, ...]:
    """The reasons, each article that the book can't express once, after all others.

    A ruling that is made of others, such as a month's, has been told of it by several.
    """
    made = [reason for reason in because if reason.fact is not SAID]
    for reason in because:
        if reason.fact is SAID and reason not in made:
            made.append(reason)
    return tuple(made)
