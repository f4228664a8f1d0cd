"""Calling by the rule, with the reason on record; and what happens after a call."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, connection, transaction

from tests.reception.story import Hall
from yichuang.errors import NotAllowed
from yichuang.journal.queries import of_subject
from yichuang.organization.queries import SYSTEM
from yichuang.reception import actions, errors, queries
from yichuang.reception.models import Call, Service, Ticket
from yichuang.reception.states import TRANSITIONS, State
from yichuang.regulations.actions import adopt

pytestmark = [pytest.mark.django_db, pytest.mark.req("R11")]
MINUTE = timedelta(minutes=1)


def test_first_come_first_called(hall: Hall, at: datetime) -> None:
    for _ in range(3):
        hall.take("tax", at)
    hall.open("1", at)
    assert [hall.call_and_finish("1", at) for _ in range(4)] == ["A001", "A002", "A003", None]


def test_a_window_calls_only_its_own_services(hall: Hall, at: datetime) -> None:
    hall.take("licence", at)
    hall.take("social", at)
    hall.take("tax", at)
    for window in ("1", "3", "4"):
        hall.open(window, at)
    assert [hall.call_and_finish(w, at) for w in ("1", "1", "3", "3", "4")] == [
        "A001", None, "B001", None, "C001",
    ]  # fmt: skip


def test_the_order_is_the_rules(hall: Hall, at: datetime) -> None:
    """Returning, appointment, priority, normal; after two others a normal one must be called."""
    hall.take("tax", at)
    hall.take("tax", at)
    hall.take("tax", at, ticket_class="priority", ground="elderly")
    hall.take("tax", at, ticket_class="appointment", slot=at)
    hall.take("tax", at, ticket_class="returning", ground="corrections")
    hall.open("1", at)
    called = []
    for _ in range(5):
        one = hall.call("1", at)
        assert one
        called.append((one.number, one.called_as))
        actions.finish(ticket_id=one.id, at=at, by=hall.device("1"))
    assert called == [
        ("A005", "returning"), ("A004", "appointment"), ("A001", "normal"),
        ("A003", "priority"), ("A002", "normal"),
    ]  # fmt: skip


def test_the_ratio_counts_the_calls_of_the_whole_queue(hall: Hall, at: datetime) -> None:
    """Two windows share the queue: it is the queue's last calls that count, not the window's."""
    for _ in range(3):
        hall.take("tax", at, ticket_class="priority", ground="elderly")
    hall.take("tax", at)
    hall.open("1", at)
    hall.open("2", at)
    numbers = [hall.call_and_finish(window, at) for window in ("1", "2", "2")]
    assert numbers == ["A001", "A002", "A004"]


def test_a_run_of_normal_ones_is_remembered_from_call_to_call(hall: Hall, at: datetime) -> None:
    """A book by which two normal ones follow each other one."""
    text = "queue: {article: 本中心规定 6, ratio: 1, ordinary_run: 2}"
    adopt(site=hall.site, presets=["county-hall"], text=text, from_on=at.date(), at=at, by=SYSTEM)
    for _ in range(3):
        hall.take("tax", at, ticket_class="priority", ground="elderly")
    for _ in range(4):
        hall.take("tax", at)
    hall.open("1", at)
    assert [hall.call_and_finish("1", at) for _ in range(7)] == [
        "A001", "A004", "A005", "A002", "A006", "A007", "A003",
    ]  # fmt: skip


def test_why_says_nothing_of_how_many_wait(hall: Hall, at: datetime) -> None:
    """Only the first ones are looked at, so a count in the record would be a wrong one."""
    for _ in range(5):
        hall.take("tax", at)
    hall.open("1", at)
    called = hall.call("1", at)
    assert called
    assert "n" not in called.because[-1]["args"]


def test_who_has_waited_half_an_hour_ranks_as_priority(hall: Hall, at: datetime) -> None:
    old = hall.take("tax", at)
    hall.take("tax", at + 10 * MINUTE, ticket_class="priority", ground="elderly")
    hall.open("1", at)
    called = hall.call("1", at + 30 * MINUTE)
    assert called
    assert (called.id, called.ticket_class, called.called_as) == (old.id, "normal", "priority")
    assert Call.objects.get().counts_as == "normal"


def test_why_is_kept_with_the_call(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    hall.open("1", at)
    called = hall.call("1", at)
    assert called
    kept = Call.objects.get()
    assert kept.because == called.because
    assert kept.because[0]["article"] == "通用底本 5"
    assert "A001" in kept.because[0]["fact"]
    assert (kept.called_as, kept.nth, kept.actor) == ("normal", 1, hall.device("1").name)
    assert len(kept.book) == 64


@pytest.mark.req("R17")
@pytest.mark.parametrize(
    "change", ["UPDATE reception_call SET called_as = 'priority'", "DELETE FROM reception_call"]
)
def test_a_call_is_never_changed(hall: Hall, at: datetime, change: str) -> None:
    hall.take("tax", at)
    hall.open("1", at)
    hall.call("1", at)
    with pytest.raises((ProgrammingError, InternalError), match="kept"), transaction.atomic():
        connection.cursor().execute(change)


@pytest.mark.parametrize("table", ["service", "windowsession", "ticket"])
def test_what_calls_refer_to_is_never_deleted(hall: Hall, at: datetime, table: str) -> None:
    hall.take("tax", at)
    hall.open("1", at)
    with pytest.raises((ProgrammingError, InternalError), match="kept"), transaction.atomic():
        connection.cursor().execute(f"DELETE FROM reception_{table}")
    assert Service.objects.count() == 4


def test_the_database_refuses_two_people_at_one_window(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    second = hall.take("tax", at)
    hall.open("1", at)
    hall.call("1", at)
    with pytest.raises(IntegrityError, match="one_ticket_per_window"), transaction.atomic():
        Ticket.objects.filter(pk=second.id).update(state="called", window=hall.windows["1"])


def test_the_database_refuses_a_ticket_at_no_window(hall: Hall, at: datetime) -> None:
    taken = hall.take("tax", at)
    with pytest.raises(IntegrityError, match="has_window"), transaction.atomic():
        Ticket.objects.filter(pk=taken.id).update(state="serving")


def test_yesterdays_numbers_are_not_called(hall: Hall, at: datetime) -> None:
    old = hall.take("tax", at - timedelta(days=1))
    hall.take("tax", at)
    hall.open("1", at)
    assert hall.call_and_finish("1", at) == "A001"
    assert hall.call("1", at) is None
    assert actions.close_days_that_are_over(at) == 1
    assert [e.kind for e in of_subject(f"ticket:{old.id}")][-1] == "ticket.unserved"


def test_the_same_key_is_the_same_call(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    hall.take("tax", at)
    by = hall.open("1", at)
    first = actions.call(window="1", key="k", at=at, by=by)
    again = actions.call(window="1", key="k", at=at + MINUTE, by=by)
    assert first == again
    assert Call.objects.count() == 1


# ---- Who may not call --------------------------------------------------------------------


@pytest.mark.req("R13")
def test_a_window_must_be_open_to_call(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    with pytest.raises(errors.WindowClosed):
        hall.call("1", at)
    by = hall.open("1", at)
    actions.pause_window(window="1", reason="用餐", at=at, by=by)
    with pytest.raises(errors.WindowPaused, match="用餐"):
        hall.call("1", at)
    actions.open_window(window="1", at=at, by=by)
    assert hall.call("1", at)


def test_a_window_serves_one_at_a_time(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    hall.take("tax", at)
    hall.open("1", at)
    hall.call("1", at)
    with pytest.raises(errors.WindowBusy, match="A001"):
        hall.call("1", at)


def test_a_device_works_at_its_own_window(hall: Hall, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.call(window="2", at=at, by=hall.device("1"))
    with pytest.raises(errors.WindowUnknown):
        actions.call(window="99", at=at, by=hall.person("林晓"))
    with pytest.raises(NotAllowed):
        actions.call(window="1", at=at, by=hall.person("郭敏"))


def test_nobody_acts_at_a_colleagues_window(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    lin, zhou = hall.person("林晓"), hall.person("周平")
    actions.open_window(window="1", at=at, by=lin)
    called = actions.call(window="1", at=at, by=lin)
    assert called
    with pytest.raises(errors.WindowTaken):
        actions.call(window="1", at=at, by=zhou)
    with pytest.raises(errors.NoWindow):
        actions.start(ticket_id=called.id, at=at, by=zhou)
    actions.open_window(window="2", at=at, by=zhou)
    with pytest.raises(errors.TicketElsewhere):
        actions.start(ticket_id=called.id, at=at, by=zhou)


# ---- After the call ----------------------------------------------------------------------

MOVES = {
    "recalled": actions.recall, "missed": actions.miss, "held": actions.hold,
    "started": actions.start, "finished": actions.finish, "rejoined": actions.rejoin,
    "abandoned": actions.abandon,
}  # fmt: skip


def _bring(hall: Hall, at: datetime, state: State) -> int:
    """A ticket in that state, at window 1 where it is at one."""
    by = hall.open("1", at)
    taken = hall.take("tax", at)
    if state is State.WAITING:
        return taken.id
    called = hall.call("1", at)
    assert called
    ways = {
        State.CALLED: (), State.SERVING: (actions.start,), State.HELD: (actions.hold,),
        State.MISSED: (actions.miss,), State.FINISHED: (actions.start, actions.finish),
        State.ABANDONED: (actions.abandon,),
    }  # fmt: skip
    if state is State.UNSERVED:
        actions.close_day(site_id=hall.site.pk, day=at.date(), at=at, by=SYSTEM)
        hall.open("1", at)
        return taken.id
    if state is State.TRANSFERRED:
        actions.transfer(ticket_id=taken.id, service="social", at=at, by=by)
        return taken.id
    for act in ways[state]:
        act(ticket_id=taken.id, at=at, by=by)
    return taken.id


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("event", sorted(MOVES))
def test_each_move_is_allowed_where_the_table_says_so(
    hall: Hall, at: datetime, event: str, state: State
) -> None:
    ticket_id = _bring(hall, at, state)
    before, after = TRANSITIONS[event]
    later = at + MINUTE
    if state in before:
        moved = MOVES[event](ticket_id=ticket_id, at=later, by=hall.device("1"))
        assert moved.state == after
        last = of_subject(f"ticket:{ticket_id}")[-1]
        assert (last.kind, last.happened_at) == (f"ticket.{event}", later)
    else:
        count = len(of_subject(f"ticket:{ticket_id}"))
        with pytest.raises(errors.NotInThatState):
            MOVES[event](ticket_id=ticket_id, at=later, by=hall.device("1"))
        assert len(of_subject(f"ticket:{ticket_id}")) == count


@pytest.mark.parametrize("act", [actions.start, actions.finish, actions.miss, actions.hold])
def test_only_the_tickets_own_window_moves_it(hall: Hall, at: datetime, act: type) -> None:
    ticket_id = _bring(hall, at, State.CALLED)
    hall.open("2", at)
    with pytest.raises(errors.TicketElsewhere):
        act(ticket_id=ticket_id, at=at, by=hall.device("2"))
    with pytest.raises(errors.TicketUnknown):
        act(ticket_id=0, at=at, by=hall.device("1"))


def test_a_transferred_person_keeps_their_place(hall: Hall, at: datetime) -> None:
    early = hall.take("tax", at)
    hall.take("social", at + MINUTE)
    by = hall.open("1", at)
    hall.call("1", at + 2 * MINUTE)
    moved = actions.transfer(ticket_id=early.id, service="social", at=at + 3 * MINUTE, by=by)
    assert (moved.number, moved.state, moved.service, moved.window) == (
        "A001", "transferred", "social", None,
    )  # fmt: skip
    hall.open("3", at)
    assert hall.call_and_finish("3", at + 4 * MINUTE) == "A001"
    assert hall.call_and_finish("3", at + 4 * MINUTE) == "B001"
    assert [c.nth for c in Call.objects.filter(ticket=early.id).order_by("id")] == [1, 2]


def test_a_guide_sends_on_who_still_waits(hall: Hall, at: datetime) -> None:
    taken = hall.take("tax", at)
    with pytest.raises(errors.NotInThatState):
        actions.transfer(ticket_id=taken.id, service="social", at=at, by=hall.device("1"))
    moved = actions.transfer(ticket_id=taken.id, service="social", at=at, by=hall.person("郭敏"))
    assert moved.service == "social"
    with pytest.raises(errors.ServiceUnknown):
        actions.transfer(ticket_id=taken.id, service="none", at=at, by=hall.person("郭敏"))


def test_a_held_person_comes_back_to_the_window_that_holds_them(hall: Hall, at: datetime) -> None:
    ticket_id = _bring(hall, at, State.HELD)
    hall.open("2", at)
    with pytest.raises(errors.TicketElsewhere):
        actions.recall(ticket_id=ticket_id, at=at, by=hall.device("2"))
    hall.take("tax", at)
    hall.call("1", at)
    with pytest.raises(errors.WindowBusy, match="A002"):
        actions.recall(ticket_id=ticket_id, at=at, by=hall.device("1"))
    actions.finish(ticket_id=Ticket.objects.get(number="A002").pk, at=at, by=hall.device("1"))
    assert actions.recall(ticket_id=ticket_id, at=at, by=hall.device("1")).window == "1"


def test_a_missed_person_may_be_recalled_anywhere_or_queue_again(hall: Hall, at: datetime) -> None:
    ticket_id = _bring(hall, at, State.MISSED)
    hall.open("2", at)
    moved = actions.recall(ticket_id=ticket_id, at=at, by=hall.device("2"))
    assert (moved.state, moved.window, moved.recalls) == ("called", "2", 1)
    actions.miss(ticket_id=ticket_id, at=at, by=hall.device("2"))
    hall.take("tax", at + MINUTE)
    actions.rejoin(ticket_id=ticket_id, at=at + 2 * MINUTE, by=hall.device("kiosk"))
    assert [hall.call_and_finish("2", at + 3 * MINUTE) for _ in range(2)] == ["A002", "A001"]


def test_a_device_for_all_windows_recalls_where_the_call_was(hall: Hall, at: datetime) -> None:
    from dataclasses import replace

    everywhere = replace(hall.device("1"), window_id=None, window_code="")
    ticket_id = _bring(hall, at, State.CALLED)
    assert actions.recall(ticket_id=ticket_id, at=at, by=everywhere).window == "1"
    assert actions.hold(ticket_id=ticket_id, at=at, by=everywhere).window == "1"
    waiting = hall.take("tax", at)
    with pytest.raises(errors.NotInThatState):
        actions.recall(ticket_id=waiting.id, at=at, by=everywhere)


@pytest.mark.req("R01")
def test_a_visit_is_one_timeline(hall: Hall, at: datetime) -> None:
    ticket_id = _bring(hall, at, State.SERVING)
    actions.transfer(ticket_id=ticket_id, service="social", at=at, by=hall.device("1"))
    hall.open("3", at)
    hall.call_and_finish("3", at)
    told = queries.visit(ticket_id, hall.device("kiosk"))
    assert [entry.kind.removeprefix("ticket.") for entry in told] == [
        "taken", "called", "started", "transferred", "called", "finished",
    ]  # fmt: skip
    assert all(entry.actor and entry.happened_at for entry in told)
    with pytest.raises(errors.TicketUnknown):
        queries.visit(0, hall.device("kiosk"))
