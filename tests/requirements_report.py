"""At the end of a run: which regulations (docs/requirements.md) are proved, and how far.

A regulation is proved *by rule* where its ruling computes, *by action* where the ruling is
carried out, and *in the browser* where a person can do it. Only the last counts as working.
"""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path
from typing import Literal, TypeAlias, get_args

import pytest

Depth: TypeAlias = Literal["rule", "action", "browser"]

_ROW = re.compile(r"^\| (R\d\d) \| ([^|]+) \|", re.MULTILINE)
_LIST = Path(__file__).parent.parent / "docs" / "requirements.md"
_REQUIREMENT = "requirement"
_KEPT = "YICHUANG_REPORT"
"""A file through which several runs (with and without a browser) make one report."""


def depth_of(nodeid: str) -> Depth:
    """How far a test goes, by the folder it stands in."""
    if nodeid.startswith("tests/browser/"):
        return "browser"
    return "rule" if nodeid.startswith("tests/rules/") else "action"


class Report:
    """Counts passed tests by the ids in their `req` marks.

    The marks travel with each test's result, because the process that counts isn't the one
    that ran the test when tests run in parallel.
    """

    def __init__(self) -> None:
        self.proved: dict[Depth, Counter[str]] = {depth: Counter() for depth in get_args(Depth)}
        self.failed: Counter[str] = Counter()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            found = [str(i) for mark in item.iter_markers("req") for i in mark.args]
            item.user_properties += [(_REQUIREMENT, r) for r in dict.fromkeys(found)]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ids = [str(value) for name, value in report.user_properties if name == _REQUIREMENT]
        if report.when == "call" and report.passed:
            self.proved[depth_of(report.nodeid)].update(ids)
        elif report.failed:
            self.failed.update(ids)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        self._add_to_the_runs_before()
        titles = dict(_ROW.findall(_LIST.read_text(encoding="utf-8")))
        known = {*self.failed}.union(*self.proved.values())
        if not known:
            return
        terminalreporter.section(
            "regulations proved by this run: by rule / by action / in the browser"
        )
        for requirement, title in titles.items():
            if requirement in known:
                terminalreporter.write_line(self._line(requirement, title.strip()))
        works = [r for r in titles if self.proved["browser"][r] and not self.failed[r]]
        missing = [r for r in titles if r not in known]
        terminalreporter.write_line(
            f"{len(works)} of {len(titles)} regulations work in the browser; "
            f"without any test: {' '.join(missing) or 'none'}"
        )
        unknown = sorted(known - set(titles))
        if unknown:
            terminalreporter.write_line(f"marks of no known regulation: {' '.join(unknown)}")

    def _line(self, requirement: str, title: str) -> str:
        counts = " / ".join(f"{self.proved[depth][requirement]:>3}" for depth in get_args(Depth))
        failed = f"  {self.failed[requirement]} failed" if self.failed[requirement] else ""
        return f"{requirement} {counts}{failed}  {title}"

    def _add_to_the_runs_before(self) -> None:
        if not (name := os.environ.get(_KEPT)):
            return
        kept = Path(name)
        if kept.exists():
            before = json.loads(kept.read_text(encoding="utf-8"))
            for depth in get_args(Depth):
                self.proved[depth].update(before["proved"][depth])
            self.failed.update(before["failed"])
        kept.write_text(json.dumps({"proved": self.proved, "failed": self.failed}), "utf-8")
