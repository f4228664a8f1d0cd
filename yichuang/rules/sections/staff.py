"""What the rules about staff have in common: codes, amounts, and what follows from a failing."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor
from typing import Annotated, Literal, Self, TypeVar

from pydantic import Field, PlainValidator, WithJsonSchema, model_validator

from yichuang.rules import money
from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.tables import Stretch, Tier, Tiers, check_cover

T = TypeVar("T", bound=Tier)

Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""A name in a table: small letters, digits, underscores."""

Target = Literal["person", "chief", "window", "home_unit", "center"]


def yuan_in_cents(yuan: Decimal) -> int:
    """Yuan of a book in cents."""
    return int(yuan * 100)


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


class Table(Tiers[T]):
    """Tiers of whole numbers or of any (分档表).

    `whole`: what is counted comes in whole numbers, so 1–2 and 3–5 leave no hole between
    them. Minutes counted whole are cut to full minutes first.
    """

    whole: Annotated[bool, Field(description="只计整数：次数、整分钟")] = False

    @model_validator(mode="after")
    def _cover(self) -> Self:
        stretches: list[Stretch] = [*self.tiers, *self.gaps]
        check_cover([whole_stretch(s) for s in stretches] if self.whole else stretches)
        return self


def whole_stretch(stretch: Stretch) -> Stretch:
    """The whole numbers of a stretch, from the first one up to, but without, the next."""
    low, high = stretch.lower, stretch.upper
    first = after = None
    if low is not None:
        first = ceil(low.value) if low.inclusive else floor(low.value) + 1
    if high is not None:
        after = floor(high.value) + 1 if high.inclusive else ceil(high.value)
    return Stretch(at_least=first, under=after)


def whole_numbers(stretch: Stretch, first: int, last: int) -> int:
    """How many of the whole numbers from `first` through `last` lie in the stretch."""
    inside = whole_stretch(stretch)
    low = first if inside.at_least is None else max(first, int(inside.at_least))
    high = last if inside.under is None else min(last, int(inside.under) - 1)
    return max(0, high - low + 1)


class Consequence(Node):
    """What follows besides points and money (后果), and whom it meets."""

    action: Annotated[Code, Field(description="处理的代码，如 bulletin、notice、talk")]
    to: Annotated[
        Target,
        Field(
            description="对象：person 本人，chief 负责人，window 窗口，"
            "home_unit 派驻单位，center 中心"
        ),
    ] = "person"
    points: Annotated[float | None, Field(ge=0, description="分值")] = None
    share: Annotated[float | None, Field(ge=0, description="比例")] = None
    months: Annotated[int | None, Field(ge=1, description="持续月数")] = None


class Range(Node):
    """A range of whole numbers, both ends inside; left out on one side, open there."""

    at_least: Annotated[int | None, Field(ge=0, description="不少于")] = None
    at_most: Annotated[int | None, Field(ge=0, description="不多于")] = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if None not in (self.at_least, self.at_most) and self.at_least > self.at_most:  # type: ignore[operator]
            raise wrong("empty_range", "下限不高于上限", "a lower end not above the upper end")
        return self

    def holds(self, number: int) -> bool:
        """Whether the number lies inside."""
        return not (
            (self.at_least is not None and number < self.at_least)
            or (self.at_most is not None and number > self.at_most)
        )
