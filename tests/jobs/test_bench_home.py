"""Benches work in a folder of their own, alone in it, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

_WAITS = """
import signal
from yichuang.jobs.bench_home import thrown_away
with thrown_away() as home:
    print(home, flush=True)
    signal.pause()
"""


def _environment(tmp_path: Path) -> dict[str, str]:
    kept = {n: v for n, v in os.environ.items()
            if n not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "YICHUANG_HOME"}}  # fmt: skip
    return {**kept, "TMPDIR": str(tmp_path)}


def test_a_bench_that_is_stopped_throws_its_folder_away(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _WAITS], env=_environment(tmp_path),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as bench:  # fmt: skip
        assert bench.stdout is not None
        home = Path(bench.stdout.readline().strip())
        assert home.is_dir()
        bench.send_signal(signal.SIGTERM)
        assert bench.wait(30) == 1
    assert not home.exists()


@pytest.mark.req("R50")
def test_obligations_are_lit_by_the_bench_alone(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "yichuang.config.cli", "bench", "obligations", "--open", "40",
         "--due", "7"], env=_environment(tmp_path), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.stderr, done.stderr
    rows = [line.split("|")[1:3] for line in done.stdout.splitlines()[2:]]
    assert [[int(figure) for figure in row] for row in rows] == [[4, 7], [40, 7]]
    assert not list(tmp_path.iterdir())
