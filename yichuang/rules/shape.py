"""Which keys the types know at a place (类型的各项): to name the nearest one to a wrong key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from yichuang.phrases import Phrase

_NEAREST = Phrase("“{nearest}”（最接近的一项）", "{nearest} (the nearest there is)")
_ONE_OF = Phrase("以下之一：{known}", "one of {known}")

Step = str | int


def instead_of(
    key: object, root: type[Any], steps: tuple[Step, ...]
) -> tuple[Phrase, dict[str, str]]:
    """What to write instead of a key that doesn't exist: the nearest one, or all there are."""
    known = keys_at(root, steps)
    near = get_close_matches(str(key), known, n=1)
    if near:
        return _NEAREST, {"nearest": near[0]}
    return _ONE_OF, {"known": ", ".join(known)}


def keys_at(root: type[Any], steps: tuple[Step, ...]) -> list[str]:
    """The keys known at a place, of every alternative there."""
    types: list[Any] = [root]
    for step in steps:
        types = [inner for one in types for inner in _inside(one, step)]
    return sorted({key for one in types for key, _ in _keys(one)})


def _keys(one: Any) -> Iterator[tuple[str, Any]]:
    """The keys of a model or of a dataclass of facts, with their types."""
    if isinstance(one, type) and issubclass(one, BaseModel):
        for name, field in one.model_fields.items():
            yield field.alias or name, field.annotation
    elif isinstance(one, type) and is_dataclass(one):
        hints = get_type_hints(one, include_extras=True)
        for made in fields(one):
            yield made.name.rstrip("_"), hints[made.name]


def _inside(one: Any, step: Step) -> Iterator[Any]:
    for key, annotation in _keys(one):
        if key == step:
            yield from _alternatives(annotation)
    origin, args = get_origin(one), get_args(one)
    if isinstance(origin, type) and args:
        yield from _alternatives(args[1] if issubclass(origin, Mapping) and args[1:] else args[0])


def _alternatives(annotation: Any) -> Iterator[Any]:
    """A type without its annotations, and each type of a union."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _alternatives(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for inner in get_args(annotation):
            yield from _alternatives(inner)
    else:
        yield annotation
