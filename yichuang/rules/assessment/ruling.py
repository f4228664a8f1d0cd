"""The result of a sheet (考核结果) as it is stored and printed: plain numbers, every line cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from yichuang.rules.assessment.lines import Carried, Follows, Line
from yichuang.rules.parts.reading import Reading
from yichuang.rules.reasons import Reason


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A cited line of the total, as printed."""

    code: str
    dimension: str
    count: int
    points: float
    article: str


@dataclass(frozen=True, slots=True)
class ShownCarried:
    to: str
    code: str
    points: float
    article: str


@dataclass(frozen=True, slots=True)
class ShownFollows:
    to: str
    action: str
    code: str
    article: str
    share: float | None
    points: float | None
    months: int | None


@dataclass(frozen=True, slots=True)
class Act:
    """An act that is also pursued under the section `accountability`."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class Ruling:
    """The result of a sheet (考核结果). Points are numbers; `lines` add up to them."""

    dimensions: Mapping[str, float]
    total: float
    counted: bool
    barred: tuple[str, ...]
    not_rated: tuple[str, ...]
    grade: str | None
    bonus: float
    vetoed: tuple[str, ...]
    lines: tuple[ShownLine, ...]
    parts: Mapping[str, float]
    """What each dimension adds to the total, after its weight."""
    carried: tuple[ShownCarried, ...]
    consequences: tuple[ShownFollows, ...]
    acts: tuple[Act, ...]
    undecided: tuple[str, ...]
    """Where the text is silent and a person has to decide."""
    readings: tuple[Reading, ...]
    because: tuple[Reason, ...]


def number(points: Decimal) -> float:
    """Points as a plain number: whole ones as integers, the rest to nine places."""
    rounded = round(points, 9)
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def shown_line(line: Line) -> ShownLine:
    return ShownLine(line.code, line.dimension, line.count, number(line.points), line.article)


def shown_carried(c: Carried) -> ShownCarried:
    return ShownCarried(c.to, c.code, number(c.points), c.article)


def shown_follows(f: Follows) -> ShownFollows:
    points = None if f.points is None else number(f.points)
    return ShownFollows(f.to, f.action, f.code, f.article, f.share, points, f.months)
