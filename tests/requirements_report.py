"""At the end of a run: which regulations (docs/requirements.md) are proved by how many tests."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest

_ROW = re.compile(r"^\| (R\d\d) \| ([^|]+) \|", re.MULTILINE)
_LIST = Path(__file__).parent.parent / "docs" / "requirements.md"


_KEPT = "YICHUANG_REPORT"
"""A file through which several runs (with and without a browser) make one report."""


class Report:
    """Counts passed tests by the ids in their `req` marks."""

    def __init__(self) -> None:
        self.proved: Counter[str] = Counter()
        self.failed: Counter[str] = Counter()
        self.ids: dict[str, tuple[str, ...]] = {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            found = [str(i) for mark in item.iter_markers("req") for i in mark.args]
            self.ids[item.nodeid] = tuple(dict.fromkeys(found))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" and report.passed:
            self.proved.update(self.ids.get(report.nodeid, ()))
        elif report.failed:
            self.failed.update(self.ids.get(report.nodeid, ()))

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        self._add_to_the_runs_before()
        titles = dict(_ROW.findall(_LIST.read_text(encoding="utf-8")))
        seen = [r for r in titles if self.proved[r] or self.failed[r]]
        if not seen:
            return
        terminalreporter.section("regulations proved by this run")
        for requirement in seen:
            failed = f", {self.failed[requirement]} failed" if self.failed[requirement] else ""
            count = f"{self.proved[requirement]:>4} tests{failed}"
            terminalreporter.write_line(f"{requirement} {count}  {titles[requirement].strip()}")
        missing = [r for r in titles if r not in seen]
        terminalreporter.write_line(
            f"{len(seen)} of {len(titles)} regulations have tests; not yet: {' '.join(missing)}"
        )
        unknown = sorted({*self.proved, *self.failed} - set(titles))
        if unknown:
            terminalreporter.write_line(f"marks of no known regulation: {' '.join(unknown)}")

    def _add_to_the_runs_before(self) -> None:
        if not (name := os.environ.get(_KEPT)):
            return
        kept = Path(name)
        if kept.exists():
            before = json.loads(kept.read_text(encoding="utf-8"))
            self.proved.update(before["proved"])
            self.failed.update(before["failed"])
        kept.write_text(json.dumps({"proved": self.proved, "failed": self.failed}), "utf-8")
