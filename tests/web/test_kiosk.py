"""R14: a number at the self-service machine, and the slip on the phone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.reception.story import Hall, build
from yichuang import clock
from yichuang.feedback import endings
from yichuang.feedback.actions import rate
from yichuang.feedback.codes import code_of
from yichuang.journal.actions import record
from yichuang.journal.queries import of_subject
from yichuang.organization.actions import add_site
from yichuang.organization.queries import SYSTEM
from yichuang.reception import actions, estimates
from yichuang.reception.models import Service, Ticket
from yichuang.regulations.actions import adopt
from yichuang.web.devices.pages import COOKIE

pytestmark = [pytest.mark.django_db, pytest.mark.req("R14")]


@pytest.fixture
def hall(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(clock, "now", lambda: at)
    estimates.forget()
    return build(at)


@contextmanager
def only_reading() -> Iterator[None]:
    """Fail at the first statement that isn't a question."""

    def refuse(execute: Any, sql: str, *rest: Any) -> object:
        assert sql.lstrip().upper().startswith(("SELECT", "WITH BEFORE")), sql
        return execute(sql, *rest)

    with connection.execute_wrapper(refuse):
        yield


def asked(client: Client, address: str = "/kiosk") -> dict[str, str]:
    """What the form of the first screen sends besides the choices."""
    page = client.get(address).content.decode()
    found = re.search(r'name="key" value="([\w-]+)"', page)
    assert found, page
    return {"key": found[1]}


class TestTwoTouches:
    @pytest.mark.parametrize(
        ("ground", "ticket_class", "kept"),
        [
            ("", "normal", ""),
            ("elderly", "priority", "elderly"),
            ("disabled", "priority", "disabled"),
            ("pregnant", "priority", "pregnant"),
            ("soldier", "priority", "soldier"),
            ("stated", "priority", "stated"),
            ("corrections", "returning", "corrections"),
            ("green_channel", "normal", ""),
            ("nonsense", "normal", ""),
        ],
    )
    @pytest.mark.req("R05", "R11")
    def test_a_number_of_the_right_class_and_ground(
        self, client: Client, hall: Hall, ground: str, ticket_class: str, kept: str
    ) -> None:
        given = {**asked(client), "ground": ground, "service": "social"}
        answer = client.post("/kiosk", given, follow=True)
        ticket = Ticket.objects.select_related("service").get()
        assert (ticket.service.code, ticket.number) == ("social", "B001")
        assert (ticket.ticket_class, ticket.ground) == (ticket_class, kept)
        assert answer.redirect_chain == [(f"/kiosk/{ticket.slip}", 302)]
        page = answer.content.decode()
        assert '<h1 class="number" aria-describedby="whose">B001</h1>' in page
        assert "没有人" in page
        assert "<svg" in page
        assert "您的号码是 B 零 零 一" in page
        assert of_subject(f"ticket:{ticket.pk}")[0].data["ground"] == kept

    def test_it_says_how_many_are_ahead_and_where(self, client: Client, hall: Hall) -> None:
        for _ in range(3):
            client.post("/kiosk", {**asked(client), "service": "tax"})
            client.cookies.clear()  # the next visitor's own browser
        page = client.post("/kiosk", {**asked(client), "service": "tax"}, follow=True)
        said = page.content.decode()
        assert "A004" in said
        assert "<b>3</b> 人" in said
        assert [code in said for code in ("1", "2", "3")] == [True] * 3
        assert re.findall(r'window-code">(\w+)<', said) == ["1", "2", "3"]

    def test_touching_twice_is_one_number(self, client: Client, hall: Hall) -> None:
        given = {**asked(client), "service": "tax"}
        addresses = {client.post("/kiosk", given)["Location"] for _ in range(3)}
        assert len(addresses) == 1
        assert Ticket.objects.count() == 1
        client.cookies.clear()
        client.post("/kiosk", {**asked(client), "service": "tax"})
        assert Ticket.objects.count() == 2, "the next visitor's page has a key of its own"

    def test_the_page_asks_for_nothing_but_touches(self, client: Client, hall: Hall) -> None:
        page = client.get("/kiosk").content.decode()
        assert page.count('name="service"') == Service.objects.count()
        assert not re.search(r'<input(?![^>]*type="(hidden|radio)")', page)
        assert client.get("/kiosk")["Cache-Control"].count("no-store") == 1

    def test_forged_forms_take_no_number(self, hall: Hall) -> None:
        guarded = Client(enforce_csrf_checks=True)
        assert guarded.post("/kiosk", {"service": "tax"}).status_code == 403
        assert not Ticket.objects.exists()


class TestVisitorsOwnBrowsers:
    def test_a_browser_holds_one_number_at_a_time(
        self, client: Client, hall: Hall, at: datetime
    ) -> None:
        client.post("/kiosk", {**asked(client), "service": "tax"})
        again = client.post("/kiosk", {**asked(client), "service": "social"})
        assert again.status_code == 409
        assert "A001" in again.content.decode()
        hall.open("1", at)
        hall.call_and_finish("1", at)
        client.post("/kiosk", {**asked(client), "service": "social"})
        assert list(Ticket.objects.order_by("id").values_list("number", flat=True)) == [
            "A001", "B001",
        ]  # fmt: skip

    def test_an_address_doesnt_take_three_hundred(self, hall: Hall) -> None:
        answers = [Client().post("/kiosk", {"service": "tax"}) for _ in range(30)]
        refused = [one for one in answers if one.status_code == 429]
        assert len(refused) == 10
        assert refused[0]["Retry-After"] == "600"
        assert "这个网络地址取号太多" in refused[0].content.decode()
        assert Ticket.objects.count() == 20
        assert Ticket.objects.order_by("-seq").first().seq == 20, "a refusal leaves no gap"  # type: ignore[union-attr]
        elsewhere = Client().post("/kiosk", {"service": "tax"}, REMOTE_ADDR="192.0.2.7")
        assert elsewhere.status_code == 302

    def test_the_halls_own_machine_is_not_limited(self, client: Client, hall: Hall) -> None:
        client.cookies[COOKIE] = hall.secrets["kiosk"]
        for _ in range(30):
            assert client.post("/kiosk", {"service": "tax"}).status_code == 302
        assert Ticket.objects.count() == 30

    def test_a_hall_may_give_numbers_at_its_machines_alone(
        self, client: Client, hall: Hall, at: datetime
    ) -> None:
        own = "queue:\n  numbers:\n    article: 本中心\n    by_browser: false\n"
        adopt(site=hall.site, presets=["county-hall"], text=own, from_on=at.date(), at=at,
              by=SYSTEM)  # fmt: skip
        estimates.forget()
        refused = client.post("/kiosk", {"service": "tax"})
        assert refused.status_code == 403
        assert "取号机" in refused.content.decode()

    @pytest.mark.req("R15")
    def test_the_slip_shows_the_rating_code_once_served(
        self, client: Client, hall: Hall, at: datetime
    ) -> None:
        taken = hall.take("tax", at)
        code = code_of(f"ticket:{taken.id}")
        hall.open("1", at)
        assert code not in client.get(f"/t/{taken.slip}").content.decode()
        called = hall.call("1", at)
        assert called
        endings.finish(ticket_id=called.id, at=at, by=hall.device("1"))
        assert code in client.get(f"/t/{taken.slip}").content.decode()
        own = client.get(f"/api/v1/public/tickets/{taken.slip}").json()
        assert (own["state"], own["rating_token"]) == ("finished", code)
        rate(code=code, level=5, at=at)
        assert code not in client.get(f"/t/{taken.slip}").content.decode()

    def test_a_number_on_a_saturday_says_when_the_hall_opens(
        self, client: Client, hall: Hall, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        saturday = datetime(2026, 3, 14, 10, tzinfo=clock.ZONE)
        monkeypatch.setattr(clock, "now", lambda: saturday)
        hall.open("1", saturday)
        said = client.post("/kiosk", {"service": "tax"}, follow=True).content.decode()
        assert "3月16日（周一）08:00 开门" in said
        assert "分钟" not in said


class TestRefusals:
    @pytest.mark.parametrize("service", ["", "nothing", "税", "a b", "x" * 99])
    def test_an_unknown_service_finds_back_to_the_start(
        self, client: Client, hall: Hall, service: str
    ) -> None:
        answer = client.post("/kiosk", {"service": service})
        assert answer.status_code == 404
        page = answer.content.decode()
        assert "没有取到号" in page
        assert "这里没有业务" in page
        assert 'data-return="/kiosk" data-after="15"' in page
        assert not Ticket.objects.exists()

    def test_a_service_no_longer_given(self, client: Client, hall: Hall, at: datetime) -> None:
        Service.objects.filter(code="licence").update(active=False)
        record(site="C", kind="service.ended", subject="service:C:licence", actor="system", at=at)
        assert 'value="licence"' not in client.get("/kiosk").content.decode()
        assert client.post("/kiosk", {"service": "licence"}).status_code == 404
        assert not Ticket.objects.exists()

    @pytest.mark.parametrize("lost", [OperationalError, InterfaceError])
    @pytest.mark.parametrize("method", ["get", "post"])
    @pytest.mark.req("R64")
    def test_without_a_database(
        self, client: Client, hall: Hall, method: str, lost: type[Exception]
    ) -> None:
        def gone(*_: object) -> None:
            raise lost("gone")

        with connection.execute_wrapper(gone):
            answer = getattr(client, method)("/kiosk", {"service": "tax"})
        assert answer.status_code == 503
        page = answer.content.decode()
        assert "暂时连接不上数据库" in page
        assert 'data-return="/kiosk"' in page
        assert client.get("/kiosk").status_code == 200

    @pytest.mark.parametrize("site", ["nowhere", "../x", "x" * 60])
    def test_an_unknown_place(self, client: Client, hall: Hall, site: str) -> None:
        assert client.get("/kiosk", {"site": site}).status_code == 404


class TestPlaces:
    def test_a_device_stands_where_its_token_says(self, hall: Hall, at: datetime) -> None:
        machine = Client()
        assert machine.post("/device", {"token": hall.secrets["kiosk"]})["Location"] == "/kiosk"
        page = machine.post("/kiosk", {**asked(machine), "service": "tax"}, follow=True)
        assert Ticket.objects.get().source.startswith("device:kiosk:")
        assert "data-print-now" in page.content.decode()
        code = code_of(f"ticket:{Ticket.objects.get().pk}")
        assert code in page.content.decode(), "printed for when the visit is over"
        own = Client().get(f"/kiosk/{Ticket.objects.get().slip}?site=C")
        assert code not in own.content.decode()
        assert 'href="/t/' not in page.content.decode(), "nothing leads away from the machine"

    def test_the_next_visitor_starts_in_chinese(self, hall: Hall) -> None:
        machine = Client()
        machine.post("/device", {"token": hall.secrets["kiosk"]})
        machine.get("/language/en")
        machine.get("/type/on")
        assert 'data-idle="/kiosk/again"' in machine.get("/kiosk").content.decode()
        page = machine.get("/kiosk/again", follow=True).content.decode()
        assert re.search(r'<html lang="zh-Hans"\s+class="kiosk">', page)

    def test_a_revoked_device_gives_no_numbers(self, hall: Hall) -> None:
        machine = Client()
        machine.cookies["device"] = "revoked"
        assert machine.get("/kiosk").status_code == 401
        assert machine.post("/kiosk", {"service": "tax"}).status_code == 401

    def test_a_screen_is_no_machine(self, hall: Hall) -> None:
        screen = Client()
        screen.cookies["device"] = hall.secrets["display"]
        assert screen.post("/kiosk", {"service": "tax"}).status_code == 403
        assert not Ticket.objects.exists()

    def test_another_site(self, client: Client, hall: Hall, at: datetime) -> None:
        town = add_site(code="T", name="石桥镇", name_en="Shiqiao", kind="township",
                        parent=hall.site, at=at, by=SYSTEM)  # fmt: skip
        actions.add_service(
            site=town, code="town", name="便民服务", name_en="Town", prefix="X", at=at, by=SYSTEM
        )
        given = {**asked(client, "/kiosk?site=T"), "service": "town"}
        page = client.post("/kiosk?site=T", given, follow=True)
        assert Ticket.objects.get().site_id == town.pk
        assert page.redirect_chain[0][0].endswith("?site=T")
        assert 'data-return="/kiosk?site=T"' in page.content.decode()
        assert client.post("/kiosk", {"service": "town"}).status_code == 404, "not at the centre"


class TestTheBusiestComeFirst:
    def test_by_the_numbers_of_the_last_month(
        self, client: Client, hall: Hall, at: datetime
    ) -> None:
        for n in range(10):
            actions.add_service(site=hall.site, code=f"s{n}", name=f"业务{n}", name_en=f"S{n}",
                                prefix=f"S{n}", at=at, by=SYSTEM)  # fmt: skip
        assert "大家常办" not in client.get("/kiosk").content.decode(), "no numbers to go by yet"
        by = hall.device("kiosk")
        for n in range(10):
            for _ in range(n + 1):
                actions.issue(service=f"s{n}", at=at - timedelta(days=n), by=by)
        actions.issue(service="tax", at=at - timedelta(days=40), by=by)
        page = client.get("/kiosk").content.decode()
        order = re.findall(r'name="service" value="(\w+)"', page)
        assert order[:10] == [f"s{n}" for n in range(9, -1, -1)]
        assert set(order[10:]) == {"tax", "social", "licence", "permit"}


class TestSlip:
    @pytest.fixture
    def slip(self, client: Client, hall: Hall) -> str:
        client.post("/kiosk", {**asked(client), "service": "licence"})
        return Ticket.objects.get().slip

    def test_waiting_called_serving_done(
        self, client: Client, hall: Hall, slip: str, at: datetime
    ) -> None:
        page = client.get(f"/t/{slip}").content.decode()
        assert f'data-slip="/t/{slip}" data-board="/board/stream?site=' in page
        assert "等候中" in page
        by = hall.device("4")
        actions.open_window(window="4", at=at, by=by)
        called = actions.call(window="4", at=at, by=by)
        assert called
        part = client.get(f"/t/{slip}", headers={"HX-Request": "true"})
        assert part.status_code == 200
        assert "请到 <b>4</b> 号窗口" in part.content.decode()
        assert part.content.decode().strip() in client.get(f"/t/{slip}").content.decode()
        actions.start(ticket_id=called.id, at=at, by=by)
        assert "正在 4 号窗口办理" in client.get(f"/t/{slip}").content.decode()
        actions.finish(ticket_id=called.id, at=at, by=by)
        last = client.get(f"/t/{slip}", headers={"HX-Request": "true"})
        assert last.status_code == 286, "htmx asks no more"
        assert "hx-get" not in client.get(f"/t/{slip}").content.decode()

    @pytest.mark.req("R11")
    def test_back_in_the_queue_or_given_up_by_its_holder(
        self, client: Client, hall: Hall, slip: str, at: datetime
    ) -> None:
        by = hall.device("4")
        actions.open_window(window="4", at=at, by=by)
        called = actions.call(window="4", at=at, by=by)
        assert called
        assert client.post(f"/t/{slip}/rejoin").status_code == 409, "it wasn't missed"
        actions.miss(ticket_id=called.id, at=at, by=by)
        assert f'action="/t/{slip}/rejoin"' in client.get(f"/t/{slip}").content.decode()
        page = client.post(f"/t/{slip}/rejoin", follow=True).content.decode()
        assert "等候中" in page
        assert of_subject(f"ticket:{called.id}")[-1].kind == "ticket.rejoined"
        page = client.post(f"/t/{slip}/abandon", follow=True).content.decode()
        assert "这个号已经作废" in page
        assert f"/t/{slip}/abandon" not in page
        assert client.post(f"/t/{slip}/abandon").status_code == 409, "once"
        assert client.post(f"/t/{slip}/finish").status_code == 404, "the window's to do"
        assert client.get(f"/t/{slip}/abandon").status_code == 405
        assert client.post("/t/nobodys/abandon").status_code == 404

    def test_missed(self, client: Client, hall: Hall, slip: str, at: datetime) -> None:
        by = hall.device("4")
        actions.open_window(window="4", at=at, by=by)
        called = actions.call(window="4", at=at, by=by)
        assert called
        actions.miss(ticket_id=called.id, at=at, by=by)
        assert "叫过您的号" in client.get(f"/t/{slip}").content.decode()

    def test_a_slip_nobody_has(self, client: Client, hall: Hall) -> None:
        assert client.get("/t/AAAAAAAAAAAA").status_code == 404

    def test_looking_changes_nothing(self, client: Client, hall: Hall, slip: str) -> None:
        with only_reading():
            assert client.get(f"/t/{slip}").status_code == 200


class TestQueries:
    @pytest.mark.parametrize("address", ["/kiosk", "/number"])
    def test_more_services_cost_no_more_questions(
        self, client: Client, hall: Hall, at: datetime, address: str
    ) -> None:
        client.get(address)
        with only_reading(), CaptureQueriesContext(connection) as few:
            client.get(address)
        for n in range(8):
            service = actions.add_service(site=hall.site, code=f"s{n}", name=f"业务{n}",
                                          name_en=f"S{n}", prefix=f"S{n}", at=at, by=SYSTEM)  # fmt: skip
            actions.assign_service(window=hall.windows["1"], service=service, at=at, by=SYSTEM)
            actions.issue(service=f"s{n}", at=at, by=hall.device("kiosk"))
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few)
        assert len(many) <= 8

    def test_the_door_on_the_front_page(self, client: Client, hall: Hall) -> None:
        assert 'class="card" href="/number"' in client.get("/").content.decode()
        page = client.get("/number").content.decode()
        assert 'href="/kiosk"' in page
        assert "前面还有几个人" in page
