"""Figures (数额): fixed, at least so much, or between two bounds, for a person to settle.

A figure that is fixed is written as a number; one that somebody has to determine as a mapping:
``{at_least: 2}`` (两个月以上), ``{at_least: 1, at_most: 5, step: 0.5}``. A share may be
written as ``15%``.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation
from enum import Enum
from typing import Annotated, Any, Self

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from yichuang.phrases import Phrase
from yichuang.rules import money
from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import Node

Points = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]
Signed = Annotated[Decimal, Field(allow_inf_nan=False)]
Code = Annotated[str, Field(min_length=1, max_length=80)]
"""A name in a table."""


def _yuan(value: object) -> Decimal:
    """Yuan as written in a book: ``50``, ``0.5``, ``"57.14"``."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = f"{value:.2f}" if round(value, 2) == value else str(value)
    try:
        found = money.parse(value) if isinstance(value, str) else None
    except money.MoneyError:
        found = None
    if found is None or found < 0:
        raise wrong(
            "not_money", "金额（元），如 50 或 57.14", "an amount of yuan, e.g. 50 or 57.14"
        )
    return Decimal(found) / 100


Yuan = Annotated[
    Decimal,
    PlainValidator(_yuan),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]}),
]
"""An amount of money in yuan, to the cent."""


class Rounding(Enum):
    """How an amount is rounded (舍入)."""

    half_up = "half_up"
    down = "down"
    up = "up"


def exact(value: object) -> object:
    """A number as people wrote it, ``0.15`` or ``15%``; what is no number is left as it is."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return value
    text = str(value).strip()
    try:
        return Decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except InvalidOperation:
        return value


Share = Annotated[
    Decimal,
    BeforeValidator(exact),
    Field(ge=0, allow_inf_nan=False),
    WithJsonSchema({"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}]}),
]
"""A share: ``0.15``, or ``15%``."""


_FIGURES = ("at_least", "at_most", "step")


class Figure(Node):
    """A figure (数额): a number; or bounds within which a person settles it."""

    at_least: Annotated[Points | None, Field(description="不低于（含）")] = None
    at_most: Annotated[Points | None, Field(description="不超过（含）")] = None
    step: Annotated[Decimal | None, Field(gt=0, description="级差，如0.5")] = None
    by: Annotated[str, Field(description="由谁定")] = ""

    @model_validator(mode="before")
    @classmethod
    def _number(cls, data: Any) -> Any:
        """A plain number is a figure that is fixed."""
        if isinstance(data, dict):
            return {k: exact(v) if k in _FIGURES else v for k, v in data.items()}
        number = exact(data)
        if isinstance(number, Decimal):
            return {"at_least": number, "at_most": number}
        if isinstance(data, Figure):
            return data
        raise wrong(
            "not_a_figure",
            "数，或写明 at_least、at_most 的界限",
            "a number, or bounds with at_least, at_most",
        )

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if None not in (self.at_least, self.at_most) and self.least > self.at_most:  # type: ignore[operator]
            raise wrong("empty_range", "下限不高于上限", "a lower end not above the upper end")
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string"}, handler(core)]}

    @classmethod
    def of_number(cls, number: int | Decimal) -> Self:
        """A figure that is fixed."""
        return cls(at_least=Decimal(number), at_most=Decimal(number))

    @property
    def least(self) -> Decimal:
        """The lower end."""
        return Decimal(0) if self.at_least is None else self.at_least

    @property
    def fixed(self) -> Decimal | None:
        """The number itself; None where a person has to settle it."""
        return self.at_least if self.at_least == self.at_most else None

    def holds(self, number: Decimal) -> bool:
        """Whether a person may settle on that number."""
        if number < self.least or (self.at_most is not None and number > self.at_most):
            return False
        return self.step is None or (number - self.least) % self.step == 0

    def words(self) -> Phrase:
        """The figure as a clerk writes it, e.g. ``5``, ``1至5``, ``2以上``."""
        low = plain(self.least)
        if self.fixed is not None:
            return Phrase(low, low)
        if self.at_most is None:
            return Phrase(f"{low}以上", f"{low} or more")
        high = plain(self.at_most)
        return Phrase(f"{low}至{high}", f"{low} to {high}")


_WAYS = {"half_up": ROUND_HALF_UP, "down": ROUND_FLOOR, "up": ROUND_CEILING}


def round_to(number: Decimal, digits: int, rounding: Rounding) -> Decimal:
    """A number to so many places, as the book rounds."""
    return number.quantize(Decimal(1).scaleb(-digits), _WAYS[rounding.value])


_WHOLE = 20
"""Numbers of more digits than this before the point are not rounded: nothing is behind it."""


def plain(number: Decimal | float, digits: int | None = None) -> str:
    """A number as people write it: no trailing zeros, no exponent, no ``-0``.

    `digits`: how many after the point at most.
    """
    exact = number if isinstance(number, Decimal) else Decimal(str(number))
    if digits is not None and exact.adjusted() < _WHOLE:
        exact = round(exact, digits)
    return format(exact.normalize(), "f") if exact else "0"
