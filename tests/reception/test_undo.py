"""A slip of the hand at the window is undone for ten seconds, and for no longer: R11, R16."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection

from tests.reception.story import Hall
from yichuang.feedback import endings
from yichuang.feedback.actions import UnknownCode, rate
from yichuang.feedback.codes import code_of
from yichuang.feedback.queries import asked_by_code, code_for_visitor
from yichuang.journal.queries import of_subject
from yichuang.reception import actions, errors
from yichuang.reception.agreement import check
from yichuang.reception.models import Ticket
from yichuang.reception.undo import WITHIN, sent_away

pytestmark = [pytest.mark.django_db, pytest.mark.req("R11", "R16")]
SECOND = timedelta(seconds=1)


def _send(hall: Hall, ticket_id: int, away: str, at: datetime) -> None:
    by: Any = hall.device("1")
    if away == "transfer":
        actions.transfer(ticket_id=ticket_id, service="social", at=at, by=by)
    elif away == "finish":
        endings.finish(ticket_id=ticket_id, at=at, by=by)
    else:
        {"hold": actions.hold, "miss": actions.miss}[away](ticket_id=ticket_id, at=at, by=by)


def _served(hall: Hall, at: datetime, *, started: bool = True) -> Ticket:
    """A number of window 1, called and perhaps started."""
    by = hall.open("1", at)
    taken = hall.take("tax", at)
    hall.call("1", at)
    if started:
        actions.start(ticket_id=taken.id, at=at + SECOND, by=by)
    return Ticket.objects.get(pk=taken.id)


@pytest.mark.parametrize(
    ("away", "started"),
    [("hold", True), ("hold", False), ("transfer", True), ("transfer", False), ("finish", True),
     ("finish", False), ("miss", False)],
)  # fmt: skip
def test_it_stands_again_as_it_stood(hall: Hall, at: datetime, away: str, started: bool) -> None:
    before = _served(hall, at, started=started)
    _send(hall, before.pk, away, at + 5 * SECOND)
    undone = endings.undo(ticket_id=before.pk, at=at + 5 * SECOND + WITHIN, by=hall.device("1"))
    assert undone.state == before.state
    after = Ticket.objects.get(pk=before.pk)
    moved = {"since"}
    for field in Ticket._meta.concrete_fields:
        if field.attname not in moved:
            assert getattr(after, field.attname) == getattr(before, field.attname), field.attname
    told = of_subject(f"ticket:{before.pk}")[-1]
    assert (told.kind, told.data["state"], told.actor) == (
        "ticket.undone", before.state, hall.device("1").name,
    )  # fmt: skip
    assert list(check()) == []
    _send(hall, before.pk, away, at + 20 * SECOND)
    assert list(check()) == [], "and may be sent away again"


def test_ten_seconds_and_no_more(hall: Hall, at: datetime) -> None:
    ticket = _served(hall, at)
    _send(hall, ticket.pk, "hold", at := at + SECOND)
    assert sent_away(ticket.session_id or 0, at + WITHIN)
    late = at + WITHIN + timedelta(microseconds=1)
    assert sent_away(ticket.session_id or 0, late) is None
    with pytest.raises(errors.TooLateToUndo, match="10"):
        endings.undo(ticket_id=ticket.pk, at=late, by=hall.device("1"))


def _call_another(hall: Hall, at: datetime) -> None:
    hall.call("1", at)


def _call_and_finish_another(hall: Hall, at: datetime) -> None:
    hall.call_and_finish("1", at)


def _recall_missed(hall: Hall, at: datetime) -> None:
    missed = Ticket.objects.get(number="A002")
    actions.recall(ticket_id=missed.pk, at=at, by=hall.device("1"))
    actions.hold(ticket_id=missed.pk, at=at, by=hall.device("1"))


def _undo_once(hall: Hall, at: datetime) -> None:
    ticket = Ticket.objects.get(number="A001")
    endings.undo(ticket_id=ticket.pk, at=at, by=hall.device("1"))


def _reopen(hall: Hall, at: datetime) -> None:
    actions.close_window(window="1", at=at, by=hall.device("1"))
    hall.open("1", at)


def _rate(hall: Hall, at: datetime) -> None:
    rate(code=code_of(f"ticket:{Ticket.objects.get(number='A001').pk}"), level=4, at=at)


@pytest.mark.parametrize(
    ("away", "meanwhile"),
    [("hold", _call_another), ("finish", _call_and_finish_another), ("miss", _recall_missed),
     ("transfer", _undo_once), ("finish", _reopen), ("finish", _rate)],
)  # fmt: skip
def test_what_went_on_meanwhile_stands(
    hall: Hall, at: datetime, away: str, meanwhile: Callable[[Hall, datetime], None]
) -> None:
    ticket = _served(hall, at, started=away != "miss")
    hall.take("tax", at)
    hall.take("tax", at)
    hall.open("2", at)
    assert hall.call("2", at)
    actions.miss(ticket_id=Ticket.objects.get(number="A002").pk, at=at, by=hall.device("2"))
    _send(hall, ticket.pk, away, at + SECOND)
    meanwhile(hall, at + 2 * SECOND)
    stands = Ticket.objects.values().get(pk=ticket.pk)
    with pytest.raises(errors.TooLateToUndo):
        endings.undo(ticket_id=ticket.pk, at=at + 3 * SECOND, by=hall.device("1"))
    assert Ticket.objects.values().get(pk=ticket.pk) == stands


def test_a_number_taken_on_by_another_window_stays_there(hall: Hall, at: datetime) -> None:
    ticket = _served(hall, at)
    hall.open("3", at)
    _send(hall, ticket.pk, "transfer", at + SECOND)
    assert hall.call("3", at + 2 * SECOND)
    with pytest.raises(errors.TooLateToUndo):
        endings.undo(ticket_id=ticket.pk, at=at + 3 * SECOND, by=hall.device("1"))


def test_only_the_window_itself(hall: Hall, at: datetime) -> None:
    ticket = _served(hall, at)
    hall.open("2", at)
    at += SECOND
    _send(hall, ticket.pk, "finish", at)
    with pytest.raises(errors.TooLateToUndo):
        endings.undo(ticket_id=ticket.pk, at=at, by=hall.device("2"))
    with pytest.raises(errors.NoWindow):
        endings.undo(ticket_id=ticket.pk, at=at, by=hall.person("林晓"))
    with pytest.raises(errors.TicketUnknown):
        endings.undo(ticket_id=0, at=at, by=hall.device("1"))


@pytest.mark.req("R15")
def test_a_turn_fetched_back_is_not_rated_until_it_ends_again(hall: Hall, at: datetime) -> None:
    ticket = _served(hall, at)
    code = code_of(f"ticket:{ticket.pk}")
    _send(hall, ticket.pk, "finish", at + SECOND)
    assert code_for_visitor(f"ticket:{ticket.pk}") == code
    endings.undo(ticket_id=ticket.pk, at=at + 2 * SECOND, by=hall.device("1"))
    assert code_for_visitor(f"ticket:{ticket.pk}") is None
    assert asked_by_code(code) is None
    with pytest.raises(UnknownCode):
        rate(code=code, level=5, at=at + 3 * SECOND)
    _send(hall, ticket.pk, "finish", at + 4 * SECOND)
    rate(code=code, level=5, at=at + 5 * SECOND)


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("R15")
def test_rated_or_fetched_back_at_one_moment_but_not_both(
    committed_hall: Hall, at: datetime
) -> None:
    hall = committed_hall
    by, done = hall.device("1"), []
    start = threading.Barrier(2)

    def try_to(act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            act()
            done.append(act)
        except (UnknownCode, errors.TooLateToUndo):
            pass
        finally:
            connection.close()

    hall.open("1", at)
    for n in range(8):
        done.clear()
        now = at + timedelta(minutes=n)
        ticket_id = hall.take("tax", now).id
        hall.call("1", now)
        _send(hall, ticket_id, "finish", now)
        undo = partial(endings.undo, ticket_id=ticket_id, at=now, by=by)
        rates = partial(rate, code=code_of(f"ticket:{ticket_id}"), level=5, at=now)
        both = [threading.Thread(target=try_to, args=(act,)) for act in (undo, rates)]
        for one in both:
            one.start()
        for one in both:
            one.join(20)
        assert len(done) == 1
        if done == [undo]:
            _send(hall, ticket_id, "finish", now)
