"""Amounts are exact, and half a cent rounds up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.rules.money import MoneyError, divide, parse, part, percent, to_text


@pytest.mark.req("R59")
@pytest.mark.parametrize(
    ("text", "cents"),
    [("0", 0), ("1200", 120000), ("1200.0", 120000), ("57.14", 5714), ("57.1", 5710),
     ("-0.50", -50), ("0.05", 5), ("999999999999999.99", 99999999999999999)],
)  # fmt: skip
def test_amounts_are_read(text: str, cents: int) -> None:
    assert parse(text) == cents


@pytest.mark.parametrize(
    "text", ["", "1,200", "12.345", "1e3", "+5", " 5", "5 ", ".5", "5.", "NaN", "１２", "¥5", "--5"]
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(MoneyError) as raised:
        parse(text)
    assert raised.value.found == text


@pytest.mark.req("R59")
@pytest.mark.parametrize(
    ("cents", "by", "quotient"),
    [(120000, 21, 5714), (5, 2, 3), (-5, 2, -3), (4, 3, 1), (5, 3, 2), (1, 200, 0), (1, 2, 1)],
)
def test_half_a_cent_rounds_up(cents: int, by: int, quotient: int) -> None:
    assert divide(cents, by) == quotient


@pytest.mark.parametrize(("cents", "hundredths", "share"), [(10000, 1250, 1250), (1, 5000, 1)])
def test_percentages(cents: int, hundredths: int, share: int) -> None:
    assert percent(cents, hundredths) == share


@given(st.integers(-(10**15), 10**15))
def test_what_is_printed_is_read_back(cents: int) -> None:
    assert parse(to_text(cents)) == cents


@given(st.integers(-(10**9), 10**9), st.integers(1, 400), st.integers(1, 400))
def test_a_part_is_within_half_a_cent(cents: int, numerator: int, denominator: int) -> None:
    assert (
        abs(part(cents, numerator, denominator) * denominator - cents * numerator) * 2
        <= denominator
    )
    assert part(cents, -numerator, -denominator) == part(cents, numerator, denominator)
