"""Amounts of the allowance in cents (津贴金额): day rates, money, shares, rounded once each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from yichuang.rules import money
from yichuang.rules.parts.tables import Rounding
from yichuang.rules.sections.allowance import Allowance, Amount


@dataclass(frozen=True, slots=True)
class Purse:
    """A month's allowance and what a day of it is worth, both in cents."""

    allowance: int
    day_rate: int
    rounding: Rounding

    @classmethod
    def of(cls, allowance: int, working_days: int, rules: Allowance) -> Purse:
        """The day rate is rounded to the cent before anything is made of it."""
        days = exact(working_days if rules.day_rate_days is None else rules.day_rate_days)
        return cls(allowance, rounded(allowance / days, rules.rounding), rules.rounding)

    def worth(self, amount: Amount, count: float = 1) -> int:
        """What an amount comes to, for `count` of them where it is for each."""
        if amount.day_rates is not None:
            one = self.day_rate * exact(amount.day_rates)
        elif amount.money is not None:
            one = Fraction(amount.money) * 100
        else:
            one = self.allowance * exact(amount.percent or 0) / 100
        return rounded(one * (exact(count) if amount.each else 1), self.rounding)

    def most(self, amount: Amount, count: float = 1) -> int:
        """The upper end of a range; the amount itself where it is none."""
        if amount.to is None:
            return self.worth(amount, count)
        top = amount.model_copy(update=_raised(amount))
        return self.worth(top, count)


def _raised(amount: Amount) -> dict[str, object]:
    assert amount.to is not None
    if amount.money is not None:
        return {"money": Decimal(repr(amount.to)), "to": None}
    field = "day_rates" if amount.day_rates is not None else "percent"
    return {field: amount.to, "to": None}


def exact(number: float) -> Fraction:
    """The number as people wrote it: 0.1 is a tenth."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def rounded(cents: Fraction, rounding: Rounding) -> int:
    """To the cent, as the book rounds (舍入)."""
    if rounding is Rounding.half_up:
        return money.part(1, cents.numerator, cents.denominator)
    return math.floor(cents) if rounding is Rounding.down else math.ceil(cents)
