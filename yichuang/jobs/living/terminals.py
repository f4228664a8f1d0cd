"""People who come and go in the demo (演示考勤): a terminal at every site, punched by everybody.

The terminals speak to the receiver's own code without a network, so what the demo shows came
the way of a real terminal's records.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from urllib.parse import parse_qsl, urlsplit

from yichuang import clock
from yichuang.attendance.days import adopted_on
from yichuang.attendance.devices import admit
from yichuang.jobs import device_server
from yichuang.jobs.terminal import Row, Terminal
from yichuang.organization.queries import SYSTEM, people_of, sites
from yichuang.rules.workcalendar import calendar_of

_SEED = 20260102
_LATE, _FORGETS = 0.03, 0.01
_ADDRESS = "10.10.0.{n}"


def install() -> None:
    """A terminal for each site where people work, admitted."""
    for site in sites():
        if people_of(site.pk).exists():
            admit(serial=_serial(site.pk), site=site.code, at=clock.now(), by=SYSTEM)


def come_and_go(day: date) -> None:
    """Let everybody's punches of a day that is over reach the hall, and the day be proven."""
    for site in sites():
        people = list(people_of(site.pk).values_list("staff_no", flat=True))
        if not people:
            continue
        terminal = Terminal(_serial(site.pk), _send)
        calendar = calendar_of(adopted_on(site.pk, day).book)
        if calendar.is_working_day(day):
            spans = [
                (datetime.combine(day, start), datetime.combine(day, end))
                for start, end in calendar.sessions(day)
            ]
            rows = [row for no in people for row in _day_of(no, spans)]
            terminal.log += sorted(rows, key=lambda row: (row.at, row.pin))
        terminal.flush()
        terminal.settle()


def _day_of(staff_no: str, spans: list[tuple[datetime, datetime]]) -> Iterator[Row]:
    chance = Random(f"{_SEED} {staff_no} {spans[0][0]}")  # noqa: S311 (a play, no secret)
    for start, end in spans:
        late = chance.random() < _LATE
        came = start + timedelta(seconds=chance.randint(1260, 2400) if late
                                 else -chance.randint(120, 1500))  # fmt: skip
        yield Row(staff_no, came)
        if chance.random() >= _FORGETS:
            yield Row(staff_no, end + timedelta(seconds=chance.randint(20, 1200)))


def _send(method: str, path: str, body: bytes) -> tuple[int, bytes, str]:
    parts = urlsplit(path)
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    address = _ADDRESS.format(n=given["SN"][-2:].lstrip("0"))
    answer, said = device_server.answer_to(method, parts.path, given, body, address)
    return answer.status, answer.text.encode(), said


def _serial(site_id: int) -> str:
    return f"YQKQ2026{site_id:04}"
