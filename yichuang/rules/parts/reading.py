"""Readings (解释): where a text can be read in more than one way, which way is taken.

A setting whose values are ways to read a text is a reading by its type: its alternatives are
the values it may have, and `READS` stands beside that type. A book names readings of its own
under `readings` of any part: a figure, an edge or a floor that could be read otherwise. Every
ruling lists those it used.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Literal, Self, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.fields import FieldInfo

from yichuang.rules.expected import wrong

Value = str | int | float | bool


class _Reads:
    """Marks a setting whose values are ways to read a text."""


READS = _Reads()
"""Written beside the type of a setting that chooses between readings."""


def is_reading(field: FieldInfo) -> bool:
    """Whether a setting chooses between readings of a text (取解释的设定)."""
    return any(isinstance(mark, _Reads) for mark in field.metadata)


class Choice(BaseModel):
    """A reading that a book names itself (自定解释)."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    value: Annotated[Value, Field(description="所取的一种")]
    alternatives: Annotated[
        tuple[Value, ...], Field(min_length=2, description="各种可能的解释，含所取的一种")
    ]
    note: Annotated[str, Field(description="为何这样取")] = ""

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.value not in self.alternatives:
            raise wrong(
                "no_alternative",
                "alternatives 之一：{known}",
                "one of its alternatives: {known}",
                known=", ".join(map(str, self.alternatives)),
            )
        return self


@dataclass(frozen=True, slots=True)
class Reading:
    """A reading that a ruling used, with what it could have been."""

    name: str
    value: Value
    alternatives: tuple[Value, ...]
    article: str
    note: str = ""


class Readings:
    """Collects the readings that a ruling uses, each name once, in the order they are used."""

    def __init__(self) -> None:
        self._used: dict[str, Reading] = {}

    def setting(
        self, name: str, part: Any, field: str, article: str = "", value: object = None
    ) -> None:
        """Note that a setting of a part was used: its value chooses between readings.

        `value`: what holds where the part leaves it to its section.
        """
        value = getattr(part, field) if value is None else value
        model: type[BaseModel] = type(part)
        options = alternatives(model, field)
        self.add(Reading(name, plain(value), options, part.article or article, part.note))

    def of(self, part: Any, article: str = "") -> None:
        """Note the readings that the book itself names at a part whose figures were used."""
        for name, choice in part.readings.items():
            options = tuple(map(plain, choice.alternatives))
            note = choice.note or part.note
            self.add(Reading(name, choice.value, options, part.article or article, note))

    def add(self, reading: Reading) -> None:
        self._used.setdefault(reading.name, reading)

    def update(self, readings: Iterable[Reading]) -> None:
        for reading in readings:
            self.add(reading)

    def __iter__(self) -> Iterator[Reading]:
        return iter(self._used.values())

    def listed(self) -> tuple[Reading, ...]:
        """What was used, for the ruling."""
        return tuple(self._used.values())


@cache
def alternatives(model: type[BaseModel], field: str) -> tuple[Value, ...]:
    """Every value that a setting may have. Raises TypeError where it has no closed list."""
    found = tuple(dict.fromkeys(_values(model.model_fields[field].annotation)))
    if len(found) < 2:
        raise TypeError(f"{model.__name__}.{field} is no choice")
    return found


def _values(annotation: Any) -> Iterator[Value]:
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _values(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for inner in get_args(annotation):
            yield from _values(inner)
    elif origin is Literal:
        yield from get_args(annotation)
    elif annotation is bool:
        yield from (True, False)
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        yield from (one.value for one in annotation)


def plain(value: object) -> Value:
    """A value of a setting as it stands in a ruling."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, Decimal):
        value = float(value)
    assert isinstance(value, str | int | float | bool)
    return value


def by_name(readings: Iterable[Reading]) -> Mapping[str, Reading]:
    """The readings of a ruling by their names."""
    return {reading.name: reading for reading in readings}
