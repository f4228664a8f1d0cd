"""Running the hall's processes together: all start, all stop, none is left behind."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from types import FrameType

_PR_SET_PDEATHSIG = 1
_PATIENCE = 10.0  # seconds a process has to end by itself


@dataclass(slots=True)
class Child:
    name: str
    arguments: Sequence[str]
    essential: bool = True
    """The hall stops when it stops; others are started again."""
    process: subprocess.Popen[bytes] | None = None


@dataclass(slots=True)
class Supervisor:
    """The processes of a hall. `run` returns when an essential one ends or on a signal."""

    environment: Mapping[str, str]
    children: list[Child] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def add(self, child: Child) -> None:
        self.children.append(child)
        self._start(child)

    def run(self) -> int:
        """Watch until told to stop; the exit status of what ended, 0 on a signal."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._signalled)
        status = 0
        try:
            while not self._stop.wait(0.3):
                ended = self._look()
                if ended is not None:
                    status = ended
                    break
        finally:
            self.stop()
        return status

    def stop(self) -> None:
        """End everything, in reverse order; what won't end is killed."""
        for child in reversed(self.children):
            if child.process and child.process.poll() is None:
                child.process.terminate()
        for child in reversed(self.children):
            if child.process:
                try:
                    child.process.wait(_PATIENCE)
                except subprocess.TimeoutExpired:
                    child.process.kill()

    def _look(self) -> int | None:
        for child in self.children:
            status = child.process.poll() if child.process else None
            if status is None:
                continue
            if child.essential:
                return status
            if status != 0:
                self._start(child)
            else:
                child.process = None
        return None

    def _start(self, child: Child) -> None:
        child.process = subprocess.Popen(
            [sys.executable, *child.arguments],
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # ctrl-C reaches the supervisor alone; it ends the others
            preexec_fn=_end_with_parent,  # noqa: PLW1509 (one call, no threads started yet)
        )

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()


def _end_with_parent() -> None:
    """Ask Linux to end this process when its parent is killed, so no port stays taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def web_child(*, host: str, port: int, workers: int) -> Child:
    """The web processes: Granian with `workers` processes on one port."""
    return Child(
        "web",
        ["-m", "granian", "--interface", "rsgi", "--host", host, "--port", str(port),
         "--workers", str(workers), "--log-level", "warning", "--respawn-failed-workers",
         "--workers-kill-timeout", "5", "--backlog", "1024", "yichuang.config.server:application"],
    )  # fmt: skip


def command_child(*words: str, essential: bool = True) -> Child:
    return Child(" ".join(words), ["-m", "yichuang.config.cli", *words], essential=essential)


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def answers(port: int, path: str = "/login") -> bool:
    """Whether a page of the hall answers already."""
    connection = HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < 500
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
