"""What an assessment is ruled on, and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any

from yichuang.phrases import Phrase
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.consequence import Effect
from yichuang.rules.parts.deed import Deed
from yichuang.rules.sections.assessment import Entry
from yichuang.rules.suggest import unknown

MOST_TIMES = 1_000_000
MOST_POINTS = 1_000_000_000.0
"""Beyond these a number is a slip of the hand, and arithmetic would stop being exact."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that costs or earns points (扣分或加分的事实), `count` times.

    `days_late` or `quantity` where the catalogue goes by a quantity, `points` where a person
    chooses within a range, `degree` where it depends on gravity. `on` is the day, `event`
    what happened: one event may break several rules. `about`: the act that this one is about,
    e.g. the one that was hidden.
    """

    code: str
    count: int = 1
    days_late: float | None = None
    quantity: float | None = None
    points: float | None = None
    degree: str | None = None
    on: date | None = None
    event: str | None = None
    about: Deed | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """The total of an earlier period (以前一期的总分), by any day of it."""

    on: date
    total: float


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts of one sheet (考核事实). Everything may be left out.

    `votes` are the ballots of the one dimension that is voted on; `ballots` and `scores`
    go by dimension, or by `dimension.group` where groups of people weigh differently.
    `measures` and `year` are quantities by name; `results` are rulings of other rules.
    `earlier` says how often a code was already marked in its ladder's period before this
    sheet; `history` are the totals of the periods before, newest last and none left out, or `past`
    those that are known, each with a day of its period. `best` and `voters`: what a quantity is
    at the best of those compared, and how many might vote. `role` where the book
    weighs somebody's deductions by it. `acts`, in place of `deductions` and `bonuses`, are dated
    acts that the book counts itself; `earlier_acts` are counted and cost nothing any more. The
    figures in force `on` that day are used; left out, the newest.
    """

    deductions: tuple[Mark, ...] = ()
    bonus: float = 0
    bonuses: tuple[Mark, ...] = ()
    votes: Mapping[str, int] = field(default_factory=dict)
    ballots: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    scores: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    working_days: float | None = None
    measures: Mapping[str, float | bool] = field(default_factory=dict)
    year: Mapping[str, float | bool] = field(default_factory=dict)
    results: Mapping[str, Any] = field(default_factory=dict)
    earlier: Mapping[str, int] = field(default_factory=dict)
    history: tuple[float, ...] = ()
    past: tuple[Past, ...] = ()
    best: Mapping[str, float] = field(default_factory=dict)
    voters: float | None = None
    sheet: str = ""
    role: str = ""
    acts: tuple[Deed, ...] | None = None
    earlier_acts: tuple[Deed, ...] = ()
    on: date | None = None


_TIMES = Phrase("0到{most}之间的整数", "a whole number from 0 to {most}")
_AMOUNT = Phrase("不小于0的数", "a number of 0 or more")
_NO_SUCH_FIELD = Phrase("“{code}”不按{field}计，应不填", "nothing: {code} does not go by {field}")


def check_marks(marks: Iterable[Mark], at: str, known: Mapping[str, object]) -> None:
    """Raise FactsError at the first mark that is no mark of this catalogue."""
    for i, mark in enumerate(marks):
        here = f"facts.{at}[{i}]"
        if mark.code not in known:
            raise unknown(f"{here}.code", mark.code, known)
        check_times(mark.count, f"{here}.count")
        for name in ("days_late", "quantity", "points"):
            check_amount(getattr(mark, name), f"{here}.{name}")
        if mark.days_late is not None and mark.quantity is not None:
            raise FactsError(
                f"{here}.quantity", _NO_SUCH_FIELD, mark.quantity,
                {"code": mark.code, "field": "quantity, days_late"},
            )  # fmt: skip


def check_times(count: int, at: str) -> None:
    if not 0 <= count <= MOST_TIMES:
        raise FactsError(at, _TIMES, count, {"most": MOST_TIMES})


def check_amount(amount: float | None, at: str) -> None:
    if amount is not None and not (isfinite(amount) and 0 <= amount <= MOST_POINTS):
        raise FactsError(at, _AMOUNT, amount)


def takes_no(mark: Mark, fields: Iterable[str], at: str) -> None:
    """Raise FactsError where a mark says something its code does not go by."""
    for name in fields:
        value = getattr(mark, name)
        if value is not None:
            args = {"code": mark.code, "field": name}
            raise FactsError(f"{at}.{name}", _NO_SUCH_FIELD, value, args)


def mark_of(code: str, entry: Entry, deed: Deed) -> Mark:
    """A mark of an entry for a deed; it says no more than what the entry goes by."""
    by_quantity = entry.counter.measure != "times" and not entry.degrees
    effects: tuple[Effect, ...] = (entry, *entry.tiers, *entry.degrees.values())
    chosen = any(e.points is not None and e.points.fixed is None for e in effects)
    return Mark(
        code,
        deed.count,
        quantity=deed.amount if by_quantity else None,
        points=deed.points if chosen else None,
        degree=deed.severity if entry.degrees else None,
        on=deed.on,
        event=deed.event,
        about=deed.about,
    )
