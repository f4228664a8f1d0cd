"""What sections say of one another (各节之间的引用): counters over acts that no section knows.

Only a book with a catalogue of acts is held to it. A section that can't be read is known by
its keys, so that a mistake in one section isn't told again in another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from yichuang.phrases import Phrase
from yichuang.rules import sections
from yichuang.rules.acts import LEAVE, Known
from yichuang.rules.book.part import Mark, Part, mark_at
from yichuang.rules.book.problems import BookError, Problem
from yichuang.rules.book.reading import read_as_far
from yichuang.rules.book.refused import path_text
from yichuang.rules.book.rulebook import Book
from yichuang.rules.parts.counter import Counter
from yichuang.rules.parts.node import Node
from yichuang.rules.sections import Sections
from yichuang.rules.shape import Step
from yichuang.rules.suggest import nearest

_NO_ACT = Phrase("行为目录中没有“{found}”", "the catalogue of acts has no {found}")


Place = tuple[Step, ...]


def unknown_acts(book: Book) -> Iterator[Problem]:
    """Counters over an act or a group that the catalogue lacks."""
    for day in book.intervals():
        if book.timeline("acts").raw(day) is None:
            continue
        read, spare = _read(book, day)
        known = Known(Sections(read.get))
        codes = {*known.groups, *known.own, *spare}
        groups = {"leave", *known.groups.values(), *spare} - {""}
        for name, node in read.items():
            raw = book.timeline(name).raw(day)
            assert raw is not None
            for place, counter in counters(node):
                for field, right in (("acts", codes), ("groups", groups)):
                    for found in getattr(counter, field):
                        if found not in right and not found.startswith(LEAVE):
                            yield _problem(name, raw, (*place, field), found, right)


def _read(book: Book, day: date) -> tuple[dict[str, Node], set[str]]:
    """The sections of a day as far as they can be read, and every key of those that can't."""
    read: dict[str, Node] = {}
    spare: set[str] = set()
    for name in sections.known():
        node: Node | None
        try:
            node = book.timeline(name).read(day)
        except BookError:
            raw = book.timeline(name).raw(day)
            assert raw is not None
            spare |= set(_keys(raw))
            node, _ = read_as_far(name, raw)
        if node is not None:
            read[name] = node
    return read, spare


def counters(
    value: object, place: tuple[Step, ...] = ()
) -> Iterator[tuple[tuple[Step, ...], Counter]]:
    """Every counter inside a section, with its place."""
    if isinstance(value, Counter):
        yield place, value
    elif isinstance(value, Node):
        for name, field in type(value).model_fields.items():
            yield from counters(getattr(value, name), (*place, field.alias or name))
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from counters(inner, (*place, key))
    elif isinstance(value, tuple | list):
        for index, inner in enumerate(value):
            yield from counters(inner, (*place, index))


def _keys(value: object) -> Iterator[str]:
    if isinstance(value, Part):
        for key, inner in value.items():
            yield str(key)
            yield from _keys(inner)


def _problem(section: str, raw: Part, place: Place, found: str, known: set[str]) -> Problem:
    mark = mark_at(raw, place) or Mark(section, 0)
    wanted, args = nearest(found, known, 0.5)
    path = path_text(section, place)
    args = {"found": found, **args}
    return Problem("unknown_act", mark.book, mark.line, path, _NO_ACT, wanted, args)
