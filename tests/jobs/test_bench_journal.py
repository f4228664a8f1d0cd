"""`yichuang bench journal` seals and verifies a journal of its own and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.req("R17")


def test_it_measures_both(tmp_path: Path) -> None:
    kept = {n: v for n, v in os.environ.items()
            if n not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "YICHUANG_HOME"}}  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "yichuang.config.cli", "bench", "journal", "--entries", "500"],
        env={**kept, "TMPDIR": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert [row[0].split()[0] for row in rows] == ["机器", "流水", "封存", "校验"]
    assert all(int(row[1].removesuffix("/s").replace(",", "")) > 0 for row in rows[2:])
    assert not list(tmp_path.glob("yichuang-bench-*"))
