"""Appointments at the API, to the letter of its contract: R12."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.api.test_reception import Api
from tests.reception.story import Hall
from yichuang import clock

pytestmark = [pytest.mark.django_db, pytest.mark.req("R12")]


@pytest.fixture
def api(hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Api:
    from django.test import Client

    monkeypatch.setattr(clock, "now", lambda: at)
    return Api(hall, Client())


def test_book_confirm_and_come(api: Api, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    status, found = api("GET", "/services/licence/slots", "kiosk")
    assert status == 200
    first = next(one for one in found["slots"] if one["at"] == "2026-03-10T10:00:00+08:00")
    assert (first["capacity"], first["free"]) == (1, 1)
    asked = {"service": "licence", "slot": first["at"],
             "holder": {"name": "张大民", "phone": "13812341234"}}  # fmt: skip
    status, made = api("POST", "/appointments", "kiosk", asked, **{"Idempotency-Key": "a"})
    assert status == 201
    assert {"id", "code", "slot"} <= made.keys()
    assert api("POST", "/appointments", "kiosk", asked, **{"Idempotency-Key": "a"}) == (200, made)
    other = {**asked, "holder": {"name": "李", "phone": "13812341235"}}
    status, full = api("POST", "/appointments", "kiosk", other)
    assert (status, full["code"]) == (409, "reception.slot_full")
    assert api("POST", f"/appointments/{made['id']}/confirm", "kiosk")[1]["state"] == "confirmed"
    assert api("POST", f"/appointments/{made['id']}/confirm", "kiosk")[0] == 409
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(minutes=25))
    status, ticket = api("POST", f"/appointments/{made['id']}/check-in", "kiosk")
    assert (status, ticket["number"]) == (201, "C001")
    assert api("POST", f"/appointments/{made['id']}/cancel", "kiosk")[0] == 409


def test_what_is_refused(api: Api) -> None:
    asked = {"service": "licence", "slot": "2026-03-11T10:00+08:00",
             "holder": {"name": "张大民", "phone": "13812341234"}}  # fmt: skip
    assert api("GET", "/services/gone/slots", "kiosk")[0] == 404
    assert api("GET", "/services/licence/slots", None)[0] == 401
    assert api("POST", "/appointments", "display", asked)[0] == 403
    for change, status in (({"slot": "2026-03-11T10:05+08:00"}, 422), ({"slot": 5}, 422),
                           ({"more": 1}, 422), ({"holder": {"name": "张"}}, 422),
                           ({"service": "gone"}, 404)):  # fmt: skip
        assert api("POST", "/appointments", "kiosk", {**asked, **change})[0] == status, change
    assert api("POST", "/appointments/999/confirm", "kiosk")[0] == 404
    days = "?from=2026-03-14&to=2026-03-15"
    assert api("GET", f"/services/licence/slots{days}", "kiosk") == (200, {"slots": []})
