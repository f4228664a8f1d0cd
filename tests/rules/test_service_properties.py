"""What holds for every ruling on a complaint or a service commitment."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.rules import commitment, complaint
from yichuang.rules.book import Book
from yichuang.rules.reasons import to_json
from yichuang.rules.worktime import calendar_of

BAODI, POWER = Book.of("baodi"), Book.of("power-supply")
many = settings(deadline=None)
START = datetime.fromisoformat("2025-12-01T00:00")
moments = st.integers(0, 400 * 24 * 60).map(lambda m: START + timedelta(minutes=m))
later = st.none() | st.integers(0, 20 * 24 * 60).map(lambda m: timedelta(minutes=m))


@st.composite
def complaints(draw: st.DrawFn) -> complaint.Facts:
    received = draw(moments)
    contacted, replied = draw(later), draw(later)
    return complaint.Facts(
        form=draw(st.sampled_from(["oral", "phone", "written", "web"])),
        received_at=received,
        now=received + timedelta(minutes=draw(st.integers(0, 20 * 24 * 60))),
        departments=draw(st.integers(1, 3)),
        complex=draw(st.booleans()),
        severe=draw(st.booleans()),
        contacted_at=None if contacted is None else received + contacted,
        replied_at=None if replied is None else received + replied,
        reply_form=draw(st.sampled_from([None, "oral", "written"])),
    )


@pytest.mark.req("R48")
@many
@given(complaints(), st.sampled_from([BAODI, POWER]))
def test_a_reply_is_due_at_the_close_of_a_working_day(facts: complaint.Facts, book: Book) -> None:
    calendar = calendar_of(book)
    ruling = complaint.rule(facts, book)
    assert ruling.reply_by
    for due in (ruling.reply_by, ruling.contact_by):
        if due is not None:
            assert calendar.is_working_day(due.date())
            assert due == calendar.close_of(due.date())
            assert due >= facts.received_at
    if ruling.contact_by:
        assert ruling.contact_by <= ruling.reply_by
    late = (facts.replied_at or facts.now) > ruling.reply_by
    assert ("explain_and_follow_up" in ruling.findings) == late
    assert (ruling.light in ("red", "done_late")) == late
    assert (ruling.light in ("done_on_time", "done_late")) == (facts.replied_at is not None)


@pytest.mark.req("R48")
@many
@given(complaints())
def test_what_is_simple_is_due_no_later_than_what_is_complex(facts: complaint.Facts) -> None:
    simple = complaint.rule(replace(facts, complex=False, departments=1), BAODI)
    hard = complaint.rule(replace(facts, complex=True), BAODI)
    two = complaint.rule(replace(facts, departments=2), BAODI)
    assert simple.reply_by
    assert hard.reply_by
    assert simple.reply_by < hard.reply_by
    assert two.reply_by == hard.reply_by


@pytest.mark.req("R48")
@many
@given(complaints(), st.sampled_from([BAODI, POWER]))
def test_a_complaint_is_answered_in_the_form_it_came_in(facts: complaint.Facts, book: Book) -> None:
    ruling = complaint.rule(facts, book)
    in_writing = facts.form in ("written", "web") or (facts.severe and book is BAODI)
    assert ruling.reply_form == ("written" if in_writing else "oral")
    assert ("reply_must_be_written" in ruling.findings) == (
        in_writing and facts.reply_form == "oral"
    )
    assert ruling.because
    assert len(to_json(ruling.because, "zh")) == len(to_json(ruling.because, "en"))
    assert replace(ruling, because=()) == complaint.rule(facts, book, reasons=False)


@pytest.mark.req("R32")
@many
@given(
    moments,
    later,
    st.integers(0, 60 * 24 * 60),
    st.sampled_from(["supply_plan", "connection", "meter_check", "reading_dispute", "counter_fee"]),
    st.sampled_from(["resident", "low_voltage", "high_voltage_single", "high_voltage_dual"]),
)
def test_a_commitment_is_due_after_it_began(
    started: datetime, done: timedelta | None, minutes: int, business: str, customer: str
) -> None:
    facts = commitment.Facts(
        business=business,
        customer=customer,
        started_at=started,
        now=started + timedelta(minutes=minutes),
        done_at=None if done is None else started + done,
    )
    ruling = commitment.rule(facts, POWER)
    calendar = calendar_of(POWER)
    assert ruling.due > started
    if business == "counter_fee":
        minutes = 5 if customer == "resident" else 20
        assert ruling.due - started == timedelta(minutes=minutes)
    else:
        assert ruling.due == calendar.close_of(ruling.due.date())
        assert calendar.is_working_day(ruling.due.date())
        limits = {"supply_plan": (3, 7, 15, 30), "connection": (3, 5, 5, 5)}
        place = ["resident", "low_voltage", "high_voltage_single", "high_voltage_dual"]
        n = limits.get(business, (5,) * 4 if business == "meter_check" else (7,) * 4)
        between = calendar.working_days_between(started.date(), ruling.due.date())
        assert between == n[place.index(customer)]
    late = (facts.done_at or facts.now) > ruling.due
    assert (ruling.light in ("red", "done_late")) == late
    assert ruling.provisional == (ruling.due.year > 2026)
    owed = "overdue_as_a_rule" in ruling.findings
    assert len(to_json(ruling.because, "en")) == 2 + ruling.provisional + owed
    assert replace(ruling, because=()) == commitment.rule(facts, POWER, reasons=False)
