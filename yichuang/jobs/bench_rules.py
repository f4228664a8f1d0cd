"""`yichuang bench rules`: how fast the rules rule (规则性能), and whether cost grows linearly."""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Iterator, Sequence
from time import process_time
from typing import NamedTuple

from yichuang.jobs.benches import Bench, Target, benches
from yichuang.phrases import Language, Phrase
from yichuang.rules import registry
from yichuang.rules.book import Book

SIZES = (1_000, 10_000, 100_000)
_CHUNK = 1_000
"""Facts made at a time; making them isn't measured, and never needs more memory than this."""

_HEAD = Phrase(
    "规则\t内容\t理由\t{sizes}\t每次微秒\t目标", "rule\twhat\treasons\t{sizes}\tµs each\ttarget"
)
_WITH = Phrase("有", "yes")
_WITHOUT = Phrase("无", "no")
_MET = Phrase("{n} 次 < {s} 秒：达到（{found:.2f} 秒）", "{n} in < {s} s: met ({found:.2f} s)")
_MISSED = Phrase(
    "{n} 次 < {s} 秒：未达到（{found:.2f} 秒）", "{n} in < {s} s: missed ({found:.2f} s)"
)


class Row(NamedTuple):
    """One line of the table: seconds for each size."""

    bench: Bench
    reasons: bool
    seconds: tuple[float, ...]
    target: Target | None

    def each(self, sizes: Sequence[int]) -> float:
        """Seconds for one ruling, at the largest size."""
        return self.seconds[-1] / sizes[-1]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print the table. Exit code 1 where a target is missed with --strict."""
    parser = argparse.ArgumentParser(prog="yichuang bench rules")
    parser.add_argument("--lang", choices=["zh", "en"], default="zh")
    parser.add_argument("--rule", action="append", default=[], help="只测这些规则 / only these")
    parser.add_argument("--sizes", type=int, nargs="+", default=[*SIZES])
    parser.add_argument("--strict", action="store_true")
    args = parser.parse_args(argv)
    wanted = [b for b in benches() if not args.rule or b.rule in args.rule]
    sizes, missed = sorted(args.sizes), False
    print(head(sizes, args.lang), flush=True)
    for row in measure(wanted, sizes, process_time):
        print(line(row, sizes, args.lang), flush=True)  # the whole takes minutes
        missed = missed or not _is_met(row, sizes)
    return 1 if args.strict and missed else 0


def measure(
    wanted: Sequence[Bench], sizes: Sequence[int], clock: Callable[[], float]
) -> Iterator[Row]:
    """Run every bench at every size, with and without reasons; `clock` counts CPU seconds."""
    for bench in wanted:
        book = Book.of(*bench.books)
        for reasons, target in ((True, bench.with_reasons), (False, bench.without_reasons)):
            # The first rulings read the book; that is done once in a process, not once a ruling.
            _run(bench, book, 10, clock, reasons=reasons)
            seconds = tuple(_run(bench, book, size, clock, reasons=reasons) for size in sizes)
            yield Row(bench, reasons, seconds, target)


def _run(
    bench: Bench, book: Book, size: int, clock: Callable[[], float], *, reasons: bool
) -> float:
    decide = registry.find(bench.rule).decide
    spent = 0.0
    for start in range(0, size, _CHUNK):
        facts = [bench.fact(i) for i in range(start, min(start + _CHUNK, size))]
        gc.collect()
        before = clock()
        for one in facts:
            decide(one, book, reasons=reasons)
        spent += clock() - before
    return spent


def head(sizes: Sequence[int], language: Language) -> str:
    """The head of the table, cells between tabs."""
    return _HEAD.say(language, sizes="\t".join(f"{size:,}" for size in sizes))


def line(row: Row, sizes: Sequence[int], language: Language) -> str:
    """A line of the table, cells between tabs."""
    cells = [
        row.bench.rule,
        row.bench.what.say(language),
        (_WITH if row.reasons else _WITHOUT).say(language),
        *(f"{seconds:.3f} s" for seconds in row.seconds),
        f"{row.each(sizes) * 1e6:.0f}",
        _target_text(row, sizes, language),
    ]
    return "\t".join(cells)


def _target_text(row: Row, sizes: Sequence[int], language: Language) -> str:
    if row.target is None:
        return "—"
    found = row.each(sizes) * row.target.rulings
    said = _MET if _is_met(row, sizes) else _MISSED
    return said.say(language, n=f"{row.target.rulings:,}", s=f"{row.target.seconds:g}", found=found)


def _is_met(row: Row, sizes: Sequence[int]) -> bool:
    return row.target is None or row.each(sizes) * row.target.rulings < row.target.seconds


if __name__ == "__main__":
    raise SystemExit(main())
