"""A whole hall under its supervisor: killed, crowded, blocked, it comes back and answers on."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from tests.browser.conftest import free_port
from yichuang.config.postgres import Cluster

_COMES_BACK_WITHIN = 60.0  # seconds; a crowded machine is slow
_ANSWERS_WITHIN = 8.0
_OF_EACH = 400


@dataclass(frozen=True, slots=True)
class Served:
    """A hall that is served: its port, its folder, its supervisor."""

    port: int
    home: Path
    process: subprocess.Popen[bytes]
    kiosk: str

    def get(self, path: str, patience: float = _ANSWERS_WITHIN) -> tuple[int, bytes]:
        return self.ask("GET", path, patience=patience)[:2]

    def ask(
        self, method: str, path: str, body: str = "", patience: float = _ANSWERS_WITHIN,
        **headers: str,
    ) -> tuple[int, bytes, dict[str, str]]:  # fmt: skip
        line = HTTPConnection("127.0.0.1", self.port, timeout=patience)
        try:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            line.close()

    def is_well(self) -> bool:
        with contextlib.suppress(OSError, HTTPException, ValueError):
            status, body = self.get("/health")
            return status == 200 and json.loads(body)["database"] == "ok"
        return False

    def web(self) -> dict[int, int]:
        """The web processes of this hall, each with its parent."""
        found = {}
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                words = (entry / "cmdline").read_bytes()
                mine = f"YICHUANG_HOME={self.home}".encode() in (entry / "environ").read_bytes()
                if mine and (b"granian" in words or b"multiprocessing" in words):
                    found[int(entry.name)] = int((entry / "stat").read_text().split()[3])
        return found


def until(holds: Callable[[], bool], within: float = _COMES_BACK_WITHIN) -> bool:
    end = time.monotonic() + within
    while not holds():
        if time.monotonic() > end:
            return False
        threading.Event().wait(0.2)
    return True


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A hall of two web processes, opened from the sample set-up file."""
    home = tmp_path_factory.mktemp("served")
    environment = {**os.environ, "YICHUANG_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    environment.pop("DJANGO_SETTINGS_MODULE", None)

    def command(*words: str) -> str:
        return subprocess.run(
            [sys.executable, "-m", "yichuang.config.cli", *words], env=environment, check=True,
            capture_output=True, text=True,
        ).stdout  # fmt: skip

    file = home / "hall.yaml"
    file.write_text(command("hall", "template"), encoding="utf-8")
    command("hall", "open", str(file))
    kiosk = command("token", "create", "--scope", "kiosk", "--site", "linjiang").splitlines()[-1]
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "yichuang.config.cli", "serve", "--port", str(port),
         "--workers", "2"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    made = Served(port, home, process, kiosk)
    assert until(made.is_well, 120)
    yield made
    mine = made.web()
    assert mine
    process.kill()  # not even time to say good-bye
    process.wait(10)
    assert until(lambda: not made.web()), "nothing outlives the supervisor"
    cluster = Cluster(home / "postgres")
    cluster.start()
    cluster.release()


def test_the_main_web_process_is_killed(served: Served) -> None:
    before = served.web()
    port = str(served.port).encode()
    (main,) = [
        pid for pid, parent in before.items()
        if parent == served.process.pid and port in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]  # fmt: skip
    family = {main, *(pid for pid, parent in before.items() if parent == main)}
    os.kill(main, signal.SIGKILL)
    assert until(lambda: not family & set(served.web())), "no orphan answers on"
    assert until(served.is_well)
    assert served.get("/")[0] == 200


def test_the_database_is_killed(served: Served) -> None:
    pid_file = served.home / "postgres" / "data" / "postmaster.pid"
    os.kill(int(pid_file.read_text().split("\n", 1)[0]), signal.SIGKILL)
    assert until(served.is_well)
    assert until(lambda: served.get("/")[0] == 200), "pages, too, find the new one"


@contextlib.contextmanager
def _many(served: Served, count: int, begin: bytes) -> Iterator[list[socket.socket]]:
    """So many connections that began something and don't go on."""
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(files, min(most, 8192)), most))
    lines: list[socket.socket] = []
    try:
        for _ in range(count):
            line = socket.create_connection(("127.0.0.1", served.port), timeout=30)
            lines.append(line)
            line.sendall(begin)
        yield lines
    finally:
        for line in lines:
            line.close()


def test_a_crowd_that_says_nothing_stops_no_page(served: Served) -> None:
    """Idle lines, bodies that never come, streams: all bounds at once, and pages answer."""
    host = f"Host: 127.0.0.1:{served.port}\r\n"
    with (
        _many(served, _OF_EACH, b""),
        _many(served, _OF_EACH, f"POST /rate HTTP/1.1\r\n{host}Content-Length: 99\r\n\r\na".encode()),
        _many(served, _OF_EACH, f"GET /board/stream HTTP/1.1\r\n{host}\r\n".encode()),
    ):  # fmt: skip
        for path in ("/", "/health", "/board", "/login"):
            assert served.get(path)[0] == 200, path
    assert until(served.is_well)


def _all_at_once(count: int, act: Callable[[], int]) -> tuple[list[threading.Thread], list[int]]:
    done: list[int] = []
    threads = [threading.Thread(target=lambda: done.append(act())) for _ in range(count)]
    for one in threads:
        one.start()
    return threads, done


def test_many_log_ins_at_once_leave_pages_alone(served: Served) -> None:
    form = urlencode({"username": "nobody", "password": "Wrong-horse-7"})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    threads, done = _all_at_once(
        24, lambda: served.ask("POST", "/login", form, 60, **kind)[0]
    )  # fmt: skip
    for _ in range(5):
        assert served.get("/")[0] == 200
    for one in threads:
        one.join(60)
    assert len(done) == 24
    assert set(done) <= {403, 422, 429}, "refused, not broken"


def test_one_lock_held_leaves_pages_alone(served: Served) -> None:
    asked = json.dumps({"service": "company"})
    kind = {"Content-Type": "application/json", "Authorization": f"Bearer {served.kiosk}"}

    def take() -> int:
        return served.ask("POST", "/api/v1/tickets", asked, 60, **kind)[0]

    with psycopg.connect(Cluster(served.home / "postgres").url()) as line:
        line.execute("LOCK TABLE reception_ticket IN EXCLUSIVE MODE")
        threads, done = _all_at_once(30, take)
        for path in ("/", "/board", "/number", "/health"):
            assert served.get(path)[0] == 200, path
        line.rollback()
    for one in threads:
        one.join(60)
    assert len(done) == 30
    assert set(done) <= {201, 409, 503}
