"""`yichuang bench obligations`: what a scan of what is due costs (到期扫描性能).

A demo hall is set up in a folder of its own that is thrown away, and filled with open
obligations, of which a few are due. Nobody else works in it: a hall's own worker would light
some of them first. Each is lit once, with its journal entry. The cost must follow what is
due, not what is open.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter

from yichuang.jobs.bench_home import thrown_away

_AIM = 0.2  # seconds, for 200 due
_ROUNDS = 3

_FILL = """
INSERT INTO obligations_obligation (site_id, subject, kind, about, about_en, permission, since,
  warn_at, due_at, because, rung, put_off_times, put_off_why)
SELECT %(site)s, 'bench:' || %(batch)s || '-' || n, 'bench.reply', '测', 'Bench', 'hall.supervise',
  %(at)s, %(due)s::timestamptz - interval '1 day' + n * interval '1 second',
  %(due)s::timestamptz + n * interval '1 second', '', 'open', 0, ''
FROM generate_series(1, %(count)s) n
"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: how much was open, how much due, and how long a scan took."""

    open: int
    due: int
    seconds: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print a table. Exit 1 where the aim is missed."""
    parser = argparse.ArgumentParser(prog="yichuang bench obligations")
    parser.add_argument("--open", type=int, default=60_000, help="未了结数 / open")
    parser.add_argument("--due", type=int, default=200, help="到期数 / due")
    args = parser.parse_args(argv)
    with thrown_away():  # `bench_obligations` is the command that measures in it
        done = subprocess.run(
            [sys.executable, "-m", "yichuang.config.cli", "bench_obligations", str(args.open),
             str(args.due)], check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
    lines = [Line(int(count), args.due, float(seconds))
             for count, seconds in map(str.split, done.stdout.splitlines())]  # fmt: skip
    sys.stdout.write("| 未了结 open | 到期 due | 扫描 ms | < 200 ms |\n|---:|---:|---:|---|\n")
    for line in lines:
        met = "达到 met" if line.seconds < _AIM else "未达到 missed"
        sys.stdout.write(f"| {line.open} | {line.due} | {line.seconds * 1e3:.0f} | {met} |\n")
    return 0 if all(line.seconds < _AIM for line in lines) else 1


def measure(whole: int, due: int) -> list[Line]:
    """The scans of the hall this process works in; nobody else may light there meanwhile."""
    from yichuang import clock
    from yichuang.obligations.actions import light_up

    at, lines, filled = clock.now(), [], 0
    while light_up(at):
        pass  # what the demo hall itself has due
    for count in (whole // 10, whole):
        _fill(count - filled, at, at + timedelta(days=90))
        filled, best = count, float("inf")
        for _ in range(_ROUNDS):
            _fill(due, at, at - timedelta(days=2))
            began = perf_counter()
            lit = light_up(at)
            best = min(best, perf_counter() - began)
            assert lit == due, f"{lit} lit, {due} due"
        lines.append(Line(count, due, best))
    return lines


def _fill(count: int, at: datetime, due: datetime) -> None:
    from django.db import connection, transaction

    from yichuang.journal.actions import record
    from yichuang.organization.queries import main_site

    site = main_site()
    with transaction.atomic(), connection.cursor() as cursor:
        values: dict[str, str | int | datetime] = {
            "site": site.pk, "batch": str(perf_counter()), "at": at, "due": due, "count": count,
        }  # fmt: skip
        cursor.execute(_FILL, values)
        record(site=site.code, kind="bench.filled", subject="bench", actor="system", at=at)


if __name__ == "__main__":
    raise SystemExit(main())
