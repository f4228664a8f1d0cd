"""What holds for leave whatever is asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.rules.book import Book
from yichuang.rules.leave import Facts, rule

BOOKS = [Book.of(name) for name in ("county-hall", "baodi", "allowance-hall")]
START = datetime.combine(date(2026, 4, 27), time(8))

minutes = st.one_of(
    st.sampled_from([1, 60, 61, 239, 240, 570, 1440, 4320, 4890]), st.integers(1, 20_000)
)


@st.composite
def asked(draw: st.DrawFn) -> Facts:
    start = START + timedelta(minutes=draw(st.integers(0, 20_000)))
    end = start + timedelta(minutes=draw(minutes))
    staff = draw(st.integers(1, 4))
    return Facts(
        type=draw(st.sampled_from(["personal", "sick", "annual", "official"])),
        from_=start,
        to=end,
        now=end + timedelta(minutes=draw(st.integers(-2000, 6000))),
        window_staff=staff,
        colleagues_away=draw(st.integers(0, staff - 1)),
        substitute=draw(st.sampled_from([None, "P07"])),
        certificate=draw(st.sampled_from([None, "town_clinic", "county_hospital"])),
    )


@pytest.mark.req("R34")
@given(st.sampled_from(BOOKS), asked())
def test_allowed_exactly_when_nothing_is_missing(book: Book, facts: Facts) -> None:
    ruling = rule(facts, book)
    assert ruling.allowed == (not ruling.missing)
    assert ruling.chain
    assert ruling.because
    assert (2 * ruling.days) == int(2 * ruling.days)


@pytest.mark.req("R34")
@given(st.sampled_from(BOOKS), asked(), minutes)
def test_longer_is_never_shorter(book: Book, facts: Facts, more: int) -> None:
    ruling = rule(facts, book)
    longer = rule(replace(facts, to=facts.to + timedelta(minutes=more)), book)
    assert longer.hours >= ruling.hours
    assert longer.days >= ruling.days
    assert longer.overdue_half_days <= ruling.overdue_half_days
    assert {"substitute"} & set(ruling.missing) <= set(longer.missing)


@pytest.mark.req("R34")
@given(st.sampled_from(BOOKS), asked())
def test_a_substitute_and_a_certificate_only_help(book: Book, facts: Facts) -> None:
    ruling = rule(facts, book)
    helped = rule(replace(facts, substitute="P07", certificate="provincial_hospital"), book)
    assert set(helped.missing) <= set(ruling.missing)
    assert helped.chain == ruling.chain


@pytest.mark.req("R34")
@given(st.sampled_from(BOOKS), asked(), minutes, minutes)
def test_the_later_back_the_more_overdue(book: Book, facts: Facts, soon: int, later: int) -> None:
    soon, later = sorted((soon, later))
    one = rule(replace(facts, returned_at=facts.to + timedelta(minutes=soon)), book)
    other = rule(replace(facts, returned_at=facts.to + timedelta(minutes=later)), book)
    assert one.overdue_half_days <= other.overdue_half_days
    in_time = rule(replace(facts, returned_at=facts.to), book)
    assert in_time.overdue_half_days == 0
