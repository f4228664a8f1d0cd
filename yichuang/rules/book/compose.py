"""Composing a book from its layers (手册的叠加): `statute` beneath, then what each one extends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules.book import presets
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.part import Mark
from yichuang.rules.book.problems import BookError, Problem
from yichuang.rules.book.rulebook import Book

_NO_SUCH = Phrase("没有名为“{name}”的规则手册", "there is no rule book called {name}")
_KNOWN = Phrase("以下之一：{known}", "one of {known}")
_NEAREST = Phrase("“{nearest}”（最接近的一项）", "{nearest} (the nearest there is)")
_CYCLE = Phrase("extends 绕回自身：{chain}", "extends goes in a circle: {chain}")
_NO_CYCLE = Phrase("不相互引用的手册", "books that don't extend each other in a circle")

Find = Callable[[str, Layer | None], Layer]
"""The layer of a name that another layer (None: the caller) gives; KeyError if there is none,
BookError if it can't be read."""


def of_preset(name: str, _asked_by: Layer | None = None) -> Layer:
    """A preset by its name; KeyError if there is none."""
    return presets.preset(name)


def compose(parts: Sequence[Layer | str], find: Find = of_preset) -> Book:
    """Lay the layers over one another (later over earlier), each over what it extends.

    Raises BookError where a layer isn't found, extends goes in a circle, or a figure is
    looser than a layer beneath allows.
    """
    layers, problems, _ = stack(parts, find)
    # Presets were held against the limits when they were made; each keeps them, so all do.
    if not problems and not all(layer.is_sound for layer in layers):
        from yichuang.rules.book.floors import relaxed

        problems = list(relaxed(layers))
    if problems:
        raise BookError(problems)
    return Book(tuple(layers))


class Stack(NamedTuple):
    """The layers in the order they lie, and what is wrong with the way they name each other.

    `lacking`: one of them isn't there, so what lies above it may seem incomplete.
    """

    layers: list[Layer]
    problems: list[Problem]
    lacking: bool


def stack(parts: Sequence[Layer | str], find: Find = of_preset) -> Stack:
    """Lay the layers in their order, each over what it extends."""
    pile = _Pile(find)
    pile.add_by_name(presets.STATUTE, None, Mark("--book", 0), ())
    for part in parts:
        if isinstance(part, Layer):
            pile.add(part, ())
        else:
            pile.add_by_name(part, None, Mark("--book", 0), ())
    return Stack(pile.layers, pile.problems, pile.lacking)


class _Pile:
    """The layers laid so far; each once, where it was first needed."""

    def __init__(self, find: Find) -> None:
        self.find = find
        self.layers: list[Layer] = []
        self.problems: list[Problem] = []
        self.lacking = False
        """Whether a layer is not there, so that what lies above it may seem incomplete."""

    def add(self, layer: Layer, chain: tuple[str, ...]) -> None:
        if any(layer is laid for laid in self.layers):
            return
        mark = layer.raw.marks.get("extends", layer.raw.mark)
        for name in layer.extends:
            self.add_by_name(name, layer, mark, chain)
        self.layers.append(layer)

    def add_by_name(
        self, name: str, asked_by: Layer | None, mark: Mark, chain: tuple[str, ...]
    ) -> None:
        if name in chain:
            self.complain(
                "extends_cycle", mark, _CYCLE, _NO_CYCLE, chain=" → ".join((*chain, name))
            )
            self.lacking = True
            return
        try:
            layer = self.find(name, asked_by)
        except BookError as error:
            self.problems += error.problems
            self.lacking = True
        except KeyError:
            near = get_close_matches(name, presets.names(), n=1)
            known = ", ".join(presets.names())
            wanted = _NEAREST if near else _KNOWN
            args = {"name": name, "known": known, "nearest": "".join(near)}
            self.complain("unknown_book", mark, _NO_SUCH, wanted, **args)
            # The one that is probably meant lies there, so that nothing seems to lack.
            if near:
                self.add_by_name(near[0], asked_by, mark, chain)
            else:
                self.lacking = True
        else:
            self.add(layer, (*chain, name))

    def complain(
        self, code: str, mark: Mark, found: Phrase, wanted: Phrase, **args: object
    ) -> None:
        path = "extends" if mark.line else ""
        self.problems.append(Problem(code, mark.book, mark.line, path, found, wanted, args))
