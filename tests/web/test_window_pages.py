"""A clerk's shift at the window workstation: R11, R13, R37."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.reception.story import Hall, build
from yichuang import clock
from yichuang.feedback.codes import code_of
from yichuang.organization import actions as organization
from yichuang.organization.models import Account
from yichuang.organization.queries import SYSTEM, Reader, reader_for
from yichuang.organization.roles import Role
from yichuang.reception import actions, estimates, queries, window_queue
from yichuang.reception.models import Ticket

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> list[datetime]:
    """The clock of the pages; a test may move it on."""
    held = [at]
    monkeypatch.setattr(clock, "now", lambda: held[0])
    estimates.forget()
    return held


@pytest.fixture
def hall(db: None, at: datetime, now: list[datetime]) -> Hall:
    return build(at)


@pytest.fixture
def clerk(hall: Hall, at: datetime) -> Callable[..., tuple[Client, Reader]]:
    """Somebody with a role and a post, logged in."""

    def hired(
        staff_no: str = "1", post: str = "3 号窗口", role: Role = Role.WINDOW_CLERK
    ) -> tuple[Client, Reader]:
        person = organization.add_person(
            site=hall.site, staff_no=staff_no, name=f"林{staff_no}", post=post, at=at, by=SYSTEM
        )
        organization.grant_role(person=person, role=role, at=at, by=SYSTEM)
        organization.open_account(
            person=person, username=f"u{staff_no}", password="Correct-horse-7",
            must_change=False, at=at, by=SYSTEM,
        )  # fmt: skip
        client = Client()
        client.force_login(Account.objects.get(person=person))
        return client, reader_for(person)

    return hired


def _take(hall: Hall, at: datetime, *classes: str, service: str = "tax") -> list[int]:
    kiosk = hall.device("kiosk")
    return [
        actions.issue(
            service=service, ticket_class=one, at=at + timedelta(seconds=n), by=kiosk
        ).id
        for n, one in enumerate(classes)
    ]  # fmt: skip


def _do(client: Client, step: str, **given: object) -> Any:
    return client.post(reverse("web:window_act", args=[step]), given, headers=HTMX)


def _page(client: Client) -> str:
    return client.get(reverse("web:window")).content.decode()


def _key(page: str) -> str:
    found = re.search(r'name="key" value="([^"]*)"', page)
    assert found is not None
    return found[1]


@pytest.mark.req("R11", "R13", "R37")
def test_a_whole_shift(hall: Hall, at: datetime, now: list[datetime], clerk: Any) -> None:
    client, reader = clerk()
    page = _page(client)
    assert re.search(r'value="3" autofocus', page), "the window of the post is suggested"
    ticket, other = _take(hall, at, "normal", "normal")
    now[0] = at + timedelta(minutes=12)
    page = _do(client, "open", window="3").content.decode()
    assert "叫下一号" in page
    assert "12 分钟" in page
    page = _do(client, "call", key=_key(page)).content.decode()
    assert "A001" in page
    assert "已叫号" in page
    assert "通用底本" in page, "why this number was called stands beside it"
    page = _do(client, "start", ticket=ticket).content.decode()
    assert f"{reverse('web:accept')}?ticket={ticket}" in page
    page = _do(client, "finish", ticket=ticket).content.decode()
    assert code_of(f"ticket:{ticket}") not in page, "the code is the visitor's alone"
    page = _do(client, "pause", why="meal").content.decode()
    assert "用餐" in page
    assert queries.window_cards(hall.site.pk)[2].reason == "用餐"
    page = _do(client, "resume").content.decode()
    page = _do(client, "call", key=_key(page)).content.decode()
    page = _do(client, "miss", ticket=other).content.decode()
    assert f'id="recall-{other}"' in page
    assert "在哪个窗口" in _do(client, "close").content.decode()
    assert window_queue.seat_of(reader) is None
    states = Ticket.objects.order_by("seq").values_list("state", flat=True)
    assert list(states) == ["finished", "missed"]


@pytest.mark.req("R11")
def test_who_is_shown_as_next_is_who_is_called(hall: Hall, at: datetime, clerk: Any) -> None:
    client, reader = clerk()
    _take(hall, at, "normal", "priority", "normal", "returning", "priority", "normal")
    _do(client, "open", window="3")
    seat = window_queue.seat_of(reader)
    assert seat is not None
    shown = [
        line.number for line in window_queue.queue_of_window(seat.window_id, hall.site.pk, at).lines
    ]
    called = []
    while turn := actions.call(window="3", at=at, by=reader):
        called.append(turn.number)
        actions.finish(ticket_id=turn.id, at=at, by=reader)
    assert shown == called
    assert called[0] == "A004"


def test_a_refusal_is_a_sentence_in_place(hall: Hall, at: datetime, clerk: Any) -> None:
    client, _ = clerk()
    (ticket,) = _take(hall, at, "normal")
    _do(client, "open", window="3")
    answer = _do(client, "start", ticket=ticket)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "A001 号现在是“等候中”，不能这样处理" in page
    assert "叫下一号" in page, "the workplace is still there"
    assert _do(client, "pause", reason="  ").status_code == 422
    whole = client.post(reverse("web:window_act", args=["start"]), {"ticket": "x"})
    assert (whole.status_code, "<html" in whole.content.decode()) == (404, True)


def test_a_taken_window_says_by_whom(hall: Hall, at: datetime, clerk: Any) -> None:
    first, _ = clerk("1")
    second, _ = clerk("2")
    _do(first, "open", window="3")
    page = _page(second)
    assert "现由林1使用" in page
    assert 'value="3"' not in page
    answer = _do(second, "open", window="3")
    assert (answer.status_code, "现由他人使用" in answer.content.decode()) == (409, True)
    assert "叫下一号" in _do(second, "open", window="2").content.decode()


def test_without_a_window_in_the_post_the_last_one_is_suggested(clerk: Any) -> None:
    client, _ = clerk(post="窗口人员")
    assert "您常用的窗口" not in _page(client)
    _do(client, "open", window="2")
    _do(client, "close")
    assert re.search(r'value="2" autofocus', _page(client))


@pytest.mark.req("R11")
def test_pressing_twice_calls_once(hall: Hall, at: datetime, clerk: Any) -> None:
    client, _ = clerk()
    _take(hall, at, "normal", "normal")
    key = _key(_do(client, "open", window="3").content.decode())
    for _ in range(2):
        assert _do(client, "call", key=key).status_code == 200
    assert Ticket.objects.filter(state="called").count() == 1


def test_held_and_transferred_from_the_window(hall: Hall, at: datetime, clerk: Any) -> None:
    client, _ = clerk()
    first, second = _take(hall, at, "normal", "normal")
    page = _do(client, "open", window="3").content.decode()
    page = _do(client, "call", key=_key(page)).content.decode()
    page = _do(client, "hold", ticket=first).content.decode()
    assert f'id="recall-{first}"' in page
    page = _do(client, "call", key=_key(page)).content.decode()
    assert 'value="licence"' in page
    assert 'value="tax"' not in page, "it is there already"
    asked = _do(client, "transfer", ticket=second, service="licence")
    assert asked.status_code == 409, "nobody gives licences now: it says so and asks"
    assert "仍然转号" in asked.content.decode()
    _do(client, "transfer", ticket=second, service="licence", anyway="1")
    moved = Ticket.objects.get(pk=second)
    assert (moved.state, moved.service.code) == ("transferred", "licence")
    assert "已叫号" in _do(client, "recall", ticket=first).content.decode()


def test_a_part_is_that_of_the_page(hall: Hall, at: datetime, clerk: Any) -> None:
    """A swap equals a full reload, at each stage."""
    client, _ = clerk()
    (ticket,) = _take(hall, at, "normal")
    token = r'name="csrfmiddlewaretoken" value="[^"]*"'
    for step, given in (
        ("open", {"window": "3"}), ("call", {}), ("start", {"ticket": ticket}),
        ("finish", {"ticket": ticket}),
    ):  # fmt: skip
        part = re.sub(token, "", _do(client, step, **given).content.decode())
        assert part.strip() in re.sub(token, "", _page(client)), step


def test_the_queue_alone_unless_the_workplace_changed(hall: Hall, at: datetime, clerk: Any) -> None:
    client, reader = clerk()
    page = _do(client, "open", window="3").content.decode()
    address = re.search(r'hx-get="([^"]*window/queue[^"]*)"', page)
    assert address is not None
    _take(hall, at, "normal")
    answer = client.get(address[1], headers=HTMX)
    assert "A001" in answer.content.decode()
    assert "HX-Retarget" not in answer.headers
    actions.call(window="3", at=at, by=reader)
    answer = client.get(address[1], headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#window"
    assert "已叫号" in answer.content.decode()


def test_the_page_costs_the_same_however_many_wait(
    hall: Hall, at: datetime, clerk: Any, django_assert_max_num_queries: Any
) -> None:
    client, _ = clerk()
    page = _do(client, "open", window="3").content.decode()
    tickets = _take(hall, at, *["normal", "priority"] * 12)
    _page(client)
    with django_assert_max_num_queries(22):
        page = _page(client)
    assert "共 24 人，列出前 15 人" in page
    _do(client, "call", key=_key(page))
    called = Ticket.objects.get(state="called").pk
    assert called in tickets
    with django_assert_max_num_queries(24):
        _page(client)
    page = _page(client)
    address = re.search(r'hx-get="([^"]*window/queue[^"]*)"', page)
    assert address is not None
    with django_assert_max_num_queries(14):
        client.get(address[1], headers=HTMX)


def test_the_workstation_is_for_those_who_work_at_a_window(clerk: Any) -> None:
    reviewer, _ = clerk("9", role=Role.REVIEWER)
    assert reviewer.get(reverse("web:window")).status_code == 403
    assert _do(reviewer, "open", window="1").status_code == 403
    assert Client().get(reverse("web:window")).status_code == 302


def test_in_english_every_sentence_is(hall: Hall, at: datetime, clerk: Any) -> None:
    client, _ = clerk(post="3")
    client.get(reverse("web:language", args=["en"]))
    _take(hall, at, "priority")
    page = _do(client, "open", window="3").content.decode()
    assert "Call the next one" in page
    page = _do(client, "call", key=_key(page)).content.decode()
    for said in ("Priority", "Called, not here yet", "The visit so far", "Number taken"):
        assert said in page, said


def test_a_slip_of_the_hand_is_undone_from_the_page(
    hall: Hall, at: datetime, now: list[datetime], clerk: Any
) -> None:
    client, _ = clerk()
    (ticket,) = _take(hall, at, "normal")
    page = _do(client, "open", window="3").content.decode()
    _do(client, "call", key=_key(page))
    _do(client, "start", ticket=ticket)
    for step, said in (("hold", "已挂起"), ("finish", "已办结")):
        page = _do(client, step, ticket=ticket).content.decode()
        assert said in page
        assert 'aria-keyshortcuts="U"' in page
        assert 'data-undo="10"' in page
        page = _do(client, "undo", ticket=ticket).content.decode()
        assert "data-undo" not in page
        assert "办理中" in page
    assert "撤回" in page, "it is told in the visit"
    _do(client, "hold", ticket=ticket)
    now[0] = at + timedelta(seconds=11)
    assert "data-undo" not in _page(client)
    answer = _do(client, "undo", ticket=ticket)
    assert (answer.status_code, "不能撤回了" in answer.content.decode()) == (409, True)
