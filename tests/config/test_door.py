"""Hostile text and figures at every address: an answer that is a sentence, never a 5xx."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.reception.story import Hall
from yichuang.config.door import REFUSED
from yichuang.config.refusals import LogInsBusy

pytestmark = pytest.mark.django_db

FIELDS = ("code", "service", "q", "number", "name", "username", "password", "slot", "date", "from",
          "before", "subject", "page", "site", "window", "level", "text", "holder", "item", "on")  # fmt: skip
VALUES = (
    "\0",
    "a/b",
    "9999-12-31",
    "0000-01-01",
    "0001-01-01T00:00:00Z",
    "9" * 40,
    "-1",
    "\u202e",
    "x" * 3000,
    "é�",
)
SENTENCE = re.compile(r'<div class="refusal" role="alert">\s*<p>')
RAW = ("a=%00", "a=%ff%fe", "q=%ed%a0%80", "level=1e999")
BODIES = (
    b"\xff\xfe", b'{"a": "\\u0000"}', b'{"service": "\\ud800"}', b"[" * 5000, b"{", b"null",
    b'{"service": ' + b"9" * 400 + b"}", b'{"holder": 1e999}', b"x" * (6 << 20),
)  # fmt: skip


def _paths(patterns: list[Any], prefix: str = "/") -> Iterator[str]:
    """Every address of the hall, each part that varies once plain and once extreme."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _paths(one.url_patterns, prefix + str(one.pattern))
        elif isinstance(one, URLPattern):
            route = prefix + str(one.pattern)
            for text, number in (("x1", "1"), ("9" * 30, "9" * 30)):
                parts = (part.partition(">") for part in route.split("<"))
                yield "".join(
                    (number if head.startswith("int") else text) * bool(mark)
                    + (tail if mark else head)
                    for head, mark, tail in parts
                )


PATHS = sorted({path for path in _paths(get_resolver().url_patterns) if "(" not in path})


@pytest.fixture
def asking(hall: Hall) -> Client:
    return Client(raise_request_exception=False)


def test_the_table_has_every_address() -> None:
    assert len(PATHS) > 80


@pytest.mark.parametrize("path", PATHS)
def test_nothing_hostile_is_answered_with_5xx(path: str, asking: Client) -> None:
    for raw in RAW:
        assert asking.get(f"{path}?{raw}").status_code < 500, raw
    for value in VALUES:
        given = dict.fromkeys(FIELDS, value)
        assert asking.get(path, given).status_code < 500, value
        assert asking.post(path, given).status_code < 500, value
    for body in BODIES:
        kind = "application/json"
        assert asking.post(path, body, content_type=kind).status_code < 500, body[:40]


@pytest.mark.parametrize("scope", ["kiosk", "1", "display"])
def test_nor_where_a_token_opens_the_call(scope: str, hall: Hall, asking: Client) -> None:
    headers = {"Authorization": f"Bearer {hall.secrets[scope]}"}
    for path in (path for path in PATHS if path.startswith("/api/")):
        for value in VALUES:
            body = json.dumps(dict.fromkeys(FIELDS, value))
            said = asking.post(path, body, content_type="application/json", headers=headers)
            assert said.status_code < 500, (path, value)


@pytest.mark.parametrize(
    ("path", "kind", "body", "status", "code"),
    [
        ("/api/v1/tickets", "application/json", b'{"service": "\\u0000"}', 400, "hall.unreadable"),
        ("/api/v1/tickets", "application/json", b'{"service": "\\udc00"}', 400, "hall.unreadable"),
        ("/api/v1/tickets", "application/json", b"x" * (6 << 20), 413, "hall.too_large"),
        ("/login", "application/x-www-form-urlencoded", b"username=%00", 400, "hall.unreadable"),
        ("/login", "application/x-www-form-urlencoded", b"username=%ff", 400, "hall.unreadable"),
        ("/login", "application/x-www-form-urlencoded", b"x=" + b"y" * (6 << 20), 413, "hall.too_large"),
    ],
)  # fmt: skip
def test_the_refusal_is_a_sentence(
    path: str, kind: str, body: bytes, status: int, code: str, client: Client, hall: Hall
) -> None:
    said = client.post(path, body, content_type=kind)
    assert said.status_code == status
    if path.startswith("/api/"):
        assert code in said.content.decode()
    else:
        assert SENTENCE.search(said.content.decode())


def test_health_needs_no_token(client: Client, hall: Hall) -> None:
    told = client.get("/health").json()
    assert (told["database"], set(told)) == (
        "ok",
        {"database", "sealed_until", "unsealed", "workers"},
    )
    assert client.get("/api/v1/health").status_code == 200


def test_a_refusal_of_the_server_is_said_as_any_other(hall: Hall, client: Client) -> None:
    busy = LogInsBusy(seconds=5, retry_after=5)
    answer = client.post("/login", {"username": "a", "password": "b"}, **{REFUSED: busy})  # type: ignore[arg-type]
    assert (answer.status_code, answer["Retry-After"]) == (429, "5")
    assert "现在登录的人太多，请 5 秒后再试" in answer.content.decode()
