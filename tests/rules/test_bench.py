"""The bench measures what it says: every size, with and without reasons, against its target."""

from __future__ import annotations

from itertools import count

import pytest

from yichuang.jobs.bench_rules import head, line, main, measure
from yichuang.jobs.benches import Bench, Target, benches
from yichuang.phrases import Phrase
from yichuang.rules import registry
from yichuang.rules.book import Book


@pytest.mark.parametrize("bench", list(benches()), ids=lambda b: f"{b.rule}: {b.what.en}")
def test_every_bench_makes_facts_that_can_be_ruled_on(bench: Bench) -> None:
    decide = registry.find(bench.rule).decide
    book = Book.of(*bench.books)
    for number in (0, 1, 2, 3, 4, 5, 6, 7, 999, 99_999):
        assert decide(bench.fact(number), book).because
        assert bench.fact(number) == bench.fact(number)


def test_the_table_has_each_size_and_says_whether_the_target_is_met() -> None:
    made = next(b for b in benches() if b.rule == "worktime")
    bench = Bench(
        "worktime", Phrase("试", "try"), made.books, made.fact, Target(100, 60), Target(1, 0)
    )
    ticks = count()
    rows = list(measure([bench], [2, 4], lambda: float(next(ticks))))
    assert [row.seconds for row in rows] == [(1.0, 1.0), (1.0, 1.0)]
    lines = [head([2, 4], "en"), *(line(row, [2, 4], "en") for row in rows)]
    assert lines[0].split("\t")[3:5] == ["2", "4"]
    assert lines[1].endswith("100 in < 60 s: met (25.00 s)")
    assert lines[2].endswith("1 in < 0 s: missed (0.25 s)")


def test_the_command_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--rule", "worktime", "--sizes", "3", "--lang", "en"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[1].startswith("worktime\tadding working days\tyes\t")
