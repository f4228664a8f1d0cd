"""The raw parts of a rule book: mappings and lists that know their line and their article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Mark(NamedTuple):
    """Where a thing is written: the book and its line (0: not from a file)."""

    book: str
    line: int


class Part(dict[str | int, object]):
    """A mapping of a book. `marks`: where each key is written; `article`: the one in force here.

    `level` is the height of the layer and version that the article comes from.
    """

    __slots__ = ("article", "level", "mark", "marks")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.marks: dict[str | int, Mark] = {}
        self.article = ""
        self.level = 0


class Rows(list[object]):
    """A list of a book."""

    __slots__ = ("mark", "marks")

    def __init__(self, mark: Mark) -> None:
        super().__init__()
        self.mark = mark
        self.marks: list[Mark] = []


def from_plain(value: object, mark: Mark) -> object:
    """Plain mappings and lists (a book given inline) as parts without lines."""
    if isinstance(value, Mapping):
        part = Part(mark)
        for key, inner in value.items():
            part[key] = from_plain(inner, mark)
            part.marks[key] = mark
        return part
    if isinstance(value, list | tuple):
        rows = Rows(mark)
        for inner in value:
            rows.append(from_plain(inner, mark))
            rows.marks.append(mark)
        return rows
    return value if isinstance(value, str | int | float | None) else str(value)


def to_plain(value: object) -> object:
    """Parts as plain mappings and lists."""
    if isinstance(value, dict):
        return {key: to_plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [to_plain(inner) for inner in value]
    return value


def mark_at(value: object, path: tuple[str | int, ...]) -> Mark | None:
    """Where the thing at `path` is written, or the nearest thing around it."""
    mark = value.mark if isinstance(value, Part | Rows) else None
    for step in path:
        if isinstance(value, Part) and step in value:
            mark, value = value.marks.get(step, mark), value[step]
        elif isinstance(value, Rows) and isinstance(step, int) and step < len(value):
            mark, value = value.marks[step], value[step]
        else:
            break
    return mark
