"""One client of `yichuang bench hall`: a process with one connection that stays open.

It imports nothing of the product, so that what is measured is the hall, not the client.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from time import perf_counter
from typing import Any, Literal, Protocol

_TIMEOUT = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Plan:
    """What one client does: take numbers, or call and finish at one window."""

    kind: Literal["issue", "call"]
    port: int
    token: str
    seconds: float
    at_most: int
    services: Sequence[str] = ()
    window: str = ""


@dataclass(slots=True)
class Log:
    """What a client saw: seconds per request by kind, the tickets it got, what went wrong."""

    kind: str
    spent: dict[str, list[float]] = field(default_factory=dict)
    tickets: list[tuple[int, str]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    began: float = 0.0
    ended: float = 0.0


class Barrier(Protocol):
    def wait(self) -> object: ...


class Results(Protocol):
    def put(self, log: Log, /) -> None: ...


def run(plan: Plan, start: Barrier, results: Results) -> None:
    """Wait for the others, do as planned, hand the log in."""
    log = Log(plan.kind)
    try:
        line = HTTPConnection("127.0.0.1", plan.port, timeout=_TIMEOUT)
        line.connect()
        if plan.kind == "call":
            _post(line, plan, f"/windows/{plan.window}/open")
        start.wait()
        log.began = perf_counter()
        _work(line, plan, log)
        line.close()
    except Exception as error:
        log.wrong.append(repr(error))
    finally:
        log.ended = perf_counter()
        results.put(log)


def _work(line: HTTPConnection, plan: Plan, log: Log) -> None:
    until = log.began + plan.seconds
    turn = _take if plan.kind == "issue" else _serve
    for n in range(plan.at_most):
        if perf_counter() >= until or not turn(line, plan, log, n):
            return


def _take(line: HTTPConnection, plan: Plan, log: Log, n: int) -> bool:
    body = {
        "service": plan.services[n % len(plan.services)],
        "class": "normal" if n % 8 else "priority",
        "holder": None,
    }
    return _ticket(_timed(line, plan, log, "issue", "/tickets", body), 201, log)


def _serve(line: HTTPConnection, plan: Plan, log: Log, _n: int) -> bool:
    status, called = _timed(line, plan, log, "call", f"/windows/{plan.window}/call")
    if status == 204 or not _ticket((status, called), 200, log):
        return False
    finish = f"/tickets/{called['id']}/finish"
    status, said = _timed(line, plan, log, "finish", finish)
    if status != 200:
        log.wrong.append(f"{status} {said}")
    return status == 200


def _ticket(answer: tuple[int, Any], expected: int, log: Log) -> bool:
    status, said = answer
    if status != expected:
        log.wrong.append(f"{status} {said}")
        return False
    log.tickets.append((said["id"], said["number"]))
    return True


def _timed(
    line: HTTPConnection, plan: Plan, log: Log, what: str, path: str,
    body: Mapping[str, object] | None = None,
) -> tuple[int, Any]:  # fmt: skip
    before = perf_counter()
    answer = _post(line, plan, path, body)
    log.spent.setdefault(what, []).append(perf_counter() - before)
    return answer


def _post(
    line: HTTPConnection, plan: Plan, path: str, body: Mapping[str, object] | None = None
) -> tuple[int, Any]:
    headers = {"Authorization": f"Bearer {plan.token}", "Content-Type": "application/json"}
    line.request("POST", f"/api/v1{path}", json.dumps(body or {}).encode(), headers)
    answer = line.getresponse()
    text = answer.read()
    return answer.status, json.loads(text) if text else None
