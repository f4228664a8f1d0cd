"""The embedded database: found again, held by whoever uses it, lost to nobody."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from yichuang.config import postgres
from yichuang.config.postgres import Cluster, PostgresFailed


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    made = Cluster(tmp_path / "postgres")
    yield made
    made.release()


def _answers(cluster: Cluster) -> bool:
    try:
        with psycopg.connect(cluster.url(), connect_timeout=2) as connection:
            return connection.execute("SELECT 1").fetchone() == (1,)
    except psycopg.OperationalError:
        return False


def _holder(cluster: Cluster) -> subprocess.Popen[str]:
    """Another process that uses the database and waits."""
    code = (
        "import sys; from pathlib import Path; from yichuang.config.postgres import Cluster; "
        f"Cluster(Path({str(cluster.folder)!r})).start(); print('up', flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def test_a_short_command_never_takes_the_database_from_a_running_hall(cluster: Cluster) -> None:
    running = _holder(cluster)
    cluster.start()
    cluster.release()
    assert _answers(cluster)
    running.kill()
    running.communicate()


def test_what_was_committed_survives_kill_minus_nine(cluster: Cluster) -> None:
    running = _holder(cluster)
    with psycopg.connect(cluster.url()) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
    running.kill()
    running.communicate()
    server = int((cluster.data / "postmaster.pid").read_text().split("\n", 1)[0])
    os.kill(server, signal.SIGKILL)
    cluster.start()
    with psycopg.connect(cluster.url()) as connection:
        assert connection.execute("SELECT n FROM kept").fetchone() == (7,)


def test_the_last_one_out_stops_it(cluster: Cluster) -> None:
    cluster.start()
    assert _answers(cluster)
    cluster.release()
    assert not _answers(cluster)


def test_a_home_with_a_very_long_name_still_has_a_socket(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / ("long-" * 20) / "postgres")
    assert len(os.fsencode(cluster.socket_dir)) < 100


def test_the_programs_of_a_distribution_can_be_used(
    cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "bin"
    elsewhere.symlink_to(postgres.binaries())
    monkeypatch.setenv("YICHUANG_PG_BIN", str(elsewhere))
    cluster.start()
    assert _answers(cluster)


def test_a_failed_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "bin"
    broken.mkdir()
    for name in ("initdb", "pg_ctl", "psql"):
        (broken / name).write_text("#!/bin/sh\necho 'No space left on device' >&2; exit 1\n")
        (broken / name).chmod(0o755)
    monkeypatch.setenv("YICHUANG_PG_BIN", str(broken))
    with pytest.raises(PostgresFailed) as failed:
        Cluster(tmp_path / "postgres").start()
    assert "No space left on device" in failed.value.say("zh")
    assert failed.value.code == "database.start_failed"
