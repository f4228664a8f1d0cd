"""A hall whose book has classes of numbers of its own: at the kiosk, the window, the board, the API."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.reception.story import Hall, build
from yichuang import clock
from yichuang.organization import actions as organization
from yichuang.organization.models import Account
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role
from yichuang.reception import actions, estimates
from yichuang.reception.models import Call, Ticket
from yichuang.regulations.actions import adopt

pytestmark = [pytest.mark.django_db, pytest.mark.req("R05", "R11", "R66")]

BOOK = """
name: own-classes
queue:
  article: 排队办法 3
  promoted_to: soldier
  classes:
    soldier:
      name: {zh: 军人依法优先, en: soldiers first by law}
      rank: 1
      grounds:
        in_service: {name: {zh: 现役军人, en: in service}}
        veteran_with_certificate: {name: {zh: 退役军人持优待证, en: veteran with a certificate}}
    returning: {rank: 2}
    appointment: {rank: 3}
    priority: {rank: 4}
    normal: {rank: 5}
    project_of_the_city_s_key_investments:
      name: {zh: 重点项目, en: key project}
      rank: 2
"""
HTMX = {"HX-Request": "true"}
ANY_ENGLISH = re.compile(r">[^<]*\b(soldier|in_service|veteran_with|project_of)[^<]*<")


@pytest.fixture
def hall(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(clock, "now", lambda: at)
    estimates.forget()
    made = build(at)
    adopt(site=made.site, presets=["county-hall"], text=BOOK, from_on=at.date(), at=at, by=SYSTEM)
    estimates.forget()
    return made


@pytest.fixture
def clerk(hall: Hall, at: datetime) -> Client:
    person = organization.add_person(
        site=hall.site, staff_no="1", name="林一", post="3 号窗口", at=at, by=SYSTEM
    )
    organization.grant_role(person=person, role=Role.WINDOW_CLERK, at=at, by=SYSTEM)
    organization.open_account(
        person=person, username="u1", password="Correct-horse-7", must_change=False, at=at,
        by=SYSTEM,
    )  # fmt: skip
    client = Client()
    client.force_login(Account.objects.get(person=person))
    return client


def api(hall: Hall, path: str, who: str, body: dict[str, object]) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {hall.secrets[who]}"}
    answer = Client().post(
        f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=headers
    )
    return answer.status_code, json.loads(answer.content or "null")


def test_the_kiosk_offers_what_the_book_says(client: Client, hall: Hall) -> None:
    page = client.get("/kiosk").content.decode()
    offered = dict(re.findall(r'name="ground" value="([^"]*)"[^>]*><span>([^<]*)</span>', page))
    assert offered[""] == "普通"
    assert offered["in_service"] == "现役军人"
    assert offered["elderly"] == "老年人"
    assert offered["project_of_the_city_s_key_investments"] == "重点项目"
    assert "booked" not in offered
    assert "green_channel" not in offered, "not for the machine to believe"


def test_a_number_of_an_own_class_from_the_machine(client: Client, hall: Hall) -> None:
    key = re.search(r'name="key" value="([\w-]+)"', client.get("/kiosk").content.decode())
    assert key
    given = {"key": key[1], "ground": "veteran_with_certificate", "service": "tax"}
    page = client.post("/kiosk", given, follow=True).content.decode()
    ticket = Ticket.objects.get()
    assert (ticket.ticket_class, ticket.ground) == ("soldier", "veteran_with_certificate")
    assert "军人依法优先 · 退役军人持优待证" in page
    assert not ANY_ENGLISH.search(page)
    slip = client.get(f"/kiosk/{ticket.slip}?lang=en", headers={"Accept-Language": "en"})
    assert slip.status_code == 200


def test_an_own_class_at_the_api(hall: Hall) -> None:
    status, _ = api(
        hall, "/tickets", "kiosk", {"service": "tax", "class": "soldier", "ground": "in_service"}
    )
    assert status == 201
    key: dict[str, object] = {
        "service": "tax", "class": "project_of_the_city_s_key_investments"
    }  # fmt: skip
    assert api(hall, "/tickets", "kiosk", key)[0] == 201
    assert api(hall, "/tickets", "kiosk", {"service": "tax"})[0] == 201
    classes = list(Ticket.objects.order_by("id").values_list("ticket_class", "ground"))
    assert classes == [
        ("soldier", "in_service"),
        ("project_of_the_city_s_key_investments", ""),
        ("normal", ""),
    ]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"class": "vip"}, "reception.class_unknown"),
        ({"class": "soldier", "ground": "elderly"}, "reception.ground_unknown"),
        # The book lets nobody be a soldier without saying how.
        ({"class": "soldier"}, "reception.ground_unknown"),
    ],
)
def test_what_the_book_doesn_t_know_is_refused(
    hall: Hall, body: dict[str, object], code: str
) -> None:
    status, said = api(hall, "/tickets", "kiosk", {"service": "tax", **body})
    assert (status, said["code"]) == (422, code)
    assert not Ticket.objects.exists()


def test_the_window_shows_and_calls_it_first(hall: Hall, at: datetime, clerk: Client) -> None:
    kiosk = hall.device("kiosk")
    for n, (class_, ground) in enumerate(
        [("", ""), ("priority", "elderly"), ("soldier", "in_service")]
    ):
        actions.issue(
            service="tax", ticket_class=class_, ground=ground, at=at + timedelta(seconds=n),
            by=kiosk,
        )  # fmt: skip
    last = actions.issue(
        service="tax", ticket_class="soldier", ground="in_service", at=at, by=kiosk
    )
    assert last.line.ahead == 1, "the other soldier; not the elderly one, nor the ordinary one"
    act = reverse("web:window_act", args=["open"])
    clerk.post(act, {"window": "3"}, headers=HTMX)
    page = clerk.get(reverse("web:window")).content.decode()
    assert "军人依法优先" in page
    assert not ANY_ENGLISH.search(page), ANY_ENGLISH.search(page)
    order = re.findall(r'class="no">(A00\d)', page)
    assert order == ["A003", "A004", "A001", "A002"], "after two soldiers an ordinary one"
    key = re.search(r'name="key" value="(\w+)"', page)
    called = clerk.post(
        reverse("web:window_act", args=["call"]), {"key": key[1] if key else ""}, headers=HTMX
    ).content.decode()
    assert "A003" in called
    assert "现役军人" in called
    assert not ANY_ENGLISH.search(called), ANY_ENGLISH.search(called)
    assert Call.objects.get().called_as == "soldier"
    board = Client().get("/board").content.decode()
    assert "A003" in board
    assert not ANY_ENGLISH.search(board)


def test_an_ordinary_one_that_waited_too_long_rises_to_it(hall: Hall, at: datetime) -> None:
    kiosk = hall.device("kiosk")
    actions.issue(service="tax", at=at - timedelta(minutes=40), by=kiosk)
    actions.issue(service="tax", ticket_class="priority", ground="elderly", at=at, by=kiosk)
    hall.open("1", at)
    called = hall.call("1", at)
    assert called
    assert (called.number, called.called_as) == ("A001", "soldier")
