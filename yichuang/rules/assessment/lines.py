"""What a sheet is added up from (计分明细): lines, and what others bear."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """What one code, floor or cap does to the points: signed, as it is added."""

    code: str
    dimension: str
    count: int
    points: Decimal
    article: str


@dataclass(frozen=True, slots=True)
class Carried:
    """What somebody else has to bear (连带扣分)."""

    to: str
    code: str
    points: Decimal
    article: str


def shown(points: Decimal) -> str:
    """Points as people write them: to two places, no trailing zeros, no ``-0``."""
    rounded = round(points, 2)
    return format(rounded.normalize(), "f") if rounded else "0"
