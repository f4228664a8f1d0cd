"""What a sheet is added up from (计分明细): lines, what others bear, what else follows."""

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


@dataclass(frozen=True, slots=True)
class Follows:
    """What else follows, for whom (随之而来的处理)."""

    to: str
    action: str
    code: str
    article: str
    share: float | None = None
    points: Decimal | None = None
    months: int | None = None


def shown(points: Decimal) -> str:
    """Points as people write them: signed lines, no trailing zeros."""
    return format(points.normalize(), "f") if points else "0"
