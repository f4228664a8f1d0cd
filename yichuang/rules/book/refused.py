"""What the types refuse in a section (不合类型之处), everything at once and each with its line.

What doesn't fit together (a reference to an entry that isn't there) is only looked at by the
types once every part by itself is right. So what is wrong is set aside and the rest is read
again, until nothing more is found. What is then missing, or speaks of something set aside,
follows from the first mistake and is not told as another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from yichuang.phrases import Phrase
from yichuang.rules.book.part import Mark, Part, Rows, mark_at, to_plain
from yichuang.rules.book.problems import Problem
from yichuang.rules.expected import expected
from yichuang.rules.shape import Step, instead_of

_SAYS = Phrase("写的是 {found}", "it says {found}")
_NOTHING = Phrase("没有写", "nothing is written")
_UNKNOWN = Phrase("没有“{key}”这一项", "there is no {key}")
_ROUNDS = 20
"""More than the layers of mistakes a book has."""

Place = tuple[Step, ...]
N = TypeVar("N", bound=BaseModel)


def refused(
    error: ValidationError, section: str, raw: Part, model: type[N]
) -> tuple[list[Problem], N | None]:
    """Everything the types refuse in a section, of which `error` is what they refuse first.

    And the section without it, if what is left can be read.
    """
    problems = [*of_validation(error, section, raw, model)]
    aside = _Aside(raw)
    for _ in range(_ROUNDS):
        if not aside.take(_steps(one["loc"], aside.rest) for one in _errors(error)):
            break
        try:
            rest = model.model_validate_json(json.dumps(to_plain(aside.rest)), strict=True)
        except ValidationError as next_one:
            error = next_one
            new = [one for one in _errors(error) if not aside.explains(one)]
            problems += [_problem(one, section, aside.rest, model) for one in new]
        else:
            return problems, rest
    return problems, None


class _Aside:
    """A section without what was found wrong in it."""

    def __init__(self, raw: Part) -> None:
        self.rest = _copy(raw)
        self.places: set[Place] = set()
        self.names: set[str] = set()

    def take(self, places: Iterable[Place]) -> bool:
        """Set aside what stands at the places; whether there was anything."""
        took = [self._take_one(place) for place in places]
        return any(took)

    def _take_one(self, place: Place) -> bool:
        place = place[: _depth_of_keys(self.rest, place)]
        value: object = self.rest
        for step in place[:-1]:
            value = value[step] if isinstance(value, Part) and step in value else None
        if not place or not isinstance(value, Part) or place[-1] not in value:
            return False
        self.places.add(place)
        self.names |= {str(place[-1]), *_names(value[place[-1]])}
        del value[place[-1]]
        return True

    def explains(self, one: ErrorDetails) -> bool:
        """Whether something wrong follows from what was set aside: it stands around it, or
        speaks of it."""
        at = tuple(str(step) for step in one["loc"] if step != "[key]")
        for place in self.places:
            depth = min(len(at), len(place))
            if at[:depth] == tuple(map(str, place[:depth])):
                return True
        said = {str(one["input"]), *map(str, (one.get("ctx") or {}).values())}
        return bool(said & self.names)


def _copy(value: object) -> Any:
    """The mappings of a part anew, so that keys can be taken out of them."""
    if not isinstance(value, Part):
        return value
    made = Part(value.mark)
    made.marks, made.article, made.level = value.marks, value.article, value.level
    made.update((key, _copy(inner)) for key, inner in value.items())
    return made


def _depth_of_keys(value: object, place: Place) -> int:
    """How many steps of a place lead through mappings: lists are set aside as a whole."""
    for depth, step in enumerate(place):
        if not isinstance(value, Part) or step not in value:
            return depth
        value = value[step]
    return len(place)


def _names(value: object) -> Iterator[str]:
    """The keys of everything inside a part."""
    if isinstance(value, Part):
        for key, inner in value.items():
            yield str(key)
            yield from _names(inner)


def _errors(error: ValidationError) -> list[ErrorDetails]:
    return error.errors(include_url=False)


def of_validation(
    error: ValidationError, section: str, raw: Part, model: type[BaseModel]
) -> Iterator[Problem]:
    """What the types refuse (不合类型之处), each with its line; `section` empty: the whole text."""
    seen: set[tuple[str, str]] = set()
    for one in _errors(error):
        problem = _problem(one, section, raw, model)
        if (problem.path, problem.code) not in seen:
            seen.add((problem.path, problem.code))
            yield problem


def _problem(one: ErrorDetails, section: str, raw: Part, model: type[BaseModel]) -> Problem:
    steps = _steps(one["loc"], raw)
    mark = mark_at(raw, steps) or Mark(section, 0)
    path = path_text(section, steps)
    code, found, wanted, args = _said(one, steps, model)
    return Problem(code, mark.book, mark.line, path, found, wanted, args)


def _said(
    one: ErrorDetails, steps: tuple[Step, ...], model: type[BaseModel]
) -> tuple[str, Phrase, Phrase, Mapping[str, object]]:
    if one["type"] == "extra_forbidden":
        wanted, args = instead_of(steps[-1], model, steps[:-1])
        return "unknown_key", _UNKNOWN, wanted, {"key": steps[-1], **args}
    wanted, context = expected(one)
    if one["type"] == "missing":
        return "missing", _NOTHING, wanted, context
    found = json.dumps(one["input"], ensure_ascii=False, default=str)
    shown = found if len(found) <= _LONGEST else found[:_LONGEST] + "…"
    return one["type"], _SAYS, wanted, {**context, "found": shown}


_LONGEST = 60
_FIRST_YEAR = 1000
"""A whole number from here on is the key of a year, below it the place in a list."""


def path_text(section: str, steps: tuple[Step, ...]) -> str:
    """A place in a book as people write it, e.g. ``attendance.late.tiers[1].over``."""
    path = section + "".join(
        f"[{s}]" if isinstance(s, int) and s < _FIRST_YEAR else f".{s}" for s in steps
    )
    return path.removeprefix(".")


def _steps(loc: tuple[Step, ...], raw: Part) -> tuple[Step, ...]:
    """The place in the book of a place in the types: names of alternatives are left out."""
    made: list[Step] = []
    value: object = raw
    for index, step in enumerate(loc):
        key = _key_of(value, step)
        if key is not None:
            made.append(key)
            value = value[key]  # type: ignore[index]
        elif index == len(loc) - 1 and isinstance(value, Part) and step != "[key]":
            made.append(step)
    return tuple(made)


def _key_of(value: object, step: Step) -> Step | None:
    """The key of a raw part that a step of the types means; years are numbers in the book."""
    if isinstance(value, Part):
        if step in value:
            return step
        return (
            int(step) if isinstance(step, str) and step.isdigit() and int(step) in value else None
        )
    if isinstance(value, Rows) and isinstance(step, int) and step < len(value):
        return step
    return None
