"""The attendance-push protocol of terminals (ADMS), as far as it is text: read and written here.

No state, no database, no clock. A terminal sends plain text: lines end with LF (or CRLF), fields
are parted by tabs. Only the first five fields of a record are read: what follows may be numbers
of identity cards, and nothing is asked for that attendance doesn't need.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

SERVER_VERSION = "2.4.1"
_DELAY, _ERROR_DELAY = 10, 30  # seconds between polls, and before trying again
_LONGEST_LINE = 200
_SERIAL = re.compile(r"[A-Za-z0-9_-]{1,32}")
_PIN = re.compile(r"[A-Za-z0-9]{1,24}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
_EARLIEST = 2000  # terminals whose battery is empty begin again in 1970 or 2000
_SMALLEST, _LARGEST = -32768, 32767


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a terminal; `at` is the hall's wall time, which is the terminal's."""

    pin: str
    at: datetime
    status: int | None
    verify: int | None
    workcode: str
    line: str

    @property
    def said(self) -> tuple[int | None, int | None, str]:
        """What it says besides who and when."""
        return self.status, self.verify, self.workcode


@dataclass(frozen=True, slots=True)
class Garbled:
    """A line that is no record; the day it speaks of, where that can be read."""

    line: str
    day: date | None


@dataclass(frozen=True, slots=True)
class Operation:
    """Something done at the terminal's own menu (操作记录)."""

    code: int
    line: str


@dataclass(frozen=True, slots=True)
class User:
    """Somebody the terminal knows."""

    pin: str
    name: str


@dataclass(frozen=True, slots=True)
class Returned:
    """What a terminal says of a command it was given; `count`: the records of a day it has."""

    command: int
    code: int
    count: int | None


def serial_of(text: str) -> str | None:
    """A serial number as it may be kept; None for what can't be one."""
    text = text.strip()
    return text if _SERIAL.fullmatch(text) else None


def is_pin(text: str) -> bool:
    """Whether a terminal can know somebody by this."""
    return _PIN.fullmatch(text) is not None


def decoded(body: bytes) -> str:
    """The text of a body: UTF-8, else GB 18030, which holds the GB 2312 of Chinese terminals."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def lines_of(body: bytes) -> list[str]:
    """The lines that say something."""
    text = decoded(body).replace("\0", "")
    return [line for line in (one.strip("\r ") for one in text.split("\n")) if line.strip()]


def digest_of(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()


def records(lines: Sequence[str]) -> Iterator[Record | Garbled]:
    """The records of an upload of ``ATTLOG``."""
    for line in lines:
        fields = line.split("\t")
        at = _time(fields[1]) if len(fields) > 1 else None
        pin = fields[0].strip()
        if at is None or not is_pin(pin):
            yield Garbled(line[:_LONGEST_LINE], at.date() if at else None)
            continue
        rest = [*fields[2:5], "", "", ""]
        yield Record(pin, at, _number(rest[0]), _number(rest[1]), rest[2].strip()[:16], line)


def door_records(lines: Sequence[str]) -> Iterator[Record | Garbled]:
    """The punches of an upload of ``rtlog`` (the other dialect); what has no pin is a door's."""
    for line in lines:
        pairs = _pairs(line)
        pin = pairs.get("pin", "").strip()
        if not pin.strip("0"):
            continue
        at = _time(pairs.get("time", ""))
        if at is None or not is_pin(pin):
            yield Garbled(line[:_LONGEST_LINE], at.date() if at else None)
            continue
        status, verify = _number(pairs.get("inoutstatus", "")), _number(pairs.get("verifytype", ""))
        yield Record(pin, at, status, verify, "", line)


def operations(lines: Sequence[str]) -> Iterator[Operation | User]:
    """What an upload of ``OPERLOG`` tells that anybody here needs; templates are passed over."""
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "OPLOG":
            code = _number(rest.split("\t")[0])
            if code is not None:
                yield Operation(code, line[:_LONGEST_LINE])
        elif word == "USER":
            pairs = _pairs(rest)
            pin, name = pairs.get("PIN", "").strip(), pairs.get("Name", "").strip()
            if is_pin(pin) and name:
                yield User(pin, name[:40])


_BEGINS = re.compile(r"^ID=", re.MULTILINE)
_COUNT = re.compile(r"Attlog(?:Sum|Count)=(\d{1,9})", re.IGNORECASE)


def returns(body: bytes) -> Iterator[Returned]:
    """The results of commands in a body; one of them may have several lines."""
    text = decoded(body).replace("\r", "")
    starts = [found.start() for found in _BEGINS.finditer(text)]
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        block = text[start:end]
        pairs = dict(pair.partition("=")[::2] for pair in re.split(r"[&\n]", block))
        command, code = pairs.get("ID", ""), pairs.get("Return", "")
        if command.isdecimal() and len(command) <= 16 and re.fullmatch(r"-?\d{1,9}", code):
            found = _COUNT.search(block)
            yield Returned(int(command), int(code), int(found[1]) if found else None)


def handshake(serial: str, *, stamp: str, zone_hours: int) -> str:
    """The options a terminal works by: real time, no templates, the hall's zone."""
    return "\n".join([
        f"GET OPTION FROM: {serial}",
        f"ATTLOGStamp={stamp or 'None'}",
        "OPERLOGStamp=None",
        "ATTPHOTOStamp=None",
        f"ErrorDelay={_ERROR_DELAY}",
        f"Delay={_DELAY}",
        "TransTimes=00:00;14:05",
        "TransInterval=1",
        "TransFlag=TransData AttLog\tOpLog\tEnrollUser\tChgUser",
        f"TimeZone={zone_hours}",
        "Realtime=1",
        "Encrypt=None",
        f"ServerVer={SERVER_VERSION}",
        f"PushProtVer={SERVER_VERSION}",
        "",
    ])  # fmt: skip


def count_of_day(day: date) -> str:
    """The command that asks how many records of a day a terminal has."""
    return f"VERIFY SUM ATTLOG {_whole(day)}"


def records_of_day(day: date) -> str:
    """The command that asks for a day's records again."""
    return f"DATA QUERY ATTLOG {_whole(day)}"


INFO, CHECK, LOG = "INFO", "CHECK", "LOG"
_ALLOWED = re.compile(
    r"INFO|CHECK|LOG|(?:VERIFY SUM|DATA QUERY) ATTLOG StartTime=[0-9: -]{19}\tEndTime=[0-9: -]{19}"
)


def may_be_sent(command: str) -> bool:
    """Whether a command is one of those that ask (指令白名单).

    Nothing here can write a file to a terminal, run a program on it or clear what it holds:
    whoever answers a terminal would otherwise own it.
    """
    return _ALLOWED.fullmatch(command) is not None


def _whole(day: date) -> str:
    return f"StartTime={day} 00:00:00\tEndTime={day} 23:59:59"


def _time(text: str) -> datetime | None:
    text = text.strip()
    try:
        found = datetime.fromisoformat(text) if _TIME.fullmatch(text) else None
    except ValueError:
        return None
    return found if found is not None and found.year >= _EARLIEST else None


def _number(text: str) -> int | None:
    text = text.strip()
    if not re.fullmatch(r"-?\d{1,5}", text):
        return None
    return value if _SMALLEST <= (value := int(text)) <= _LARGEST else None


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.partition("=")[::2] for pair in text.split("\t"))
