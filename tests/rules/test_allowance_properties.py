"""What holds for the allowance whatever is counted."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.rules.allowance import Facts, rule
from yichuang.rules.book import Book

BOOK = Book.of("allowance-hall")

counts = st.integers(0, 12)
days = st.integers(0, 44).map(lambda halves: halves / 2)
months = st.builds(
    Facts,
    monthly_allowance=st.integers(0, 500_000).map(
        lambda cents: f"{cents // 100}.{cents % 100:02d}"
    ),
    working_days=st.integers(1, 31),
    attendance_faults=counts,
    absence_days=days,
    leave_days=days,
    off_post=counts,
    asleep=counts,
    computer_misuse=counts,
    verified_complaints=counts,
    dress=counts,
    outings=st.integers(0, 30),
)


@pytest.mark.req("R59")
@given(months)
def test_never_more_than_the_allowance(facts: Facts) -> None:
    ruling = rule(facts, BOOK)
    allowance = Decimal(facts.monthly_allowance)
    assert Decimal(0) <= Decimal(ruling.deducted) <= allowance
    assert Decimal(ruling.paid) == allowance - Decimal(ruling.deducted)


@pytest.mark.req("R59")
@given(months)
def test_lines_add_up_unless_capped(facts: Facts) -> None:
    ruling = rule(facts, BOOK)
    total = sum((Decimal(line.amount) for line in ruling.lines), Decimal(0))
    if ruling.capped:
        assert total > Decimal(ruling.deducted)
        assert ruling.paid == "0.00"
    else:
        assert total == Decimal(ruling.deducted)
    assert ruling.because


@pytest.mark.req("R59")
@given(months)
def test_the_day_rate_is_the_nearest_cent_half_up(facts: Facts) -> None:
    cents = Decimal(rule(facts, BOOK).day_rate) * 100
    exact = Decimal(facts.monthly_allowance) * 100 / facts.working_days
    assert cents == int(cents)
    assert -Decimal("0.5") < cents - exact + Decimal("1e-12")
    assert cents - exact <= Decimal("0.5") + Decimal("1e-12")


@pytest.mark.req("R59")
@given(months)
def test_nothing_follows_from_nothing(facts: Facts) -> None:
    clean = Facts(facts.monthly_allowance, facts.working_days)
    ruling = rule(clean, BOOK)
    assert ruling.lines == ()
    assert ruling.deducted == "0.00"
    assert not ruling.bulletin
    assert not ruling.notify_home_unit
    assert ruling.because


@pytest.mark.req("R59")
@given(months)
def test_reasons_don_t_change_the_amounts(facts: Facts) -> None:
    with_reasons = rule(facts, BOOK)
    without = rule(facts, BOOK, reasons=False)
    assert without.because == ()
    assert replace(with_reasons, because=()) == without
