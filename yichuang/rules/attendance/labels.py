"""What the periods are called in which something is counted (周期的写法)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from yichuang.rules.sections.attendance import CountPeriod


def period_label(day: date, per: CountPeriod) -> str:
    """The period a day lies in (周期): ``2026-W10``, ``2026-03``, ``2026-Q1``, ``2026-H1``…"""
    if per == "week":
        year, week, _ = day.isocalendar()
        return f"{year}-W{week:02d}"
    if per == "month":
        return f"{day.year:04d}-{day.month:02d}"
    if per == "quarter":
        return f"{day.year:04d}-Q{(day.month + 2) // 3}"
    if per == "half_year":
        return f"{day.year:04d}-H{1 if day.month <= 6 else 2}"
    return f"{day.year:04d}"


@lru_cache(maxsize=4096)
def labelled(day: int, per: CountPeriod) -> str:
    """The period that a day, as an ordinal, lies in."""
    return period_label(date.fromordinal(day), per)
