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
from collections import Counter
from collections.abc import AsyncGenerator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.config.settings")
os.environ.setdefault("YICHUANG_SERVES", "pages")  # what this process does, for the settings

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler

django.setup(set_prefix=False)

from yichuang import clock
from yichuang.api.streams import STREAMS as API_STREAMS
from yichuang.catalog import search
from yichuang.config.door import REFUSED
from yichuang.config.proxies import SPOKEN, Origin
from yichuang.config.refusals import LogInsBusy, TooLarge, TooMany, TooSlow
from yichuang.errors import HallError
from yichuang.jobs.supervisor import end_with_parent
from yichuang.organization.changes import start_telling
from yichuang.reception.live import Hub
from yichuang.web.base.streams import STREAMS as WEB_STREAMS

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol
    from granian.rsgi import Scope

pages = WSGIHandler()
STREAMS = {**API_STREAMS, **WEB_STREAMS}
_THREADS = int(os.environ.get("YICHUANG_THREADS", "6"))
_ASIDE = 2  # threads apart for what is dear (passwords) or must not wait (streams, health)
_LARGEST_BODY: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
_BODY_WITHIN = 20  # seconds
_HEARS_WITHIN = 3  # seconds
_OPEN_AT_ONCE = 64  # streams and unfinished bodies of one address, in each process
_STREAMS_AT_ONCE = 400  # in each process
_LOG_INS_AT_ONCE = 16  # in each process: as many as are hashed within a few seconds
_LOG_IN_AGAIN = 5  # seconds
_PASSWORDS = frozenset({"/login", "/password"})
_HEALTH = frozenset({"/health", "/api/v1/health"})
_BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})
_JSON = [("content-type", "application/json; charset=utf-8"), ("cache-control", "no-store")]
_EVENTS = [
    ("content-type", "text/event-stream; charset=utf-8"),
    ("cache-control", "no-store, no-transform"),
    ("x-accel-buffering", "no"),  # a proxy in front passes every event on at once
]

# Sent here, on every answer: streams, refusals and the API never pass Django's own.
_HSTS = [("strict-transport-security", f"max-age={365 * 24 * 3600}")]


class Answer(NamedTuple):
    """A whole answer: status, headers, body."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Server:
    """What Granian runs, one in each web process."""

    def __init__(self) -> None:
        # What writes may wait for a lock, and hashing a password takes a processor: neither
        # may keep a page that is only looked at from its thread.
        self.threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="write")
        self.readers = ThreadPoolExecutor(_THREADS, thread_name_prefix="page")
        self.passwords = ThreadPoolExecutor(_ASIDE, thread_name_prefix="password")
        self.aside = ThreadPoolExecutor(_ASIDE, thread_name_prefix="aside")
        self.hub = Hub(self.aside, clock.now)
        self.open: Counter[str] = Counter()
        self.streams = 0
        self.log_ins = 0

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        end_with_parent()  # else it answers on beside the next start
        start_telling()
        self.threads.submit(search.warm_up)

        def told(_number: int, _frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(self.hub.stop)

        # Granian's own handler is on the loop and still runs: it waits for open requests to
        # end, and a stream ends only if it is told to.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, told)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_until_complete(self.hub.close())
        for threads in (self.threads, self.readers, self.passwords, self.aside):
            threads.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if scope.proto != "http":
            protocol.close(404)  # type: ignore[attr-defined]
            return
        headers = dict(scope.headers.items())
        peer = scope.client.rpartition(":")[0]
        origin = settings.PROXIES.origin(peer, scope.scheme, headers)
        secure = _HSTS if settings.HTTPS and origin.scheme == "https" else []
        opener = STREAMS.get(scope.path) if scope.method == "GET" else None
        try:
            if opener:
                with self._streaming(origin.client):
                    query = dict(parse_qsl(scope.query_string))
                    await self._stream(opener(self.hub, query, headers), protocol, secure)
                return
            body = await self._body(scope, protocol, origin.client)
        except HallError as error:
            answer = refusal(error)
            protocol.response_bytes(answer.status, answer.headers + secure, answer.body)
            if isinstance(error, TooLarge):
                await _let_it_hear(protocol)
        else:
            loop = asyncio.get_running_loop()
            made = environ(scope, body, origin)
            threads = self._threads_for(scope)
            if threads is self.passwords:
                answer = await self._log_in(loop, made)
            else:
                answer = await loop.run_in_executor(threads, serve, made)
            protocol.response_bytes(answer.status, answer.headers + secure, answer.body)

    async def _log_in(self, loop: asyncio.AbstractEventLoop, made: dict[str, Any]) -> Answer:
        """Log-ins wait in a short line; who comes when it is full is told when to come again."""
        if self.log_ins >= _LOG_INS_AT_ONCE:
            made[REFUSED] = LogInsBusy(seconds=_LOG_IN_AGAIN, retry_after=_LOG_IN_AGAIN)
            return await loop.run_in_executor(self.readers, serve, made)
        self.log_ins += 1
        try:
            return await loop.run_in_executor(self.passwords, serve, made)
        finally:
            self.log_ins -= 1

    def _threads_for(self, scope: Scope) -> ThreadPoolExecutor:
        if scope.path in _HEALTH:
            return self.aside
        if scope.method in _BODILESS:
            return self.readers
        return self.passwords if scope.path in _PASSWORDS else self.threads

    @contextmanager
    def _place(self, client: str) -> Iterator[None]:
        """One of the places an address has for what stays open. Raises TooMany."""
        if self.open[client] >= _OPEN_AT_ONCE:
            raise TooMany(most=_OPEN_AT_ONCE)
        self.open[client] += 1
        try:
            yield
        finally:
            self.open[client] -= 1
            if not self.open[client]:
                del self.open[client]

    @contextmanager
    def _streaming(self, client: str) -> Iterator[None]:
        if self.streams >= _STREAMS_AT_ONCE:
            raise TooMany(most=_STREAMS_AT_ONCE)
        with self._place(client):
            self.streams += 1
            try:
                yield
            finally:
                self.streams -= 1

    async def _body(self, scope: Scope, protocol: HTTPProtocol, client: str) -> bytes:
        """The body, counted as it comes. Raises TooLarge, TooSlow or TooMany."""
        if scope.method in _BODILESS:
            return b""
        length = scope.headers.get("content-length") or "0"
        if not length.isdecimal() or int(length[:20]) > _LARGEST_BODY:
            raise TooLarge(most=_LARGEST_BODY >> 20)
        counted = "transfer-encoding" in scope.headers
        with self._place(client):
            try:
                async with asyncio.timeout(_BODY_WITHIN):
                    return await (_counted(protocol) if counted else protocol())
            except TimeoutError:
                raise TooSlow(seconds=_BODY_WITHIN) from None

    async def _stream(
        self,
        events: AsyncGenerator[str, None],
        protocol: HTTPProtocol,
        secure: list[tuple[str, str]],
    ) -> None:
        async with aclosing(events):
            try:
                first = await anext(events)
            except HallError as error:
                answer = refusal(error)
                protocol.response_bytes(answer.status, answer.headers + secure, answer.body)
                return
            except StopAsyncIteration:  # the server is stopping
                protocol.response_empty(503, [("retry-after", "2"), *secure])
                return
            stream = protocol.response_stream(200, _EVENTS + secure)
            try:
                await stream.send_str(first)
                async for event in events:
                    await stream.send_str(event)
            except HallError:  # what was allowed no longer is
                return
            except RuntimeError:  # the other side has gone
                return


async def _counted(protocol: HTTPProtocol) -> bytes:
    """A body that doesn't say its length before."""
    pieces, size = [], 0
    async for piece in protocol:
        size += len(piece)
        if size > _LARGEST_BODY:
            raise TooLarge(most=_LARGEST_BODY >> 20)
        pieces.append(piece)
    return b"".join(pieces)


async def _let_it_hear(protocol: HTTPProtocol) -> None:
    """Take in and forget what a client still sends: one cut off would not read the refusal."""
    with suppress(TimeoutError, RuntimeError):
        async with asyncio.timeout(_HEARS_WITHIN):
            async for _ in protocol:
                pass


def refusal(error: HallError) -> Answer:
    """A refusal before Django is asked, as JSON."""
    body = {"code": error.code, "message": error.say(), "field": error.field}
    headers = [*_JSON, ("retry-after", str(error.retry_after))] if error.status == 429 else _JSON
    return Answer(error.status, headers, json.dumps(body, ensure_ascii=False).encode())


def environ(scope: Scope, body: bytes, origin: Origin) -> dict[str, Any]:
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
        "REMOTE_ADDR": origin.client,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": origin.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if name == "content-type":
            made["CONTENT_TYPE"] = _octets(value)
        elif name != "content-length" and name not in SPOKEN and "_" not in name:
            key = f"HTTP_{name.upper().replace('-', '_')}"
            said = _octets(value)
            made[key] = f"{made[key]},{said}" if key in made else said
    if origin.host:
        made["HTTP_HOST"] = _octets(origin.host)
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
