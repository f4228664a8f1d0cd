"""The figures of `yichuang bench hall`, from what the clients saw."""

from __future__ import annotations

import argparse

import pytest

from yichuang.jobs import bench_hall
from yichuang.jobs.bench_client import Log
from yichuang.jobs.bench_floor import Floor


def _log(began: float, ended: float, *spent: float) -> Log:
    return Log("call", {"call": list(spent)}, began=began, ended=ended)


def test_a_line_counts_all_clients_from_the_first_start_to_the_last_end() -> None:
    logs = [_log(10.0, 11.0, *[0.02] * 19, 0.5), _log(10.1, 12.0, *[0.01] * 20)]
    (line,) = bench_hall._lines("叫号", logs, ["call"])
    assert (line.count, line.rate, line.p50, line.worst) == (40, 20.0, 0.02, 0.5)
    assert line.p95 == 0.02


@pytest.mark.parametrize(
    ("rate", "p95", "aimed", "met"),
    [(300.0, 0.099, True, True), (299.9, 0.01, True, False), (900.0, 0.1, True, False), (1.0, 9.0, False, True)],
)  # fmt: skip
def test_the_aim_is_a_rate_and_a_wait(rate: float, p95: float, aimed: bool, met: bool) -> None:
    assert bench_hall.Line("x", 1, rate, 0.0, p95, 0.0, aimed).is_met is met


def test_the_table_says_what_went_wrong() -> None:
    report = bench_hall.Report(
        [bench_hall.Line("x", 9, 310.0, 0.01, 0.02, 0.03, aimed=True)], ["doubled: A001"], 700
    )
    text = "\n".join(bench_hall._table(report, argparse.Namespace(workers=4, clients=8)))
    assert "| x | 9 | 310 | 10.0 | 20.0 | 30 | 达到 met |" in text
    assert "* doubled: A001" in text
    assert "700" in text


def test_the_table_sets_the_hall_against_bare_sql() -> None:
    lines = [
        bench_hall.Line("取号: issue", 9, 310.0, 0.01, 0.02, 0.03, aimed=True),
        bench_hall.Line("叫号: call", 9, 90.0, 0.01, 0.02, 0.03, aimed=True),
        bench_hall.Line("混合: issue", 9, 90.0, 0.01, 0.02, 0.03, aimed=False),
    ]
    report = bench_hall.Report(lines, floor=Floor(issues=620.0, turns=200.0))
    said = list(bench_hall._ratios(report))
    assert "| 取号: issue | 620 | 310 | 0.50 | 达到 met |" in said
    assert "| 叫号: call | 200 | 90 | 0.45 | 未达到 missed |" in said
    assert not any("混合" in line for line in said)
