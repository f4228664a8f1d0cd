"""The same request makes one thing; loose types, unknown fields and other bodies are refused."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from tests.api.test_reception import Api, api
from tests.reception.story import Hall
from yichuang import clock
from yichuang.reception.models import Request, Ticket
from yichuang.reception.once import KeyReused, forget_requests, once

__all__ = ["api"]
KEY = {"Idempotency-Key": "k"}


def test_another_body_under_the_same_key_is_refused(api: Api) -> None:
    api("POST", "/tickets", "kiosk", {"service": "tax"}, **KEY)
    status, body = api("POST", "/tickets", "kiosk", {"service": "social"}, **KEY)
    assert (status, body["code"], body["field"]) == (
        422, "request.key_reused", "Idempotency-Key",
    )  # fmt: skip
    assert Ticket.objects.count() == 1


def test_on_another_day_it_is_a_new_key(
    api: Api, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = api("POST", "/tickets", "kiosk", {"service": "tax"}, **KEY)
    monkeypatch.setattr(clock, "now", lambda: at + timedelta(days=1))
    second = api("POST", "/tickets", "kiosk", {"service": "social"}, **KEY)
    assert (first[0], second[0]) == (201, 201)
    assert forget_requests(before=(at + timedelta(days=1)).date()) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"service": "tax", "colour": 1}, "colour"),
        ({"service": 7}, "service"),
        ({"service": True}, "service"),
        ({"service": "tax", "class": 1}, "class"),
        ({"service": "tax", "class": "appointment", "slot": 1_770_000_000}, "slot"),
        ({"service": "tax", "holder": {"name": "王芳", "age": "3"}}, "holder"),
        ({"service": "tax", "holder": {"name": 3}}, "holder"),
    ],
)
def test_loose_types_and_unknown_fields_are_named(api: Api, body: object, field: str) -> None:
    status, answer = api("POST", "/tickets", "kiosk", body)
    assert (status, answer["code"]) == (422, "api.invalid")
    assert answer["field"].startswith(field)
    assert not Ticket.objects.exists()


def test_a_visit_from_the_door_on(api: Api) -> None:
    called = api.called()
    api("POST", f"/tickets/{called['id']}/finish", "1")
    status, visit = api("GET", f"/visits/{called['id']}", "1")
    kinds = [one["kind"] for one in visit["timeline"]]
    assert (status, visit["rated"]) == (200, False)
    assert kinds == ["ticket.taken", "ticket.called", "ticket.finished", "rating.invited"]
    assert api("GET", "/visits/0", "1")[0] == 404
    assert api("GET", f"/visits/{called['id']}", None)[0] == 401


def test_what_is_made_once_is_answered_again(db: None, at: datetime) -> None:
    made: list[int] = []

    def make() -> dict[str, Any]:
        made.append(1)
        return {"name": "王小明"}

    asked = {"source": "person:1", "what": "case", "key": "k", "at": at}
    first = once(make, asked=[1], **asked)  # type: ignore[arg-type]
    again = once(make, asked=[1], **asked)  # type: ignore[arg-type]
    assert (first.data, again.data) == ({"name": "王小明"}, {"name": "王小明"})
    assert (first.is_new, again.is_new, len(made)) == (True, False, 1)
    kept = Request.objects.get().answer
    assert kept
    assert "王小明".encode() not in bytes(kept)
    with pytest.raises(KeyReused):
        once(make, asked=[2], **asked)  # type: ignore[arg-type]


def test_a_failure_leaves_the_key_free(db: None, at: datetime) -> None:
    def fail() -> dict[str, Any]:
        raise ZeroDivisionError

    asked = {"source": "s", "what": "case", "key": "k", "at": at, "asked": []}
    with pytest.raises(ZeroDivisionError):
        once(fail, **asked)  # type: ignore[arg-type]
    assert once(lambda: {"n": 1}, **asked).is_new  # type: ignore[arg-type]


def test_many_at_the_same_moment_make_one(committed_hall: Hall, at: datetime) -> None:
    ready, made, answers = threading.Barrier(6), [], []

    def make() -> dict[str, Any]:
        made.append(1)
        return {"n": len(made)}

    def ask() -> None:
        try:
            ready.wait(30)
            answers.append(once(make, source="s", what="case", key="k", asked=[], at=at))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [one.data for one in answers] == [{"n": 1}] * 6
    assert sum(one.is_new for one in answers) == 1
