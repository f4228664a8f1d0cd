"""The decision (决定): once, reasoned, in time or not; approval by silence: R18, R19."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Literal, get_args

import pytest
from django.db import connection

from tests.cases.story import ITEM, TACIT, Hall, facts, instant, silence_speaks
from yichuang.cases import actions, queries
from yichuang.cases.refusals import OutOfOrder
from yichuang.cases.states import State
from yichuang.errors import HallError

Decision = Literal["approve", "deny"]
pytestmark = [pytest.mark.django_db, pytest.mark.req("R18")]


@pytest.mark.parametrize(
    ("day", "light"),
    [("2026-03-24 17:30", "done_on_time"), ("2026-03-24 17:31", "done_late")],
)
def test_decided_in_the_last_minute_is_in_time(
    hall: Hall, at: datetime, day: str, light: str
) -> None:
    number = hall.verified(at)
    actions.decide(number=number, decision="approve", at=instant(day), by=hall.verifier)
    view = queries.case(number, reader=hall.verifier, at=instant("2026-04-01 09:00"))
    assert (view.state, view.decision, view.light) == (State.DECIDED, "approve", light)


def test_a_denial_needs_reasons(hall: Hall, at: datetime) -> None:
    number = hall.verified(at, proposes="deny")
    with pytest.raises(actions.ReasonsNeeded):
        actions.decide(number=number, decision="deny", reasons=" ", at=at, by=hall.verifier)
    actions.decide(
        number=number, decision="deny", reasons="场所不符合条件", at=at, by=hall.verifier
    )
    view = queries.case(number, reader=hall.verifier, at=at)
    assert (view.decision, view.events[-1].title.zh) == ("deny", "不予许可")


def test_a_decision_stands(hall: Hall, at: datetime) -> None:
    number = hall.decided(at)
    with pytest.raises(OutOfOrder):
        actions.decide(number=number, decision="deny", reasons="改主意", at=at, by=hall.verifier)


@pytest.mark.parametrize(
    ("day", "light", "left"),
    [
        ("2026-03-10 09:30", "green", 10),
        ("2026-03-19 23:00", "green", 3),
        ("2026-03-20 00:01", "yellow", 2),
        ("2026-03-24 17:30", "yellow", 0),
        ("2026-03-24 17:31", "red", 0),
    ],
)
def test_lights_of_the_desk_are_those_of_the_rule(
    hall: Hall, at: datetime, day: str, light: str, left: int
) -> None:
    number = hall.accepted(at)
    now = instant(day)
    view = queries.case(number, reader=hall.reviewer, at=now)
    assert (view.light, view.clock.remaining_working_days) == (light, left)
    shown = [row.light for row in queries.worklist(hall.reviewer, now, queries.Asked()).rows]
    assert shown == [light]
    found = queries.worklist(hall.reviewer, now, queries.Asked(light=light)).rows
    assert [row.number for row in found] == [number]
    assert queries.lights(hall.site.pk, now)[light] == 1  # type: ignore[index]


@pytest.mark.req("R19")
def test_silence_approves_where_a_law_says_so(hall: Hall, at: datetime) -> None:
    silent, plain = hall.accepted(at, item=TACIT), hall.accepted(at, item=ITEM)
    # Due Tuesday the 24th; approved as of Wednesday the 25th.
    night, day = instant("2026-03-24 23:59"), instant("2026-03-25 00:00")
    assert (silence_speaks(night), silence_speaks(day)) == ([], [silent])
    for number in (silent, plain):
        assert not actions.approve_by_silence(number=number, at=night)
    assert actions.approve_by_silence(number=silent, at=day)
    assert not actions.approve_by_silence(number=silent, at=day)
    assert not actions.approve_by_silence(number=plain, at=day)
    assert silence_speaks(day) == []
    assert facts(silent)[-1] == "decided"
    view = queries.case(silent, reader=hall.reviewer, at=instant("2026-03-25 09:00"))
    assert (view.state, view.events[-1].title.zh) == (State.DECIDED, "超时默许，视为准予")
    assert queries.case(plain, reader=hall.reviewer, at=at).state == State.ACCEPTED


@pytest.mark.django_db(transaction=True)
def test_two_deciders_at_once_decide_once(committed_hall: Hall, at: datetime) -> None:
    hall = committed_hall
    number = hall.verified(at)
    ready = threading.Barrier(2)
    results: list[str] = []

    def decide(decision: Decision) -> None:
        try:
            ready.wait()
            actions.decide(
                number=number,
                decision=decision,
                reasons="理由",
                at=at,
                by=hall.verifier,
            )
            results.append(decision)
        except HallError as error:
            results.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=decide, args=(one,)) for one in get_args(Decision)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 2
    assert len({*results, "cases.out_of_order"} & {"approve", "deny"}) == 1
    assert "cases.out_of_order" in results
    assert facts(number).count("decided") == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.req("R16")
def test_two_windows_at_once_accept_once(committed_hall: Hall, at: datetime) -> None:
    hall = committed_hall
    number = hall.submit(at, premises="missing").number
    later = instant("2026-03-11 09:00")
    ready = threading.Barrier(2)
    results: list[str] = []

    def accept() -> None:
        try:
            ready.wait()
            results.append(hall.resubmit(number, later, premises="ok").decision)
        except HallError as error:
            results.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=accept) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["accept", "cases.out_of_order"]
    assert facts(number).count("accepted") == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_are_unique_under_many_windows(committed_hall: Hall, at: datetime) -> None:
    hall = committed_hall
    numbers: list[str] = []

    def work() -> None:
        try:
            numbers.extend(hall.accepted(at) for _ in range(5))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [f"20260310{n:06d}" for n in range(1, 21)]


@pytest.mark.parametrize("blank", ["\u200b", "\u3000\ufeff", "\u3164"])
def test_reasons_nobody_can_see_are_none(hall: Hall, at: datetime, blank: str) -> None:
    number = hall.verified(at)
    with pytest.raises(actions.ReasonsNeeded):
        actions.decide(number=number, decision="deny", reasons=blank, at=at, by=hall.verifier)
