"""Tiers of minutes, laid out in whole seconds so that a punch is placed by two comparisons."""

from __future__ import annotations

import math
import sys
from typing import Generic, NamedTuple, TypeVar

from yichuang.rules.parts.tables import Gap, Stretch, Tier, stretch_text
from yichuang.rules.sections.staff import Table, whole_stretch

T = TypeVar("T", bound=Tier)


class Band(NamedTuple, Generic[T]):
    """The seconds of one tier or gap, both ends inside."""

    low: int
    high: int
    tier: T | None
    gap: Gap | None

    def hole(self) -> str:
        """The gap's bounds in minutes, as in mathematics."""
        return stretch_text(self.gap) if self.gap is not None else ""


def bands(table: Table[T] | None) -> tuple[Band[T], ...]:
    """The tiers and gaps in seconds, the lowest first; whole minutes as all their seconds."""
    if table is None:
        return ()
    whole = table.whole
    made = [Band(*_seconds(tier, whole=whole), tier, None) for tier in table.tiers]
    made += [Band(*_seconds(gap, whole=whole), None, gap) for gap in table.gaps]
    return tuple(sorted(made, key=lambda band: band.low))


def pick(laid: tuple[Band[T], ...], seconds: int) -> Band[T] | None:
    """The band the seconds fall in; None where nothing follows."""
    for band in laid:
        if band.low <= seconds <= band.high:
            return band
    return None


def _seconds(stretch: Stretch, *, whole: bool) -> tuple[int, int]:
    low, high = -sys.maxsize, sys.maxsize
    if whole:
        stretch = whole_stretch(stretch)
    if stretch.at_least is not None:
        low = math.ceil(stretch.at_least * 60)
    elif stretch.over is not None:
        low = math.floor(stretch.over * 60) + 1
    if stretch.at_most is not None:
        high = math.floor(stretch.at_most * 60)
    elif stretch.under is not None:
        high = math.ceil(stretch.under * 60) - 1
    return low, high
