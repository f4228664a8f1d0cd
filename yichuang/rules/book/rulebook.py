"""A rule book as rulings use it (规则手册): layers laid over one another, read by day."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date
from functools import reduce

from yichuang.rules.book.layer import Layer
from yichuang.rules.book.merge import lay_over
from yichuang.rules.book.part import Part
from yichuang.rules.parts.node import Node
from yichuang.rules.sections import Sections

USUAL = "usual"
"""The product's own defaults, on which `statute` lies: what the law leaves open."""


class Book:
    """A composed rule book. Use `Book.of`; `on(day)` gives what is in force that day.

    Immutable and safe to share. A book is equal only to itself, so what a rule derives
    from it can be kept by identity.
    """

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self.layers = layers
        self.name = layers[-1].name
        self.names = tuple(layer.name for layer in layers if layer.name != USUAL)
        """The layers from the statute up; what lies beneath the statute goes without saying."""
        self.kept: dict[str, object] = {}
        """What is derived from the book once and kept with it, e.g. its working days."""
        self._timelines: dict[str, _Timeline] = {}
        self._starts = sorted({date.min}.union(*(layer.starts for layer in layers)))
        self._days: list[Sections | None] = [None] * len(self._starts)

    @classmethod
    def of(cls, *parts: str | Layer | Mapping[str, object]) -> Book:
        """Compose a book: presets by name, layers, or mappings; later over earlier.

        `statute` is always beneath. Raises BookError if the parts don't make a book.
        """
        from yichuang.rules.book.compose import compose

        made = [
            p if isinstance(p, Layer) else p if isinstance(p, str) else Layer.of_plain(p)
            for p in parts
        ]
        return compose(made)

    def on(self, day: date) -> Sections:
        """What is in force on a day."""
        index = bisect_right(self._starts, day) - 1
        found = self._days[index]
        if found is None:
            start = self._starts[index]
            found = Sections(lambda name: self.timeline(name).read(start))
            self._days[index] = found
        return found

    def timeline(self, section: str) -> _Timeline:
        """One section over all time."""
        found = self._timelines.get(section)
        if found is None:
            found = self._timelines[section] = _Timeline(self.layers, section)
        return found

    def intervals(self) -> tuple[date, ...]:
        """The days on which anything changes; the first is the earliest date there is."""
        return tuple(self._starts)

    def __repr__(self) -> str:
        return f"Book({' < '.join(self.names)})"


class _Timeline:
    """One section of a book: the days it changes, what is composed from each on, read once."""

    def __init__(self, layers: tuple[Layer, ...], section: str) -> None:
        self.layers = tuple(la for la in layers if section in la.sections)
        self.section = section
        starts = {v.starts for la in self.layers for v in la.sections[section]}
        self.starts = sorted(starts | {date.min})
        self._raw: dict[int, Part | None] = {}
        self._read: dict[int, Node | None] = {}

    def raw(self, day: date) -> Part | None:
        """The composed section as mappings, with lines and articles."""
        index = bisect_right(self.starts, day) - 1
        if index not in self._raw:
            self._raw[index] = self._compose(self.starts[index])
        return self._raw[index]

    def read(self, day: date) -> Node | None:
        """The composed section as its type. Raises BookError where it doesn't fit."""
        index = bisect_right(self.starts, day) - 1
        if index not in self._read:
            raw = self.raw(day)
            self._read[index] = None if raw is None else self._validated(raw)
        return self._read[index]

    def _compose(self, day: date) -> Part | None:
        said = (la.versions_on(self.section, day, h) for h, la in enumerate(self.layers))
        parts: list[object] = [part for part in said if part is not None]
        if not parts:
            return None
        whole = reduce(lay_over, parts, None)
        assert isinstance(whole, Part)
        return whole

    def _validated(self, raw: Part) -> Node:
        from yichuang.rules.book.reading import read_section

        return read_section(self.section, raw)
