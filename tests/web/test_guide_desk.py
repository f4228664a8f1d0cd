"""The guide desk in a browser: R11."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.reception.story import Hall, build
from yichuang.organization.actions import open_account
from yichuang.organization.models import Account
from yichuang.organization.queries import SYSTEM
from yichuang.reception import actions
from yichuang.reception.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.req("R11")]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> datetime:
    from yichuang import clock

    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=10))
    return at


@pytest.fixture
def hall(now: datetime) -> Hall:
    return build(now)


@pytest.fixture
def browser(hall: Hall, now: datetime) -> Callable[[str], Client]:
    def logged_in(name: str) -> Client:
        person = hall.people[name]
        open_account(person=person, username=person.staff_no, password="Correct-horse-7",
                     must_change=False, at=now, by=SYSTEM)  # fmt: skip
        client = Client()
        client.force_login(Account.objects.get(person=person))
        return client

    return logged_in


def test_take_put_back_and_prioritise(
    hall: Hall, at: datetime, browser: Callable[[str], Client]
) -> None:
    guide = browser("郭敏")
    taken = guide.post("/guide-desk/take",
                       {"service": "tax", "ground": "green_channel", "key": "k" * 12}, follow=True)  # fmt: skip
    assert "已取 A001 号" in taken.content.decode()
    row = Ticket.objects.get()
    assert (row.ticket_class, row.ground) == ("priority", "green_channel")
    hall.open("1", at)
    hall.call("1", at)
    actions.miss(ticket_id=row.pk, at=at, by=hall.device("1"))
    page = guide.get("/guide-desk").content.decode()
    assert "重新排队" in page
    assert "绿色通道" in page
    back = guide.post("/guide-desk/do/rejoin", {"ticket": row.pk}, follow=True)
    assert "已重新排队" in back.content.decode()
    ordinary = hall.take("licence", at).id
    opened = guide.get(f"/guide-desk?change={ordinary}").content.decode()
    assert "C001 号" in opened
    guide.post("/guide-desk/do/prioritise", {"ticket": ordinary, "ground": "elderly"})
    assert Ticket.objects.get(pk=ordinary).ground == "elderly"
    found = guide.get("/guide-desk?q=C", headers={"HX-Request": "true"}).content.decode()
    assert "C001" in found
    assert "A001" not in found


def test_a_refusal_is_a_sentence_and_keeps_what_was_typed(
    hall: Hall, at: datetime, browser: Callable[[str], Client]
) -> None:
    guide = browser("郭敏")
    refused = guide.post("/guide-desk/take", {"service": "gone", "ground": "elderly",
                                              "name": "张大民"})  # fmt: skip
    assert refused.status_code == 404
    assert "张大民" in refused.content.decode()
    assert "没有业务" in refused.content.decode()
    missed = guide.post("/guide-desk/do/rejoin", {"ticket": hall.take("tax", at).id})
    assert missed.status_code == 409
    assert "等候中" in missed.content.decode()


def test_only_a_guide_finds_it(hall: Hall, browser: Callable[[str], Client]) -> None:
    assert browser("林晓").get("/guide-desk").status_code == 403
    assert Client().get("/guide-desk").status_code == 302
