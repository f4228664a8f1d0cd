"""One reviews, another verifies (一审一核), within their department: R21, R22."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from tests.cases.story import Hall, facts
from yichuang.cases import actions, queries
from yichuang.cases.models import Fact
from yichuang.cases.refusals import OutOfOrder, OutsideScope, SamePerson
from yichuang.cases.states import Kind, State
from yichuang.errors import NotAllowed, NotFound

pytestmark = [pytest.mark.django_db, pytest.mark.req("R21")]


def test_review_then_verification(hall: Hall, at: datetime) -> None:
    number = hall.verified(at)
    assert facts(number) == ["submitted", "accepted", "reviewed", "verified"]
    view = queries.case(number, reader=hall.verifier, at=at)
    assert [(e.title.zh, e.who, e.text.zh) for e in view.events[-2:]] == [
        ("审查，建议准予", "陈静", "材料属实"), ("核准", "赵强", "同意"),
    ]  # fmt: skip


def test_the_same_person_never_does_both(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    actions.review(number=number, opinion="属实", at=at, by=hall.chief)
    for step in (actions.verify, actions.return_to_reviewer):
        with pytest.raises(SamePerson):
            step(number=number, opinion="同意", at=at, by=hall.chief)
    assert Kind.VERIFIED not in queries.case(number, reader=hall.chief, at=at).may
    assert facts(number)[-1] == "reviewed"


def test_the_database_itself_refuses_it(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    actions.review(number=number, opinion="属实", at=at, by=hall.chief)
    review = Fact.objects.get(case__number=number, kind="reviewed")

    def verification(person_id: int | None, of: int | None) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            Fact.objects.create(
                case_id=review.case_id, seq=9, kind="verified", at=at, recorded_at=at,
                actor="person:4", person_id=person_id, answers_id=review.pk, answers_person_id=of,
                entry_id=-1,
            )  # fmt: skip

    with pytest.raises(IntegrityError, match="case_one_reviews_another_verifies"):
        verification(hall.chief.person_id, hall.chief.person_id)
    with pytest.raises(IntegrityError, match="case_one_reviews_another_verifies"):
        verification(None, hall.chief.person_id)
    # Misstating who reviewed doesn't help either.
    with pytest.raises(IntegrityError, match="case_answers_that_person"):
        verification(hall.chief.person_id, hall.verifier.person_id)


def test_a_case_goes_back_for_another_review(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    actions.review(number=number, opinion="属实", at=at, by=hall.reviewer)
    with pytest.raises(actions.ReasonsNeeded):
        actions.return_to_reviewer(number=number, opinion=" ", at=at, by=hall.verifier)
    actions.return_to_reviewer(number=number, opinion="缺现场照片", at=at, by=hall.verifier)
    assert queries.case(number, reader=hall.reviewer, at=at).state == State.ACCEPTED
    # The former verifier may review now, and then somebody else verifies.
    actions.review(number=number, opinion="已补", at=at, by=hall.chief)
    actions.verify(number=number, opinion="同意", at=at, by=hall.verifier)
    assert facts(number)[-4:] == ["reviewed", "returned", "reviewed", "verified"]


def test_a_review_that_proposes_a_denial_gives_reasons(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    with pytest.raises(actions.ReasonsNeeded):
        actions.review(number=number, opinion="", proposes="deny", at=at, by=hall.reviewer)


@pytest.mark.req("R22")
def test_acting_outside_ones_department_is_impossible(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    with pytest.raises(OutsideScope, match="Market Regulation"):
        actions.review(number=number, opinion="", at=at, by=hall.stranger)
    actions.review(number=number, opinion="", at=at, by=hall.reviewer)
    with pytest.raises(OutsideScope):
        actions.verify(number=number, opinion="", at=at, by=hall.stranger)


@pytest.mark.req("R63")
def test_another_department_does_not_even_see_it(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    with pytest.raises(NotFound):
        queries.case(number, reader=hall.stranger, at=at)
    assert not queries.worklist(hall.stranger, at, queries.Asked()).rows
    assert queries.case(number, reader=hall.supervisor, at=at).may == frozenset()


@pytest.mark.req("R23")
def test_accepting_approving_and_issuing_are_separate_hands(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    with pytest.raises(NotAllowed):
        actions.review(number=number, opinion="", at=at, by=hall.clerk)
    decided = hall.decided(at)
    with pytest.raises(NotAllowed):
        actions.issue(number=decided, by_way="mail", tracking="EMS1", at=at, by=hall.verifier)


def test_steps_out_of_order(hall: Hall, at: datetime) -> None:
    number = hall.accepted(at)
    with pytest.raises(OutOfOrder) as refused:
        actions.verify(number=number, opinion="", at=at, by=hall.verifier)
    assert refused.value.say("zh").startswith(f"办件 {number} 现为“已受理")
    with pytest.raises(OutOfOrder):
        actions.decide(number=number, decision="approve", at=at, by=hall.verifier)
    actions.review(number=number, opinion="", at=at, by=hall.reviewer)
    with pytest.raises(OutOfOrder):
        actions.review(number=number, opinion="", at=at, by=hall.reviewer)
    with pytest.raises(NotFound):
        actions.review(number="20260310999999", opinion="", at=at, by=hall.reviewer)
