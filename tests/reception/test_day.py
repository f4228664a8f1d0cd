"""The end of the day: nothing lives on, what it did is told, and it can be undone in time."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.reception.story import Hall
from yichuang.errors import NotAllowed
from yichuang.journal.queries import of_subject
from yichuang.organization.queries import SYSTEM
from yichuang.reception import actions, day, errors, estimates, queries
from yichuang.reception.models import Closing, Ticket, WindowSession
from yichuang.reception.states import State

MINUTE = timedelta(minutes=1)


def _lived_in(hall: Hall, at: datetime) -> dict[str, int]:
    """Somebody in each state in which a number can be when the day ends."""
    by = {code: hall.open(code, at) for code in ("1", "2", "3")}
    ids = {}
    for state, window, acts in (
        ("held", "1", (actions.hold,)), ("missed", "1", (actions.miss,)),
        ("finished", "1", (actions.finish,)), ("called", "1", ()),
        ("serving", "2", (actions.start,)),
    ):  # fmt: skip
        ids[state] = hall.take("tax", at).id
        hall.call(window, at)
        for act in acts:
            act(ticket_id=ids[state], at=at, by=by[window])
    ids["waiting"] = hall.take("tax", at).id
    return ids


def test_closing_the_day_leaves_nothing_open(hall: Hall, at: datetime) -> None:
    ids = _lived_in(hall, at)
    closing = actions.close_day(site_id=hall.site.pk, day=at.date(), at=at + 30 * MINUTE, by=SYSTEM)
    assert closing
    states = dict(Ticket.objects.values_list("id", "state"))
    assert {name: states[pk] for name, pk in ids.items()} == {
        "held": "unserved", "missed": "unserved", "called": "unserved", "waiting": "unserved",
        "serving": "finished", "finished": "finished",
    }  # fmt: skip
    assert not WindowSession.objects.filter(closed_at=None).exists()
    shown = day.closing_of(hall.site.pk, at.date())
    assert shown
    assert [one.windows for one in shown] == [["1", "2", "3"]]
    was = {one.ticket_id: (one.was, one.at_window) for one in shown[0].numbers}
    assert was[ids["serving"]] == ("serving", "2")
    assert was[ids["held"]] == ("held", "1")
    assert ids["finished"] not in was
    (entry,) = of_subject(f"day:C:{at.date()}")
    assert (entry.kind, entry.actor) == ("day.closed", "system")
    assert of_subject(f"ticket:{ids['waiting']}")[-1].kind == "ticket.unserved"


def test_a_closing_is_undone_and_the_numbers_wait_in_their_old_places(
    hall: Hall, at: datetime
) -> None:
    ids = _lived_in(hall, at)
    actions.close_day(site_id=hall.site.pk, day=at.date(), at=at + MINUTE, by=SYSTEM)
    actions.reopen_day(site_id=hall.site.pk, day=at.date(), at=at + 2 * MINUTE, by=SYSTEM)
    states = dict(Ticket.objects.values_list("id", "state"))
    assert {name: states[pk] for name, pk in ids.items()} == {
        "held": "waiting", "missed": "missed", "called": "waiting", "waiting": "waiting",
        "serving": "waiting", "finished": "finished",
    }  # fmt: skip
    hall.open("1", at + 3 * MINUTE)
    called = hall.call("1", at + 3 * MINUTE)
    assert called
    assert called.id == ids["held"], "the first who came is the first called"
    with pytest.raises(errors.DayNotClosed):
        actions.reopen_day(site_id=hall.site.pk, day=at.date(), at=at + 4 * MINUTE, by=SYSTEM)


def test_once_a_new_day_has_begun_a_closing_stands(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    actions.close_day(site_id=hall.site.pk, day=at.date(), at=at, by=SYSTEM)
    with pytest.raises(errors.DayOver):
        actions.reopen_day(
            site_id=hall.site.pk, day=at.date(), at=at + timedelta(days=1), by=SYSTEM
        )
    with pytest.raises(errors.DayOver):
        actions.close_day(site_id=hall.site.pk, day=at.date() + timedelta(days=1), at=at, by=SYSTEM)


def test_who_may_not_close_the_day(hall: Hall, at: datetime) -> None:
    for by in (hall.person("林晓"), hall.device("kiosk"), hall.device("1")):
        with pytest.raises(NotAllowed):
            actions.close_day(site_id=hall.site.pk, day=at.date(), at=at, by=by)
    assert not Closing.objects.exists()


def test_the_day_closes_by_itself_an_hour_after_the_hall(hall: Hall, at: datetime) -> None:
    hall.take("tax", at)
    hall.open("1", at)
    early, late = at.replace(hour=18, minute=29), at.replace(hour=18, minute=30)
    assert actions.close_days_that_are_over(early) == 0
    assert actions.close_days_that_are_over(late) == 1
    assert actions.close_days_that_are_over(late + MINUTE) == 0, "what is done isn't done again"
    hall.open("2", late + 2 * MINUTE)
    assert actions.close_days_that_are_over(late + 3 * MINUTE) == 0, "somebody works on"
    assert actions.close_days_that_are_over(late + timedelta(hours=6)) == 1
    assert not WindowSession.objects.filter(closed_at=None).exists()


def test_nothing_of_yesterday_works_today_even_if_nobody_closed_it(
    hall: Hall, at: datetime
) -> None:
    ids = _lived_in(hall, at)
    today = at + timedelta(days=1)
    for act in (actions.recall, actions.start, actions.finish, actions.hold, actions.rejoin):
        with pytest.raises((errors.TicketUnknown, errors.WindowClosed)):
            act(ticket_id=ids["called"], at=today, by=hall.device("1"))
    with pytest.raises(errors.WindowClosed):
        hall.call("3", today)
    line = hall.take("tax", today).line
    assert (line.ahead, line.windows, line.wait) == (0, 0, None)
    assert all(queue.open_windows == 0 for queue in queries.queues(hall.site.pk, today))
    hall.open("3", today)
    assert hall.call("3", today), "opening the window ends what was forgotten there"


def test_what_a_forgotten_number_did_over_night_is_no_pace(hall: Hall, at: datetime) -> None:
    night = at.replace(hour=23, minute=50)
    hall.open("1", night)
    hall.take("tax", night)
    called = hall.call("1", night)
    assert called
    actions.start(ticket_id=called.id, at=night, by=hall.device("1"))
    morning = at + timedelta(days=1)
    actions.close_days_that_are_over(morning)
    assert Ticket.objects.get(pk=called.id).state == State.FINISHED
    estimates.forget()
    hall.open("1", morning)
    hall.take("tax", morning)
    wait = hall.take("tax", morning).line.wait
    assert wait
    assert wait.high < 60
