"""A terminal that isn't there (考勤机模拟): for trying, training and tests.

It speaks the attendance-push protocol as a terminal of the field does: handshake, uploads in
small batches with three tries, polls, answers to commands from its own log. It behaves badly
on demand. Everything it does follows from its seed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException
from typing import TypeAlias
from urllib.parse import urlencode, urlsplit

_AGENT = {"User-Agent": "iClock Proxy/1.09", "Connection": "close"}
_TRIES = 3
_BATCH = 100
_COMMAND = re.compile(r"C:(\w{1,16}):(.+)")
_BETWEEN = re.compile(r"StartTime=(.{19})\tEndTime=(.{19})")
_UNSUPPORTED = -1002

Send: TypeAlias = Callable[[str, str, bytes], tuple[int, bytes, str]]
"""Method, address and body; gives status, answer, and the ``Date`` that came with it."""


class Unheard(Exception):
    """The hall didn't take it in three tries: the terminal keeps it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record in the terminal's log."""

    pin: str
    at: datetime
    status: int = 0
    verify: int = 15

    @property
    def line(self) -> str:
        return f"{self.pin}\t{self.at:%Y-%m-%d %H:%M:%S}\t{self.status}\t{self.verify}\t0\t0\t0"


@dataclass(slots=True)
class Terminal:
    """One terminal: its log, what of it was sent, and whom it speaks to."""

    serial: str
    send: Send
    charset: str = "gb2312"
    log: list[Row] = field(default_factory=list)
    sent: int = 0
    """How much of the log the hall has taken."""
    strict: bool = False
    """Newer firmware: a bare ``OK`` is a failure."""
    batch: int = _BATCH
    extra: list[str] = field(default_factory=list)
    """Lines that are no records, sent with the next batch."""
    clock: datetime | None = None
    """Its wall time at the handshake: the hall's time in the zone the hall set."""

    def handshake(self) -> dict[str, str]:
        """Ask for the options; what the hall answered."""
        query = {"SN": self.serial, "options": "all", "pushver": "2.4.1", "language": "83"}
        status, body, date = self.send("GET", f"/iclock/cdata?{urlencode(query)}", b"")
        text = body.decode()
        if status != 200 or not text.startswith("GET OPTION FROM"):
            raise Unheard(text[:80])
        options = dict(line.partition("=")[::2] for line in text.splitlines()[1:])
        zone = timedelta(hours=int(options["TimeZone"]))
        self.clock = parsedate_to_datetime(date).replace(tzinfo=None) + zone
        return options

    def punch(self, pin: str, at: datetime, status: int = 0, verify: int = 15) -> None:
        """Somebody puts a finger on it."""
        self.log.append(Row(pin, at, status, verify))

    def flush(self) -> int:
        """Send what the hall hasn't taken yet; how many records. Raises Unheard."""
        count = 0
        while self.sent < len(self.log) or self.extra:
            part = self.log[self.sent : self.sent + self.batch]
            self.upload("ATTLOG", [*(row.line for row in part), *self.extra])
            self.extra.clear()
            self.sent += len(part)
            count += len(part)
        return count

    def replay(self) -> int:
        """Send the whole log again, as after a restart that lost the stamp."""
        self.sent = 0
        return self.flush()

    def upload(self, table: str, lines: Sequence[str], stamp: str = "9999") -> None:
        """Send lines of a table, up to three times. Raises Unheard."""
        body = "".join(f"{line}\n" for line in lines).encode(self.charset, "replace")
        path = f"/iclock/cdata?{urlencode({'SN': self.serial, 'table': table, 'Stamp': stamp})}"
        for _ in range(_TRIES):
            status, answer, _ = self.send("POST", path, body)
            text = answer.decode()
            wanted = f"OK:{len(lines)}" if self.strict else "OK"
            if status == 200 and wanted in text:
                return
        raise Unheard(f"{status} {text[:80]}")

    def poll(self) -> int:
        """Ask for commands, do them and say so; how many there were."""
        _, body, _ = self.send("GET", f"/iclock/getrequest?SN={self.serial}", b"")
        found = [_COMMAND.fullmatch(line) for line in body.decode().split("\n")]
        results = [self._obey(one[1], one[2]) for one in found if one]
        if results:
            path = f"/iclock/devicecmd?SN={self.serial}"
            self.send("POST", path, "\n".join(results).encode())
        return len(results)

    def settle(self, most: int = 200) -> int:
        """Poll until there is nothing to do; how many commands were done."""
        count = 0
        for _ in range(most):
            done = self.poll()
            if not done:
                break
            count += done
        return count

    def _obey(self, ident: str, command: str) -> str:
        between = _BETWEEN.search(command)
        rows = list(self._between(between[1], between[2])) if between else []
        if command.startswith("VERIFY SUM ATTLOG"):
            return f"ID={ident}&Return=0&CMD=VERIFY SUM&AttlogCount={len(rows)}"
        if command.startswith("DATA QUERY ATTLOG"):
            for start in range(0, len(rows), self.batch):
                part = rows[start : start + self.batch]
                self.upload("ATTLOG", [row.line for row in part])
            return f"ID={ident}&Return={len(rows)}&CMD=DATA QUERY"
        if command in ("INFO", "CHECK", "LOG"):
            return f"ID={ident}&Return=0&CMD={command}"
        return f"ID={ident}&Return={_UNSUPPORTED}&CMD={command.split(' ', maxsplit=1)[0]}"

    def _between(self, first: str, last: str) -> Iterator[Row]:
        start, end = datetime.fromisoformat(first), datetime.fromisoformat(last)
        return (row for row in self.log if start <= row.at <= end)


def over_http(url: str, timeout: float = 20) -> Send:
    """Speak to a receiver by HTTP, a connection for each request, as terminals do."""
    parts = urlsplit(url)
    host, port = parts.hostname or "127.0.0.1", parts.port or 80

    def send(method: str, path: str, body: bytes) -> tuple[int, bytes, str]:
        line = HTTPConnection(host, port, timeout=timeout)
        try:
            line.request(method, parts.path.rstrip("/") + path, body or None, _AGENT)
            answer = line.getresponse()
            return answer.status, answer.read(), answer.headers.get("Date", "")
        except (OSError, HTTPException):
            return 0, b"", ""
        finally:
            line.close()

    return send


FAULTS = ("offline", "replay", "same-second", "status-255", "garbage", "forged-serial",
          "clock-jump", "unknown-pin")  # fmt: skip


def misbehave(terminal: Terminal, faults: Sequence[str], now: datetime) -> None:
    """Let a terminal with a day in its log show faults of the field, before it sends."""
    if "same-second" in faults and terminal.log:
        last = terminal.log[-1]
        terminal.punch("9" + last.pin, last.at)
        terminal.punch(last.pin, last.at, 1, 1)
    if "status-255" in faults:
        terminal.log = [Row(row.pin, row.at, 255, row.verify) for row in terminal.log]
    if "garbage" in faults:
        terminal.extra += ["1024", "\x01\x02\t1971--10--29\t0", "1024\t2026-13-40 99:99:99\t0\t1"]
    if "unknown-pin" in faults:
        terminal.punch("99999", now.replace(microsecond=0))
    if "clock-jump" in faults and terminal.log:
        terminal.punch(terminal.log[0].pin, (now + timedelta(days=40)).replace(microsecond=0))
        when = now.strftime("%Y-%m-%d %H:%M:%S")
        terminal.upload("OPERLOG", [f"OPLOG 21\t0\t{when}\t0\t0\t0\t0"])
