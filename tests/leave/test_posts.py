"""A and B posts, outings, recalls: R35, R36."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from tests.leave.conftest import Hall
from yichuang.errors import NotAllowed
from yichuang.jobs.record import disagreements
from yichuang.leave import actions, queries, whereabouts
from yichuang.leave.refusals import AlreadyOut, NoticeNeeded, NotOut, PlaceNeeded
from yichuang.obligations import queries as obligations
from yichuang.obligations.actions import let_lapse
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.req("R35", "R36")]


def go_out(hall: Hall, at: datetime, by: str = "lin", **more: str) -> int:
    return actions.go_out(
        kind="recall" if more else "outing", place="去市局送件", reason="送件",
        back_by=at + timedelta(hours=1), at=at, by=getattr(hall, by), **more,
    )  # fmt: skip


def test_b_takes_over_by_itself_and_a_takes_back(hall: Hall, at: datetime) -> None:
    actions.set_post(holder="5", backup="6", at=at, by=hall.wu)
    number = hall.ask("2026-03-12", "2026-03-12", at, substitute="2")
    go_out(hall, at, "wu")
    (due,) = obligations.todo(hall.gao, at)
    assert (due.kind, due.number, due.acting_for) == ("leave.decide", number, "吴刚")
    assert [row.now for row in whereabouts.posts(hall.site.pk)] == ["高远"]
    actions.come_back(at=at + timedelta(minutes=30), by=hall.wu)
    assert obligations.todo(hall.gao, at) == ()
    with transaction.atomic():
        assert not list(disagreements())


def test_it_cascades_when_b_goes_too_and_never_comes_round(hall: Hall, at: datetime) -> None:
    for a, b in (("1", "2"), ("2", "3"), ("3", "1")):
        actions.set_post(holder=a, backup=b, at=at, by=hall.wu)
    go_out(hall, at, "lin")
    go_out(hall, at, "ma")
    lin, ma = hall.lin.person_id, hall.ma.person_id
    assert set(obligations.acts_for(hall.he.person_id)) == {lin, ma}
    go_out(hall, at, "he")  # everybody is out: nobody acts for themselves by way of others
    assert obligations.acts_for(hall.lin.person_id) == ()
    actions.come_back(at=at, by=hall.ma)
    assert obligations.acts_for(hall.ma.person_id) == (lin,)


def test_what_comes_up_later_is_b_s_too_but_nobody_reports_back_for_another(
    hall: Hall, at: datetime
) -> None:
    hall.granted("2026-03-11", "2026-03-11", at)
    later = at + timedelta(days=1)
    let_lapse(later)
    assert [one.kind for one in obligations.todo(hall.lin, later)] == ["leave.report_back"]
    assert obligations.todo(hall.ma, later) == ()


def test_a_window_left_alone_is_the_office_s_to_cover(hall: Hall, at: datetime) -> None:
    number = hall.ask("2026-03-11am", "2026-03-11am", at, substitute="2")
    actions.accept(number, at=at, by=hall.ma)
    actions.decide(number, approve=True, at=at, by=hall.wu)
    go_out(hall, at + timedelta(hours=1), "ma")  # the deputy is out when it begins
    later = at + timedelta(days=1)
    let_lapse(later)
    owed = [one.kind for one in obligations.todo(hall.wu, later)]
    assert owed == ["leave.cover"]
    actions.cover(number, to="3", at=later, by=hall.wu)
    assert obligations.todo(hall.wu, later) == ()
    assert obligations.acts_for(hall.he.person_id) == (hall.lin.person_id,)


def test_an_outing_is_shown_and_counted(hall: Hall, at: datetime) -> None:
    organization.add_window(site=hall.site, code="A1", name="一号窗口", at=at, by=SYSTEM)
    actions.set_post(holder="1", backup="2", window="A1", at=at, by=hall.wu)
    go_out(hall, at)
    (away,) = whereabouts.away_now(hall.site.pk)
    assert (away.window, away.place, away.stand_in) == ("A1", "去市局送件", "马丽")
    assert whereabouts.gone_from([away], "A1", "", "closed") == away
    assert whereabouts.gone_from([away], "A1", "2", "open") is None
    assert whereabouts.gone_from([away], "A1", "1", "open") == away, "gone, and not closed"
    with pytest.raises(AlreadyOut):
        go_out(hall, at)
    actions.come_back(at=at, by=hall.lin)
    with pytest.raises(NotOut):
        actions.come_back(at=at, by=hall.lin)
    assert len(whereabouts.outings(hall.lin.person_id or 0, at.date(), at.date())) == 1
    assert whereabouts.away_now(hall.site.pk) == ()
    with pytest.raises(PlaceNeeded):
        actions.go_out(kind="outing", place=" ", reason="", back_by=at + timedelta(hours=1), at=at,
                       by=hall.lin)  # fmt: skip


def test_a_recall_takes_its_notice_and_the_centre_s_consent(hall: Hall, at: datetime) -> None:
    with pytest.raises(NoticeNeeded):
        go_out(hall, at, notice="")
    pk = go_out(hall, at, notice="市监函〔2026〕3号")
    assert whereabouts.away_now(hall.site.pk) == ()
    assert [one.kind for one in obligations.todo(hall.wu, at)] == ["outing.consent"]
    with pytest.raises(NotAllowed):
        actions.consent(pk, at=at, by=hall.ma)
    actions.consent(pk, at=at, by=hall.wu)
    assert [one.name for one in whereabouts.away_now(hall.site.pk)] == ["林晓"]
    assert obligations.todo(hall.wu, at) == ()


def test_the_office_enters_who_holds_what(hall: Hall, at: datetime) -> None:
    actions.set_holder(role="business_section", department=None, person="3", at=at, by=hall.wu)
    number = hall.ask("2026-03-12", "2026-03-12", at, substitute="2")
    view = queries.leave(number, reader=hall.lin, at=at)
    assert [(step.role, step.name) for step in view.steps] == [("business_section", "何平")]
    with pytest.raises(NotAllowed):
        actions.set_holder(role="director", department=None, person="1", at=at, by=hall.lin)
