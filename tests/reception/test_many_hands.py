"""Many at once, each with a connection of its own: nothing twice, nothing lost, in order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from django.db import connection, transaction

from tests.reception.story import Hall
from yichuang.errors import HallError
from yichuang.organization import actions as organization
from yichuang.organization.models import Token
from yichuang.organization.queries import SYSTEM
from yichuang.organization.times import local
from yichuang.reception import actions, errors
from yichuang.reception.actions.calling import Called
from yichuang.reception.models import Call, Service, Ticket
from yichuang.regulations.queries import book_of
from yichuang.rules import queue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("R11")]
HANDS = 8
T = TypeVar("T")


def _together(works: Sequence[Callable[[], T]]) -> list[T | HallError]:
    """Do all at the same moment, each on a thread and a connection of its own."""
    start = threading.Barrier(len(works))

    def run(work: Callable[[], T]) -> T | HallError:
        try:
            start.wait()
            return work()
        except HallError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as hands:
        return list(hands.map(run, works))


def _window(hall: Hall, code: str, at: datetime) -> None:
    """One more window for tax, with its device, open."""
    window = organization.add_window(site=hall.site, code=code, name=code, at=at, by=SYSTEM)
    tax = Service.objects.get(code="tax")
    actions.assign_service(window=window, service=tax, at=at, by=SYSTEM)
    _, hall.secrets[code] = organization.create_token(
        scope=Token.Scope.WINDOW, site=hall.site, window=window, at=at, by=SYSTEM
    )


def _call_all(hall: Hall, window: str, at: datetime) -> list[str]:
    numbers = []
    while number := hall.call_and_finish(window, at):
        numbers.append(number)
    return numbers


def test_no_number_twice_and_none_left_out(committed_hall: Hall, at: datetime) -> None:
    hall, each = committed_hall, 25

    def take(hand: int) -> list[str]:
        service = ("licence", "permit")[hand % 2]
        return [hall.take(service, at + timedelta(milliseconds=hand)).number for _ in range(each)]

    taken = _together([lambda hand=hand: take(hand) for hand in range(HANDS)])  # type: ignore[misc]
    numbers = sorted(number for hand in taken for number in hand)  # type: ignore[union-attr]
    assert numbers == [f"C{n:03d}" for n in range(1, HANDS * each + 1)]
    times = list(Ticket.objects.order_by("seq").values_list("taken_at", flat=True))
    assert times == sorted(set(times))


def test_the_same_request_at_once_is_one_ticket(committed_hall: Hall, at: datetime) -> None:
    hall = committed_hall
    taken = _together([lambda: hall.take("tax", at, key="the same") for _ in range(HANDS)])
    assert {one.number for one in taken} == {"A001"}  # type: ignore[union-attr]
    assert sum(one.is_new for one in taken) == 1  # type: ignore[union-attr]
    assert hall.take("tax", at).number == "A002"


def test_no_ticket_goes_to_two_windows_and_the_order_holds(
    committed_hall: Hall, at: datetime
) -> None:
    """Windows that share a queue call exactly as one window alone would have called."""
    hall = committed_hall
    windows = [f"t{n}" for n in range(HANDS)]
    for window in windows:
        _window(hall, window, at)
    for n in range(60):
        ticket_class, ground = ("priority", "elderly") if n % 3 == 0 else ("normal", "")
        hall.take("tax", at + timedelta(seconds=n), ticket_class=ticket_class, ground=ground)
    later = at + timedelta(minutes=31)  # some have waited long enough to rank higher
    expected = _one_after_another(hall, later)
    for window in windows:
        hall.open(window, later)
    called = _together([lambda w=w: _call_all(hall, w, later) for w in windows])  # type: ignore[misc]
    numbers = [number for window in called for number in window]  # type: ignore[union-attr]
    assert sorted(numbers) == sorted(expected)
    in_order = list(Call.objects.order_by("id").values_list("ticket__number", flat=True))
    assert in_order == expected


def _one_after_another(hall: Hall, at: datetime) -> list[str]:
    """What the rule alone says, call after call."""
    book = book_of(hall.site.pk, local(at).date())
    waiting = [
        queue.Ticket(t.number, "tax", t.taken_at.replace(tzinfo=None), t.ticket_class)
        for t in Ticket.objects.order_by("seq")
    ]
    now = at.astimezone(tz=Ticket.objects.earliest("seq").taken_at.tzinfo).replace(tzinfo=None)
    numbers: list[str] = []
    recent: list[str] = []
    while waiting:
        facts = queue.Facts(now, tuple(waiting), queue.Window(("tax",)), tuple(recent))
        number = queue.rule(facts, book).call
        called = next(one for one in waiting if one.no == number)
        waiting.remove(called)
        numbers.append(called.no)
        recent.append(called.class_)
    return numbers


def test_queues_that_overlap_never_lock_each_other_out(committed_hall: Hall, at: datetime) -> None:
    """Windows 1 and 2 serve tax, 3 tax and social insurance; somebody always takes numbers."""
    hall = committed_hall
    for n in range(20):
        hall.take("tax" if n % 2 else "social", at)
    for window in ("1", "2", "3"):
        hall.open(window, at)

    def take() -> list[str]:
        return [hall.take("tax", at).number for _ in range(20)]

    _together([take, *(lambda w=w: _call_all(hall, w, at) for w in ("1", "2", "3"))])
    _call_all(hall, "3", at)
    assert set(Ticket.objects.values_list("state", flat=True)) == {"finished"}
    assert Call.objects.count() == Ticket.objects.count() == 40
    tax = Call.objects.filter(service__code="tax").order_by("id")
    numbers = list(tax.values_list("ticket__seq", flat=True))
    assert numbers == sorted(numbers)


def test_one_window_calls_one_at_a_time(committed_hall: Hall, at: datetime) -> None:
    hall = committed_hall
    for _ in range(HANDS):
        hall.take("tax", at)
    hall.open("1", at)
    answers = _together([lambda: hall.call("1", at) for _ in range(HANDS)])
    refused = [one for one in answers if isinstance(one, errors.WindowBusy)]
    assert len(refused) == HANDS - 1
    assert Call.objects.count() == 1


def test_one_window_recalls_a_missed_person(committed_hall: Hall, at: datetime) -> None:
    hall = committed_hall
    taken = hall.take("tax", at)
    for window in ("1", "2", "3"):
        hall.open(window, at)
    hall.call("1", at)
    actions.miss(ticket_id=taken.id, at=at, by=hall.device("1"))

    def recall(window: str) -> str | None:
        return actions.recall(ticket_id=taken.id, at=at, by=hall.device(window)).window

    answers = _together([lambda w=w: recall(w) for w in ("1", "2", "3")])  # type: ignore[misc]
    won = [one for one in answers if isinstance(one, str)]
    assert len(won) == 1
    assert Ticket.objects.get().window == hall.windows[won[0]]


def test_a_window_closes_or_calls_but_not_both(committed_hall: Hall, at: datetime) -> None:
    hall = committed_hall
    hall.take("tax", at)
    by = hall.open("1", at)
    called, closed = _together(
        [lambda: hall.call("1", at), lambda: actions.close_window(window="1", at=at, by=by)]
    )
    state = Ticket.objects.get().state
    if isinstance(called, errors.WindowClosed):
        assert (closed, state) == ("closed", "waiting")
    else:
        assert isinstance(closed, errors.WindowBusy)
        assert state == "called"


# ---- One after another, even where the rows themselves would not make them wait ----------


def _while_open(first: Callable[[], object], second: Callable[[], T]) -> tuple[T | HallError, bool]:
    """Do the second while the first is done but not committed; its result, and if it waited."""
    done, commit = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic():
                first()
                done.set()
                commit.wait(30)
        finally:
            done.set()
            connection.close()

    def follow() -> T | HallError:
        try:
            return second()
        except HallError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as hands:
        holding = hands.submit(hold)
        done.wait(30)
        following = hands.submit(follow)
        waited = False
        while not waited and not following.done():
            waited = _somebody_waits()
        commit.set()
        holding.result()
        return following.result(), waited


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory' "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        return bool(cursor.fetchone()[0])


def test_a_call_counts_one_that_is_being_made_at_another_window(
    committed_hall: Hall, at: datetime
) -> None:
    """Window 3 serves more than window 1, so they'd call different people at once; but after
    two of other classes a normal one is due, and the second of these is called at window 1."""
    hall = committed_hall
    for _ in range(2):
        hall.take("tax", at, ticket_class="priority", ground="elderly")
    hall.take("social", at, ticket_class="priority", ground="elderly")
    hall.take("tax", at)
    for window in ("1", "2", "3"):
        hall.open(window, at)
    hall.call("2", at)
    called, waited = _while_open(lambda: hall.call("1", at), lambda: hall.call("3", at))
    assert waited
    assert isinstance(called, Called)
    assert (called.number, called.called_as) == ("A003", "normal")


def test_a_window_does_not_close_while_it_calls(committed_hall: Hall, at: datetime) -> None:
    hall = committed_hall
    hall.take("tax", at)
    by = hall.open("1", at)
    closed, waited = _while_open(
        lambda: hall.call("1", at), lambda: actions.close_window(window="1", at=at, by=by)
    )
    assert waited
    assert isinstance(closed, errors.WindowBusy)


def test_windows_of_other_queues_do_not_wait(committed_hall: Hall, at: datetime) -> None:
    hall = committed_hall
    hall.take("tax", at)
    hall.take("licence", at)
    hall.open("1", at)
    hall.open("4", at)
    called, waited = _while_open(lambda: hall.call("1", at), lambda: hall.call("4", at))
    assert not waited
    assert isinstance(called, Called)
    assert called.number == "C001"
