"""Joint handling (联合办理, R20): one acceptance, an opinion of every department, one result."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from tests.cases.story import Hall, add_item, instant
from yichuang.cases import actions, queries
from yichuang.cases.joint import actions as joint
from yichuang.cases.refusals import NotLateYet, OpinionNeeded, OpinionsOpen, StandsForNobody
from yichuang.cases.states import Kind
from yichuang.courses.refusals import OutOfOrder, OutsideScope
from yichuang.errors import NotFound
from yichuang.obligations.actions import let_lapse, light_up
from yichuang.obligations.models import Obligation
from yichuang.organization import actions as organization
from yichuang.organization.models import Department
from yichuang.organization.queries import SYSTEM, Reader, reader_for
from yichuang.organization.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R20")]

JOINT = "1151160200867654324000101001003"
LAW = {"key": "l", "rank": "statute", "zh": "中华人民共和国食品安全法", "en": "Food Safety Law"}


@dataclass(frozen=True, slots=True)
class Joint:
    """A joint item led by the market department: two parts at once, then two more."""

    hall: Hall
    fire: Reader
    health: Reader

    def accepted(self, at: datetime) -> str:
        outcome = self.hall.submit(at, item=JOINT)
        assert outcome.decision == "accept"
        return outcome.number

    def give(self, number: str, at: datetime, by: Reader, *, consents: bool = True,
             opinion: str = "") -> None:  # fmt: skip
        joint.give(number=number, consents=consents, opinion=opinion, at=at, by=by)

    def states(self, case: str, at: datetime) -> list[str]:
        shown = queries.case(case, reader=self.hall.reviewer, at=at).joint
        return [str(one.state) for one in shown]


@pytest.fixture
def parts(hall: Hall, at: datetime) -> Joint:
    def department(code: str, name: str, no: str) -> Reader:
        made: Department = organization.add_department(
            code=code, name=name, name_en=name, at=at, by=SYSTEM
        )
        person = organization.add_person(
            site=hall.site, staff_no=no, name=f"{name}王", department=made, at=at, by=SYSTEM
        )
        organization.grant_role(person=person, role=Role.REVIEWER, at=at, by=SYSTEM)
        return reader_for(person)

    fire, health = department("D3", "消防", "31"), department("D4", "卫健", "32")
    rows: list[dict[str, Any]] = [
        {"department": "D1", "text": "现场核查 | Check", "limit": "3 working_day", "stage": 1},
        {"department": "D3", "text": "消防检查 | Fire check", "limit": "2 working_day", "stage": 1,
         "stand_in": True},
        {"department": "D4", "text": "卫生审查 | Health check", "limit": "2 working_day", "stage": 2,
         "silence": {"basis": [{"law": LAW, "article": 12}]}},
        {"department": "D2", "text": "治安登记 | Police record", "limit": "1 working_day",
         "stage": 2},
    ]  # fmt: skip
    add_item(JOINT, hall.market, at, case_kind="joint", lead="D1", joint=rows)
    return Joint(hall, fire, health)


def test_one_acceptance_asks_the_first_stage_each_by_its_own_limit(
    parts: Joint, at: datetime
) -> None:
    case = parts.accepted(at)
    assert parts.states(case, at) == ["asked", "asked", "waiting", "waiting"]
    owed = Obligation.objects.filter(kind="opinion.give", settled_at=None).order_by("due_at")
    assert [(one.department_id, one.due_at) for one in owed] == [
        (parts.fire.department_id, instant("2026-03-12 17:30")),
        (parts.hall.market.pk, instant("2026-03-13 17:30")),
    ]  # fmt: skip
    view = queries.case(case, reader=parts.hall.reviewer, at=at)
    assert view.promised_due == instant("2026-03-24 17:30"), "one clock for the whole"
    assert view.latest is not None
    assert view.latest.department.zh == "消防"


def test_a_stage_waits_for_all_of_the_one_before(parts: Joint, at: datetime) -> None:
    case = parts.accepted(at)
    parts.give(f"{case}-1", at, parts.hall.reviewer)
    assert parts.states(case, at) == ["given", "asked", "waiting", "waiting"]
    with pytest.raises(OutOfOrder):
        parts.give(f"{case}-3", at, parts.health)
    later = instant("2026-03-11 10:00")
    parts.give(f"{case}-2", later, parts.fire)
    assert parts.states(case, later) == ["given", "given", "asked", "asked"]
    third = queries.case(case, reader=parts.health, at=later).joint[2]
    assert third.due == instant("2026-03-13 17:30"), "its limit runs from when it was asked"


def test_nothing_is_decided_while_an_opinion_is_open(parts: Joint, at: datetime) -> None:
    case, hall = parts.accepted(at), parts.hall
    actions.review(number=case, opinion="属实", at=at, by=hall.reviewer)
    actions.verify(number=case, opinion="同意", at=at, by=hall.verifier)
    with pytest.raises(OpinionsOpen, match="消防") as refused:
        actions.decide(number=case, decision="approve", at=at, by=hall.verifier)
    assert "治安" not in refused.value.say("zh")
    assert Kind.DECIDED not in queries.case(case, reader=hall.verifier, at=at).may
    for index, by in ((1, hall.reviewer), (2, parts.fire), (3, parts.health), (4, hall.stranger)):
        parts.give(f"{case}-{index}", at, by)
    actions.decide(number=case, decision="approve", at=at, by=hall.verifier)
    with pytest.raises(OutOfOrder):
        parts.give(f"{case}-2", at, parts.fire)


def test_a_late_opinion_is_recorded_as_late(parts: Joint, at: datetime) -> None:
    case = parts.accepted(at)
    parts.give(f"{case}-1", instant("2026-03-13 17:30"), parts.hall.reviewer)
    after = instant("2026-03-13 17:31")
    assert light_up(after) > 0
    parts.give(f"{case}-2", after, parts.fire, consents=False, opinion="疏散通道不足")
    shown = queries.case(case, reader=parts.hall.supervisor, at=after).joint
    assert [one.late for one in shown[:2]] == [False, True]
    assert (shown[1].consents, shown[1].opinion) == (False, "疏散通道不足")


def test_silence_consents_where_the_item_names_the_law(parts: Joint, at: datetime) -> None:
    case = parts.accepted(at)
    parts.give(f"{case}-1", at, parts.hall.reviewer)
    parts.give(f"{case}-2", at, parts.fire)
    let_lapse(instant("2026-03-12 17:00"))
    assert parts.states(case, at)[2:] == ["asked", "asked"]
    after = instant("2026-03-12 17:31")
    let_lapse(after)
    let_lapse(after)
    assert parts.states(case, after)[2:] == ["silent", "asked"], "the fourth names no law"
    third = queries.case(case, reader=parts.hall.reviewer, at=after).joint[2]
    assert (third.consents, third.late, third.who) == (True, True, "")


def test_the_lead_department_stands_in_once_it_is_late(parts: Joint, at: datetime) -> None:
    case, lead = parts.accepted(at), parts.hall.reviewer
    after = instant("2026-03-12 17:31")

    def stand_in(index: int, at: datetime, by: Reader) -> None:
        joint.stand_in(number=f"{case}-{index}", consents=True, opinion="无异议", at=at, by=by)

    with pytest.raises(NotLateYet):
        stand_in(2, at, lead)
    with pytest.raises(StandsForNobody):
        stand_in(2, after, parts.health)
    with pytest.raises(StandsForNobody):
        stand_in(1, instant("2026-03-20 09:00"), lead)
    stand_in(2, after, lead)
    shown = queries.case(case, reader=lead, at=after).joint[1]
    assert (shown.stood_in, shown.late, shown.who) == (True, True, "陈静")


def test_only_the_department_speaks_for_itself_and_an_objection_has_reasons(
    parts: Joint, at: datetime
) -> None:
    case = parts.accepted(at)
    with pytest.raises(OutsideScope, match="消防"):
        parts.give(f"{case}-2", at, parts.hall.reviewer)
    with pytest.raises(OpinionNeeded):
        parts.give(f"{case}-2", at, parts.fire, consents=False, opinion=" ")
    with pytest.raises(NotFound):
        parts.give("nothing-2", at, parts.fire)


def test_those_who_take_part_see_the_case_and_others_dont(parts: Joint, at: datetime) -> None:
    case, alone = parts.accepted(at), parts.hall.accepted(at)
    view = queries.case(case, reader=parts.fire, at=at)
    assert (view.may, dict(view.joint[1].may)) == (frozenset(), {"given": True})
    with pytest.raises(NotFound):
        queries.case(alone, reader=parts.fire, at=at)


def test_a_withdrawn_case_needs_no_opinion_any_more(parts: Joint, at: datetime) -> None:
    case = parts.accepted(at)
    actions.withdraw(number=case, reason="不办了", at=at, by=parts.hall.clerk)
    rows = queries.case(case, reader=parts.hall.reviewer, at=at).joint
    assert [str(one.state) for one in rows] == ["dropped"] * 4
    assert not Obligation.objects.filter(kind="opinion.give", settled_at=None).exists()


def test_a_handed_in_case_that_is_no_joint_one_asks_nobody(hall: Hall, at: datetime) -> None:
    assert queries.case(hall.accepted(at), reader=hall.reviewer, at=at).joint == ()
