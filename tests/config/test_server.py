"""The door: a request goes to Django and back in one piece; a stream stays on the loop."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

import pytest

from yichuang.config import server
from yichuang.errors import NotFound


@dataclass
class Scope:
    """A request as Granian hands it over."""

    method: str = "GET"
    path: str = "/"
    query_string: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    proto: str = "http"
    scheme: str = "http"
    http_version: str = "1.1"
    server: str = "10.0.0.1:8000"
    client: str = "10.0.0.7:50000"


@dataclass
class Protocol:
    """The other end: what was asked of it."""

    body: bytes = b""
    gone_after: int = 99
    read: int = 0
    answer: tuple[int, dict[str, str], bytes] | None = None
    sent: list[str] = field(default_factory=list)

    async def __call__(self) -> bytes:
        return self.body

    async def __aiter__(self) -> AsyncGenerator[bytes, None]:
        for start in range(0, len(self.body), 1 << 20):
            self.read = start + (1 << 20)
            yield self.body[start : self.read]

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        self.answer = (status, dict(headers), body)

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        self.response_bytes(status, headers, b"")

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Protocol:
        self.response_bytes(status, headers, b"")
        return self

    async def send_str(self, text: str) -> None:
        if len(self.sent) >= self.gone_after:
            raise RuntimeError("gone")
        self.sent.append(text)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What Django would have been asked; it answers with the body it was sent."""
    seen: dict[str, Any] = {}

    class Answered(list[bytes]):
        def close(self) -> None:
            seen["closed"] = True

    def pages(environ: dict[str, Any], start: Any) -> Answered:
        seen.update(environ)
        start("201 Created", [("Content-Type", "text/plain"), ("Set-Cookie", "a=1")])
        return Answered([environ["wsgi.input"].read(), b"!"])

    monkeypatch.setattr(server, "pages", pages)
    return seen


def _ask(scope: Scope, protocol: Protocol) -> tuple[int, dict[str, str], bytes]:
    made = server.Server()
    try:
        asyncio.run(made.__rsgi__(scope, protocol))  # type: ignore[arg-type]
    finally:
        made.threads.shutdown()
    assert protocol.answer
    return protocol.answer


def test_a_request_goes_there_and_back(seen: dict[str, Any]) -> None:
    headers = {"content-type": "application/json", "x-one-two": "3", "host": "hall:80"}
    scope = Scope("POST", "/窗口/1", "a=%E4%B8%80", headers)
    status, said, body = _ask(scope, Protocol(b"level=5"))
    assert (status, said["Set-Cookie"], body) == (201, "a=1", b"level=5!")
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/窗口/1"
    assert (seen["QUERY_STRING"], seen["CONTENT_LENGTH"]) == ("a=%E4%B8%80", "7")
    assert (seen["CONTENT_TYPE"], seen["HTTP_X_ONE_TWO"]) == ("application/json", "3")
    assert (seen["REMOTE_ADDR"], seen["SERVER_PORT"], seen["closed"]) == ("10.0.0.7", "8000", True)


def test_a_length_the_client_claims_is_not_believed(seen: dict[str, Any]) -> None:
    _ask(Scope("POST", headers={"content-length": "3"}), Protocol(b"12345"))
    assert seen["CONTENT_LENGTH"] == "5"


def test_a_head_has_no_body(seen: dict[str, Any]) -> None:
    assert _ask(Scope("HEAD"), Protocol())[2] == b""


def test_too_large_a_body_is_not_read(seen: dict[str, Any]) -> None:
    scope = Scope("POST", headers={"content-length": str(40 << 20)})
    status, _, body = _ask(scope, Protocol(b"never read"))
    assert (status, json.loads(body)["code"]) == (413, "hall.too_large")
    assert seen == {}


def _stream(monkeypatch: pytest.MonkeyPatch, *events: str, error: Exception | None = None) -> None:
    async def opened(*_: object) -> AsyncGenerator[str, None]:
        for event in events:
            yield event
        if error:
            raise error

    monkeypatch.setattr(server, "STREAMS", {"/live": opened})


def test_a_stream_sends_what_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    _stream(monkeypatch, "one", "two")
    protocol = Protocol()
    status, headers, _ = _ask(Scope(path="/live"), protocol)
    assert (status, headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert protocol.sent == ["one", "two"]


@pytest.mark.parametrize("error", [NotFound(what="x"), None])
def test_a_stream_ends_with_the_display_or_with_its_right(
    monkeypatch: pytest.MonkeyPatch, error: Exception | None
) -> None:
    _stream(monkeypatch, "one", "two", error=error)
    protocol = Protocol(gone_after=99 if error else 1)
    _ask(Scope(path="/live"), protocol)
    assert protocol.sent == (["one", "two"] if error else ["one"])


def test_a_stream_that_is_refused_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    _stream(monkeypatch, error=NotFound(what="x", field="site"))
    status, _, body = _ask(Scope(path="/live"), Protocol())
    assert (status, json.loads(body)["field"]) == (404, "site")


def test_a_server_that_stops_opens_no_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    _stream(monkeypatch)
    assert _ask(Scope(path="/live"), Protocol())[0] == 503


def test_what_a_client_sends_unquoted_arrives(seen: dict[str, Any]) -> None:
    scope = Scope(path="/items", query_string="q=食品", headers={"cookie": "note=食品"})
    assert _ask(scope, Protocol())[0] == 201
    for name in ("QUERY_STRING", "HTTP_COOKIE"):
        assert "食品" in seen[name].encode("latin-1").decode(), "octets, as PEP 3333 has it"


def test_a_body_of_no_stated_length_is_counted_as_it_comes(seen: dict[str, Any]) -> None:
    scope = Scope("POST", headers={"transfer-encoding": "chunked"})
    assert _ask(scope, Protocol(b"12345"))[0] == 201
    assert seen["CONTENT_LENGTH"] == "5"
    seen.clear()
    status, _, body = _ask(scope, Protocol(bytes(40 << 20)))
    assert (status, json.loads(body)["code"]) == (413, "hall.too_large")
    assert seen == {}


def test_a_body_that_does_not_come_is_given_up(
    seen: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent(Protocol):
        async def __call__(self) -> bytes:
            return await asyncio.Future()

    monkeypatch.setattr(server, "_BODY_WITHIN", 0)
    status, _, body = _ask(Scope("POST", headers={"content-length": "9"}), Silent())
    assert (status, json.loads(body)["code"]) == (408, "hall.too_slow")


def test_headers_a_stranger_sends_do_not_reach_the_pages(seen: dict[str, Any]) -> None:
    headers = {"x-forwarded-for": "9.9.9.9", "x-forwarded-proto": "https", "forwarded": "for=9.9.9.9",
               "x-real-ip": "9.9.9.9", "x_forwarded_for": "9.9.9.9"}  # fmt: skip
    _ask(Scope(headers=headers), Protocol())
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == ("10.0.0.7", "http")
    assert not [name for name in seen if "FORWARDED" in name or name == "HTTP_X_REAL_IP"]


def test_an_address_has_so_many_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    _stream(monkeypatch, "one")
    monkeypatch.setattr(server, "_OPEN_AT_ONCE", 0)
    assert _ask(Scope(path="/live"), Protocol())[0] == 429


def test_log_ins_wait_in_a_short_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as can be hashed soon wait; the others are told when to come again."""
    let_go = threading.Event()

    def pages(environ: dict[str, Any], start: Any) -> list[bytes]:
        refused = environ.get("yichuang.refused")
        if environ["PATH_INFO"] == "/login" and refused is None:
            let_go.wait(20)
        start(f"{refused.status if refused else 200} x", [])
        return Closed([b"ok"])

    class Closed(list[bytes]):
        def close(self) -> None:
            pass

    monkeypatch.setattr(server, "pages", pages)
    made = server.Server()

    async def crowd() -> list[Protocol]:
        ends = [Protocol() for _ in range(24)]
        scope = Scope("POST", "/login")
        waiting = [asyncio.create_task(made.__rsgi__(scope, end)) for end in ends]  # type: ignore[arg-type]
        page = Protocol()
        await made.__rsgi__(Scope(path="/"), page)  # type: ignore[arg-type]
        assert page.answer is not None
        assert page.answer[0] == 200, "a page doesn't wait behind them"
        let_go.set()
        await asyncio.gather(*waiting)
        return ends

    try:
        ends = asyncio.run(crowd())
    finally:
        let_go.set()
        for threads in (made.threads, made.readers, made.passwords, made.aside):
            threads.shutdown()
    statuses = [end.answer[0] for end in ends if end.answer]
    assert (statuses.count(200), statuses.count(429)) == (16, 8)
    assert made.log_ins == 0
