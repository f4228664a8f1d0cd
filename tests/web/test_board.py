"""R14: the hall's displays, drawn by the page and by the stream alike."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncGenerator, Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.reception.story import Hall, build
from tests.web.test_kiosk import only_reading
from yichuang import clock
from yichuang.errors import NotFound
from yichuang.feedback import endings
from yichuang.feedback.actions import rate
from yichuang.feedback.codes import code_of
from yichuang.organization import actions as organization
from yichuang.organization.models import Account, Token
from yichuang.organization.queries import SYSTEM, reader_for
from yichuang.organization.roles import Role
from yichuang.reception import actions, queries
from yichuang.reception.live import Hub
from yichuang.reception.models import Ticket
from yichuang.web.base.streams import STREAMS
from yichuang.web.devices.pages import COOKIE
from yichuang.web.kiosk import spoken

T = TypeVar("T")
pytestmark = [pytest.mark.django_db, pytest.mark.req("R14")]


@pytest.fixture
def hall(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(clock, "now", lambda: at)
    return build(at)


def call(hall: Hall, window: str, service: str, at: datetime) -> str:
    """Take a number and call it to a window."""
    actions.issue(service=service, at=at, by=hall.device("kiosk"))
    by = hall.device(window)
    actions.open_window(window=window, at=at, by=by)
    called = actions.call(window=window, at=at, by=by)
    assert called
    return called.number


class TestBoard:
    def test_now_called_and_who_waits(self, client: Client, hall: Hall, at: datetime) -> None:
        number = call(hall, "4", "licence", at)
        for _ in range(2):
            actions.issue(service="licence", at=at, by=hall.device("kiosk"))
        page = client.get("/board").content.decode()
        assert re.search(rf'data-call="\d+:1"[^>]*>\s*<span>{number}</span>', page)
        assert f'data-say="{spoken.called(number, "4")}"' in page
        assert "<span>执照</span><b>2</b><small>1 窗</small>" in page
        assert "今天办公时间" in page
        assert "<b data-clock>09:30</b>" in page
        assert 'data-live="/board/stream?site=C&amp;lang=zh"' in page

    def test_an_empty_hall_says_so(self, client: Client, hall: Hall) -> None:
        page = client.get("/board").content.decode()
        assert "现在没有叫号" in page
        assert "没有开着的窗口" in page

    def test_nobody_s_name_and_no_link_is_on_it(
        self, client: Client, hall: Hall, at: datetime
    ) -> None:
        holder = {"name": "欧阳测试", "phone": "13900000000"}
        actions.issue(service="tax", holder=holder, at=at, by=hall.device("kiosk"))
        call(hall, "1", "tax", at)
        page = client.get("/board").content.decode()
        assert "欧阳" not in page
        assert "139" not in page

    @pytest.mark.parametrize("address", ["/board", "/board/window/1"])
    def test_looking_changes_nothing_and_costs_the_same(
        self, client: Client, hall: Hall, at: datetime, address: str
    ) -> None:
        call(hall, "1", "tax", at)
        client.get(address)
        with only_reading(), CaptureQueriesContext(connection) as few:
            client.get(address)
        for window, service in (("2", "tax"), ("3", "social"), ("4", "licence")):
            call(hall, window, service, at)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few)
        assert len(many) <= 11

    @pytest.mark.parametrize("lost", [OperationalError, InterfaceError])
    @pytest.mark.parametrize("address", ["/board", "/board/window/1"])
    @pytest.mark.req("R64")
    def test_without_a_database_it_waits_for_the_line(
        self, client: Client, hall: Hall, address: str, lost: type[Exception]
    ) -> None:
        def gone(*_: object) -> None:
            raise lost("gone")

        with connection.execute_wrapper(gone):
            answer = client.get(address)
        page = answer.content.decode()
        assert answer.status_code == 503
        assert re.search(r'class="lost"[^>]*data-lost>', page), "the words are not hidden"
        assert 'data-live="/board/stream?' in page, "and it goes on trying"

    def test_while_the_line_holds_the_warning_is_hidden(self, client: Client, hall: Hall) -> None:
        assert "data-lost hidden>" in client.get("/board").content.decode()


class TestWindow:
    def test_who_sits_there_and_the_number(self, client: Client, hall: Hall, at: datetime) -> None:
        person = organization.add_person(
            site=hall.site, staff_no="1024", name="林晓", post="窗口人员", at=at, by=SYSTEM
        )
        organization.grant_role(person=person, role=Role.WINDOW_CLERK, at=at, by=SYSTEM)
        by = reader_for(person)
        actions.open_window(window="4", at=at, by=by)
        page = client.get("/board/window/4").content.decode()
        assert "等待叫号" in page
        assert [words in page for words in ("林晓", "窗口人员", "工号 1024")] == [True] * 3
        actions.issue(service="licence", at=at, by=hall.device("kiosk"))
        called = actions.call(window="4", at=at, by=by)
        assert called
        page = client.get("/board/window/4").content.decode()
        assert f'data-call="{called.number}:1"' in page
        actions.start(ticket_id=called.id, at=at, by=by)
        page = client.get("/board/window/4").content.decode()
        assert "being-served" in page
        assert "data-call" not in page

    @pytest.mark.parametrize(
        ("reason", "said"),
        [("meal", "用餐"), ("用餐", "用餐"), ("去复印一份图纸", "去复印一份图纸")],
    )
    @pytest.mark.req("R13")
    def test_a_pause_says_why(
        self, client: Client, hall: Hall, at: datetime, reason: str, said: str
    ) -> None:
        by = hall.device("4")
        actions.open_window(window="4", at=at, by=by)
        actions.pause_window(window="4", reason=reason, at=at, by=by)
        page = client.get("/board/window/4").content.decode()
        assert "暂停办理" in page
        assert f'<p class="why-paused">{said}</p>' in page

    def test_a_closed_one(self, client: Client, hall: Hall) -> None:
        assert "本窗口没有开" in client.get("/board/window/4").content.decode()

    @pytest.mark.parametrize("code", ["99", "x%20y", "窗"])
    def test_no_such_window(self, client: Client, hall: Hall, code: str) -> None:
        assert client.get(f"/board/window/{code}").status_code == 404


class Told(Hub):
    """A hub that has one board to tell, and asks at once."""

    def __init__(self, shown: queries.Board) -> None:
        self.shown = shown

    async def boards(self, site_id: int, site_code: str) -> AsyncGenerator[queries.Board, None]:
        yield self.shown

    async def ask(self, question: Callable[[], T]) -> T:
        return question()


class TestStream:
    @staticmethod
    def first(hall: Hall, at: datetime, device: str = "", **query: str) -> str:
        headers = {"cookie": f"language=zh; {COOKIE}={device}"} if device else {}
        hub = Told(queries.board(hall.site.pk, at))

        # This hub never waits, so the first step of the stream is its first event; without a
        # loop it asks on the connection of the test.
        with pytest.raises(StopIteration) as step:
            anext(STREAMS["/board/stream"](hub, query, headers)).__await__().__next__()
        return str(step.value.value)

    @pytest.mark.req("R15")
    def test_the_rating_code_goes_to_the_windows_own_display_alone(
        self, hall: Hall, at: datetime
    ) -> None:
        number = call(hall, "1", "tax", at)
        ticket = Ticket.objects.get(number=number)
        endings.finish(ticket_id=ticket.pk, at=at, by=hall.device("1"))
        code = code_of(f"ticket:{ticket.pk}")
        own = organization.create_token(scope=Token.Scope.DISPLAY, site=hall.site,
                                        window=hall.windows["1"], at=at, by=SYSTEM)[1]  # fmt: skip
        assert code in self.first(hall, at, own, site="C", window="1")
        assert code not in self.first(hall, at, own, site="C", window="2")
        assert code not in self.first(hall, at, own, site="C")
        for other in ("", "nonsense", hall.secrets["display"], hall.secrets["1"]):
            assert code not in self.first(hall, at, other, site="C", window="1")

    @pytest.mark.parametrize("tongue", ["zh", "en"])
    @pytest.mark.parametrize("window", ["", "4"])
    def test_it_sends_what_the_page_shows(
        self, client: Client, hall: Hall, at: datetime, tongue: str, window: str
    ) -> None:
        call(hall, "4", "licence", at)
        client.cookies["language"] = tongue
        page = client.get(f"/board/window/{window}" if window else "/board").content.decode()
        event = self.first(hall, at, site="C", window=window, lang=tongue)
        assert event.startswith("event: board\ndata: {")
        assert event.endswith("}\n\n")
        told = json.loads(event.removeprefix("event: board\ndata: "))
        assert told["html"].strip() in page
        assert (told["at"], told["speed"]) == ("2026-03-10T09:30:00.000+08:00", 1.0)

    @pytest.mark.parametrize("query", [{"site": "nowhere"}, {"site": "C", "window": "99"}])
    def test_what_isn_t_there_is_refused(
        self, hall: Hall, at: datetime, query: dict[str, str]
    ) -> None:
        with pytest.raises(NotFound):
            self.first(hall, at, **query)


def test_numbers_are_said_sign_by_sign() -> None:
    assert spoken.called("C012", "A01") == "请 C 零 一 二 号，到 A 零 一 号窗口办理。"
    assert spoken.taken("A003", 2) == "您的号码是 A 零 零 三，前面等候 2 人，请在等候区等候。"


@pytest.mark.req("R15")
class TestRatingCode:
    """It stands where the visitor looks, and on no screen but that of the very window."""

    def _served(self, hall: Hall, at: datetime) -> str:
        number = call(hall, "1", "tax", at)
        ticket = Ticket.objects.get(number=number)
        endings.finish(ticket_id=ticket.pk, at=at, by=hall.device("1"))
        return code_of(f"ticket:{ticket.pk}")

    def _display(self, hall: Hall, at: datetime, window: str | None, scope: str) -> Client:
        _, secret = organization.create_token(
            scope=Token.Scope(scope), site=hall.site,
            window=hall.windows[window] if window else None, at=at, by=SYSTEM,
        )  # fmt: skip
        client = Client()
        client.cookies[COOKIE] = secret
        return client

    def test_on_the_windows_own_display(self, hall: Hall, at: datetime) -> None:
        code = self._served(hall, at)
        display = self._display(hall, at, "1", "display")
        page = display.get("/board/window/1").content.decode()
        assert code in page
        picture = display.get("/board/window/1/rating")
        assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
        rate(code=code, level=5, at=at)
        assert code not in display.get("/board/window/1").content.decode()
        assert display.get("/board/window/1/rating").status_code == 404

    def test_gone_once_the_next_one_is_called(self, hall: Hall, at: datetime) -> None:
        code = self._served(hall, at)
        later = at + timedelta(seconds=1)
        assert code not in self._after_a_call(hall, later)

    def _after_a_call(self, hall: Hall, at: datetime) -> str:
        call(hall, "1", "tax", at)
        return self._display(hall, at, "1", "display").get("/board/window/1").content.decode()

    @pytest.mark.parametrize(
        ("window", "scope"), [("2", "display"), (None, "display"), (None, "kiosk")]
    )
    def test_on_no_other_screen(
        self, hall: Hall, at: datetime, window: str | None, scope: str
    ) -> None:
        code = self._served(hall, at)
        other = self._display(hall, at, window, scope)
        for address in ("/board/window/1", "/board", "/board/window/1?site=C"):
            assert code not in other.get(address).content.decode(), address
        assert other.get("/board/window/1/rating").status_code in {403, 404}

    def test_on_no_screen_of_staff(self, hall: Hall, at: datetime, client: Client) -> None:
        code = self._served(hall, at)
        clerk = hall.people["林晓"]
        organization.open_account(person=clerk, username="lin", password="Correct-horse-7",
                                  must_change=False, at=at, by=SYSTEM)  # fmt: skip
        client.force_login(Account.objects.get(person=clerk))
        for address in ("/board/window/1", "/window", "/board"):
            assert code not in client.get(address).content.decode(), address
        assert client.get("/board/window/1/rating").status_code == 403
