"""The API, call by call: what machines and load tests rely on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.reception.story import Hall, build
from yichuang import clock
from yichuang.organization import actions as organization
from yichuang.organization.models import Site, Token
from yichuang.organization.personal import decrypt
from yichuang.organization.queries import SYSTEM
from yichuang.reception import actions, estimates
from yichuang.reception.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.req("R11")]


@dataclass
class Api:
    """The API as a device asks it."""

    hall: Hall
    client: Client

    def __call__(
        self, method: str, path: str, who: str | None, body: object = None, **headers: str
    ) -> tuple[int, Any]:
        if who:
            headers["Authorization"] = f"Bearer {self.hall.secrets.get(who, who)}"
        data = body if isinstance(body, str) else json.dumps(body) if body is not None else ""
        response = self.client.generic(
            method, f"/api/v1{path}", data, content_type="application/json", headers=headers
        )
        text = response.content.decode()
        return response.status_code, json.loads(text) if text else None

    def take(self, service: str = "tax", **more: object) -> Any:
        status, taken = self("POST", "/tickets", "kiosk", {"service": service, **more})
        assert status == 201, taken
        return taken

    def called(self, window: str = "1") -> Any:
        """A ticket called to a window."""
        self.take()
        self("POST", f"/windows/{window}/open", window)
        status, called = self("POST", f"/windows/{window}/call", window)
        assert status == 200
        return called


@pytest.fixture
def api(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch, client: Client) -> Api:
    monkeypatch.setattr(clock, "now", lambda: at)
    estimates.forget()
    return Api(build(at), client)


def _error(answer: tuple[int, Any]) -> tuple[int, str, str | None]:
    status, body = answer
    assert set(body) == {"code", "message", "field"}
    assert body["message"]
    return status, body["code"], body["field"]


# ---- Numbers -----------------------------------------------------------------------------


def test_taking_a_number(api: Api) -> None:
    status, taken = api(
        "POST", "/tickets", "kiosk", {"service": "tax", "class": "normal", "holder": None}
    )
    assert status == 201
    assert {"id", "number", "ahead", "open", "windows_open", "wait_minutes"} < set(taken)
    assert (taken["number"], taken["ahead"]) == ("A001", 0)
    assert (taken["open"], taken["windows_open"], taken["wait_minutes"]) == (True, 0, None)
    api("POST", "/windows/1/open", "1")
    taken = api.take()
    assert taken["windows_open"] == 1
    assert taken["wait_minutes"]["low"] <= taken["wait_minutes"]["high"]
    assert api.take()["ahead"] == 2


def test_the_same_key_again_is_the_same_ticket_with_200(api: Api) -> None:
    ask = ("POST", "/tickets", "kiosk", {"service": "tax"})
    first = api(*ask, **{"Idempotency-Key": "k"})
    again = api(*ask, **{"Idempotency-Key": "k"})
    assert (first[0], again[0]) == (201, 200)
    assert first[1]["id"] == again[1]["id"]
    assert first[1]["number"] == again[1]["number"]


@pytest.mark.parametrize("holder", ["王芳", {"name": "王芳", "phone": "13800000000"}])
def test_a_number_may_have_a_holder(api: Api, holder: object) -> None:
    api.take(holder=holder)
    ticket = Ticket.objects.get()
    assert ticket.personal
    assert "王芳" in decrypt(bytes(ticket.personal), of=f"ticket:{ticket.slip}")


@pytest.mark.parametrize("slot", ["2026-03-10T09:40", "2026-03-10T01:40:00Z"])
def test_a_slot_is_the_halls_wall_unless_it_has_an_offset(
    api: Api, at: datetime, slot: str
) -> None:
    api.take(**{"class": "appointment", "slot": slot})
    assert Ticket.objects.get().slot == at.replace(minute=40)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"service": "none"}, (404, "reception.service_unknown", "service")),
        ({"service": "tax", "class": "vip"}, (422, "reception.class_unknown", "class")),
        ({"service": "tax", "class": "priority", "ground": "x"}, (422, "reception.ground_unknown", "ground")),
        ({}, (422, "api.invalid", "service")),
        ({"service": 7}, (422, "api.invalid", "service")),
        ({"service": "tax", "holder": {"age": 3}}, (422, "api.invalid", "holder")),
        ({"service": "tax", "slot": "soon"}, (422, "api.invalid", "slot")),
        ({"service": "x" * 99}, (422, "api.invalid", "service")),
        ([], (422, "api.invalid", "body")),
        ("{not json", (400, "api.not_json", None)),
        ("\ufffd", (400, "api.not_json", None)),
        ("", (422, "api.invalid", "body")),
        ({"service": "ta\u0000x"}, (400, "hall.unreadable", None)),
        ({"service": "tax", "holder": "\u0000"}, (400, "hall.unreadable", None)),
        ('{"service": "\\ud800"}', (400, "hall.unreadable", None)),
    ],
)  # fmt: skip
def test_a_bad_request_for_a_number(api: Api, body: object, expected: tuple[int, str, str]) -> None:
    status, code, field = _error(api("POST", "/tickets", "kiosk", body))
    assert (status, code) == expected[:2]
    assert (field or "").startswith(expected[2] or "")
    assert not Ticket.objects.exists()


def test_a_key_too_long(api: Api) -> None:
    answer = api("POST", "/tickets", "kiosk", {"service": "tax"}, **{"Idempotency-Key": "k" * 201})
    assert _error(answer)[:2] == (422, "api.invalid")


# ---- Who may -----------------------------------------------------------------------------

CALLS = [
    ("POST", "/tickets", "kiosk"),
    ("POST", "/windows/1/open", "1"),
    ("POST", "/windows/1/pause", "1"),
    ("POST", "/windows/1/close", "1"),
    ("POST", "/windows/1/call", "1"),
    *(("POST", f"/tickets/1/{move}", "1") for move in
      ("recall", "miss", "hold", "transfer", "start", "finish")),
    ("GET", "/board", "display"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "who"), CALLS)
@pytest.mark.req("R63")
def test_every_call_wants_a_token_of_its_scope(
    api: Api, at: datetime, method: str, path: str, who: str
) -> None:
    assert _error(api(method, path, None))[:2] == (401, "access.token_refused")
    assert _error(api(method, path, "nonsense"))[:2] == (401, "access.token_refused")
    other = "display" if who != "display" else "kiosk"
    assert _error(api(method, path, other))[:2] == (403, "access.denied")


@pytest.mark.req("R63")
def test_a_revoked_token_stops_at_once(api: Api, at: datetime) -> None:
    api.take()
    token = Token.objects.get(scope="kiosk")
    organization.revoke_token(token_id=token.pk, at=at, by=SYSTEM)
    assert _error(api("POST", "/tickets", "kiosk", {"service": "tax"}))[0] == 401


def test_a_window_works_for_itself_alone(api: Api) -> None:
    called = api.called("1")
    assert _error(api("POST", "/windows/1/call", "2"))[:2] == (403, "access.denied")
    assert _error(api("POST", f"/tickets/{called['id']}/start", "2"))[:2] == (
        409, "reception.ticket_elsewhere",
    )  # fmt: skip


def test_a_token_without_a_window_works_at_all_of_its_site(api: Api, at: datetime) -> None:
    _, api.hall.secrets["all"] = organization.create_token(
        scope=Token.Scope.WINDOW, site=api.hall.site, at=at, by=SYSTEM
    )
    api.take()
    assert api("POST", "/windows/2/open", "all") == (200, {"state": "open"})
    _, called = api("POST", "/windows/2/call", "all")
    assert api("POST", f"/tickets/{called['id']}/start", "all")[1]["window"] == "2"
    assert _error(api("POST", "/windows/99/call", "all")) == (
        404, "reception.window_unknown", "window",
    )  # fmt: skip


# ---- Windows -----------------------------------------------------------------------------


def test_a_window_opens_pauses_and_closes(api: Api) -> None:
    said = [
        api("POST", "/windows/1/open", "1"),
        api("POST", "/windows/1/pause", "1", {"reason": "用餐"}),
        api("POST", "/windows/1/open", "1"),
        api("POST", "/windows/1/close", "1"),
        api("POST", "/windows/1/close", "1"),
    ]
    assert [body["state"] for _, body in said] == ["open", "paused", "open", "closed", "closed"]
    assert {status for status, _ in said} == {200}


def test_what_a_window_may_not(api: Api) -> None:
    assert _error(api("POST", "/windows/1/call", "1"))[:2] == (409, "reception.window_closed")
    pause = ("POST", "/windows/1/pause", "1")
    assert _error(api(*pause, {"reason": "用餐"}))[:2] == (409, "reception.window_closed")
    api("POST", "/windows/1/open", "1")
    assert _error(api(*pause, {"reason": " "})) == (422, "reception.reason_missing", "reason")
    assert _error(api(*pause, {})) == (422, "api.invalid", "reason")
    api(*pause, {"reason": "用餐"})
    assert _error(api("POST", "/windows/1/call", "1"))[:2] == (409, "reception.window_paused")
    api.called("1")
    api.take()
    assert _error(api("POST", "/windows/1/call", "1"))[:2] == (409, "reception.window_busy")
    assert _error(api("POST", "/windows/1/close", "1"))[:2] == (409, "reception.window_busy")
    assert _error(api(*pause, {"reason": "用餐"}))[:2] == (409, "reception.window_busy")


# ---- Calls -------------------------------------------------------------------------------


def test_a_call_says_whom_and_why(api: Api) -> None:
    called = api.called()
    assert (called["number"], called["class"]) == ("A001", "normal")
    (reason,) = called["because"]
    assert set(reason) == {"article", "fact", "ruling"}
    assert (reason["article"], reason["ruling"]) == ("通用底本 5", "called_next")


def test_the_reason_is_in_the_language_asked_for(api: Api) -> None:
    api.take()
    api("POST", "/windows/1/open", "1")
    _, called = api("POST", "/windows/1/call", "1", **{"Accept-Language": "en-GB"})
    assert "comes first" in called["because"][0]["fact"]
    _, refused = api("POST", "/windows/1/call", "1", **{"Accept-Language": "en"})
    assert refused["message"].startswith("Window 1 still has A001")


def test_nobody_waits(api: Api) -> None:
    api("POST", "/windows/1/open", "1")
    assert api("POST", "/windows/1/call", "1") == (204, None)


def test_the_same_key_is_the_same_call(api: Api) -> None:
    api.take()
    api.take()
    api("POST", "/windows/1/open", "1")
    first = api("POST", "/windows/1/call", "1", **{"Idempotency-Key": "k"})
    assert api("POST", "/windows/1/call", "1", **{"Idempotency-Key": "k"}) == first
    assert api("POST", "/windows/1/call", "1")[0] == 409


# ---- Moves -------------------------------------------------------------------------------


def test_the_moves_of_a_turn(api: Api) -> None:
    ticket = f"/tickets/{api.called()['id']}"
    states = []
    for move in ("recall", "start", "hold", "recall", "miss", "recall", "start", "finish"):
        status, moved = api("POST", f"{ticket}/{move}", "1")
        assert status == 200
        states.append(moved["state"])
    assert states == [
        "called", "serving", "held", "called", "missed", "called", "serving", "finished",
    ]  # fmt: skip
    assert {"id", "number", "class", "service", "window", "called_at"} < set(moved)
    assert moved["taken_at"] == "2026-03-10T09:30:00+08:00"
    assert "rating_token" not in moved, "the code is the visitor's alone"


def test_a_transfer_keeps_the_number(api: Api) -> None:
    called = api.called()
    transfer = ("POST", f"/tickets/{called['id']}/transfer", "1")
    assert _error(api(*transfer, {"service": "none"})) == (
        404, "reception.service_unknown", "service",
    )  # fmt: skip
    assert _error(api(*transfer, {})) == (422, "api.invalid", "service")
    _, moved = api(*transfer, {"service": "social"})
    assert (moved["state"], moved["service"], moved["number"]) == ("transferred", "social", "A001")
    assert _error(api(*transfer, {"service": "tax"}))[:2] == (409, "reception.ticket_state")


@pytest.mark.parametrize("move", ["recall", "miss", "hold", "start", "finish"])
def test_a_state_that_does_not_allow_it(api: Api, move: str) -> None:
    waiting = api.take()
    path = f"/tickets/{waiting['id']}/{move}"
    api("POST", "/windows/1/open", "1")
    assert _error(api("POST", path, "1"))[:2] == (409, "reception.ticket_state")
    api("POST", "/windows/1/call", "1")
    api("POST", f"/tickets/{waiting['id']}/finish", "1")
    assert _error(api("POST", path, "1"))[:2] == (409, "reception.ticket_state")


def test_a_ticket_nobody_has(api: Api) -> None:
    for ticket in ("0", "999999999"):
        answer = api("POST", f"/tickets/{ticket}/start", "1")
        assert _error(answer)[:2] == (404, "reception.ticket_unknown")
    for ticket in ("x", "-1", "99999999999999999999"):
        assert _error(api("POST", f"/tickets/{ticket}/start", "1"))[0] in (404, 422)


def test_another_sites_ticket_is_unknown(api: Api, at: datetime) -> None:
    called = api.called()
    other = organization.add_site(
        code="T", name="分厅", name_en="Branch", kind="branch", at=at, by=SYSTEM
    )
    window = organization.add_window(site=other, code="1", name="1", at=at, by=SYSTEM)
    _, api.hall.secrets["branch"] = organization.create_token(
        scope=Token.Scope.WINDOW, site=other, window=window, at=at, by=SYSTEM
    )
    answer = api("POST", f"/tickets/{called['id']}/start", "branch")
    assert _error(answer)[:2] == (404, "reception.ticket_unknown")
    assert Site.objects.count() == 2


# ---- The board ---------------------------------------------------------------------------


@pytest.mark.req("R14")
def test_what_the_hall_display_shows(api: Api) -> None:
    first = api.called("1")
    api("POST", f"/tickets/{first['id']}/finish", "1")
    second = api.called("2")
    api("POST", f"/tickets/{second['id']}/recall", "2")
    api.take("social")
    api("POST", "/windows/1/pause", "1", {"reason": "用餐"})
    status, board = api("GET", "/board?site=C", "display")
    assert status == 200
    assert [(one["number"], one["window"], one["times"]) for one in board["called"]] == [
        ("A002", "2", 2), ("A001", "1", 1),
    ]  # fmt: skip
    assert board["now_called"] == board["called"][0]
    waiting = {one["service"]: (one["waiting"], one["open_windows"]) for one in board["waiting"]}
    assert waiting == {"tax": (0, 1), "social": (1, 0), "licence": (0, 0), "permit": (0, 0)}
    windows = {
        one["code"]: (one["state"], one["reason"], one["number"]) for one in board["windows"]
    }
    assert windows["1"] == ("paused", "用餐", None)
    assert windows["2"] == ("open", "", "A002")
    assert windows["3"] == ("closed", "", None)


def test_a_display_sees_its_own_site(api: Api) -> None:
    assert api("GET", "/board", "display")[1]["site"] == "C"
    assert _error(api("GET", "/board?site=X", "display")) == (404, "access.not_found", "site")


# ---- The door ----------------------------------------------------------------------------


def test_what_the_api_does_not_have(api: Api) -> None:
    assert _error(api("GET", "/nothing", None))[:2] == (404, "api.no_such_address")
    assert _error(api("GET", "/tickets", "kiosk"))[:2] == (405, "api.wrong_method")


def test_a_lost_database_is_said_without_a_traceback(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(**_: object) -> None:
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(actions, "issue", away)
    answer = api("POST", "/tickets", "kiosk", {"service": "tax"})
    assert _error(answer)[:2] == (503, "database.unreachable")


def test_a_mistake_of_ours_is_said_without_a_traceback(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(actions, "issue", broken)
    answer = api("POST", "/tickets", "kiosk", {"service": "tax"})
    assert _error(answer)[:2] == (500, "hall.unforeseen")
    assert "secret" not in str(answer)
    assert "secret detail" in caplog.text


def test_the_api_describes_itself(api: Api) -> None:
    status, description = api("GET", "/openapi.json", None)
    assert status == 200
    paths = description["paths"]
    for method, path, _ in CALLS:
        named = path.replace("/windows/1", "/windows/{code}").replace(
            "/tickets/1", "/tickets/{ticket_id}"
        )
        assert method.lower() in paths[f"/api/v1{named}"]
    take = paths["/api/v1/tickets"]["post"]
    assert {"201", "200"} < set(take["responses"])
    assert "HTTPBearer" in str(description["components"]) or "security" in str(take)


def test_the_api_asks_for_no_session(api: Api) -> None:
    with CaptureQueriesContext(connection) as asked:
        api("GET", "/board", None)
    assert not [one for one in asked if "django_session" in one["sql"]]
