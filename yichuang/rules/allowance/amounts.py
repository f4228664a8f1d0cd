"""Amounts of the allowance in cents (津贴金额): day rates, money, shares, rounded once each."""

from __future__ import annotations

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
        months = getattr(amount, "months", None)
        above, below = 0, 1
        for figure, unit in (
            (amount.money, 100),
            (amount.days, self.day_rate),
            (amount.share, self.base),
            (months, self.allowance),
        ):
            if figure is not None:
                number = figure.at_most if upper and figure.at_most is not None else figure.least
                n, d = number.as_integer_ratio()
                above, below = above * d + unit * n * below, below * d
        n, d = (times, 1) if isinstance(times, int) else exact(times).as_integer_ratio()
        return _rounded(above * n, below * d, self.rounding)


def exact(number: float | Decimal) -> Fraction:
    """The number as people wrote it: 0.1 is a tenth."""
    return Fraction(number) if isinstance(number, int | Decimal) else Fraction(repr(number))


def rounded(cents: Fraction, rounding: Rounding) -> int:
    """To the cent, as the book rounds (舍入)."""
    return _rounded(cents.numerator, cents.denominator, rounding)


def _rounded(above: int, below: int, rounding: Rounding) -> int:
    if rounding is Rounding.half_up:
        return money.part(1, above, below)
    return above // below if rounding is Rounding.down else -(-above // below)
