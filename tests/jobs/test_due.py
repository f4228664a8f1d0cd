"""What falls due happens by itself, once, and one bad case holds up no other: R04, R19."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.cases.story import TACIT, build, facts, instant
from yichuang import clock
from yichuang.cases import actions
from yichuang.cases.flow import OutsideScope
from yichuang.cases.queries import lapses
from yichuang.cases.queries.stuck import PUT_OFF
from yichuang.jobs.due import Waiting, fall_due
from yichuang.journal.queries import of_subject

pytestmark = [pytest.mark.django_db, pytest.mark.req("R04", "R19")]


def test_silence_accepts_and_approves(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = build(at)
    unanswered = hall.submit(at, later=True).number
    undecided = hall.accepted(at, item=TACIT)
    monkeypatch.setattr(clock, "now", lambda: instant("2026-03-25 08:00"))
    assert fall_due() == 2
    assert facts(unanswered)[-1] == "accepted"
    assert facts(undecided)[-1] == "decided"
    assert fall_due() == 0


def test_one_bad_case_holds_up_no_other(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = build(at)
    bad, good = (hall.submit(at, later=True).number for _ in range(2))
    plain = actions.accept_by_silence

    def fails_on_one(*, number: str, at: datetime) -> bool:
        if number == bad:
            raise OutsideScope(department="x")
        return plain(number=number, at=at)

    monkeypatch.setattr(actions, "accept_by_silence", fails_on_one)
    monkeypatch.setattr(clock, "now", lambda: instant("2026-03-25 08:00"))
    assert fall_due(Waiting()) == 1
    assert (facts(bad)[-1], facts(good)[-1]) == ("submitted", "accepted")


def test_what_cannot_be_ruled_on_waits_longer_each_time_and_is_told_once(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, tried, waiting = build(at).submit(at, later=True).number, list[str](), Waiting()
    real = instant("2026-03-25 08:00")

    def fails(*, number: str, at: datetime) -> bool:
        tried.append(number)
        raise OutsideScope(department="x")

    monkeypatch.setattr(actions, "accept_by_silence", fails)
    monkeypatch.setattr(clock, "now", lambda: instant("2026-03-25 08:00"))
    for minute in range(8):
        monkeypatch.setattr(clock, "real_now", lambda now=real + timedelta(minutes=minute): now)
        fall_due(waiting)
    assert len(tried) == 4, "after 0, 1, 3 and 7 minutes"
    told = [fact for fact in of_subject(f"case:{number}") if fact.kind == PUT_OFF]
    assert [fact.reason for fact in told] == [OutsideScope(department="x").say("zh")]


def test_many_bad_cases_starve_no_good_one(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, plain, waiting = build(at), actions.accept_by_silence, Waiting()
    *bad, good = (hall.submit(at, later=True).number for _ in range(4))
    monkeypatch.setattr(lapses, "_AT_ONCE", len(bad))

    def fails_on_bad(*, number: str, at: datetime) -> bool:
        if number in bad:
            raise OutsideScope(department="x")
        return plain(number=number, at=at)

    monkeypatch.setattr(actions, "accept_by_silence", fails_on_bad)
    monkeypatch.setattr(clock, "now", lambda: instant("2026-03-25 08:00"))
    assert fall_due(waiting) + fall_due(waiting) == 1
    assert facts(good)[-1] == "accepted"
