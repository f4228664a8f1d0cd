"""What a book may not relax (底线): the figures a lower layer declares as its limits.

A layer names them under `limits`, each with a path, a direction and its article. The book of
the statute declares those of the law; a province's book may declare its own for the centres
above it. A figure above that is looser is a problem naming the article.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from yichuang.phrases import Phrase
from yichuang.rules.book.layer import Layer
from yichuang.rules.book.merge import ABOUT
from yichuang.rules.book.part import Mark, Part, Rows, mark_at, to_plain
from yichuang.rules.book.problems import Problem
from yichuang.rules.book.rulebook import Book
from yichuang.rules.expected import expected
from yichuang.rules.parts.node import Node

Direction = Literal["at_most", "at_least", "same", "keeps"]

_SAYS = Phrase("写的是 {found}", "it says {found}")
_GONE = Phrase("删去了 {found}", "{found} is taken away")
_WANTED: dict[Direction, Phrase] = {
    "at_most": Phrase("不得多于 {limit}（{article}）", "at most {limit} ({article})"),
    "at_least": Phrase("不得少于 {limit}（{article}）", "at least {limit} ({article})"),
    "same": Phrase("只能是 {limit}（{article}）", "{limit} and nothing else ({article})"),
    "keeps": Phrase("保留 {limit}（{article}）", "{limit} to stay ({article})"),
}
_SHORTER = {"calendar_day": "working_day", "minute": "hour"}
"""A unit that is never longer than the other one."""


class Floor(Node):
    """One figure that the layers above may not relax; `*` in the path is every entry."""

    path: Annotated[str, Field(pattern=r"^[a-z_]+(\.[A-Za-z0-9_*]+)+$", description="所指数字")]
    direction: Annotated[Direction, Field(description="方向")]
    article: Annotated[str, Field(min_length=1, description="条款")]


def floors_of(layer: Layer) -> tuple[list[Floor], list[Problem]]:
    """The limits a layer declares, and what is wrong with the way it does."""
    made: list[Floor] = []
    problems: list[Problem] = []
    for index, row in enumerate(layer.limits):
        try:
            made.append(Floor.model_validate_json(json.dumps(to_plain(row)), strict=True))
        except ValidationError as error:
            one = error.errors(include_url=False)[0]
            wanted, args = expected(one)
            mark = mark_at(row, tuple(one["loc"])) or layer.limits.marks[index]
            path = f"limits[{index}]" + "".join(f".{s}" for s in one["loc"])
            found = {"found": json.dumps(one["input"], ensure_ascii=False, default=str)[:60]}
            problems.append(
                Problem(one["type"], mark.book, mark.line, path, _SAYS, wanted, args | found)
            )
    return made, problems


def relaxed(layers: Sequence[Layer]) -> Iterator[Problem]:
    """Every figure that a layer makes looser than a layer beneath allows."""
    whole = Book(tuple(layers))
    for index, layer in enumerate(layers):
        above = set(chain.from_iterable(upper.sections for upper in layers[index + 1 :]))
        floors = [f for f in floors_of(layer)[0] if f.path.split(".")[0] in above]
        if floors:
            below = Book(tuple(layers[: index + 1]))
            yield from _looser(floors, below, whole)


def _looser(floors: list[Floor], below: Book, whole: Book) -> Iterator[Problem]:
    for floor in floors:
        section, *steps = floor.path.split(".")
        seen: set[tuple[str, Mark]] = set()
        for day in whole.timeline(section).starts:
            for problem, mark in _on(day, floor, section, tuple(steps), below, whole):
                if (problem.path, mark) not in seen:
                    seen.add((problem.path, mark))
                    yield problem


def _on(
    day: date, floor: Floor, section: str, steps: tuple[str, ...], below: Book, whole: Book
) -> Iterator[tuple[Problem, Mark]]:
    low, high = below.timeline(section).raw(day), whole.timeline(section).raw(day)
    for path, limit in _values(low, steps, ()):
        found = _at(high, path)
        if _allows(floor.direction, limit, found):
            continue
        mark = mark_at(high, path) or Mark(whole.name, 0)
        args = {"limit": _shown(limit), "found": _shown(found), "article": floor.article}
        says = _SAYS
        if found is None:
            says, args["found"] = _GONE, str(path[-1])
        at = ".".join([section, *map(str, path)])
        wanted = _WANTED[floor.direction]
        yield Problem("looser", mark.book, mark.line, at, says, wanted, args), mark


Path = tuple[str | int, ...]


def _values(value: object, steps: tuple[str, ...], path: Path) -> Iterator[tuple[Path, object]]:
    """Every place a path with `*` means, with what stands there."""
    if not steps:
        if value is not None:
            yield path, value
        return
    if isinstance(value, Part):
        for key in value:
            if key not in ("article", "note") and steps[0] in ("*", str(key)):
                yield from _values(value[key], steps[1:], (*path, key))


def _at(value: object, path: Path) -> object:
    for step in path:
        value = value.get(step) if isinstance(value, Part) else None
    return value


def _allows(direction: Direction, limit: object, found: object) -> bool:
    if direction == "same":
        return _plain(found) == _plain(limit)
    if direction == "keeps":
        return _keeps(limit, found)
    if isinstance(limit, Part) and isinstance(found, Part) and "n" in limit:
        # A length of time: so many of a unit.
        return _unit_allows(direction, limit.get("unit"), found.get("unit")) and _allows(
            direction, limit["n"], found.get("n")
        )
    one, other = _number(limit), _number(found)
    if one is None or other is None:
        return _plain(found) == _plain(limit)
    return other <= one if direction == "at_most" else other >= one


def _unit_allows(direction: Direction, limit: object, found: object) -> bool:
    if limit == found:
        return True
    short, long = (found, limit) if direction == "at_most" else (limit, found)
    return _SHORTER.get(str(short)) == str(long)


def _keeps(limit: object, found: object) -> bool:
    if isinstance(limit, Part):
        return isinstance(found, Part) and set(limit) - ABOUT <= set(found)
    if isinstance(limit, Rows):
        return isinstance(found, Rows) and all(row in found for row in limit)
    return found is not None


def _number(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _plain(value: object) -> object:
    plain = to_plain(value)
    if isinstance(plain, dict):
        return {k: v for k, v in plain.items() if k not in ABOUT}
    return plain


def _shown(value: object) -> str:
    plain = _plain(value)
    if isinstance(plain, dict) and "n" in plain:
        return f"{plain['n']} {plain.get('unit', '')}".rstrip()
    if isinstance(plain, dict):
        return ", ".join(map(str, plain))
    if isinstance(plain, list):
        return ", ".join(map(str, plain))
    return str(plain)
