"""What falls due happens by itself, once, and one bad case holds up no other: R04, R19."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.cases.story import TACIT, build, facts, instant
from yichuang import clock
from yichuang.cases import actions
from yichuang.cases.flow import OutsideScope
from yichuang.jobs.due import fall_due

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
    assert fall_due() == 1
    assert (facts(bad)[-1], facts(good)[-1]) == ("submitted", "accepted")
