"""`yichuang bench staff`: a month of a large hall through the receiver, and its ruling (考勤性能).

A demo hall is started in a folder of its own that is thrown away. 450 people punch four times
a day for 31 days at 20 terminals, which all send at once, by HTTP. Then everybody's month is
ruled from nothing, and again after one late punch.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from time import perf_counter

from yichuang.jobs.bench_hall import running
from yichuang.jobs.supervisor import Supervisor, device_child, free_port

_RATE, _MONTH, _LATE = 1_000.0, 10.0, 1.0  # records a second, seconds, seconds
_DAYS = 31
_TIMES = (time(7, 51), time(12, 4), time(14, 22), time(17, 38))
_FIRST_PIN = 50_000
_PATIENCE = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Result:
    """What was measured; `stored` must be `sent`."""

    sent: int
    stored: int
    rate: float
    month: float
    late: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print a table. Exit 1 where an aim is missed."""
    parser = argparse.ArgumentParser(prog="yichuang bench staff")
    parser.add_argument("--people", type=int, default=450, help="人数 / people")
    parser.add_argument("--terminals", type=int, default=20, help="考勤机数 / terminals")
    args = parser.parse_args(argv)
    with running(1) as hall:
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {
            "YICHUANG_HOME": str(hall.home),
            "DJANGO_SETTINGS_MODULE": "yichuang.config.settings",
        }
        import django

        django.setup()
        found = _measure(args.people, args.terminals)
    met = (found.stored == found.sent, found.rate >= _RATE, found.month < _MONTH,
           found.late < _LATE)  # fmt: skip
    said = ["达到 met" if one else "未达到 missed" for one in met]
    sys.stdout.write(
        "| 项目 | 实测 | 目标 | |\n|---|---:|---:|---|\n"
        f"| 收到 / 发出 stored / sent | {found.stored} / {found.sent} | = | {said[0]} |\n"
        f"| 条/秒 records/s | {found.rate:.0f} | ≥ {_RATE:.0f} | {said[1]} |\n"
        f"| 全月认定 month, s | {found.month:.2f} | < {_MONTH:.0f} | {said[2]} |\n"
        f"| 迟到一条 one late punch, s | {found.late:.2f} | < {_LATE:.0f} | {said[3]} |\n"
    )
    return 0 if all(met) else 1


def _measure(people: int, terminals: int) -> Result:
    from django.conf import settings

    from yichuang import clock
    from yichuang.attendance import months
    from yichuang.attendance.devices import admit
    from yichuang.organization.actions import add_person
    from yichuang.organization.queries import SYSTEM, main_site

    site, at = main_site(), clock.now()
    first = (clock.in_zone(at).date().replace(day=1) - timedelta(days=70)).replace(day=1)
    serials = [f"BENCH{n:03}" for n in range(terminals)]
    for serial in serials:
        admit(serial=serial, site=site.code, at=at, by=SYSTEM)
    ids = [
        add_person(site=site, staff_no=str(_FIRST_PIN + n), name=f"测{n}", at=at, by=SYSTEM).pk
        for n in range(people)
    ]
    port = free_port()
    supervisor = Supervisor({"DATABASE_URL": settings.DATABASE_URL})
    supervisor.add(device_child(host="127.0.0.1", port=port))
    try:
        _say("考勤机发送 the terminals send")
        sent, rate = _send(port, serials, people, first)
        stored = _stored(serials)
        _say("全月认定 the month is ruled")
        began = perf_counter()
        months.months_of(ids, site.pk, first, at)
        month = perf_counter() - began
        _late(port, serials[0], first)
        began = perf_counter()
        months.months_of(ids[:1], site.pk, first, at)
        late = perf_counter() - began
    finally:
        supervisor.stop()
    return Result(sent, stored, rate, month, late)


def _say(what: str) -> None:
    """What goes on now, beside the table."""
    sys.stderr.write(f"… {what}\n")
    sys.stderr.flush()


def _send(port: int, serials: Sequence[str], people: int, first: date) -> tuple[int, float]:
    from yichuang.jobs.terminal import Terminal, over_http

    found = [Terminal(serial, over_http(f"http://127.0.0.1:{port}")) for serial in serials]
    for day in range(_DAYS):
        for when in _TIMES:
            for person in range(people):
                at = datetime.combine(first + timedelta(days=day), when)
                at += timedelta(seconds=person % 540)
                found[person % len(found)].punch(str(_FIRST_PIN + person), at)
    _wait(found[0])
    began = perf_counter()
    with ThreadPoolExecutor(len(found)) as threads:
        sent = sum(threads.map(Terminal.flush, found))
    return sent, sent / (perf_counter() - began)


def _wait(terminal: object) -> None:
    """Until the receiver answers."""
    from threading import Event

    from yichuang.jobs.terminal import Terminal, Unheard

    assert isinstance(terminal, Terminal)
    began, pause = perf_counter(), Event()
    while True:
        try:
            terminal.handshake()
        except Unheard:
            if perf_counter() - began > _PATIENCE:
                raise
            pause.wait(0.2)
        else:
            return


def _late(port: int, serial: str, first: date) -> None:
    from yichuang.jobs.terminal import Terminal, over_http

    terminal = Terminal(serial, over_http(f"http://127.0.0.1:{port}"))
    terminal.punch(str(_FIRST_PIN), datetime.combine(first, time(9, 1, 1)))
    terminal.flush()


def _stored(serials: Sequence[str]) -> int:
    from yichuang.attendance.queries import terminals
    from yichuang.organization.queries import SYSTEM

    return sum(one.records for one in terminals(SYSTEM) if one.serial in serials)


if __name__ == "__main__":
    raise SystemExit(main())
