"""Stretches of time in which things are counted (计次期间): by the calendar, or rolling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from yichuang.rules.parts.node import Node
from yichuang.rules.parts.tables import Period

MONTHS: dict[str, int] = {"month": 1, "quarter": 3, "half_year": 6, "year": 12, "ever": 1_000_000}
"""How many months a period of the calendar has."""


class Rolling(Node):
    """So many days or months back from the act (滚动期间)."""

    last: Annotated[int, Field(ge=1, le=100_000, description="若干")]
    unit: Annotated[Literal["day", "month"], Field(description="天或月")]


Within = Period | Rolling


def bucket(on: date, period: Period) -> tuple[int, int]:
    """Which month, quarter … of the calendar a day belongs to."""
    return (0, 0) if period == "ever" else (on.year, (on.month - 1) // MONTHS[period])


def together(on: date, within: Within) -> Callable[[date], bool]:
    """Tells of an earlier day whether it counts together with one on `on`."""
    if isinstance(within, Rolling):
        since = _back(on, within)
        return lambda day: since < day <= on
    here = bucket(on, within)
    return lambda day: bucket(day, within) == here


def text(within: Within) -> str:
    """The period as it is shown, e.g. ``year`` or ``6 month``."""
    return f"{within.last} {within.unit}" if isinstance(within, Rolling) else within


def _back(on: date, rolling: Rolling) -> date:
    """The last day that does not count any more; a month back from the 31st is its last day."""
    if rolling.unit == "day":
        return on - timedelta(days=min(rolling.last, on.toordinal() - 1))
    months = on.year * 12 + on.month - 1 - rolling.last
    if months < 12:
        return date.min
    year, month = divmod(months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    same_day = date(year, month + 1, 1) + timedelta(days=on.day - 1)
    return min(same_day, following - timedelta(days=1))
