"""The result of a sheet (考核结果) as it is stored and printed: plain numbers, every line cited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from yichuang.rules.assessment.lines import Carried, Line
from yichuang.rules.parts.consequence import Follows, number
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
    consequences: tuple[Follows, ...]
    acts: tuple[Act, ...]
    not_stated: tuple[str, ...]
    """Conditions on something nobody has stated."""
    undecided: tuple[str, ...]
    """Where the text is silent and a person has to decide."""
    readings: tuple[Reading, ...]
    because: tuple[Reason, ...]


def shown_line(line: Line) -> ShownLine:
    return ShownLine(line.code, line.dimension, line.count, number(line.points), line.article)


def shown_carried(c: Carried) -> ShownCarried:
    return ShownCarried(c.to, c.code, number(c.points), c.article)
