"""`yichuang bench hall`: numbers and calls over HTTP, and whether any was doubled (大厅性能).

A demo hall is started in a folder of its own that is thrown away. Clients are processes
with one open connection each. They fill the queues, take numbers, then each sits at a
window and calls and finishes; at last half do one and half the other. Every answer is
checked, and afterwards the tables are.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import platform
import queue
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from yichuang.jobs.bench_client import Log, Plan, run
from yichuang.jobs.bench_floor import Floor, measure
from yichuang.jobs.bench_home import thrown_away
from yichuang.jobs.supervisor import answers, free_port

_RATE, _P95 = 300.0, 0.1  # the aims: a second; seconds
_RATIO = 0.5  # the aim: of the rate of bare SQL
_STARTS_WITHIN = 300.0  # seconds; on a machine with other work a new database takes its time
_STOPS_WITHIN = 60.0
_SILENT_AT_MOST = 60.0  # seconds a client may be late with its log before it counts as gone
_PLENTY = 1_000_000


@dataclass(slots=True)
class Hall:
    """The hall under load: its address, the queues that are used, the devices' tokens."""

    home: Path
    port: int
    services: list[str] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)
    """By window code."""
    kiosk: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table."""

    what: str
    count: int
    rate: float
    p50: float
    p95: float
    worst: float
    aimed: bool

    @property
    def is_met(self) -> bool:
        return not self.aimed or (self.rate >= _RATE and self.p95 < _P95)


@dataclass(slots=True)
class Report:
    lines: list[Line] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    waiting: int = 0
    floor: Floor | None = None


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print a table. Exit 1 if anything was doubled, or with --strict if slow."""
    parser = argparse.ArgumentParser(prog="yichuang bench hall")
    parser.add_argument("--workers", type=int, default=4, help="网页进程数 / web processes")
    parser.add_argument("--clients", type=int, default=8, help="客户端数 / clients")
    parser.add_argument("--seconds", type=float, default=10.0, help="每段秒数 / of each part")
    parser.add_argument("--waiting", type=int, default=600, help="至少等候人数 / waiting at least")
    parser.add_argument("--strict", action="store_true", help="未达标即失败 / fail if slow")
    args = parser.parse_args(argv)
    with running(args.workers) as hall:
        _prepare(hall, args.clients)
        report = _measure(hall, args.clients, args.seconds, args.waiting)
        report.wrong += _wrong_in_tables()
        _say("地板 bare SQL")
        report.floor = _floor(args.clients, args.seconds)
    for line in _table(report, args):
        sys.stdout.write(line + "\n")
    slow = args.strict and not all(line.is_met for line in report.lines)
    return 1 if report.wrong or slow else 0


@contextmanager
def running(workers: int) -> Iterator[Hall]:
    """A demo hall that answers at a free port, in a folder of its own; it is this process's too."""
    with thrown_away() as home:
        hall = Hall(home, free_port())
        _say("演示大厅启动 the demo hall starts")
        server = subprocess.Popen(
            [sys.executable, "-m", "yichuang.config.cli", "demo", "--no-live", "--host",
             "127.0.0.1", "--port", str(hall.port), "--workers", str(workers)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            pause, until = threading.Event(), perf_counter() + _STARTS_WITHIN
            while not answers(hall.port):
                if server.poll() is not None or perf_counter() > until:
                    raise SystemExit("演示大厅没有启动 / the demo hall did not start")
                pause.wait(0.25)
            import django

            django.setup()
            yield hall
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(_STOPS_WITHIN)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _say(what: str) -> None:
    """What goes on now, beside the table: a whole run takes minutes."""
    sys.stderr.write(f"… {what}\n")
    sys.stderr.flush()


def _prepare(hall: Hall, clients: int) -> None:
    """Choose windows that share queues as much as they can, a device for each."""
    from yichuang.organization.queries import main_site
    from yichuang.reception.queries import services_of

    services = sorted(services_of(main_site().pk), key=lambda service: -len(service.windows))
    for service in services:
        free = [w for w in service.windows if w not in hall.tokens]
        if len(hall.tokens) < clients:
            hall.tokens |= dict.fromkeys(free[: clients - len(hall.tokens)], "")
        # As many visitors as there are windows for them.
        shared = sum(window in hall.tokens for window in service.windows)
        hall.services += [service.code] * shared
    for window in hall.tokens:
        hall.tokens[window] = _token("window", window)
    hall.kiosk = _token("kiosk")


def _token(scope: str, window: str = "") -> str:
    from yichuang import clock
    from yichuang.organization.actions import create_token
    from yichuang.organization.queries import SYSTEM, main_site, window_by_code

    site = main_site()
    where = window_by_code(site.pk, window) if window else None
    _, secret = create_token(scope=scope, site=site, window=where, at=clock.now(), by=SYSTEM)
    return secret


def _measure(hall: Hall, clients: int, seconds: float, waiting: int) -> Report:
    report = Report()
    taken = Counter[int]()
    numbers: set[str] = set()
    called = Counter[int]()

    def part(name: str, plans: Sequence[Plan], *aimed: str) -> None:
        if name:
            _say(name)
        logs = _together(plans)
        for log in logs:
            report.wrong += log.wrong
            ids = [ticket_id for ticket_id, _ in log.tickets]
            (taken if log.kind == "issue" else called).update(ids)
            if log.kind == "issue":
                report.wrong += [f"doubled: {n}" for _, n in log.tickets if n in numbers]
                numbers.update(n for _, n in log.tickets)
        if name:
            report.lines += _lines(name, logs, aimed)

    def issue(seconds: float, at_most: int) -> Plan:
        return Plan("issue", hall.port, hall.kiosk, seconds, at_most, hall.services)

    callers = [
        Plan("call", hall.port, token, seconds, _PLENTY, window=window)
        for window, token in hall.tokens.items()
    ]
    _say("排队 the queues fill")
    part("", [issue(600, -(-waiting // clients)) for _ in range(clients)])
    part("取号 issue", [issue(seconds, _PLENTY) for _ in range(clients)], "issue")
    report.waiting = len(taken)
    part("叫号 call", callers, "call")
    half = len(callers) // 2
    mixed = [issue(seconds, _PLENTY) for _ in range(clients - half)] + callers[:half]
    part("混合 mixed", mixed)
    report.waiting = min(report.waiting, len(taken) - len(called))
    report.wrong += [f"taken twice: {i}" for i, n in taken.items() if n > 1]
    report.wrong += [f"called twice: {i}" for i, n in called.items() if n > 1]
    return report


def _together(plans: Sequence[Plan]) -> list[Log]:
    """Let clients begin at the same moment, each a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    start, results = spawn.Barrier(len(plans), timeout=60), spawn.Queue()
    clients = [spawn.Process(target=run, args=(plan, start, results)) for plan in plans]
    for client in clients:
        client.start()
    within = max(plan.seconds for plan in plans) + _SILENT_AT_MOST
    try:
        return [results.get(timeout=within) for _ in clients]
    except queue.Empty:
        raise SystemExit("有客户端没有回音 / a client gave no answer") from None
    finally:
        for client in clients:
            client.join(_SILENT_AT_MOST)
            client.kill()


def _lines(name: str, logs: Sequence[Log], aimed: Sequence[str]) -> list[Line]:
    began, ended = min(log.began for log in logs), max(log.ended for log in logs)
    found: dict[str, list[float]] = {}
    for log in logs:
        for what, spent in log.spent.items():
            found.setdefault(what, []).extend(spent)
    lines = []
    for what, spent in found.items():
        spent.sort()
        count = len(spent)
        lines.append(
            Line(f"{name}: {what}", count, count / (ended - began), spent[count // 2],
                 spent[min(count - 1, int(count * 0.95))], spent[-1], what in aimed)
        )  # fmt: skip
    return lines


def _wrong_in_tables() -> list[str]:
    """What the tables themselves say, whatever the answers said."""
    from yichuang import clock
    from yichuang.organization.queries import main_site
    from yichuang.reception.audit import faults

    found = faults(main_site().pk, clock.today())
    return [f"{name}: {count}" for name, count in found._asdict().items() if count]


def _floor(clients: int, seconds: float) -> Floor:
    """The same rows by bare SQL, on the same database while nobody else uses it.

    As the owner of the database: the hall's own role may make no schema.
    """
    from django.conf import settings

    return measure(settings.OWNER_URL, clients, seconds)


def _ratios(report: Report) -> Iterator[str]:
    """The rates of the first two parts against bare SQL of the same rows."""
    if report.floor is None:
        return
    yield "| 同样的行 the same rows | 裸 SQL bare SQL /s | 大厅 hall /s | 比 ratio | ≥ 0.5 |"
    yield "|---|---:|---:|---:|---|"
    floors = {"issue": report.floor.issues, "call": report.floor.turns}
    for line in report.lines:
        what = line.what.rpartition(": ")[2]
        if line.aimed and what in floors:
            ratio = line.rate / floors[what]
            met = "达到 met" if ratio >= _RATIO else "未达到 missed"
            yield f"| {line.what} | {floors[what]:.0f} | {line.rate:.0f} | {ratio:.2f} | {met} |"
    yield ""


def _table(report: Report, args: argparse.Namespace) -> Iterator[str]:
    cores, load = os.cpu_count(), os.getloadavg()[0]
    yield (
        f"{args.workers} 个网页进程、{args.clients} 个客户端，{cores} 核（{platform.machine()}，"
        f"Python {platform.python_version()}），等候不少于 {report.waiting} 人，"
        f"结束时系统负载 {load:.1f}。"
    )
    yield (
        f"{args.workers} web processes, {args.clients} clients, {cores} cores "
        f"({platform.machine()}, Python {platform.python_version()}), at least "
        f"{report.waiting} waiting, load {load:.1f} at the end."
    )
    yield ""
    yield "| | 次 n | 每秒 /s | p50 ms | p95 ms | max ms | ≥ 300/s, p95 < 100 ms |"
    yield "|---|---:|---:|---:|---:|---:|---|"
    for line in report.lines:
        aim = ("达到 met" if line.is_met else "未达到 missed") if line.aimed else "—"
        yield (
            f"| {line.what} | {line.count} | {line.rate:.0f} | {line.p50 * 1e3:.1f} "
            f"| {line.p95 * 1e3:.1f} | {line.worst * 1e3:.0f} | {aim} |"
        )
    yield ""
    yield from _ratios(report)
    what = "重号、跳号、一号两叫、次序颠倒 / doubled, skipped, called twice, out of order"
    yield f"{what}: {len(report.wrong)}"
    for wrong in report.wrong[:20]:
        yield f"* {wrong}"


if __name__ == "__main__":
    raise SystemExit(main())
