"""What the periods are called in which something is counted (周期的写法)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from yichuang.phrases import Phrase
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


_HALVES = {"1": ("上半年", "first half of"), "2": ("下半年", "second half of")}


def label_words(label: str) -> Phrase:
    """A period as a clerk writes it, e.g. ``2026 年第 1 季度``; days from one through another."""
    first, _, last = label.partition("/")
    if last:
        return Phrase(f"{first} 至 {last}", f"{first} to {last}")
    year, _, part = label.partition("-")
    if not part:
        return Phrase(f"{year} 年", year)
    if part.startswith("W"):
        return Phrase(f"{year} 年第 {int(part[1:])} 周", f"week {int(part[1:])} of {year}")
    if part.startswith("Q"):
        return Phrase(f"{year} 年第 {part[1:]} 季度", f"quarter {part[1:]} of {year}")
    if part.startswith("H"):
        zh, en = _HALVES[part[1:]]
        return Phrase(f"{year} 年{zh}", f"the {en} {year}")
    return Phrase(f"{year} 年 {int(part)} 月", f"{year}-{part}")
