"""Checking a rule book (检查规则手册): every problem at once, each with its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from yichuang.rules import sections
from yichuang.rules.book import source
from yichuang.rules.book.cases import cases_of, failures
from yichuang.rules.book.compose import Find, of_preset, stack
from yichuang.rules.book.floors import floors_of, relaxed
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.problems import BookError, Problem
from yichuang.rules.book.references import unknown_acts
from yichuang.rules.book.remarks import old, remarks
from yichuang.rules.book.rulebook import Book
from yichuang.rules.book.unsaid import unsaid_of

_BY_WHAT_LACKS = frozenset({"missing", "no_article"})
"""Problems that a layer which isn't there may be the cause of."""


def check(
    text: str, name: str, find: Find = of_preset, *, beneath: Sequence[str] = ()
) -> list[Problem]:
    """Everything wrong with the text of a book, by line; nothing wrong: an empty list.

    `beneath`: books it is laid over besides those it extends itself.
    """
    return check_texts([(text, name)], find, beneath=beneath)


def check_texts(
    texts: Sequence[tuple[str, str]], find: Find = of_preset, *, beneath: Sequence[str] = ()
) -> list[Problem]:
    """Everything wrong with several texts and their names, later over earlier.

    Each may extend one of the others by its name.
    """
    problems: list[Problem] = []
    layers: list[Layer] = []
    for text, name in texts:
        raw, unread = source.read_part(text, name)
        layers.append(Layer.of_part(raw, name, unread))
        problems += unread
    problems += check_parts([*beneath, *layers], among(layers, find))
    return in_order(problems)


def remarks_on(
    texts: Sequence[tuple[str, str]],
    find: Find = of_preset,
    *,
    beneath: Sequence[str] = (),
    since: date | None = None,
) -> list[Problem]:
    """What the author of sound texts is asked to look at; it refuses nothing.

    `since`: what was last held against the text before that day too.
    """
    layers = [Layer.of_part(source.read_part(text, name)[0], name, []) for text, name in texts]
    stacked = stack([*beneath, *layers], among(layers, find))
    found = [*remarks(Book(tuple(stacked.layers)), layers)]
    return in_order([*found, *old(layers, since)] if since else found)


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Each problem once, by book and line."""
    return sorted(dict.fromkeys(problems), key=lambda p: (p.book, p.line, p.path))


def among(layers: Sequence[Layer], find: Find) -> Find:
    """Finds a book among those given before it is looked for elsewhere."""
    given = {layer.name: layer for layer in layers}

    def first(name: str, asked_by: Layer | None) -> Layer:
        found = given.get(name)
        return found if found is not None and found is not asked_by else find(name, asked_by)

    return first


def check_parts(parts: Sequence[Layer | str], find: Find = of_preset) -> Iterator[Problem]:
    """What is wrong with books laid over one another: names, types, articles, references,
    looser figures; and, where nothing is, cases they rule otherwise than they say."""
    layers, problems, lacking = stack(parts, find)
    sound = True
    for problem in chain(problems, _form(parts, Book(tuple(layers)), lacking)):
        sound = False
        yield problem
    if sound:
        own = [part for part in parts if isinstance(part, Layer)]
        yield from failures(Book(tuple(layers)), own)


def _form(parts: Sequence[Layer | str], book: Book, lacking: bool) -> Iterator[Problem]:
    for part in parts:
        if isinstance(part, Layer):
            for of_header in (floors_of, unsaid_of, cases_of):
                yield from of_header(part)[1]
    for section in sections.known():
        for day in book.timeline(section).starts:
            try:
                book.timeline(section).read(day)
            except BookError as error:
                for problem in error.problems:
                    if not (lacking and problem.code in _BY_WHAT_LACKS):
                        yield problem
    if not lacking:
        yield from unknown_acts(book)
    yield from relaxed(book.layers)
