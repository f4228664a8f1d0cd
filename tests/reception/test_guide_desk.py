"""What the guide desk does: puts back, prioritises, and sees the day's numbers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection, transaction

from tests.conftest import AtOnce
from tests.reception.story import Hall
from yichuang.errors import NotAllowed
from yichuang.jobs.record import disagreements
from yichuang.organization.queries import SYSTEM
from yichuang.reception import actions, errors, guide_desk
from yichuang.reception.actions.tickets import Taken
from yichuang.reception.models import Ticket
from yichuang.regulations.actions import adopt

pytestmark = [pytest.mark.django_db, pytest.mark.req("R11")]
MINUTE = timedelta(minutes=1)
STRICT = """
name: own
title: {zh: 本级规定, en: Own rules}
source: 本级排队办法
sources:
  texts:
    本级排队办法: {title: {zh: 本级排队办法, en: Own rules}, articles: {"2": {zh: 三次, en: Thrice}}}
queue:
  missed: {article: 本级排队办法 2, calls: 2, seconds_between: 20, places_back: 1}
"""


def _missed_with_line(hall: Hall, at: datetime, waiting: int) -> Taken:
    """A number missed at window 1, and so many who came after it and wait."""
    hall.open("1", at)
    first = hall.take("tax", at)
    hall.call("1", at)
    actions.miss(ticket_id=first.id, at=at, by=hall.device("1"))
    for n in range(waiting):
        hall.take("tax", at + (n + 1) * MINUTE)
    return first


@pytest.mark.parametrize(("waiting", "order"), [
    (0, ["A001"]),
    (2, ["A002", "A003", "A001"]),
    (3, ["A002", "A003", "A004", "A001"]),
    (5, ["A002", "A003", "A004", "A001", "A005", "A006"]),
])  # fmt: skip
def test_a_missed_one_comes_three_places_back(
    hall: Hall, at: datetime, waiting: int, order: list[str]
) -> None:
    missed = _missed_with_line(hall, at, waiting)
    actions.rejoin(ticket_id=missed.id, at=at + 9 * MINUTE, by=hall.person("郭敏"))
    now = at + 10 * MINUTE
    assert [hall.call_and_finish("1", now) for _ in order] == order
    assert list(disagreements()) == []


def test_the_books_policy_of_calling_again(hall: Hall, at: datetime) -> None:
    adopt(site=hall.site, presets=["county-hall"], text=STRICT, from_on=date(2026, 3, 10), at=at,
          by=SYSTEM)  # fmt: skip
    window = hall.open("1", at)
    ticket_id = hall.take("tax", at).id
    hall.call("1", at)
    with pytest.raises(errors.CallAgainFirst) as once:
        actions.miss(ticket_id=ticket_id, at=at, by=window)
    assert "还须再叫 1 次" in once.value.say("zh")
    assert "本级排队办法" in once.value.say("zh")
    with pytest.raises(errors.CalledTooSoon):
        actions.recall(ticket_id=ticket_id, at=at + timedelta(seconds=19), by=window)
    later = at + timedelta(seconds=20)
    actions.recall(ticket_id=ticket_id, at=later, by=window)
    assert actions.miss(ticket_id=ticket_id, at=later, by=window).state == "missed"


def test_priority_on_a_ground_keeps_the_place(hall: Hall, at: datetime) -> None:
    guide = hall.person("郭敏")
    hall.open("1", at)
    ids = [hall.take("tax", at + n * MINUTE).id for n in range(3)]
    later = hall.take("tax", at + 3 * MINUTE, ticket_class="priority", ground="elderly")
    actions.prioritise(ticket_id=ids[2], ticket_class="priority", ground="disabled",
                       at=at + 4 * MINUTE, by=guide)  # fmt: skip
    now = at + 5 * MINUTE
    assert hall.call_and_finish("1", now) == "A003"
    assert hall.call_and_finish("1", now) == later.number
    row = Ticket.objects.get(pk=ids[2])
    assert (row.ticket_class, row.ground) == ("priority", "disabled")
    assert list(disagreements()) == []


def test_a_changed_class_is_found_by_the_audit(hall: Hall, at: datetime) -> None:
    ticket_id = hall.take("tax", at).id
    actions.prioritise(ticket_id=ticket_id, ticket_class="priority", ground="elderly", at=at,
                       by=hall.person("郭敏"))  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    Ticket.objects.filter(pk=ticket_id).update(ground="soldier")
    assert any(one.subject == f"ticket:{ticket_id}" for one in disagreements())


def test_who_may_prioritise_and_on_what(hall: Hall, at: datetime) -> None:
    guide = hall.person("郭敏")
    ticket_id = hall.take("tax", at).id
    for reader in (hall.person("林晓"), hall.device("kiosk"), hall.device("1")):
        with pytest.raises(NotAllowed):
            actions.prioritise(ticket_id=ticket_id, ticket_class="priority", ground="elderly",
                               at=at, by=reader)  # fmt: skip
    for class_, ground, refused in (
        ("priority", "no-such", errors.WrongGround), ("vip", "", errors.WrongClass),
        ("appointment", "", errors.WrongClass),
    ):  # fmt: skip
        with pytest.raises(refused):
            actions.prioritise(ticket_id=ticket_id, ticket_class=class_, ground=ground, at=at,
                               by=guide)  # fmt: skip
    actions.abandon(ticket_id=ticket_id, at=at, by=guide)
    with pytest.raises(errors.NotInThatState):
        actions.prioritise(ticket_id=ticket_id, ticket_class="priority", ground="elderly", at=at,
                           by=guide)  # fmt: skip


def test_the_desk_shows_the_day_by_state(hall: Hall, at: datetime) -> None:
    guide = hall.person("郭敏")
    _missed_with_line(hall, at, 2)
    hall.call("1", at + 3 * MINUTE)
    held = Ticket.objects.get(number="A002")
    actions.hold(ticket_id=held.pk, at=at + 3 * MINUTE, by=hall.device("1"))
    hall.take("licence", at, ticket_class="appointment", slot=at + 60 * MINUTE, arrived=False)
    desk = guide_desk.desk(guide, at + 5 * MINUTE)
    shown = {name: [one.number for one in getattr(desk, name).numbers]
             for name in ("waiting", "missed", "held", "booked")}  # fmt: skip
    assert shown == {"waiting": ["A003"], "missed": ["A001"], "held": ["A002"],
                     "booked": ["C001"]}  # fmt: skip
    assert desk.held.numbers[0].window == "1"
    assert guide_desk.desk(guide, at, "C").waiting.total == 0
    with pytest.raises(NotAllowed):
        guide_desk.desk(hall.person("林晓"), at)


@pytest.mark.django_db(transaction=True)
def test_a_call_and_a_change_at_once(committed_hall: Hall, at: datetime, at_once: AtOnce) -> None:
    """Whoever comes first, the number is at one window or prioritised, and the books agree."""
    hall, guide = committed_hall, committed_hall.person("郭敏")
    hall.open("1", at)
    ticket_id = hall.take("tax", at).id

    def step(n: int) -> object:
        if n:
            return hall.call("1", at + MINUTE)
        try:
            return actions.prioritise(ticket_id=ticket_id, ticket_class="priority",
                                      ground="elderly", at=at + MINUTE, by=guide)  # fmt: skip
        except errors.NotInThatState:
            return None

    changed, called = at_once(step, 2)
    assert called is not None
    row = Ticket.objects.get(pk=ticket_id)
    assert row.state == "called"
    assert row.ticket_class == ("priority" if changed else "normal")
    with transaction.atomic():
        assert list(disagreements()) == []
