"""What holds for every deadline ruling, and the ruling against a day-by-day reckoning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.rules.book import Book
from yichuang.rules.deadline import Extension, Facts, Limit, Ruling, Segment, TacitApproval, rule
from yichuang.rules.reasons import to_json
from yichuang.rules.worktime import calendar_of

pytestmark = pytest.mark.req("R16", "R18", "R19", "R20", "R24")

BOOK = Book.of("county-hall")
CALENDAR = calendar_of(BOOK)
DAY = timedelta(days=1)
STOPPING = [
    "hearing",
    "bidding",
    "auction",
    "inspection",
    "testing",
    "quarantine",
    "appraisal",
    "expert_review",
]
many = settings(deadline=None)

days = st.dates(date(2025, 12, 1), date(2027, 2, 1))
moments = st.builds(datetime.combine, days, st.builds(time, st.integers(0, 23), st.integers(0, 59)))
whole_days = st.builds(
    Limit, st.integers(1, 40), st.sampled_from(["working_day", "calendar_day"])
) | st.builds(Limit, st.integers(1, 3), st.just("month"))
limits = (
    whole_days
    | st.builds(Limit, st.integers(1, 4000), st.just("minute"))
    | st.builds(Limit, st.integers(1, 80), st.just("hour"))
    | st.just(Limit(0))
)


@st.composite
def segments(draw: st.DrawFn, around: date) -> Segment:
    first = around + DAY * draw(st.integers(-5, 30))
    last = draw(st.none() | st.integers(0, 20).map(lambda n: first + DAY * n))
    told = draw(st.none() | st.integers(-2, 2).map(lambda n: first + DAY * n))
    kind = draw(st.sampled_from([*STOPPING, "site_survey", "lunch"]))
    return Segment(kind, first, last, told)


@st.composite
def cases(draw: st.DrawFn, limit: st.SearchStrategy[Limit] = limits) -> Facts:
    received = draw(moments)
    accepted = draw(st.none() | st.integers(0, 6000).map(lambda m: received + timedelta(minutes=m)))
    start = (accepted or received).date()
    now = received + timedelta(minutes=draw(st.integers(0, 90 * 24 * 60)))
    decided = draw(st.none() | st.integers(0, 90 * 24 * 60).map(lambda m: timedelta(minutes=m)))
    extension = st.builds(
        Extension,
        days=st.integers(1, 16),
        reason=st.sampled_from([None, "", "核查"]),
        approved_by=st.sampled_from([None, "authority_head", "government_head", "nobody"]),
        approved_on=st.none() | st.integers(0, 40).map(lambda n: start + DAY * n),
        notified_on=st.none() | st.just(start),
    )
    return Facts(
        received_at=received,
        now=now,
        accepted_at=accepted,
        promised=draw(st.none() | limit),
        statutory=draw(st.none() | limit),
        joint=draw(st.booleans()),
        segments=tuple(draw(st.lists(segments(start), max_size=4))),
        extension=draw(st.none() | extension),
        tacit_approval=draw(st.none() | st.builds(TacitApproval, st.sampled_from(["", "某法 1"]))),
        decided_at=None if decided is None else (accepted or received) + decided,
    )


@dataclass
class Reckoned:
    """What somebody with a wall calendar and a pencil would write down."""

    promised: datetime
    statutory: datetime
    remaining: int
    findings: set[str]


def reckon(facts: Facts, start: datetime) -> Reckoned:
    """The same ruling, one day after the other."""
    findings: set[str] = set()
    until = min(facts.now, facts.decided_at or facts.now).date()
    out: set[date] = set()
    for segment in facts.segments:
        if segment.kind not in STOPPING:
            findings.add("segment_does_not_stop_clock")
        elif segment.notified_on is None or segment.notified_on > segment.from_:
            findings.add("segment_not_notified")
        else:
            day = segment.from_ + DAY
            while day <= (segment.to or until):
                out.add(day)
                day += DAY

    def close(day: date) -> datetime:
        return datetime.combine(day, CALENDAR.sessions(day)[-1][1])

    def count(after: date, n: int) -> date:
        day = after
        while n:
            day += DAY
            if CALENDAR.is_working_day(day) and day not in out:
                n -= 1
        return day

    def ends(limit: Limit) -> datetime:
        if limit.unit in ("minute", "hour"):
            at, left = start, limit.n * (60 if limit.unit == "hour" else 1)
            while left or (at.date() in out and at.time() != time()):
                midnight = datetime.combine(at.date() + DAY, time())
                if at.date() in out:
                    at = midnight
                    continue
                step = min(left, int((midnight - at).total_seconds() // 60))
                at, left = at + timedelta(minutes=step), left - step
                if not left:
                    break
            return at
        day = start.date()
        if limit.n == 0:
            if CALENDAR.is_working_day(day) and start <= close(day):
                return close(day)
            day += DAY
            while not CALENDAR.is_working_day(day):
                day += DAY
            return close(day)
        if limit.unit == "working_day":
            return close(count(day, limit.n))
        n = limit.n
        if limit.unit == "month":
            month = day.month - 1 + limit.n
            first = date(day.year + month // 12, month % 12 + 1, 1)
            following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
            n = (min(first + DAY * (day.day - 1), following - DAY) - day).days
        while n:
            day += DAY
            n -= day not in out
        while not CALENDAR.is_working_day(day):
            day += DAY
        return close(day)

    law = facts.statutory or Limit(45 if facts.joint else 20)
    statutory = ends(law)
    promised = statutory
    if facts.promised is not None:
        promised = ends(facts.promised)
        longer = promised > statutory
        if facts.promised.unit == law.unit:
            longer = facts.promised.n > law.n
        if longer:
            findings.add("promise_exceeds_statutory")
            promised = statutory
    asked = facts.extension
    if asked is not None:
        most, who = (15, "government_head") if facts.joint else (10, "authority_head")
        in_time = asked.approved_on is not None and asked.approved_on <= promised.date()
        if asked.days <= most and asked.approved_by == who and asked.reason and in_time:
            promised = close(count(promised.date(), asked.days))
            statutory = close(count(statutory.date(), asked.days))
            if asked.notified_on is None:
                findings.add("extension_not_notified")
        else:
            findings.add("extension_invalid")
    day, remaining = max(facts.now.date(), start.date()), 0
    while day < promised.date():
        day += DAY
        remaining += CALENDAR.is_working_day(day) and day not in out
    return Reckoned(promised, statutory, remaining, findings)


def started(facts: Facts, ruling: Ruling) -> datetime | None:
    """From when the clock runs."""
    if ruling.acceptance == "explicit":
        return facts.accepted_at
    return facts.received_at if ruling.acceptance == "deemed" else None


@many
@given(cases())
def test_the_ruling_is_what_a_wall_calendar_says(facts: Facts) -> None:
    ruling = rule(facts, BOOK)
    start = started(facts, ruling)
    if start is None:
        assert ruling.promised_due is None
        assert ruling.statutory_due is None
        assert ruling.light is None
        assert ruling.remaining_working_days is None
        assert ruling.tacit_approval_on is None
        return
    found = reckon(facts, start)
    assert ruling.promised_due == found.promised
    assert ruling.statutory_due == found.statutory
    assert ruling.remaining_working_days == found.remaining
    late = (facts.decided_at or facts.now) > found.promised
    if facts.decided_at is not None:
        assert ruling.light == ("done_late" if late else "done_on_time")
    elif late:
        assert ruling.light == "red"
    else:
        assert ruling.light == ("yellow" if found.remaining <= 2 else "green")
    findings = set(found.findings)
    if late and facts.decided_at is None and facts.tacit_approval is not None:
        named = bool(facts.tacit_approval.legal_basis)
        sure = CALENDAR.add_working_days(found.promised.date(), 1).year <= 2026
        by_law = "tacitly_approved" if sure else "tacit_approval_to_confirm"
        findings.add(by_law if named else "tacit_approval_without_basis")
        assert (ruling.tacit_approval_on is not None) == (named and sure)
    assert set(ruling.findings) == findings
    assert len(ruling.findings) == len(findings)


@many
@given(cases(whole_days))
def test_a_limit_in_days_ends_on_a_working_day_with_its_last_session(facts: Facts) -> None:
    ruling = rule(facts, BOOK)
    for due in (ruling.promised_due, ruling.statutory_due):
        if due is not None:
            assert CALENDAR.is_working_day(due.date())
            assert due.time() == CALENDAR.sessions(due.date())[-1][1]
    if ruling.tacit_approval_on is not None:
        assert CALENDAR.is_working_day(ruling.tacit_approval_on)


@many
@given(cases(), st.data())
def test_leaving_out_more_days_never_brings_a_due_forward(
    facts: Facts, data: st.DataObject
) -> None:
    start = (facts.accepted_at or facts.received_at).date()
    facts = replace(facts, extension=None)
    before = rule(facts, BOOK)
    more = replace(facts, segments=(*facts.segments, data.draw(segments(start))))
    after = rule(more, BOOK)
    if before.promised_due and before.statutory_due:
        assert after.promised_due
        assert after.statutory_due
        assert after.promised_due >= before.promised_due
        assert after.statutory_due >= before.statutory_due


@many
@given(cases())
def test_an_extension_never_brings_a_due_forward(facts: Facts) -> None:
    plain, extended = rule(replace(facts, extension=None), BOOK), rule(facts, BOOK)
    if plain.promised_due and extended.promised_due:
        assert (extended.promised_due > plain.promised_due) == extended.extended
        assert extended.promised_due >= plain.promised_due


@many
@given(cases())
def test_the_order_in_which_segments_are_listed_changes_nothing(facts: Facts) -> None:
    turned = rule(replace(facts, segments=facts.segments[::-1]), BOOK)
    ruling = rule(facts, BOOK)
    assert turned.promised_due == ruling.promised_due
    assert turned.statutory_due == ruling.statutory_due
    assert turned.remaining_working_days == ruling.remaining_working_days
    assert set(turned.findings) == set(ruling.findings)


@many
@given(cases(), st.integers(0, 20))
def test_a_segment_entered_in_two_parts_counts_as_one(facts: Facts, at: int) -> None:
    def halves(segment: Segment) -> tuple[Segment, ...]:
        middle = segment.from_ + DAY * at
        if segment.to is None or segment.notified_on is None or middle > segment.to:
            return (segment,)
        told = segment.notified_on
        if told > segment.from_:
            return (segment,)
        return (
            replace(segment, to=middle),
            replace(segment, from_=middle),
        )

    parts = replace(facts, segments=tuple(p for s in facts.segments for p in halves(s)))
    whole, in_parts = rule(facts, BOOK), rule(parts, BOOK)
    assert in_parts.promised_due == whole.promised_due
    assert in_parts.remaining_working_days == whole.remaining_working_days
    assert in_parts.findings == whole.findings


@many
@given(cases())
def test_an_open_segment_counts_as_one_that_ends_today(facts: Facts) -> None:
    """Replayed day by day, or ruled on once when it is closed: the same."""
    facts = replace(facts, decided_at=None)
    today = facts.now.date()
    segments = tuple(s for s in facts.segments if s.from_ <= today)
    closed = tuple(replace(s, to=today) if s.to is None else s for s in segments)
    running = rule(replace(facts, segments=segments), BOOK)
    ended = rule(replace(facts, segments=closed), BOOK)
    assert not ended.clock_stopped
    running = replace(running, segments=(), because=(), clock_stopped=False)
    assert running == replace(ended, segments=(), because=())


@many
@given(cases(), st.integers(1, 60 * 24 * 60))
def test_lights_only_go_one_way(facts: Facts, minutes: int) -> None:
    """Without open segments, an undecided case goes green, yellow, red and never back."""
    closed = tuple(s for s in facts.segments if s.to is not None)
    facts = replace(facts, decided_at=None, segments=closed)
    order = {None: 0, "green": 1, "yellow": 2, "red": 3}
    later = rule(replace(facts, now=facts.now + timedelta(minutes=minutes)), BOOK)
    ruling = rule(facts, BOOK)
    assert order[later.light] >= order[ruling.light]
    if ruling.remaining_working_days is not None and later.remaining_working_days is not None:
        assert later.remaining_working_days <= ruling.remaining_working_days
    if ruling.promised_due is not None:
        assert later.promised_due == ruling.promised_due


@many
@given(cases())
def test_every_ruling_says_why_in_both_languages(facts: Facts) -> None:
    ruling = rule(facts, BOOK)
    assert ruling.because
    for reason in ruling.because:
        assert reason.article
    assert len(to_json(ruling.because, "zh")) == len(to_json(ruling.because, "en"))
    silent = rule(facts, BOOK, reasons=False)
    assert silent.because == ()
    assert replace(ruling, because=()) == silent


@many
@given(cases())
def test_provisional_says_whether_an_unpublished_year_is_reached(facts: Facts) -> None:
    ruling = rule(facts, BOOK)
    reached = [ruling.promised_due, ruling.statutory_due]
    years = {due.year for due in reached if due} | {facts.received_at.year}
    if ruling.tacit_approval_on:
        years.add(ruling.tacit_approval_on.year)
    if ruling.acceptance in ("pending", "awaiting_applicant"):
        years.add(ruling.acceptance_due.year)
    if max(years) <= 2026:
        assert not ruling.provisional
    elif ruling.acceptance != "explicit" or facts.received_at.year <= 2026:
        assert ruling.provisional
