"""`yichuang bench journal`: how fast the record is sealed and verified (流水账性能).

A hall of its own is opened in a folder that is thrown away; its journal is filled with
entries of the kinds a hall writes most, and then sealed and verified by the very functions
the hall uses, on the cores there are.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import tempfile
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")
_SEALED, _VERIFIED = 10_000, 50_000  # the aims: entries a second
_ENTRIES = 200_000
_AT_ONCE = 20_000
_LONG = timedelta(days=1)
# What a number leaves behind from the door to its end, with the digests that bind its rows.
_FILL = """
INSERT INTO journal_entry (site, kind, subject, actor, happened_at, data)
SELECT 'C', (ARRAY['ticket.taken', 'ticket.called', 'ticket.started', 'ticket.finished',
                   'case.accepted'])[n %% 5 + 1],
  'ticket:' || n / 5, CASE n %% 5 WHEN 0 THEN 'device:kiosk:3' ELSE 'person:1008' END, now(),
  jsonb_build_object('number', 'A' || n %% 900, 'class', 'normal', 'window', (n %% 30)::text,
    'rows', jsonb_build_object('reception_ticket.' || n,
                               encode(sha256(n::text::bytea), 'hex')))
FROM generate_series(%s, %s) n
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Fill, seal, verify, and print the rates. Exit code 1 where an aim is missed (--strict)."""
    parser = argparse.ArgumentParser(prog="yichuang bench journal")
    parser.add_argument("--entries", type=int, default=_ENTRIES)
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--strict", action="store_true")
    args = parser.parse_args(argv)
    home = Path(tempfile.mkdtemp(prefix="yichuang-bench-"))
    os.environ["YICHUANG_HOME"] = str(home)
    os.environ.pop("DATABASE_URL", None)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.config.settings")
    from yichuang.config.postgres import Cluster

    cluster = Cluster(home / "postgres")
    cluster.start()
    try:
        rates = _measure(args.entries, args.processes)
    finally:
        cluster.release()
        shutil.rmtree(home, ignore_errors=True)
    met = _say(args.entries, args.processes, *rates)
    return 1 if args.strict and not met else 0


def _measure(entries: int, processes: int) -> tuple[float, float]:
    """Entries sealed and entries verified, a second."""
    import django

    django.setup()
    from django.db import connection

    from yichuang import clock
    from yichuang.database import as_owner, migrate
    from yichuang.jobs.sealer import outside
    from yichuang.journal.actions import open_hall
    from yichuang.journal.sealing import seal
    from yichuang.journal.verification import Limits, verify
    from yichuang.organization.queries import SYSTEM

    migrate()
    with as_owner():
        open_hall(training=False, at=clock.real_now(), by=SYSTEM.name)
    with connection.cursor() as cursor:
        for first in range(0, entries, _AT_ONCE):
            cursor.execute(_FILL, (first, min(first + _AT_ONCE, entries) - 1))
        cursor.execute("ANALYZE journal_entry")
    by = Limits(_LONG, _LONG)  # nothing is late here
    sealing, sealed = _timed(lambda: seal(outside()))
    verifying, verdict = _timed(
        lambda: verify(outside(), limits=by, everything=True, processes=processes)
    )
    if not verdict.whole or verdict.sealed != sealed:
        raise SystemExit(f"测量无效：{verdict.broken} / not a measurement: {verdict.broken}")
    return sealed / sealing, verdict.sealed / verifying


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    done = work()
    return perf_counter() - began, done


def _say(entries: int, processes: int, sealed: float, verified: float) -> bool:
    print(f"机器 machine\t{platform.machine()}, {len(os.sched_getaffinity(0))} cores")
    print(f"流水 entries\t{entries}")
    print(_line("封存 sealed", sealed, _SEALED))
    print(_line(f"校验 verified ({processes})", verified, _VERIFIED))
    return sealed >= _SEALED and verified >= _VERIFIED


def _line(what: str, rate: float, aim: int) -> str:
    met = "达到 met" if rate >= aim else "未达到 missed"
    return f"{what}\t{rate:,.0f}/s\t目标 aim {aim:,}/s：{met}"
