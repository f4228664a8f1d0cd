"""Amounts of the allowance in cents (津贴金额): day rates, money, shares, rounded once each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from yichuang.rules import money
from yichuang.rules.parts.figure import Figure, Rounding
from yichuang.rules.sections.allowance import Allowance


class Priced(Protocol):
    """What says an amount: an effect, or a cap."""

    @property
    def money(self) -> Figure | None: ...
    @property
    def days(self) -> Figure | None: ...
    @property
    def share(self) -> Figure | None: ...


@dataclass(slots=True)
class Purse:
    """A month's allowance and what a day of it is worth, both in cents."""

    allowance: int
    day_rate: int
    rounding: Rounding
    base: int
    """What shares are shares of: the allowance, or what is left of it (依次扣)."""

    @classmethod
    def of(cls, allowance: int, working_days: int, rules: Allowance) -> Purse:
        """The day rate is rounded to the cent before anything is made of it."""
        days = exact(working_days if rules.day_rate_days is None else rules.day_rate_days)
        rate = rounded(allowance / days, rules.rounding)
        return cls(allowance, rate, rules.rounding, allowance)

    def least(self, amount: Priced, times: float = 1) -> int:
        """What an amount comes to for so many times; of bounds, the lower end."""
        return self._worth(amount, times, upper=False)

    def most(self, amount: Priced, times: float = 1) -> int | None:
        """The upper end of bounds; None: open. The amount itself where it is fixed."""
        figures = (amount.money, amount.days, amount.share, getattr(amount, "months", None))
        if any(figure is not None and figure.at_most is None for figure in figures):
            return None
        return self._worth(amount, times, upper=True)

    def _worth(self, amount: Priced, times: float, *, upper: bool) -> int:
        one = Fraction(0)
        for figure, unit in (
            (amount.money, Fraction(100)),
            (amount.days, Fraction(self.day_rate)),
            (amount.share, Fraction(self.base)),
            (getattr(amount, "months", None), Fraction(self.allowance)),
        ):
            if figure is not None:
                number = figure.at_most if upper and figure.at_most is not None else figure.least
                one += Fraction(number) * unit
        return rounded(one * exact(times), self.rounding)


def exact(number: float | Decimal) -> Fraction:
    """The number as people wrote it: 0.1 is a tenth."""
    return Fraction(number) if isinstance(number, int | Decimal) else Fraction(repr(number))


def rounded(cents: Fraction, rounding: Rounding) -> int:
    """To the cent, as the book rounds (舍入)."""
    if rounding is Rounding.half_up:
        return money.part(1, cents.numerator, cents.denominator)
    return math.floor(cents) if rounding is Rounding.down else math.ceil(cents)
