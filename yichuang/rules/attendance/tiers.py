"""Tiers of minutes, laid out in whole seconds so that a punch is placed by two comparisons."""

from __future__ import annotations

import math
import sys
from typing import Generic, NamedTuple, TypeVar

from yichuang.phrases import Phrase
from yichuang.rules.parts.range import Span
from yichuang.rules.parts.table import Gap, Table, Tier

T = TypeVar("T", bound=Tier)


class Band(NamedTuple, Generic[T]):
    """The seconds of one tier or gap, both ends inside."""

    low: int
    high: int
    tier: T | None
    gap: Gap | None

    def hole(self) -> Phrase:
        """The gap's bounds in minutes, in words."""
        return self.gap.span.words() if self.gap is not None else Phrase("", "")


def bands(table: Table[T] | None) -> tuple[Band[T], ...]:
    """The tiers and gaps in seconds, the lowest first; whole minutes as all their seconds."""
    if table is None:
        return ()
    return tuple(Band(*_seconds(laid.span), laid.tier, laid.gap) for laid in table.laid)


def pick(laid: tuple[Band[T], ...], seconds: int) -> Band[T] | None:
    """The band the seconds fall in; None where nothing follows."""
    for band in laid:
        if band.low <= seconds <= band.high:
            return band
    return None


def _seconds(span: Span) -> tuple[int, int]:
    low, high = -sys.maxsize, sys.maxsize
    if span.low is not None:
        at = span.low.value * 60
        low = math.ceil(at) if span.low.inclusive else math.floor(at) + 1
    if span.high is not None:
        at = span.high.value * 60
        high = math.floor(at) if span.high.inclusive else math.ceil(at) - 1
    return low, high
