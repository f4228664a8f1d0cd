"""The door: threads serve pages and the API, one event loop serves live streams.

Pages and API are plain synchronous Django on a few threads, each with its own database
connection; a stream waits on the loop and costs no thread. Granian speaks RSGI here, its
own interface: the body comes in one piece and the answer goes out in one piece, so a
request crosses between loop and threads once each way. Over ASGI with a2wsgi every piece
crosses by itself, and taking a number cost 1.6 ms more of processor time, as much as all of
Django. Granian's WSGI costs about the same as this, but has no place for streams.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import sys
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from types import FrameType
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.config.settings")

import django
from django.core.handlers.wsgi import WSGIHandler

django.setup(set_prefix=False)

from yichuang import clock
from yichuang.api.streams import STREAMS as API_STREAMS
from yichuang.config.refusals import TooLarge
from yichuang.errors import HallError
from yichuang.organization.changes import start_telling
from yichuang.reception.live import Hub
from yichuang.web.streams import STREAMS as WEB_STREAMS

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol
    from granian.rsgi import Scope

pages = WSGIHandler()
STREAMS = {**API_STREAMS, **WEB_STREAMS}
_THREADS = int(os.environ.get("YICHUANG_THREADS", "6"))
_LARGEST_BODY = 32 * 1024 * 1024
_BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})
_JSON = [("content-type", "application/json; charset=utf-8"), ("cache-control", "no-store")]
_EVENTS = [
    ("content-type", "text/event-stream; charset=utf-8"),
    ("cache-control", "no-store, no-transform"),
    ("x-accel-buffering", "no"),  # a proxy in front passes every event on at once
]


class Answer(NamedTuple):
    """A whole answer: status, headers, body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Server:
    """What Granian runs, one in each web process."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="page")
        self.hub = Hub(self.threads, clock.now)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        start_telling()

        def told(_number: int, _frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self.hub.stop)

        # Granian's own handler is on the loop and still runs: it waits for open requests to
        # end, and a stream ends only if it is told to.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, told)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_until_complete(self.hub.close())
        self.threads.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if scope.proto != "http":
            protocol.close(404)  # type: ignore[attr-defined]
            return
        opener = STREAMS.get(scope.path) if scope.method == "GET" else None
        if opener:
            query = dict(parse_qsl(scope.query_string))
            headers = dict(scope.headers.items())
            await self._stream(opener(self.hub, query, headers), protocol)
            return
        answer = await self._page(scope, protocol)
        protocol.response_bytes(answer.status, answer.headers, answer.body)

    async def _page(self, scope: Scope, protocol: HTTPProtocol) -> Answer:
        body = b""
        if scope.method not in _BODILESS:
            if int(scope.headers.get("content-length") or 0) > _LARGEST_BODY:
                return refusal(TooLarge(most=_LARGEST_BODY >> 20))
            body = await protocol()
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.threads, serve, environ(scope, body))

    async def _stream(self, events: AsyncGenerator[str, None], protocol: HTTPProtocol) -> None:
        async with aclosing(events):
            try:
                first = await anext(events)
            except HallError as error:
                answer = refusal(error)
                protocol.response_bytes(answer.status, answer.headers, answer.body)
                return
            except StopAsyncIteration:  # the server is stopping
                protocol.response_empty(503, [("retry-after", "2")])
                return
            stream = protocol.response_stream(200, _EVENTS)
            try:
                await stream.send_str(first)
                async for event in events:
                    await stream.send_str(event)
            except HallError:  # what was allowed no longer is
                return
            except RuntimeError:  # the other side has gone
                return


def refusal(error: HallError) -> Answer:
    """A refusal before Django is asked, as JSON."""
    body = {"code": error.code, "message": error.say(), "field": error.field}
    return Answer(error.status, _JSON, json.dumps(body, ensure_ascii=False).encode())


def environ(scope: Scope, body: bytes) -> dict[str, Any]:
    """The request as WSGI (PEP 3333) describes it."""
    host, _, port = scope.server.rpartition(":")
    made: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": _octets(scope.path),
        "QUERY_STRING": _octets(scope.query_string),
        "SERVER_NAME": host or "localhost",
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if name == "content-type":
            made["CONTENT_TYPE"] = _octets(value)
        elif name != "content-length":
            key = f"HTTP_{name.upper().replace('-', '_')}"
            said = _octets(value)
            made[key] = f"{made[key]},{said}" if key in made else said
    made["CONTENT_LENGTH"] = str(len(body))
    return made


def _octets(text: str) -> str:
    """Each octet as one character: what a client sent unquoted is not ASCII."""
    return text.encode().decode("latin-1")


def serve(made: dict[str, Any]) -> Answer:
    """Ask Django for the whole answer, on one of the threads."""
    said: list[tuple[int, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> None:
        said.append((int(status[:3]), headers))

    response = pages(made, start)  # type: ignore[arg-type]
    try:
        body = b"".join(response)
    finally:
        response.close()
    status, headers = said[0]
    return Answer(status, headers, b"" if made["REQUEST_METHOD"] == "HEAD" else body)


application = Server()
