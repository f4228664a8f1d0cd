"""What holds for attendance whatever the punches are."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.rules.attendance import Facts, Leave, Outing, Ruling, objections_end, rule
from yichuang.rules.attendance.facts import Duty
from yichuang.rules.book import Book

COUNTY = Book.of("county-hall")
BOOKS = [COUNTY, Book.of("allowance-hall"), Book.of("township")]
# The last days of winter hours, a holiday, the first days of summer hours, a worked Saturday.
MIDNIGHT = time()
FIRST, LAST = date(2026, 4, 27), date(2026, 5, 11)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

moments = st.builds(
    lambda day, minute, second: (
        datetime.combine(day, MIDNIGHT) + timedelta(minutes=minute, seconds=second)
    ),
    st.sampled_from(DAYS),
    st.one_of(
        st.sampled_from([480, 499, 500, 600, 699, 700, 720, 795, 870, 889, 890, 960, 1029, 1050]),
        st.integers(0, 1439),
    ),
    st.sampled_from([0, 0, 0, 1, 59]),
)
punches = st.lists(moments, max_size=40)
outings = st.lists(
    st.builds(
        lambda start, minutes, approved: Outing(
            start,
            min(start + timedelta(minutes=minutes), datetime.combine(LAST, time(23, 59))),
            approved,
        ),
        moments,
        st.integers(0, 400),
        st.booleans(),
    ),
    max_size=3,
)
half_days = st.integers(0, 2 * len(DAYS) - 1)


def half_day(index: int) -> str:
    return f"{DAYS[index // 2].isoformat()}{'pm' if index % 2 else 'am'}"


leaves = st.builds(
    lambda a, b, kind: Leave(half_day(min(a, b)), half_day(max(a, b)), kind),
    half_days,
    half_days,
    st.sampled_from(["personal", "sick"]),
)


def facts(made: list[datetime], **more: Any) -> Facts:
    return replace(Facts(FIRST, LAST, tuple(made)), **more)


def sheet(ruling: Ruling) -> tuple[object, ...]:
    return ruling.half_days, ruling.totals, ruling.findings


@pytest.mark.req("R33")
@given(st.sampled_from(BOOKS), punches, st.randoms(), st.integers(1, 3))
def test_order_and_repetition_of_punches_change_nothing(
    book: Book, made: list[datetime], random: object, times_over: int
) -> None:
    shuffled = made * times_over
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rule(facts(made), book) == rule(facts(shuffled), book)


@pytest.mark.req("R33", "R34")
@given(st.sampled_from(BOOKS), punches, outings, st.lists(moments, max_size=2), leaves)
def test_a_leave_never_makes_anything_worse(
    book: Book, made: list[datetime], out: list[Outing], proxies: list[datetime], leave: Leave
) -> None:
    plain = facts(made, outings=tuple(out), proxy_punches=tuple(proxies))
    without = rule(plain, book).totals
    with_leave = rule(replace(plain, leaves=(leave,)), book).totals
    assert with_leave.late <= without.late
    assert with_leave.early <= without.early
    assert with_leave.missing <= without.missing
    assert with_leave.absence_counts <= without.absence_counts
    assert with_leave.absence_days <= without.absence_days


@pytest.mark.req("R33")
@given(st.sampled_from(BOOKS), punches, st.lists(leaves, max_size=1))
def test_every_working_half_day_is_attended_on_leave_or_absent(
    book: Book, made: list[datetime], away: list[Leave]
) -> None:
    ruling = rule(facts(made, leaves=tuple(away)), book)
    worked = [half for half in ruling.half_days if half.status != ("rest",)]
    absent = [half for half in worked if "absent" in half.status]
    totals = ruling.totals
    assert totals.attended_days + totals.leave_days + len(absent) / 2 == len(worked) / 2
    assert len(ruling.half_days) == 2 * len(DAYS)
    assert ruling.because


@pytest.mark.req("R33")
@given(st.sampled_from(BOOKS), punches, outings, st.integers(0, len(DAYS) - 2))
def test_a_period_is_the_sum_of_its_parts(
    book: Book, made: list[datetime], out: list[Outing], cut: int
) -> None:
    """Replay = incremental: the second part goes on from the counts of the first."""
    day = DAYS[cut]
    out = [o for o in out if o.from_.date() == o.to.date()]
    whole = rule(facts(made, outings=tuple(out)), book)
    midnight = datetime.combine(day, MIDNIGHT) + timedelta(days=1)
    first = rule(
        Facts(
            FIRST,
            day,
            tuple(p for p in made if p <= midnight and _belongs(p, day)),
            outings=tuple(o for o in out if o.from_.date() <= day),
        ),
        book,
    )
    second = rule(
        Facts(
            day + timedelta(days=1),
            LAST,
            tuple(p for p in made if p >= midnight),
            outings=tuple(o for o in out if o.from_.date() > day),
            brought_forward={"late": first.totals.late, "early": first.totals.early},
        ),
        book,
    )
    assert first.half_days + second.half_days == whole.half_days
    for field in ("late", "early", "missing", "absence_counts", "absence_days", "attended_days"):
        both = getattr(first.totals, field) + getattr(second.totals, field)
        assert both == getattr(whole.totals, field), field


def _belongs(punch: datetime, last: date) -> bool:
    """Up to midnight; at midnight itself only where the summer evening is open until then."""
    next_day = last + timedelta(days=1)
    if punch.date() <= last:
        return True
    return punch == datetime.combine(next_day, MIDNIGHT) and last in (
        date(2026, 5, 6),
        date(2026, 5, 7),
        date(2026, 5, 8),
        date(2026, 5, 9),
    )


@pytest.mark.req("R33")
@given(st.sampled_from(BOOKS), punches, outings)
def test_reasons_don_t_change_the_sheet(
    book: Book, made: list[datetime], out: list[Outing]
) -> None:
    told = facts(made, outings=tuple(out))
    assert sheet(rule(told, book)) == sheet(rule(told, book, reasons=False))
    assert rule(told, book, reasons=False).because == ()


@pytest.mark.req("R33")
@given(punches, punches)
def test_a_proxy_punch_is_as_good_as_none_but_for_its_count(
    own: list[datetime], proxies: list[datetime]
) -> None:
    """Void: the half-days are those of the person's own punches."""
    own = [punch for punch in own if punch not in proxies]
    with_proxies = rule(facts(own + proxies, proxy_punches=tuple(proxies)), COUNTY)
    without = rule(facts(own), COUNTY)
    assert with_proxies.half_days == without.half_days
    assert with_proxies.totals.absence_counts >= without.totals.absence_counts


@pytest.mark.req("R33")
def test_objections_end_two_working_days_after_the_weekly_publication() -> None:
    assert objections_end(date(2026, 3, 6), COUNTY) == date(2026, 3, 10)
    assert objections_end(date(2026, 3, 6), Book.of("township")) is None


@pytest.mark.req("R33")
def test_a_duty_nobody_keeps_is_refused() -> None:
    from yichuang.rules.facts import FactsError

    told = facts([], duties=(Duty(FIRST, "midnight"),))
    with pytest.raises(FactsError) as caught:
        rule(told, COUNTY)
    assert caught.value.at == "facts.duties[0].session"
