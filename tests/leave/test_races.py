"""Two hands on one leave: R34."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.conftest import AtOnce
from tests.leave.conftest import Hall
from yichuang.courses.models import Fact
from yichuang.errors import HallError
from yichuang.leave import actions
from yichuang.leave.models import Leave
from yichuang.obligations.actions import arrange_stand_in
from yichuang.organization.queries import Reader

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("R34")]


def test_of_two_approvers_at_once_one_decides(
    committed_hall: Hall, at: datetime, at_once: AtOnce
) -> None:
    hall = committed_hall
    number = hall.ask("2026-03-12", "2026-03-12", at, substitute="2")
    actions.accept(number, at=at, by=hall.ma)
    arrange_stand_in(person="5", to="6", from_at=at, until_at=at + timedelta(days=1),
                     reason="开会", at=at, by=hall.wu)  # fmt: skip
    both = (hall.wu, hall.gao)

    def decide(n: int) -> None:
        actions.decide(number, approve=n == 0, reason="不行", at=at, by=both[n])

    answers = at_once(decide, 2)
    assert sum(isinstance(one, HallError) for one in answers) == 1
    decided = Fact.objects.filter(kind__in=("approved", "refused"))
    assert decided.count() == 1
    assert Leave.objects.get().state == (
        "granted" if decided.get().kind == "approved" else "refused"
    )


def test_of_two_overlapping_requests_one_stands(
    committed_hall: Hall, at: datetime, at_once: AtOnce
) -> None:
    def ask(n: int) -> str:
        return committed_hall.ask("2026-03-12", f"2026-03-1{2 + n}", at, substitute="2")

    answers = at_once(ask, 2)
    assert sum(isinstance(one, HallError) for one in answers) == 1
    assert Leave.objects.count() == 1


def test_a_deputy_who_promises_twice_at_once_keeps_one_promise(
    committed_hall: Hall, at: datetime, at_once: AtOnce
) -> None:
    hall = committed_hall
    people: tuple[Reader, ...] = (hall.lin, hall.he)

    def ask(n: int) -> str:
        return hall.ask("2026-03-12", "2026-03-12", at, by=people[n], substitute="2")

    answers = at_once(ask, 2)
    assert sum(isinstance(one, HallError) for one in answers) == 1
