"""Building a hall from its set-up file (开立大厅), by the actions anybody else would use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from django.db import transaction

from yichuang import clock
from yichuang.catalog.actions import import_sheet, list_elsewhere
from yichuang.catalog.sheet import main_codes
from yichuang.jobs.opening.national import enter_national_calendar
from yichuang.jobs.opening.people import FirstPassword, NewPerson, open_accounts, take_on
from yichuang.journal.actions import AlreadyOpened, open_hall
from yichuang.organization.actions import add_department, add_site, add_window
from yichuang.organization.queries import SYSTEM, departments, window_by_code
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.reception.actions import add_service, assign_service
from yichuang.regulations.actions import adopt

if TYPE_CHECKING:
    from yichuang.catalog.sheet import Sheet
    from yichuang.jobs.opening.reading import SetUp
    from yichuang.jobs.opening.schema import HallFile
    from yichuang.organization.models import Department, Person, Site
    from yichuang.organization.queries import Reader

Sites = Mapping[str, "Site"]
Bodies = Mapping[str, "Department"]
"""Departments by everything the file may call them."""


class HallIsOpen(AlreadyOpened):
    """There is a hall here already, a real or a training one."""

    phrase: ClassVar[Phrase] = Phrase(
        "这里已经有一个大厅，不能再开立；正式与培训也不能互换。"
        "要开立另一个，请用 YICHUANG_HOME 或 DATABASE_URL 另指存放数据的位置。",
        "There is a hall here already; it is opened once, and a real hall and a training hall "
        "never change places. For another one, name another place for its data in YICHUANG_HOME "
        "or DATABASE_URL.",
    )


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened, and the passwords to hand over."""

    passwords: list[FirstPassword]
    items: int


def open_real_hall(set_up: SetUp, *, at: datetime) -> Opened:
    """Open a real hall (开立正式大厅): one transaction, all or nothing.

    Raises HallIsOpen, also for a training hall: the two never change places.
    """
    by, hall = SYSTEM, set_up.hall
    with transaction.atomic():
        try:
            open_hall(training=False, at=at, by=by.name)
        except AlreadyOpened as error:
            raise HallIsOpen from error
        sites = found(set_up, at=at, by=by)
        listed = _departments(hall, at, by)
        items = 0
        if set_up.sheet:
            taken = import_sheet(set_up.sheet.rows, ground=set_up.ground, at=at, by=by)
            items = len(taken.added)
        bodies = {**_known_bodies(set_up.sheet), **listed}
        people = staff_of(hall, sites, bodies)
        taken_on = furnish(hall, sites, bodies, people, at=at, by=by)
        passwords = open_accounts(people, taken_on, at=at, by=by)
    clock.forget()
    return Opened(passwords, items)


def found(set_up: SetUp, *, at: datetime, by: Reader) -> dict[str, Site]:
    """The calendar, the places and the rule books each runs by, from the day of opening."""
    enter_national_calendar(at=at, by=by)
    sites: dict[str, Site] = {}
    for one in set_up.hall.sites:
        above = one.parent or next(iter(sites), "")
        site = add_site(
            code=one.code, name=one.name.zh, name_en=one.name.en, kind=one.kind,
            parent=sites.get(above), address=one.address, phone=one.phone,
            remedies=one.remedies(), at=at, by=by,
        )  # fmt: skip
        text = set_up.own_books.get(one.code, "")
        adopt(site=site, presets=one.books, text=text, from_on=local(at).date(), at=at, by=by)
        sites[one.code] = site
    return sites


def furnish(
    hall: HallFile, sites: Sites, bodies: Bodies, people: list[NewPerson], *,
    at: datetime, by: Reader,
) -> dict[str, Person]:  # fmt: skip
    """Windows, services, people, and what is handled elsewhere; people by staff number."""
    for code, windows in hall.windows.items():
        for one in windows:
            add_window(
                site=sites[code], code=one.code, name=one.name.zh, name_en=one.name.en,
                zone=one.zone, department=bodies[one.department] if one.department else None,
                integrated=not one.department, at=at, by=by,
            )  # fmt: skip
    _services(hall, sites, at, by)
    for matter in hall.elsewhere:
        list_elsewhere(
            name=matter.name, where=matter.where, why=matter.why, phone=matter.phone, at=at, by=by
        )
    return take_on(people, at=at, by=by)


def _services(hall: HallFile, sites: Sites, at: datetime, by: Reader) -> None:
    for code, services in hall.services.items():
        for one in services:
            service = add_service(
                site=sites[code], code=one.code, name=one.name.zh, name_en=one.name.en,
                prefix=one.prefix, words=one.words.zh, words_en=one.words.en,
                usual_minutes=one.minutes, at=at, by=by,
            )  # fmt: skip
            for window in one.windows:
                given_by = window_by_code(sites[code].pk, window)
                assign_service(window=given_by, service=service, at=at, by=by)


def staff_of(hall: HallFile, sites: Sites, bodies: Bodies) -> list[NewPerson]:
    """The people of a set-up file, as they are taken on."""
    return [
        NewPerson(
            staff_no=one.staff_no, name=one.name, site=sites[hall.place_of(one)],
            department=bodies[home] if home else None, roles=one.roles, post=one.post,
            window=one.window, login=one.login, phone=one.phone,
        )
        for home, one in hall.staff()
    ]  # fmt: skip


def _departments(hall: HallFile, at: datetime, by: Reader) -> dict[str, Department]:
    """The departments the file lists, by code, name and key."""
    listed: dict[str, Department] = {}
    for one in hall.departments:
        department = add_department(
            code=one.code, name=one.name.zh, name_en=one.name.en, short=one.short,
            phone=one.phone, remedies=one.remedies(), at=at, by=by,
        )  # fmt: skip
        for name in filter(None, (one.code, one.name.zh, one.key)):
            listed[name] = department
    return listed


def _known_bodies(sheet: Sheet | None) -> dict[str, Department]:
    """The departments a catalogue brought in, by every code its rows have, and by name."""
    known = {name: one for one in departments() for name in (one.code, one.name)}
    rows = sheet.rows if sheet else ()
    codes = main_codes(rows)
    for row in rows:
        body = known.get(codes[row.department]) or known[row.department]
        known |= {row.department_code: body, row.department: body}
    return known
