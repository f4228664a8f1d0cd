"""Running the hall's processes together: all start, all stop, none is left behind.

What ends unasked is started again, the embedded database too; what ends as soon as it is
started ends the hall, for starting it a third time wouldn't help.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from types import FrameType

_PR_SET_PDEATHSIG = 1
_PATIENCE = 10.0  # seconds a process has to end by itself
_AT_ONCE = 5.0  # seconds: what ended sooner can't be kept up


@dataclass(slots=True)
class Child:
    name: str
    arguments: Sequence[str]
    essential: bool = True
    """The hall stops where it can't be kept up; others may also end by themselves."""
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0


@dataclass(slots=True)
class Supervisor:
    """The processes of a hall. `run` returns on a signal, or when one can't be kept up."""

    environment: Mapping[str, str]
    tend: Callable[[], None] = lambda: None
    """Called every look: keeps up what is no child, the embedded database."""
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
                self.tend()
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
                _sweep(child.process)

    def _look(self) -> int | None:
        for child in self.children:
            status = child.process.poll() if child.process else None
            if status is None:
                continue
            assert child.process
            _sweep(child.process)
            if child.essential and time.monotonic() - child.began < _AT_ONCE:
                return status or 1
            if child.essential or status != 0:
                self._start(child)
            else:
                child.process = None
        return None

    def _start(self, child: Child) -> None:
        child.began = time.monotonic()
        child.process = subprocess.Popen(
            [sys.executable, *child.arguments],
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # ctrl-C reaches the supervisor alone; it ends the others
            preexec_fn=end_with_parent,  # noqa: PLW1509 (one call, no threads started yet)
        )

    def _signalled(self, _number: int, _frame: FrameType | None) -> None:
        self._stop.set()


def _sweep(process: subprocess.Popen[bytes]) -> None:
    """Kill what a process that ended has left behind in its session."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def end_with_parent() -> None:
    """Ask Linux to end this process when its parent is killed, so no port stays taken."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def web_child(*, host: str, port: int, workers: int) -> Child:
    """The web processes: Granian with `workers` processes on one port.

    A connection that says nothing is closed after some seconds, and thousands of them may be
    open meanwhile: Granian's backpressure counts connections, not requests. HTTP/1 alone, for
    only there it counts the seconds; a proxy in front may speak anything to its clients.
    """
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(files, min(most, 65536)), most))
    return Child(
        "web",
        ["-m", "granian", "--interface", "rsgi", "--host", host, "--port", str(port),
         "--workers", str(workers), "--log-level", "warning", "--respawn-failed-workers",
         "--workers-kill-timeout", "5", "--backlog", "4096", "--backpressure", "4096",
         "--http", "1", "--no-ws", "--http1-header-read-timeout", "10000",
         "yichuang.config.server:application"],
    )  # fmt: skip


def device_child(*, host: str, port: int) -> Child:
    """The receiver of attendance terminals: one process with a port of its own."""
    return Child(
        "terminals",
        ["-m", "granian", "--interface", "rsgi", "--host", host, "--port", str(port),
         "--workers", "1", "--log-level", "warning", "--respawn-failed-workers",
         "--workers-kill-timeout", "5", "--backlog", "1024", "--http", "1", "--no-ws",
         "--http1-header-read-timeout", "10000", "yichuang.jobs.device_server:application"],
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
