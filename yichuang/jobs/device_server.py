"""The receiver of attendance terminals (考勤机接收端), a process and a port of its own.

Terminals speak a protocol from the last century: no log-in, serial number in the address, plain
HTTP. So they get a door of their own, which answers nothing but `/iclock/`, and belongs into
a network of their own (`docs/security.md`). Granian reads the requests, the loop waits for slow
bodies, and a few threads with a database connection each do the work.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from email.utils import format_datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.config.settings")

import django

django.setup(set_prefix=False)

from datetime import UTC

from django.db import connection

from yichuang import clock
from yichuang.attendance import asking, protocol, taking
from yichuang.errors import HallError
from yichuang.jobs.supervisor import end_with_parent

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol
    from granian.rsgi import Scope

log = logging.getLogger(__name__)
_THREADS = 8
_LARGEST = 4 << 20  # octets of a body that are looked at; a photograph is thrown away anyhow
_BODY_WITHIN = 60  # seconds: terminals are slow
_PATH = re.compile(r".*/iclock/(?P<what>[a-z]+)(?:\.aspx)?/?", re.IGNORECASE)
_MINUTES = 60
_STORED = frozenset({"ATTLOG", "RTLOG", "OPERLOG"})


class Answer(NamedTuple):
    """What a terminal is told."""

    status: int
    text: str


_OK = Answer(200, "OK")
_NO_SUCH = Answer(404, "NOT FOUND")
_FAILED = Answer(500, "ERROR")


class Receiver:
    """What Granian runs."""

    def __init__(self) -> None:
        self.threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="terminal")

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        end_with_parent()

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.threads.shutdown(wait=False, cancel_futures=True)

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if scope.proto != "http":
            protocol.close(404)  # type: ignore[attr-defined]
            return
        try:
            body = await asyncio.wait_for(_head(protocol), _BODY_WITHIN)
        except (TimeoutError, OSError, RuntimeError):
            return  # half a body is no upload: the terminal sends it again
        peer = scope.client.rpartition(":")[0]
        given = dict(parse_qsl(scope.query_string, keep_blank_values=True))
        expected = scope.headers.get("content-length")
        if expected and expected.isdecimal() and len(body) < min(int(expected), _LARGEST):
            return
        loop = asyncio.get_running_loop()
        answer, date = await loop.run_in_executor(
            self.threads, answer_to, scope.method, scope.path, given, body, peer
        )
        headers = [("content-type", "text/plain"), ("date", date), ("connection", "close"),
                   ("cache-control", "no-store")]  # fmt: skip
        protocol.response_bytes(answer.status, headers, answer.text.encode())


async def _head(protocol: HTTPProtocol) -> bytes:
    """The body as far as it is looked at; the rest is read and dropped, else it comes again."""
    parts, length = [], 0
    async for part in protocol:
        if length < _LARGEST:
            parts.append(part)
        length += len(part)
    return b"".join(parts)[:_LARGEST]


def answer_to(
    method: str, path: str, given: Mapping[str, str], body: bytes, address: str
) -> tuple[Answer, str]:
    """The answer to a terminal, and the hall's time, by which it sets its clock."""
    at = clock.now()
    date = format_datetime(at.astimezone(UTC), usegmt=True)
    found = _PATH.fullmatch(path)
    serial = protocol.serial_of(given.get("SN", ""))
    if found is None or serial is None:
        return (_NO_SUCH if found is None else _OK), date
    try:
        return _answer(method, found["what"].lower(), serial, given, body, address), date
    except HallError as error:
        return Answer(error.status, error.code), date
    except Exception:
        log.exception("a terminal's request failed: %s %s", method, path)
        connection.close()
        return _FAILED, date


def _answer(
    method: str, what: str, serial: str, given: Mapping[str, str], body: bytes, address: str
) -> Answer:
    at = clock.now()
    table = given.get("table", "").upper()
    stamp = given.get("Stamp", "")[:20] if table == "ATTLOG" else ""
    device = taking.heard(
        serial, address=address, at=at, told=given.get("INFO", "")[:200],
        stamp=stamp if stamp.isdecimal() else "",
    )  # fmt: skip
    if what in ("cdata", "push", "registry") and (method == "GET" or what != "cdata"):
        hours = _zone_hours()
        return Answer(200, protocol.handshake(serial, stamp=device.stamp, zone_hours=hours))
    if what == "getrequest":
        commands = asking.commands_for(device, at)
        return (
            Answer(200, "\n".join(f"C:{pk}:{text}" for pk, text in commands)) if commands else _OK
        )
    if what == "devicecmd":
        asking.answered(serial, protocol.returns(body), at)
        return _OK
    if what in ("cdata", "fdata"):
        taken = taking.take(serial, table=table, body=body if table in _STORED else b"", at=at)
        return Answer(200, f"OK:{taken.lines}" if table in _STORED else _others(body))
    return _OK


def _others(body: bytes) -> str:
    """What is neither needed nor kept (photographs, templates) is received all the same."""
    lines = body.count(b"\n") or 1
    return f"OK:{lines}"


def _zone_hours() -> int:
    """The hall's zone in hours, or in minutes where it isn't whole, as the protocol has it."""
    offset = clock.in_zone(clock.now()).utcoffset()
    assert offset is not None
    minutes = int(offset.total_seconds()) // _MINUTES
    return minutes // _MINUTES if minutes % _MINUTES == 0 else minutes


application = Receiver()
