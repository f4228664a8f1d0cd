"""What falls due happens by itself, once, and one bad case holds up no other: R04, R19."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.cases.story import TACIT, build, facts, instant
from yichuang import clock
from yichuang.cases import actions
from yichuang.cases.refusals import OutsideScope
from yichuang.jobs.due import fall_due
from yichuang.journal.queries import of_subject
from yichuang.obligations.actions import let_lapse
from yichuang.obligations.actions.scanning import PUT_OFF
from yichuang.obligations.models import Obligation

pytestmark = [pytest.mark.django_db, pytest.mark.req("R04", "R19")]
_LATE = instant("2026-03-25 08:00")


def _failing_on(bad: list[str], tried: list[str]) -> Callable[..., bool]:
    plain = actions.accept_by_silence

    def accept(*, number: str, at: datetime) -> bool:
        tried.append(number)
        if number in bad:
            raise OutsideScope(department="x")
        return plain(number=number, at=at)

    return accept


def test_silence_accepts_and_approves(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = build(at)
    unanswered = hall.submit(at, later=True).number
    undecided = hall.accepted(at, item=TACIT)
    monkeypatch.setattr(clock, "now", lambda: _LATE)
    assert fall_due() > 0
    assert facts(unanswered)[-1] == "accepted"
    assert facts(undecided)[-1] == "decided"
    fall_due()
    assert fall_due() == 0, "what became due by it has had its light; nothing is due twice"


def test_one_bad_case_holds_up_no_other(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = build(at)
    bad, good = (hall.submit(at, later=True).number for _ in range(2))
    monkeypatch.setattr(actions, "accept_by_silence", _failing_on([bad], []))
    assert let_lapse(_LATE) == 1
    assert (facts(bad)[-1], facts(good)[-1]) == ("submitted", "accepted")


def test_what_cannot_be_ruled_on_waits_longer_each_time_and_is_told_once(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    number, tried = build(at).submit(at, later=True).number, list[str]()
    monkeypatch.setattr(actions, "accept_by_silence", _failing_on([number], tried))
    for minute in range(8):
        let_lapse(_LATE + timedelta(minutes=minute))
    assert len(tried) == 4, "after 0, 1, 3 and 7 minutes"
    told = [fact for fact in of_subject(f"case:{number}") if fact.kind == PUT_OFF]
    sentence = OutsideScope(department="x").say("zh")
    assert [fact.reason for fact in told] == [sentence]
    assert Obligation.objects.get(subject=f"case:{number}").put_off_why == sentence


def test_many_bad_cases_starve_no_good_one(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = build(at)
    *bad, good = (hall.submit(at, later=True).number for _ in range(4))
    monkeypatch.setattr(actions, "accept_by_silence", _failing_on(bad, []))
    assert let_lapse(_LATE, most=len(bad)) + let_lapse(_LATE, most=len(bad)) == 1
    assert facts(good)[-1] == "accepted"


def test_a_silence_that_changes_nothing_is_not_asked_at_every_scan(
    db: None, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = list[str]()

    def nothing(*, number: str, at: datetime) -> bool:
        tried.append(number)
        return False

    build(at).submit(at, later=True)
    monkeypatch.setattr(actions, "accept_by_silence", nothing)
    assert [let_lapse(_LATE) for _ in range(3)] == [0, 0, 0]
    assert len(tried) == 1
