"""`yichuang bench journal`: how fast the record is sealed and verified (流水账性能).

A hall of its own is opened in a folder that is thrown away; its journal is filled with
entries of the kinds a hall writes most, and then sealed and verified by the very functions
the hall uses, on the cores there are.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence

from yichuang.jobs.bench_home import thrown_away

_SEALED, _VERIFIED = 10_000, 50_000  # the aims: entries a second
_ENTRIES = 200_000


def main(argv: Sequence[str] | None = None) -> int:
    """Fill, seal, verify, and print the rates. Exit code 1 where an aim is missed (--strict)."""
    parser = argparse.ArgumentParser(prog="yichuang bench journal")
    parser.add_argument("--entries", type=int, default=_ENTRIES)
    parser.add_argument("--processes", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--strict", action="store_true")
    args = parser.parse_args(argv)
    with thrown_away():  # `bench_journal` is the command that measures in the hall it is started in
        done = subprocess.run(
            [sys.executable, "-m", "yichuang.config.cli", "bench_journal", str(args.entries),
             str(args.processes)], check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
    sealed, verified = map(float, done.stdout.split())
    met = _say(args.entries, args.processes, sealed, verified)
    return 1 if args.strict and not met else 0


def _say(entries: int, processes: int, sealed: float, verified: float) -> bool:
    print(f"机器 machine\t{platform.machine()}, {len(os.sched_getaffinity(0))} cores")
    print(f"流水 entries\t{entries}")
    print(_line("封存 sealed", sealed, _SEALED))
    print(_line(f"校验 verified ({processes})", verified, _VERIFIED))
    return sealed >= _SEALED and verified >= _VERIFIED


def _line(what: str, rate: float, aim: int) -> str:
    met = "达到 met" if rate >= aim else "未达到 missed"
    return f"{what}\t{rate:,.0f}/s\t目标 aim {aim:,}/s：{met}"
