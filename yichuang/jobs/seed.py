"""Filling the demo hall: its places, people and items, by the actions a real hall is set
up with, from the data of `yichuang.catalog.demo`."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db import transaction

from yichuang.catalog.actions import BodyEntry, Entry, take_in
from yichuang.catalog.demo.schema import DemoItem, demo_items
from yichuang.jobs.demo_hall import DIVISION, demo_departments, demo_hall, demo_set_up
from yichuang.jobs.opening.building import found, furnish, staff_of
from yichuang.organization.actions import add_department, open_training_accounts
from yichuang.organization.roles import NAMES

if TYPE_CHECKING:
    from yichuang.organization.models import Department
    from yichuang.organization.queries import Reader

DEMO_PASSWORD = "Yichuang-2026"  # noqa: S105 (of a hall anyone may try)
GROUND = "云栖县政务服务事项目录（演示）"


def _logins() -> dict[str, str]:
    """The log-ins of the demo hall, and who is behind each."""
    told = {}
    for _, person in demo_hall().staff():
        if person.login:
            role = NAMES[person.roles[0]]
            window = f" {person.window}" if person.window else ""
            told[person.login] = f"{person.name} · {role.zh} {role.en}{window}"
    return told


DEMO_LOGINS = MappingProxyType(_logins())


def seed_demo_hall(*, at: datetime, by: Reader) -> None:
    """Fill an empty training hall (演示大厅): one transaction, all or nothing."""
    hall = demo_hall()
    with transaction.atomic():
        sites = found(demo_set_up(), at=at, by=by)
        bodies = _departments(at, by)
        people = staff_of(hall, sites, bodies)
        taken = furnish(hall, sites, bodies, people, at=at, by=by)
        logins = {one.login: taken[one.staff_no] for one in people if one.login}
        open_training_accounts(logins, password=DEMO_PASSWORD, at=at, by=by)
        _items(at, by)


def _departments(at: datetime, by: Reader) -> dict[str, Department]:
    """The departments the catalogue names, by the key its files use."""
    return {
        key: add_department(
            code=one.credit_code, name=one.name.zh, name_en=one.name.en, phone=one.phone,
            at=at, by=by,
        )
        for key, one in demo_departments().items()
    }  # fmt: skip


def _items(at: datetime, by: Reader) -> None:
    entries = [_entry(item) for item in demo_items()]
    take_in(entries, ground=GROUND, publish=True, at=at, by=by)


def _entry(item: DemoItem) -> Entry:
    body = item.department
    return Entry(
        code=item.code,
        content=item.content,
        department=BodyEntry(body.credit_code, body.name.zh, body.name.en, body.phone),
        basic_code=item.basic_code,
        body_code=body.credit_code,
        area_code=DIVISION,
    )
