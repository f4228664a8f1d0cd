"""The facts and the ruling of accountability (责任追究的事实与结果)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yichuang.rules.parts.consequence import Follows
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.period import Period
from yichuang.rules.parts.reading import Reading
from yichuang.rules.reasons import Reason


@dataclass(frozen=True, slots=True)
class Facts:
    """The acts of one person, window or unit (行为清单), and the period they are counted in.

    `earlier_acts` only count: what followed from them was ruled before. `measures` are what
    the conditions of consequences may name.
    """

    acts: tuple[Deed, ...] = ()
    period: Period = "year"
    earlier_acts: tuple[Deed, ...] = ()
    measures: Mapping[str, float | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What follows an act (处理)."""

    code: str
    nth: int
    step: str | None
    bulletin: bool
    on: date
    article: str
    points: float | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """An act as it was counted."""

    code: str
    on: date
    nth: int
    period: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What follows the acts (处理结果). `undetermined`: acts the book sets no step for."""

    steps: tuple[Step, ...]
    return_to_home_unit: tuple[str, ...]
    consequences: tuple[Follows, ...]
    counted: tuple[Counted, ...]
    undetermined: tuple[str, ...]
    not_stated: tuple[str, ...]
    """Acts of which a consequence hangs on something nobody has stated."""
    readings: tuple[Reading, ...]
    because: tuple[Reason, ...]
