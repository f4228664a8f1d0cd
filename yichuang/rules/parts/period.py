"""Periods (期间): stretches of time in which things are counted, by the calendar or rolling.

Periods of one kind follow one another without a hole, each with a serial number, so that a run
of consecutive ones (连续几个月) can be told from as many within a while.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from yichuang.phrases import Phrase
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.reading import READS

Period = Literal["day", "week", "month", "quarter", "half_year", "year", "ever"]
LENGTHS: dict[str, int] = {
    "day": 1, "week": 7, "month": 28, "quarter": 90, "half_year": 181, "year": 365,
    "ever": 1_000_000,
}  # fmt: skip
"""How many days a period has at least; tells which of two is longer."""
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}

WORDS: dict[str, Phrase] = {
    "day": Phrase("当日", "the day"),
    "week": Phrase("本周", "the week"),
    "month": Phrase("本月", "the month"),
    "quarter": Phrase("本季度", "the quarter"),
    "half_year": Phrase("本半年", "the half-year"),
    "year": Phrase("本年", "the year"),
    "ever": Phrase("累计", "all time"),
}
"""The period that something is counted in."""
_UNITS: dict[str, Phrase] = {
    "day": Phrase("天", "days"),
    "week": Phrase("周", "weeks"),
    "month": Phrase("个月", "months"),
    "quarter": Phrase("个季度", "quarters"),
    "half_year": Phrase("个半年", "half-years"),
    "year": Phrase("年", "years"),
    "ever": Phrase("次", "times"),
}


class Rolling(Node):
    """So many days or months back from the act (滚动期间)."""

    last: Annotated[int, Field(ge=1, le=100_000, description="若干")]
    unit: Annotated[Literal["day", "month"], Field(description="天或月")]


Within = Period | Rolling


class Run(Node):
    """Consecutive periods (连续几期): how many on end, up to the last one, it happened in."""

    of: Annotated[Period, Field(description="一期多长，如连续几个月的 month")] = "month"
    over_new_year: Annotated[
        bool, READS, Field(description="跨年：true 接着上年算，false 每年从头算起")
    ] = True


def serial(on: date, period: Period) -> int:
    """The number of the period that a day belongs to; the next period has the next number."""
    if period == "day":
        return on.toordinal()
    if period == "week":
        return (on.toordinal() - 1) // 7
    if period == "ever":
        return 0
    return (on.year * 12 + on.month - 1) // _MONTHS[period]


def together(on: date, within: Within) -> Callable[[date], bool]:
    """Tells of an earlier day whether it counts together with one on `on`."""
    if isinstance(within, Rolling):
        since = _back(on, within)
        return lambda day: since < day <= on
    here = serial(on, within)
    return lambda day: serial(day, within) == here


def first_day(within: Within, on: date) -> date:
    """The first day of the period that a day lies in, or of the days back from it."""
    if isinstance(within, Rolling):
        return _back(on, within) + timedelta(days=1)
    if within == "ever":
        return date(1, 1, 2)  # the first day that has an instant in every time zone
    if within in ("day", "week"):
        return on - timedelta(days=on.weekday() if within == "week" else 0)
    months = _MONTHS[within]
    return date(on.year, (on.month - 1) // months * months + 1, 1)


def on_end(days: Iterable[date], run: Run, until: date) -> int:
    """How many periods on end, up to that of `until`, have one of the days (连续期数)."""
    happened = {serial(day, run.of) for day in days if day <= until}
    here, length = serial(until, run.of), 0
    while here - length in happened and (run.over_new_year or _same_year(here, length, run, until)):
        length += 1
    return length


def _same_year(here: int, back: int, run: Run, until: date) -> bool:
    """Whether the period so many back lies in the year of `until`."""
    if run.of == "ever":
        return True
    return here - back >= serial(until.replace(month=1, day=1), run.of)


def text(within: Within) -> str:
    """The period as a code, e.g. ``year`` or ``6 month``."""
    return f"{within.last} {within.unit}" if isinstance(within, Rolling) else within


def words(within: Within) -> Phrase:
    """The period as a clerk writes it, e.g. ``本年``, ``最近6个月``."""
    if not isinstance(within, Rolling):
        return WORDS[within]
    unit = _UNITS[within.unit]
    return Phrase(f"最近{within.last}{unit.zh}", f"the last {within.last} {unit.en}")


def run_words(length: float, run: Run) -> Phrase:
    """A run as a clerk writes it, e.g. ``连续4个月``."""
    unit = _UNITS[run.of]
    return Phrase(f"连续{length:.10g}{unit.zh}", f"{length:.10g} {unit.en} on end")


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
