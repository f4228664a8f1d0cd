"""The small tables regulations are made of: bounds, tiers with declared gaps, ladders.

A *tier* is a stretch of numbers with something that follows; its ends say whether they are
inside (`at_least`, `at_most`) or outside (`over`, `under`). *Tiers* must not overlap, and a
hole between them must be declared as a *gap*, so that a ruling can say that the text is
silent there instead of guessing. A *ladder* says what follows from the nth time on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Generic, NamedTuple, Self, TypeVar

from pydantic import Field, model_validator

from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.period import Period

Number = int | float | Decimal | Fraction


class Bound(NamedTuple):
    """One end of a stretch: a value, and whether it is inside (含) or outside (不含)."""

    value: float
    inclusive: bool


class Stretch(Node):
    """A stretch of numbers (区间). Left out on one side, it is open there."""

    at_least: Annotated[float | None, Field(description="不低于（含）")] = None
    over: Annotated[float | None, Field(description="超过（不含）")] = None
    at_most: Annotated[float | None, Field(description="不超过（含）")] = None
    under: Annotated[float | None, Field(description="不足（不含）")] = None

    @model_validator(mode="after")
    def _one_end_a_side(self) -> Self:
        if self.at_least is not None and self.over is not None:
            raise wrong(
                "two_lower_ends", "at_least 与 over 只写一个", "either at_least or over, not both"
            )
        if self.at_most is not None and self.under is not None:
            raise wrong(
                "two_upper_ends", "at_most 与 under 只写一个", "either at_most or under, not both"
            )
        low, high = self.lower, self.upper
        if low and high and not _meet(low, high):
            raise wrong(
                "empty_range", "下限不高于上限", "a lower end that is not above the upper end"
            )
        return self

    @property
    def lower(self) -> Bound | None:
        """The lower end; None: open."""
        if self.at_least is not None:
            return Bound(self.at_least, inclusive=True)
        return None if self.over is None else Bound(self.over, inclusive=False)

    @property
    def upper(self) -> Bound | None:
        """The upper end; None: open."""
        if self.at_most is not None:
            return Bound(self.at_most, inclusive=True)
        return None if self.under is None else Bound(self.under, inclusive=False)

    def holds(self, number: Number) -> bool:
        """Whether the number lies inside. Exact for whole numbers and for single ratios."""
        x = float(number)
        if self.at_least is not None and x < self.at_least:
            return False
        if self.over is not None and x <= self.over:
            return False
        if self.at_most is not None and x > self.at_most:
            return False
        return not (self.under is not None and x >= self.under)


def _meet(low: Bound, high: Bound) -> bool:
    """Whether there is a number between the ends."""
    return low.value < high.value or (low.value == high.value and low.inclusive and high.inclusive)


class Tier(Stretch):
    """A stretch with what follows; the outcome's fields are in the subclass."""


class Gap(Stretch):
    """A stretch the text doesn't cover (条文空白), declared, with a `note` saying so."""


T = TypeVar("T", bound=Tier)


class Tiers(Node, Generic[T]):
    """Tiers in any order (分档); no overlap, and every hole between or above them declared.

    Below the lowest tier nothing follows; that is no gap.
    """

    tiers: Annotated[tuple[T, ...], Field(description="各档")] = ()
    gaps: Annotated[tuple[Gap, ...], Field(description="条文未覆盖的空档")] = ()

    @model_validator(mode="after")
    def _cover(self) -> Self:
        check_cover([*self.tiers, *self.gaps])
        return self

    def pick(self, number: Number) -> T | Gap | None:
        """The tier the number falls in, or the declared gap; None below the lowest tier."""
        for tier in self.tiers:
            if tier.holds(number):
                return tier
        for gap in self.gaps:
            if gap.holds(number):
                return gap
        return None


def check_cover(stretches: Iterable[Stretch]) -> None:
    """Raise where stretches overlap or leave a hole between or above them."""
    lowest = Bound(float("-inf"), inclusive=True)
    ordered = sorted(
        stretches,
        key=lambda s: (s.lower or lowest).value + (0 if (s.lower or lowest).inclusive else 1e-12),
    )
    for before, after in pairwise(ordered):
        _check_neighbours(before, after)
    if ordered and ordered[-1].upper is not None:
        raise wrong(
            "tier_gap",
            "{above} 有规定，或在 gaps 中写明条文未覆盖",
            "something for {above}, or a gap declared there",
            above=_after(ordered[-1].upper),
        )


def _check_neighbours(before: Stretch, after: Stretch) -> None:
    high, low = before.upper, after.lower
    touching = high is not None and low is not None and high.value == low.value
    if high is None or low is None or high.value > low.value:
        overlap = True
    else:
        overlap = touching and high.inclusive and low.inclusive
    if overlap:
        raise wrong(
            "tier_overlap",
            "各档互不重叠（{one} 与 {other} 重叠）",
            "tiers that don't overlap ({one} and {other} do)",
            one=stretch_text(before),
            other=stretch_text(after),
        )
    assert high is not None
    assert low is not None
    if not touching or not (high.inclusive or low.inclusive):
        raise wrong(
            "tier_gap",
            "{one} 与 {other} 之间有规定，或在 gaps 中写明条文未覆盖",
            "something between {one} and {other}, or a gap declared there",
            one=stretch_text(before),
            other=stretch_text(after),
        )


def stretch_text(stretch: Stretch) -> str:
    """The stretch as in mathematics, e.g. ``[20, 60)``."""
    low, high = stretch.lower, stretch.upper
    left = "(-∞" if low is None else f"{'[' if low.inclusive else '('}{low.value:g}"
    right = "∞)" if high is None else f"{high.value:g}{']' if high.inclusive else ')'}"
    return f"{left}, {right}"


def stretch_words(stretch: Stretch) -> str:
    """The stretch as people write it, e.g. ``≥ 20, < 60``."""
    low, high = stretch.lower, stretch.upper
    ends = []
    if low is not None:
        ends.append(f"{'≥' if low.inclusive else '>'} {low.value:g}")
    if high is not None:
        ends.append(f"{'≤' if high.inclusive else '<'} {high.value:g}")
    return ", ".join(ends)


def _after(bound: Bound) -> str:
    return f"{'(' if bound.inclusive else '['}{bound.value:g}, ∞)"


class Step(Node):
    """What follows from the nth time on, up to the next step (第几次起); subclass for outcomes."""

    nth: Annotated[int, Field(ge=1, description="第几次起")]


S = TypeVar("S", bound=Step)


class Ladder(Node, Generic[S]):
    """What follows by how often it happened (递进), counted within a period."""

    period: Annotated[Period, Field(description="计次周期")]
    steps: Annotated[tuple[S, ...], Field(description="各级；空则不按次数，由调查认定")]

    @model_validator(mode="after")
    def _rising(self) -> Self:
        nths = [step.nth for step in self.steps]
        if any(b <= a for a, b in pairwise(nths)):
            raise wrong(
                "ladder_order",
                "各级次数由低到高",
                "steps in the order of their counts, each higher",
            )
        return self

    def step(self, count: int) -> S | None:
        """The step that the nth time falls on; None before the first step."""
        return step_of(self.steps, count)


def step_of(steps: Sequence[S], count: int) -> S | None:
    """The last step whose `nth` is reached."""
    found: S | None = None
    for step in steps:
        if step.nth > count:
            break
        found = step
    return found


class Choice(Node):
    """An amount a person fills in within bounds (裁量幅度)."""

    least: Annotated[float, Field(description="下限")]
    most: Annotated[float, Field(description="上限")]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.least > self.most:
            raise wrong(
                "empty_range", "下限不高于上限", "a lower end that is not above the upper end"
            )
        return self

    def holds(self, number: Number) -> bool:
        """Whether an amount lies within the bounds, both inside."""
        return self.least <= float(number) <= self.most


class Rounding(Enum):
    """How an amount is rounded (舍入)."""

    half_up = "half_up"
    down = "down"
    up = "up"
