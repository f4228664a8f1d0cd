"""What a bill comes to (应收金额), by the published standards and by nothing else (R28).

Pure: standards and quantities in, lines and the sum out, in whole cents. A standard is the
charge of the item's version with the article that allows it; a quantity is how many of its
units (per card, per sheet). Neither more nor less than the sum is taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from yichuang.rules.money import Cents

MOST = 999
"""Of one standard on one bill: beyond it a number is a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Standard:
    """A published charge (收费标准): its price in cents for one unit."""

    price: Cents


@dataclass(frozen=True, slots=True)
class Line:
    """So many units of a standard, by its place in the item's list."""

    place: int
    quantity: int
    amount: Cents


@dataclass(frozen=True, slots=True)
class Ruling:
    """The lines of a bill in the order of the standards, and their sum."""

    lines: tuple[Line, ...]
    total: Cents
    unknown: tuple[int, ...] = ()
    """Places that no published standard has."""


def rule(standards: Sequence[Standard], asked: Mapping[int, int]) -> Ruling:
    """What so many units of each standard come to; quantities of zero are no lines."""
    unknown = tuple(
        place for place, n in sorted(asked.items())
        if not 0 <= place < len(standards) or not 0 <= n <= MOST
    )  # fmt: skip
    lines = tuple(
        Line(place, asked[place], Cents(standard.price * asked[place]))
        for place, standard in enumerate(standards)
        if place not in unknown and asked.get(place, 0)
    )
    return Ruling(lines, Cents(sum(line.amount for line in lines)), unknown)
