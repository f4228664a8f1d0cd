"""A roster from its proposal to filing and swapping; what the record says of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from tests.rosters.conftest import FIRST, LAST, Hall
from yichuang.courses.refusals import NotYours, OutOfOrder
from yichuang.errors import HallError, NotAllowed
from yichuang.jobs.record import disagreements
from yichuang.leave import actions as leaves
from yichuang.leave.asking import Asked, wall
from yichuang.obligations import queries as obligations
from yichuang.obligations.actions import open_periodic
from yichuang.organization.actions import grant_role, open_account
from yichuang.organization.models import Account
from yichuang.organization.queries import SYSTEM, person_by_staff_no, reader_for
from yichuang.organization.roles import Role
from yichuang.regulations.queries import book_of
from yichuang.rosters import actions, queries
from yichuang.rosters.models import Place
from yichuang.rosters.refusals import (
    AlreadyFiled,
    NoSuchShift,
    NotToBeFiled,
    Passed,
    ReasonNeeded,
    WouldBeWrong,
)

pytestmark = [pytest.mark.django_db, pytest.mark.req("R38")]
DAY = date(2026, 4, 8)


def proposed(hall: Hall, at: datetime) -> str:
    return actions.make(first=FIRST, last=LAST, at=at, by=hall.wu)


def filed(hall: Hall, at: datetime) -> str:
    number = proposed(hall, at)
    actions.file(number=number, at=at, by=hall.wu)
    return number


def place(hall: Hall, number: str, at: datetime, **more: Any) -> None:
    told = {"on": DAY, "half": "am", "window": "1", "person": "", **more}
    actions.place(number=number, at=at, by=hall.wu, **told)


def seat(on: date = DAY, half: str = "am", window: str = "1") -> Place:
    return Place.objects.get(on=on, half=half, window__code=window)


def test_from_proposal_to_filing(hall: Hall, at: datetime) -> None:
    number = proposed(hall, at)
    assert [one.kind for one in obligations.todo(hall.wu, at)] == ["roster.file"]
    assert not Place.objects.exists(), "a draft binds nobody"
    actions.file(number=number, at=at, by=hall.wu)
    days = {one.on for one in queries.roster(number, on=None, reader=hall.lin, at=at).week.slots}
    assert days
    assert not obligations.todo(hall.wu, at)
    assert Place.objects.filter(window__code="Z").values("person__staff_no").distinct().count() == 1
    assert not list(disagreements())
    with pytest.raises(AlreadyFiled):
        proposed(hall, at)
    with pytest.raises(OutOfOrder):
        actions.file(number=number, at=at, by=hall.wu)


def test_filing_settles_what_the_book_asks_for(hall: Hall, at: datetime) -> None:
    grant_role(person=person_by_staff_no("1"), role=Role.CHIEF_REPRESENTATIVE, at=at, by=SYSTEM)
    open_periodic(at)
    lin = reader_for(person_by_staff_no("1"))
    assert [one.kind for one in obligations.todo(lin, at)] == ["duty.roster"]
    filed(hall, at)
    assert not obligations.todo(lin, at)
    assert not list(disagreements())


@pytest.mark.req("R34")
def test_who_is_on_leave_is_not_rostered(hall: Hall, at: datetime) -> None:
    number = proposed(hall, at)
    on = next(one for one in queries.rosters(hall.wu)[0].plan if one.person == "1").on
    book = book_of(hall.site.pk, on)
    begins, ends = wall(str(on), book, end=False), wall(str(on), book, end=True)
    leave = leaves.ask(Asked("personal", begins, ends, substitute="2"), at=at, by=hall.lin)
    leaves.accept(leave, at=at, by=hall.ma)
    leaves.decide(leave, approve=True, at=at, by=hall.wu)
    kinds = {one.words.zh.partition("：")[2]
             for one in queries.roster(number, on=on, reader=hall.wu, at=at).wrong}  # fmt: skip
    assert any("林晓 请假或外出" in one for one in kinds)
    proposed(hall, at)
    plan = queries.rosters(hall.wu)[0].plan
    assert "1" not in {one.person for one in plan if one.on == on}
    assert "1" in {one.person for one in plan}


def test_an_empty_window_is_refused_while_somebody_could_sit_there(
    hall: Hall, at: datetime
) -> None:
    number = proposed(hall, at)
    place(hall, number, at)
    wrong = queries.roster(number, on=None, reader=hall.wu, at=at).wrong
    assert [(one.words.zh, one.article) for one in wrong] == [
        ("4 月 8 日上午：1 空岗，还有人可排", "S3 一")
    ]
    with pytest.raises(NotToBeFiled):
        actions.file(number=number, at=at, by=hall.wu)
    assert number == proposed(hall, at), "proposed anew"
    actions.file(number=number, at=at, by=hall.wu)


def test_what_was_set_by_hand_stays(hall: Hall, at: datetime) -> None:
    number = proposed(hall, at)
    free = next(one.number for one in queries.seat(number, DAY, "am", "1", reader=hall.wu).candidates
                if not one.elsewhere and not one.sits)  # fmt: skip
    place(hall, number, at, person=free)
    proposed(hall, at)
    sits = [one.number for one in queries.seat(number, DAY, "am", "1", reader=hall.wu).candidates
            if one.sits]  # fmt: skip
    assert sits == [free]


@pytest.mark.parametrize(
    ("told", "refused", "sentence"),
    [
        ({"person": "4"}, WouldBeWrong, "田青 不能坐 1"),
        ({"person": "77"}, WouldBeWrong, "77 不能坐 1"),
        ({"on": date(2026, 4, 5), "person": "1"}, HallError, "没有找到"),
        ({"window": "9", "person": "1"}, HallError, "没有找到"),
    ],
)
def test_nobody_is_put_where_they_cannot_be(
    told: dict[str, Any], refused: type[HallError], sentence: str, hall: Hall, at: datetime
) -> None:
    number = proposed(hall, at)
    with pytest.raises(refused) as said:
        place(hall, number, at, **told)
    assert sentence in said.value.say()


def test_nobody_sits_at_two_windows_at_once(hall: Hall, at: datetime) -> None:
    number = proposed(hall, at)
    view = queries.seat(number, DAY, "am", "1", reader=hall.wu)
    elsewhere = next(one for one in view.candidates if one.elsewhere == "2")
    with pytest.raises(WouldBeWrong, match="two windows"):
        place(hall, number, at, person=elsewhere.number)


def test_what_was_filed_changes_for_a_reason_and_only_ahead(hall: Hall, at: datetime) -> None:
    number = filed(hall, at)
    free = ({"1", "2", "3"} - set(
        Place.objects.filter(on=DAY, half="am").values_list("person__staff_no", flat=True)
    )).pop()  # fmt: skip
    with pytest.raises(ReasonNeeded):
        place(hall, number, at, person=free)
    place(hall, number, at, person=free, reason="林晓发烧")
    assert seat().person.staff_no == free
    assert not list(disagreements())
    begun = datetime.combine(DAY, datetime.min.time(), at.tzinfo) + timedelta(hours=9)
    with pytest.raises(Passed):
        place(hall, number, begun, person="1", reason="晚了")


def swap_of(hall: Hall, at: datetime) -> tuple[str, Place, Place]:
    """A swap asked for by whoever sits at window 1 on the day, for somebody's later day."""
    mine = seat()
    theirs = next(
        one for one in Place.objects.filter(window__code="1", on__gt=DAY).order_by("on", "half")
        if one.person_id != mine.person_id
        and not Place.objects.filter(on=one.on, half=one.half, person=mine.person_id).exists()
        and not Place.objects.filter(on=DAY, half="am", person=one.person_id).exists()
    )  # fmt: skip
    by = {one.person_id: one for one in (hall.lin, hall.ma, hall.he)}[mine.person_id]
    return actions.ask_swap(mine=mine, theirs=theirs, at=at, by=by), mine, theirs


def test_a_swap_takes_both(hall: Hall, at: datetime) -> None:
    filed(hall, at)
    number, mine, theirs = swap_of(hall, at)
    readers = {one.person_id: one for one in (hall.lin, hall.ma, hall.he)}
    asks, asked = readers[mine.person_id], readers[theirs.person_id]
    assert seat().person_id == mine.person_id, "asking changes nothing"
    with pytest.raises(NotYours):
        actions.answer_swap(number=number, agree=True, at=at, by=asks)
    assert [one.kind for one in obligations.todo(asked, at)] == ["swap.answer"]
    actions.answer_swap(number=number, agree=True, at=at, by=asked)
    assert seat().person_id == theirs.person_id
    assert seat(theirs.on, theirs.half).person_id == mine.person_id
    assert not list(disagreements())


def test_a_second_swap_of_one_shift_does_not_hold(hall: Hall, at: datetime) -> None:
    filed(hall, at)
    number, _, theirs = swap_of(hall, at)
    again, *_ = swap_of(hall, at)
    asked = {one.person_id: one for one in (hall.lin, hall.ma, hall.he)}[theirs.person_id]
    actions.answer_swap(number=number, agree=True, at=at, by=asked)
    with pytest.raises(NoSuchShift):
        actions.answer_swap(number=again, agree=True, at=at, by=asked)
    actions.answer_swap(number=again, agree=False, at=at, by=asked)


def test_the_database_knows_nobody_at_two_windows(hall: Hall, at: datetime) -> None:
    filed(hall, at)
    one, other = seat(), seat(window="2")
    Place.objects.filter(pk=one.pk).update(person_id=other.person_id)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    Place.objects.filter(pk=one.pk).update(person_id=one.person_id)


def test_a_row_changed_behind_the_record_is_found(hall: Hall, at: datetime) -> None:
    filed(hall, at)
    Place.objects.filter(pk=seat().pk).delete()
    assert [one.subject for one in disagreements()] == ["roster:C-20260401"]


def test_clerks_read_and_do_not_make(hall: Hall, at: datetime) -> None:
    number = proposed(hall, at)
    with pytest.raises(NotAllowed):
        actions.make(first=FIRST, last=LAST, at=at, by=hall.lin)
    with pytest.raises(NotAllowed):
        actions.file(number=number, at=at, by=hall.lin)
    assert not queries.seat(number, DAY, "am", "1", reader=hall.lin).may


def test_the_pages(hall: Hall, at: datetime, client: Client) -> None:
    number = filed(hall, at)
    open_account(person=person_by_staff_no("5"), username="wu",
                 password="Correct-horse-7", must_change=False, at=at, by=SYSTEM)  # fmt: skip
    client.force_login(Account.objects.get(username="wu"))
    assert client.get("/rosters").status_code == 200
    page = client.get(f"/rosters/{number}?week={DAY}").content.decode()
    assert "林晓" in page
    assert f"seat?on={DAY}&amp;half=am&amp;window=1" in page
    said = client.get(f"/rosters/{number}/seat?on={DAY}&half=am&window=1").content.decode()
    assert "能坐这个窗口的人" in said
    assert "田青" not in said
