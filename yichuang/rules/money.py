"""Money: whole cents inside, decimal strings outside, half a cent rounds up.

Amounts are counted in cents (分) as plain integers, so sums are exact; what is read and
printed is the decimal string of yuan that people and files use, `"57.14"`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NewType

from yichuang.phrases import Phrase, phrase

Cents = NewType("Cents", int)
"""An amount in cents (分)."""

NOT_MONEY = phrase(
    "money.not_money",
    "金额应写作“1200.00”这样的数字，小数不超过两位，现为“{found}”",
    "An amount is written like “1200.00”, with at most two decimals, not “{found}”",
)

_FORM = re.compile(r"(-?)([0-9]{1,15})(?:\.([0-9]{1,2}))?")


class MoneyError(ValueError):
    """The text is no amount of money (金额格式不对)."""

    message: Phrase = NOT_MONEY

    def __init__(self, found: str) -> None:
        super().__init__(NOT_MONEY.say("en", found=found))
        self.found = found


def parse(text: str) -> Cents:
    """Read an amount of yuan (金额), e.g. ``"1200"``, ``"57.1"``, ``"-0.50"``.

    Raises MoneyError for anything else: thousands marks, more than two decimals, signs.
    """
    match = _FORM.fullmatch(text)
    if match is None:
        raise MoneyError(text)
    sign, yuan, fraction = match.groups()
    cents = int(yuan) * 100 + int((fraction or "").ljust(2, "0"))
    return Cents(-cents if sign else cents)


def to_text(cents: int) -> str:
    """The amount as a decimal string of yuan with two places."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def divide(cents: int, by: int) -> Cents:
    """A part of the amount, to the cent, half up (四舍五入); for amounts below zero, away from it.

    Raises ZeroDivisionError.
    """
    return part(cents, 1, by)


def part(cents: int, numerator: int, denominator: int) -> Cents:
    """`numerator / denominator` of the amount (比例), to the cent, half up."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    product = cents * numerator
    rounded = (2 * abs(product) + denominator) // (2 * denominator)
    return Cents(-rounded if product < 0 else rounded)


def percent(cents: int, hundredths: int) -> Cents:
    """So many hundredths of a percent of the amount, to the cent: 12.5 % is 1250."""
    return part(cents, hundredths, 10_000)


def yuan_in_cents(yuan: Decimal) -> int:
    """Yuan of a book in cents."""
    return int(yuan * 100)
