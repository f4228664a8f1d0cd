"""Results (R25): delivered in time, changed by a superseding decision alone, checked by all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tests.cases.story import Hall, build, instant
from yichuang.cases import actions as cases
from yichuang.cases import papers as case_papers
from yichuang.cases.actions.looks import TooManyTries
from yichuang.errors import HallError, NotAllowed, NotFound
from yichuang.jobs.record import disagreements
from yichuang.obligations import queries as obligations
from yichuang.obligations.actions import light_up
from yichuang.papers.actions import DeliveryLacks, Served
from yichuang.papers.states import Way
from yichuang.results import actions, paper, queries
from yichuang.results.refusals import (
    Ended,
    Lacks,
    NothingGranted,
    NotOnRecord,
    OutOfOrder,
    SamePerson,
)

pytestmark = [pytest.mark.django_db, pytest.mark.req("R25")]
SAID = {"reason": "经营场所门牌号更正", "basis": "《食品经营许可管理办法》第二十七条"}


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    return build(at)


@pytest.fixture
def number(hall: Hall, at: datetime) -> str:
    number = hall.decided(at)
    cases.issue(number=number, by_way="signature", signed_by="王小明", at=at, by=hall.issuer)
    return number


def _changed(hall: Hall, number: str, at: datetime, what: str, wording: str = "") -> str:
    actions.propose(number=number, what=what, wording=wording, at=at, by=hall.reviewer, **SAID)
    return actions.decide(number=number, at=at, by=hall.verifier)


def _handed(hall: Hall, number: str, at: datetime) -> None:
    actions.deliver(number=number, served=Served(Way.HANDED, at, receiver="王小明"), at=at,
                    by=hall.issuer)  # fmt: skip


def test_ten_working_days_to_deliver(hall: Hall, at: datetime) -> None:
    number = hall.decided(at)
    (due,) = [one for one in obligations.todo(hall.issuer, at) if one.what.zh == "出件送达"]
    assert (due.number, due.due_at) == (number, instant("2026-03-24 17:30"))
    assert due.because == "行政许可法 44"
    light_up(instant("2026-03-24 17:31"))
    (late,) = obligations.overdue(hall.supervisor, instant("2026-03-25 09:00"))
    assert (late.number, late.light) == (number, "red")


class TestSuperseding:
    def test_a_correction_leaves_the_first_decision_as_it_was(
        self, hall: Hall, number: str, at: datetime
    ) -> None:
        before = case_papers.of_case(number, 5, reader=hall.verifier, at=at)
        document = _changed(hall, number, at, "correct", "门牌号为政通路 2 号")
        _handed(hall, number, at)
        view = queries.result(number, hall.reviewer)
        assert (view.text, view.valid) == ("门牌号为政通路 2 号", True)
        assert [one.document for one in view.changes] == [document]
        later = at + timedelta(days=1)
        assert case_papers.of_case(number, 5, reader=hall.verifier, at=later) == before
        made = paper.printed(number, view.changes[0].seq, reader=hall.issuer, at=at)
        assert made.startswith(b"%PDF")
        assert paper.printed(number, view.changes[0].seq, reader=hall.issuer, at=later) == made
        assert paper.for_word(number, view.changes[0].seq, reader=hall.issuer).content[:2] == b"PK"
        with transaction.atomic():
            assert not list(disagreements())

    def test_one_proposes_another_of_the_department_decides(
        self, hall: Hall, number: str, at: datetime
    ) -> None:
        actions.propose(number=number, what="renew", wording="延续五年", at=at, by=hall.chief,
                        **SAID)  # fmt: skip
        with pytest.raises(SamePerson):
            actions.decide(number=number, at=at, by=hall.chief)
        for by in (hall.stranger, hall.reviewer, hall.issuer):
            with pytest.raises(HallError):
                actions.decide(number=number, at=at, by=by)
        actions.reject(number=number, reason="未到期", at=at, by=hall.verifier)
        assert queries.result(number, hall.reviewer).changes == ()

    @pytest.mark.parametrize(
        ("what", "said"),
        [("correct", {}), ("mend", {"wording": "x"}), ("renew", {"wording": " "}),
         ("withdraw", {"reason": ""}), ("withdraw", {"basis": " "})],
    )  # fmt: skip
    def test_a_change_says_why_by_which_law_and_what_holds(
        self, hall: Hall, number: str, at: datetime, what: str, said: dict[str, str]
    ) -> None:
        typed = {"wording": "", **SAID, **said}
        with pytest.raises(Lacks):
            actions.propose(number=number, what=what, at=at, by=hall.reviewer, **typed)

    @pytest.mark.parametrize("what", ["withdraw", "cancel"])
    def test_what_was_withdrawn_is_changed_no_more(
        self, hall: Hall, number: str, at: datetime, what: str
    ) -> None:
        _changed(hall, number, at, what)
        _handed(hall, number, at)
        with pytest.raises(Ended):
            actions.propose(number=number, what="renew", wording="x", at=at, by=hall.reviewer,
                            **SAID)  # fmt: skip
        assert not queries.check(number, source="1", at=at).valid

    def test_it_is_delivered_within_the_days_of_the_first(
        self, hall: Hall, number: str, at: datetime
    ) -> None:
        _changed(hall, number, at, "change", "增加热食类")
        (due,) = obligations.todo(hall.issuer, at)
        assert (due.what.zh, due.due_at) == ("送达变动决定", instant("2026-03-24 17:30"))
        with pytest.raises(DeliveryLacks):
            actions.deliver(number=number, served=Served(Way.POST, at), at=at, by=hall.issuer)
        with pytest.raises(NotAllowed):
            _handed(replace(hall, issuer=hall.clerk), number, at)
        actions.deliver(number=number, served=Served(Way.POST, at, tracking="EMS1"), at=at,
                        by=hall.issuer)  # fmt: skip
        assert obligations.todo(hall.issuer, at) == ()
        with pytest.raises(OutOfOrder):
            _handed(hall, number, at)

    def test_only_what_was_issued_is_changed(self, hall: Hall, at: datetime) -> None:
        number = hall.decided(at)
        with pytest.raises(NothingGranted):
            actions.propose(number=number, what="withdraw", wording="", at=at, by=hall.reviewer,
                            **SAID)  # fmt: skip


class TestCheck:
    def test_it_says_what_is_on_the_paper(self, hall: Hall, number: str, at: datetime) -> None:
        case_papers.of_case(number, 5, reader=hall.verifier, at=at)
        found = queries.check(number, source="1", at=at)
        assert (found.holder, found.text, found.valid) == ("王**", "准予", True)
        assert queries.check(found.document, source="1", at=at).number == number
        assert found.given is not None
        assert len(found.digest) == 64

    def test_unknown_undecided_denied_and_unissued_are_one(self, hall: Hall, at: datetime) -> None:
        unissued = hall.decided(at)
        denied = hall.verified(at, proposes="deny")
        cases.decide(number=denied, decision="deny", reasons="不符", at=at, by=hall.verifier)
        cases.issue(number=denied, by_way="signature", signed_by="王", at=at, by=hall.issuer)
        for number in ("", "999", unissued, denied, hall.accepted(at)):
            with pytest.raises(NotOnRecord):
                queries.check(number, source="1", at=at)

    def test_numbers_are_not_read_one_by_one(self, hall: Hall, number: str, at: datetime) -> None:
        for _ in range(30):
            queries.check(number, source="10.0.0.7", at=at)
        with pytest.raises(TooManyTries):
            queries.check(number, source="10.0.0.7", at=at)
        queries.check(number, source="10.0.0.8", at=at)
        queries.check(number, source="10.0.0.7", at=at + timedelta(minutes=16))

    def test_others_of_the_house_see_no_result(self, hall: Hall, number: str, at: datetime) -> None:
        with pytest.raises(NotFound):
            queries.result(number, hall.police_clerk)
