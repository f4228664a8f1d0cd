"""A leave from the form to the report back: R34."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cases.story import instant
from tests.leave.conftest import Hall, build
from yichuang.attendance.queries import away_of
from yichuang.courses.refusals import OutOfOrder
from yichuang.jobs.record import disagreements
from yichuang.journal.actions import record
from yichuang.leave import actions, queries
from yichuang.leave.models import Leave
from yichuang.leave.refusals import (
    NotNeeded,
    NotTheApplicant,
    NotTheHolder,
    NotTheSubstitute,
    Overlaps,
    ReasonNeeded,
    StandsInThen,
    SubstituteTaken,
    WouldBeEmpty,
)
from yichuang.leave.states import State
from yichuang.obligations import queries as obligations
from yichuang.obligations.actions import arrange_stand_in, let_lapse, light_up, turn_over
from yichuang.obligations.refusals import StandInLoop
from yichuang.organization.models import Person
from yichuang.organization.queries import Reader
from yichuang.rules.attendance.facts import Leave as Leave_

pytestmark = [pytest.mark.django_db, pytest.mark.req("R34")]


def state(number: str) -> str:
    return Leave.objects.get(number=number).state


def owed(by: Reader, at: datetime) -> list[str]:
    return [one.kind for one in obligations.todo(by, at)]


def test_the_whole_course(hall: Hall, at: datetime) -> None:
    number = hall.ask("2026-03-12", "2026-03-13", at, substitute="2", reason="家中有事")
    assert state(number) == State.PENDING
    assert (owed(hall.ma, at), owed(hall.qian, at), owed(hall.gao, at)) == (
        ["leave.accept"], ["leave.decide"], [],
    )  # fmt: skip
    actions.accept(number, at=at, by=hall.ma)
    actions.decide(number, approve=True, at=at, by=hall.qian)
    assert owed(hall.gao, at) == ["leave.decide"]
    actions.decide(number, approve=True, at=at, by=hall.gao)
    assert state(number) == State.GRANTED
    assert owed(hall.lin, at) == ["leave.hand_over"]
    began = instant("2026-03-12 08:00")
    assert let_lapse(began) == 1
    assert state(number) == State.AWAY
    assert obligations.acts_for(hall.ma.person_id) == (hall.lin.person_id,)
    back = instant("2026-03-16 08:00")
    actions.report_back(number, at=back, by=hall.lin)
    assert state(number) == State.RETURNED
    assert obligations.acts_for(hall.ma.person_id) == ()
    (away,) = queries.absences(hall.lin.person_id or 0, began.date(), back.date())
    assert (away.kind, away.from_.isoformat(), away.to.isoformat()) == (
        "personal", "2026-03-12T08:00:00", "2026-03-13T17:30:00",
    )  # fmt: skip
    with transaction.atomic():
        assert not list(disagreements())


def test_whoever_is_overdue_is_seen_and_told_how_much(hall: Hall, at: datetime) -> None:
    number = hall.granted("2026-03-11", "2026-03-11", at)
    let_lapse(instant("2026-03-11 08:00"))
    light_up(instant("2026-03-11 17:31"))
    (due,) = obligations.overdue(hall.gao, instant("2026-03-12 09:00"))
    assert (due.kind, due.light) == ("leave.report_back", "red")
    actions.report_back(number, at=instant("2026-03-12 15:00"), by=hall.lin)
    view = queries.leave(number, reader=hall.lin, at=instant("2026-03-12 15:00"))
    assert view.overdue_half_days == 2


def test_nobody_but_the_holder_decides(hall: Hall, at: datetime) -> None:
    number = hall.ask("2026-03-12", "2026-03-13", at, substitute="2")
    for other in (hall.lin, hall.ma, hall.he, hall.wu, hall.gao):
        with pytest.raises(NotTheHolder):
            actions.decide(number, approve=True, at=at, by=other)
    with pytest.raises(NotTheSubstitute):
        actions.accept(number, at=at, by=hall.he)
    with pytest.raises(NotTheApplicant):
        actions.report_back(number, at=at, by=hall.ma)
    with pytest.raises(ReasonNeeded):
        actions.decide(number, approve=False, at=at, by=hall.qian)
    actions.decide(number, approve=False, reason="月底结账", at=at, by=hall.qian)
    assert state(number) == State.REFUSED
    with pytest.raises(OutOfOrder):
        actions.decide(number, approve=True, at=at, by=hall.qian)


def test_what_lacks_is_owed_by_the_applicant_and_completed(hall: Hall, at: datetime) -> None:
    number = hall.ask("2026-03-12", "2026-03-12", at, "sick")
    view = queries.leave(number, reader=hall.lin, at=at)
    assert (state(number), view.missing) == (State.INCOMPLETE, ("substitute", "certificate"))
    assert owed(hall.lin, at) == ["leave.complete"]
    actions.amend(number, substitute="2", certificate="county_hospital", at=at, by=hall.lin)
    assert state(number) == State.PENDING


def test_a_stand_in_approver_decides_and_both_names_are_kept(hall: Hall, at: datetime) -> None:
    number = hall.ask("2026-03-12", "2026-03-12", at, substitute="2")
    arrange_stand_in(person="5", to="6", from_at=at, until_at=at + timedelta(days=3),
                     reason="出差", at=at, by=hall.wu)  # fmt: skip
    (due,) = obligations.todo(hall.gao, at)
    assert (due.kind, due.acting_for) == ("leave.decide", "吴刚")
    with pytest.raises(StandInLoop):
        arrange_stand_in(person="6", to="5", from_at=at + timedelta(days=1),
                         until_at=at + timedelta(days=2), reason="开会", at=at, by=hall.gao)  # fmt: skip
    actions.decide(number, approve=True, at=at, by=hall.gao)
    view = queries.leave(number, reader=hall.lin, at=at)
    assert ("高远", "吴刚") in {(one.who, one.acted_for) for one in view.lines}
    assert turn_over(at + timedelta(days=3)) == 1
    assert obligations.acts_for(hall.gao.person_id) == ()


def test_leaves_of_one_person_don_t_overlap(hall: Hall, at: datetime) -> None:
    hall.ask("2026-03-12", "2026-03-13", at, substitute="2")
    with pytest.raises(Overlaps):
        hall.ask("2026-03-13pm", "2026-03-16", at)
    row = Leave.objects.get()
    row.pk, row.number = None, "C-2026-0009"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_who_stands_in_can_t_go_and_who_goes_can_t_stand_in(hall: Hall, at: datetime) -> None:
    number = hall.granted("2026-03-12", "2026-03-12", at)
    with pytest.raises(StandsInThen):
        hall.ask("2026-03-12", "2026-03-12", at, by=hall.ma, substitute="3")
    with pytest.raises(SubstituteTaken):
        hall.ask("2026-03-12am", "2026-03-12am", at, by=hall.he, substitute="1")
    actions.decline(number, reason="临时有事", at=at, by=hall.ma)
    assert (state(number), owed(hall.lin, at)) == (State.INCOMPLETE, ["leave.complete"])
    hall.ask("2026-03-12", "2026-03-12", at, by=hall.ma, substitute="3")


def test_days_off_need_no_leave(hall: Hall, at: datetime) -> None:
    with pytest.raises(NotNeeded):
        hall.ask("2026-03-14", "2026-03-15", at)
    assert not Leave.objects.exists()


def test_a_leave_into_a_year_that_is_not_published_is_provisional(hall: Hall, at: datetime) -> None:
    late = instant("2026-12-28 09:00")
    number = hall.ask("2026-12-31", "2027-01-04", late, substitute="2")
    view = queries.leave(number, reader=hall.lin, at=late)
    assert view.provisional
    assert view.days == 2  # 31 December and 4 January; 1–3 January are days off by the law itself


def test_the_window_never_empties(db: None, at: datetime) -> None:
    hall = build(at, ["allowance-hall"])
    first = hall.ask("2026-03-12", "2026-03-12", at)
    second = hall.ask("2026-03-12", "2026-03-12", at, by=hall.ma)
    assert queries.leave(second, reader=hall.ma, at=at).missing == ("not_simultaneous",)
    assert (state(first), state(second)) == (State.PENDING, State.INCOMPLETE)
    actions.cancel(first, at=at, by=hall.lin)
    actions.amend(second, at=at, by=hall.ma)
    actions.decide(second, approve=True, at=at, by=hall.gao)
    assert state(second) == State.GRANTED


def test_what_came_up_since_bars_the_last_signature(db: None, at: datetime) -> None:
    hall = build(at, ["allowance-hall"])
    number = hall.ask("2026-03-12", "2026-03-12", at)
    with transaction.atomic():  # the colleague leaves: now it is a window of one
        Person.objects.filter(staff_no="2").update(active=False)
        record(site="C", kind="account.closed", subject="person:2", actor="system", at=at)
    with pytest.raises(WouldBeEmpty, match="deputy"):
        actions.decide(number, approve=True, at=at, by=hall.gao)
    assert state(number) == State.PENDING
    actions.decide(number, approve=False, reason="窗口无人", at=at, by=hall.gao)


@pytest.mark.parametrize(
    ("preset", "kind", "to", "roles"),
    [
        ("county-hall", "personal", "2026-03-12", ["business_section"]),
        ("county-hall", "personal", "2026-03-16", ["home_unit", "deputy_director"]),
        ("county-hall", "personal", "2026-03-18", ["home_unit_leader", "director"]),
        ("baodi", "personal", "2026-03-12", ["chief_representative", "coordination_section"]),
        ("baodi", "personal", "2026-03-16", ["chief_representative", "supervision_director"]),
        ("allowance-hall", "personal", "2026-03-12", ["center_deputy"]),
        ("allowance-hall", "annual", "2026-03-12", ["department_deputy", "center_deputy"]),
        ("township", "personal", "2026-03-12", ["leader_in_charge", "center_leader"]),
    ],
)
def test_the_steps_are_those_of_the_book(
    db: None, at: datetime, preset: str, kind: str, to: str, roles: list[str]
) -> None:
    hall = build(at, [preset])
    papers = {"open_matters_told": True} if preset == "township" else {}
    number = hall.ask("2026-03-12", to, at, kind, substitute="2", papers=papers)
    view = queries.leave(number, reader=hall.lin, at=at)
    assert [step.role for step in view.steps] == roles


def test_attendance_takes_half_days_and_stretches(hall: Hall, at: datetime) -> None:
    person = hall.lin.person_id or 0
    hall.granted("2026-03-11", "2026-03-11", at)
    number = hall.ask("2026-03-10T10:00", "2026-03-10T10:45", at)
    actions.decide(number, approve=True, at=at, by=hall.wu)
    found = away_of([person], date(2026, 3, 9), date(2026, 3, 31))[person]
    assert found.leaves == (Leave_("2026-03-11am", "2026-03-11pm", "personal"),)
    (out,) = found.outings
    assert (out.from_.isoformat(), out.to.isoformat(), out.approved) == (
        "2026-03-10T10:00:00", "2026-03-10T10:45:00", True,
    )  # fmt: skip
    assert away_of([person], date(2026, 3, 12), date(2026, 3, 31))[person].leaves == ()


@pytest.mark.req("R33", "R35")
def test_who_stays_out_is_out_to_the_end_of_the_days_asked_about(hall: Hall, at: datetime) -> None:
    actions.go_out(
        kind="outing", place="市局", reason="送件", back_by=instant("2027-01-01 10:00"), at=at,
        by=hall.lin,
    )  # fmt: skip
    person = hall.lin.person_id or 0
    (out,) = away_of([person], date(2026, 3, 1), date(2026, 3, 31))[person].outings
    assert out.to.isoformat() == "2026-03-31T23:59:59"
