"""One hall at a port, one `serve` in a home: whoever comes second is told who holds it.

The web server lets several processes listen on one port (SO_REUSEPORT), so the kernel would
hand requests to two halls in turns. The port is therefore tried first without that, and both
port and home are locked for as long as the hall runs. The kernel drops the locks of a
process that is killed.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from yichuang import clock
from yichuang.errors import HallError
from yichuang.phrases import Phrase


class HomeTaken(HallError):
    code: ClassVar[str] = "serve.home_taken"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "目录 {home} 的大厅已在运行（进程 {pid}，{since} 起，端口 {port}）。"
        "请先停止它，或用 YICHUANG_HOME 另指目录。",
        "The hall in {home} is running already (process {pid}, since {since}, port {port}). "
        "Stop it first, or name another folder in YICHUANG_HOME.",
    )


class PortTaken(HallError):
    code: ClassVar[str] = "serve.port_taken"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "端口 {port} 已被另一个大厅占用（进程 {pid}，{since} 起，目录 {home}）。"
        "请先停止它，或用 --port 另选端口。",
        "Another hall holds port {port} (process {pid}, since {since}, folder {home}). "
        "Stop it first, or choose another port with --port.",
    )


class PortInUse(HallError):
    code: ClassVar[str] = "serve.port_in_use"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "不能在 {host} 端口 {port} 上监听：{why}。请用 --port 另选端口。",
        "Can't listen on {host} port {port}: {why}. Choose another port with --port.",
    )


@contextmanager
def sole_hall(home: Path, host: str, port: int) -> Iterator[None]:
    """Hold the home and the port. Raises HomeTaken, PortTaken or PortInUse."""
    home.mkdir(parents=True, exist_ok=True)
    since = clock.in_zone(clock.real_now()).strftime("%Y-%m-%d %H:%M:%S")
    told = {"pid": os.getpid(), "since": since, "home": str(home), "port": port}
    by_port = Path(tempfile.gettempdir()) / f"yichuang-port-{port}.lock"
    with _held(home / "serve.lock", told, HomeTaken), _held(by_port, told, PortTaken):
        _try_out(host, port)
        yield


@contextmanager
def _held(path: Path, told: dict[str, object], taken: type[HallError]) -> Iterator[None]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    with os.fdopen(handle, "r+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise taken(**_holder(file.read(), told)) from None
        file.truncate(0)
        file.write(json.dumps(told))
        file.flush()
        yield


def _holder(said: str, asked: dict[str, object]) -> dict[str, Any]:
    """What the holder wrote; it may be about to."""
    unknown = {**asked, "pid": "?", "since": "?"}
    try:
        return {**unknown, **json.loads(said)}
    except ValueError:
        return unknown


def is_free(host: str, port: int) -> bool:
    """Whether somebody could listen there now."""
    try:
        _try_out(host, port)
    except PortInUse:
        return False
    return True


def _try_out(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            probe.listen(1)
        except OSError as error:
            why = os.strerror(error.errno or errno.EADDRINUSE)
            raise PortInUse(host=host, port=port, why=why) from error
