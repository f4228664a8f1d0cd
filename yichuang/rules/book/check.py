"""Checking a rule book (检查规则手册): every problem at once, each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yichuang.rules import sections
from yichuang.rules.book import source
from yichuang.rules.book.compose import Find, of_preset, stack
from yichuang.rules.book.floors import floors_of, relaxed
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.problems import BookError, Problem
from yichuang.rules.book.rulebook import Book


def check(
    text: str, name: str, find: Find = of_preset, *, beneath: Sequence[str] = ()
) -> list[Problem]:
    """Everything wrong with the text of a book, by line; nothing wrong: an empty list.

    `beneath`: books it is laid over besides those it extends itself.
    """
    raw, problems = source.read_part(text, name)
    layer = Layer.of_part(raw, name, problems)
    problems += check_parts([*beneath, layer], find)
    return sorted(dict.fromkeys(problems), key=lambda p: (p.book, p.line, p.path))


def check_parts(parts: Sequence[Layer | str], find: Find = of_preset) -> Iterator[Problem]:
    """What is wrong with books laid over one another: names, types, articles, looser figures."""
    layers, problems = stack(parts, find)
    yield from problems
    for part in parts:
        if isinstance(part, Layer):
            yield from floors_of(part)[1]
    book = Book(tuple(layers))
    for section in sections.known():
        for day in book.timeline(section).starts:
            try:
                book.timeline(section).read(day)
            except BookError as error:
                yield from error.problems
    yield from relaxed(layers)
