"""A hall of two people and one terminal, which speaks to the receiver without a network."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import NamedTuple, TypeAlias
from urllib.parse import parse_qsl, urlsplit

import pytest

from yichuang import clock
from yichuang.attendance.devices import admit
from yichuang.jobs import device_server
from yichuang.jobs.terminal import Send, Terminal
from yichuang.organization import actions as organization
from yichuang.organization.models import Person, Site
from yichuang.organization.queries import SYSTEM, Reader, reader_for
from yichuang.organization.roles import Role
from yichuang.regulations.actions import adopt

SERIAL = "CKPG202560001"
Hands: TypeAlias = Callable[[datetime], None]


class Hall(NamedTuple):
    """The site and its people: a clerk, the office, the director."""

    site: Site
    clerk: Person
    office: Person
    director: Person
    supervisor: Person

    def reader(self, who: str) -> Reader:
        return reader_for(getattr(self, who))


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    return build(at)


def build(at: datetime, *presets: str) -> Hall:
    site = organization.add_site(
        code="C", name="中心", name_en="Centre", kind="centre", at=at, by=SYSTEM
    )
    adopt(site=site, presets=presets or ("county-hall", "yunnan-assessment"),
          from_on=date(2026, 1, 1), at=at, by=SYSTEM)  # fmt: skip
    made = []
    for staff_no, name, role in (
        ("1001", "张三", Role.WINDOW_CLERK),
        ("1002", "李四", Role.OFFICE),
        ("1003", "王五", Role.DIRECTOR),
        ("1004", "赵六", Role.SUPERVISION),
    ):
        person = organization.add_person(site=site, staff_no=staff_no, name=name, at=at, by=SYSTEM)
        organization.grant_role(person=person, role=role, at=at, by=SYSTEM)
        made.append(person)
    return Hall(site, *made)


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Hands:
    """Set the hall's clock."""

    def set_to(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)

    return set_to


def directly(address: str = "10.0.0.7") -> Send:
    """The way to the receiver without a network in between."""

    def send(method: str, path: str, body: bytes) -> tuple[int, bytes, str]:
        parts = urlsplit(path)
        given = dict(parse_qsl(parts.query, keep_blank_values=True))
        answer, date = device_server.answer_to(method, parts.path, given, body, address)
        return answer.status, answer.text.encode(), date

    return send


@pytest.fixture
def terminal(hall: Hall, at: datetime, now: Hands) -> Terminal:
    """An admitted terminal; it is the evening of the day after the month began."""
    now(at)
    admit(serial=SERIAL, site="C", at=at, by=SYSTEM)
    return Terminal(SERIAL, directly())
