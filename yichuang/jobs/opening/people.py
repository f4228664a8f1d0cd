"""Taking people on (登记人员): who they are, what they may do, how they log in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.management.base import OutputWrapper
from django.db import transaction

from yichuang.organization.actions import add_person, grant_role, open_account
from yichuang.organization.passwords import first_password
from yichuang.organization.roles import Role

if TYPE_CHECKING:
    from yichuang.organization.models import Department, Person, Site
    from yichuang.organization.queries import Reader


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody to take on."""

    staff_no: str
    name: str
    site: Site
    department: Department | None
    """Where they come from; None: the centre's own."""
    roles: tuple[Role, ...] = ()
    post: str = ""
    window: str = ""
    login: str = ""
    """A user name: an account is opened."""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """A log-in with the password to hand over; kept nowhere else."""

    staff_no: str
    name: str
    username: str
    password: str


def take_on(people: Iterable[NewPerson], *, at: datetime, by: Reader) -> dict[str, Person]:
    """Enter people with their roles (登记人员), by staff number; all or none."""
    taken: dict[str, Person] = {}
    with transaction.atomic():
        for one in people:
            post = f"{one.post}（{one.window}）" if one.window else one.post
            person = add_person(
                site=one.site, staff_no=one.staff_no, name=one.name, department=one.department,
                post=post, phone=one.phone, at=at, by=by,
            )  # fmt: skip
            for role in dict.fromkeys(one.roles):
                grant_role(person=person, role=role, at=at, by=by)
            taken[one.staff_no] = person
    return taken


def open_accounts(
    people: Iterable[NewPerson], taken: dict[str, Person], *, at: datetime, by: Reader
) -> list[FirstPassword]:
    """Open the log-ins of people taken on (开通账号), each with a password of its own.

    Its owner must change it at the first log-in.
    """
    opened = []
    for one in people:
        if one.login:
            password = first_password()
            open_account(
                person=taken[one.staff_no], username=one.login, password=password, at=at, by=by
            )
            opened.append(FirstPassword(one.staff_no, one.name, one.login, password))
    return opened


def hand_over(opened: list[FirstPassword], to: OutputWrapper) -> None:
    """Print the first passwords, once.

    Call it before the commit: if they can't be printed, nobody has an account whose password
    nobody knows.
    """
    if not opened:
        return
    to.write(
        "初始密码（只显示这一次，请当面交给本人；首次登录须改）\n"
        "First passwords (shown this once; hand each to its owner, who must change it):\n"
    )
    for one in opened:
        to.write(f"  {one.staff_no}\t{one.username}\t{one.password}\t{one.name}")
    to.write("")
    to.flush()
