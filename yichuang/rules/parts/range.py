"""Ranges (区间): a stretch of numbers, each end inside (含) or outside (不含), or open."""

from __future__ import annotations

import sys
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from typing import Annotated, NamedTuple, Self

from pydantic import Field, model_validator

from yichuang.phrases import Phrase
from yichuang.rules.expected import wrong
from yichuang.rules.parts.node import Node

Number = int | float | Decimal | Fraction


class Bound(NamedTuple):
    """One end of a range: a value, and whether it is inside (含) or outside (不含)."""

    value: float
    inclusive: bool


class Span(NamedTuple):
    """A range as two ends; None: open."""

    low: Bound | None
    high: Bound | None

    def holds(self, number: Number) -> bool:
        """Whether the number lies inside. Exact for whole numbers and for single ratios."""
        x = float(number)
        if self.low is not None and (
            x < self.low.value or (x == self.low.value and not self.low.inclusive)
        ):
            return False
        return self.high is None or not (
            x > self.high.value or (x == self.high.value and not self.high.inclusive)
        )

    def whole(self) -> Span:
        """The whole numbers inside, from the first one up to, but without, the next."""
        low, high = self
        first = after = None
        if low is not None:
            first = ceil(low.value) if low.inclusive else floor(low.value) + 1
        if high is not None:
            after = floor(high.value) + 1 if high.inclusive else ceil(high.value)
        return Span(
            None if first is None else Bound(first, inclusive=True),
            None if after is None else Bound(after, inclusive=False),
        )

    def percent(self) -> Span:
        """A range of shares, in percent."""
        low, high = self
        return Span(
            None if low is None else Bound(round(low.value * 100, 6), low.inclusive),
            None if high is None else Bound(round(high.value * 100, 6), high.inclusive),
        )

    def whole_ends(self) -> tuple[int, int]:
        """The first and the last whole number inside."""
        inside = self.whole()
        low = -sys.maxsize if inside.low is None else int(inside.low.value)
        high = sys.maxsize if inside.high is None else int(inside.high.value) - 1
        return low, high

    def words(self, unit: Phrase | None = None) -> Phrase:
        """The range as a clerk writes it, e.g. ``3次以上``, ``超过3、不超过5``, ``不足20``."""
        return _words(self, unit)


@lru_cache(maxsize=4096)
def _words(span: Span, unit: Phrase | None) -> Phrase:
    low, high = span
    of, of_en = (unit.zh, f" {unit.en}" if unit.en else "") if unit else ("", "")
    if low is None and high is None:
        return Phrase("不限", "any")
    if low is not None and high is not None and _is_one(low, high):
        n = f"{low.value:.10g}"
        return Phrase(f"{n}{of}", f"{n}{of_en}")
    zh, en = [], []
    if low is not None:
        n = f"{low.value:.10g}"
        at_least = f"{n}{of}以上" if high is None else f"不少于{n}{of}"
        zh.append(at_least if low.inclusive else f"超过{n}{of}")
        en.append(f"{n} or more" if low.inclusive else f"over {n}")
    if high is not None:
        n = f"{high.value:.10g}"
        zh.append(f"不超过{n}{of}" if high.inclusive else f"不足{n}{of}")
        en.append(f"up to {n}" if high.inclusive else f"under {n}")
    return Phrase("、".join(zh), ", ".join(en) + of_en)


def _is_one(low: Bound, high: Bound) -> bool:
    """Whether a range holds a single number."""
    return low == high and low.inclusive


class Range(Node):
    """A range of numbers (区间). Left out on one side, it is open there."""

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

    @property
    def span(self) -> Span:
        return Span(self.lower, self.upper)

    def holds(self, number: Number) -> bool:
        """Whether the number lies inside."""
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
