"""Who works in the hall, and in which roles (人员与角色)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import IntegrityError, transaction

from yichuang.errors import HallError
from yichuang.journal.actions import record
from yichuang.organization import log_ins
from yichuang.organization.actions.checks import NameTaken, must_at
from yichuang.organization.face import MANAGE_PEOPLE, MANAGE_ROLES
from yichuang.organization.models import Account, Department, Person, RoleGrant, Site
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.roles import ADMINISTRATORS, Role
from yichuang.phrases import Phrase


class ThreeAdministrators(HallError):
    code: ClassVar[str] = "organization.three_administrators"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "系统、安全、审计三种管理员须由三个人分别担任；{who}已担任其中一种。",
        "System, security and audit administrator must be three people; {who} already is one.",
    )


class OwnRoles(HallError):
    code: ClassVar[str] = "organization.own_roles"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "不能给自己授予或撤销角色，请由另一位安全管理员办理。",
        "Nobody grants or revokes their own roles; ask another security administrator.",
    )


class FirstPasswordStands(HallError):
    code: ClassVar[str] = "organization.first_password_stands"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{who}还没有自己改过初始密码，别人可能知道它；请本人先登录修改，再授予管理员角色。",
        "{who} has not changed the first password yet, which somebody else has seen. "
        "They log in and change it first; then grant the administrator's role.",
    )


class RoleHeld(HallError):
    code: ClassVar[str] = "organization.role_held"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase("{who}已有这个角色。", "{who} already holds this role.")


def add_person(
    *, site: Site, staff_no: str, name: str, department: Department | None = None,
    post: str = "", phone: str = "", at: datetime, by: Reader,
) -> Person:  # fmt: skip
    """Add somebody who works in the hall (工作人员). Raises NameTaken for a number in use."""
    must_at(by, MANAGE_PEOPLE, site.pk)
    try:
        with transaction.atomic():
            person = Person.objects.create(
                site=site, staff_no=staff_no, name=name, department=department, post=post,
                phone=phone,
            )  # fmt: skip
            record(site=site.code, kind="person.added", subject=f"person:{staff_no}",
                   actor=by.name, at=at, data={"post": post})  # fmt: skip
    except IntegrityError as error:
        raise NameTaken(name=staff_no, field="staff_no") from error
    return person


def grant_role(*, person: Person, role: Role, at: datetime, by: Reader) -> RoleGrant:
    """Give a role at the person's site (授予角色).

    Raises ThreeAdministrators where the person already is another administrator
    (GB/T 22239: the three are separate posts), RoleHeld where they hold the role, OwnRoles
    where they would grant it to themselves, FirstPasswordStands where an administrator's
    role would go to a log-in whose first password another administrator has seen.
    """
    _may_rule_on(by, person)
    try:
        with transaction.atomic():
            if by != SYSTEM and role in ADMINISTRATORS:
                _log_in_is_their_own(person)
                # An administrator's log-in may take more proof than this one gave.
                log_ins.end_quietly(person.account)
            grant = RoleGrant.objects.create(
                person=person, role=role, site=person.site, granted_at=at
            )
            record(site=person.site.code, kind="role.granted", subject=f"person:{person.staff_no}",
                   actor=by.name, at=at, data={"role": role.value})  # fmt: skip
    except IntegrityError as error:
        if "three_administrators" in str(error):
            raise ThreeAdministrators(who=person.name) from error
        raise RoleHeld(who=person.name) from error
    return grant


def revoke_role(*, person: Person, role: Role, at: datetime, by: Reader) -> None:
    """Take a role back (撤销角色); the grant stays on record with its end."""
    _may_rule_on(by, person)
    with transaction.atomic():
        RoleGrant.objects.filter(person=person, role=role, revoked_at=None).update(revoked_at=at)
        record(site=person.site.code, kind="role.revoked", subject=f"person:{person.staff_no}",
               actor=by.name, at=at, data={"role": role.value})  # fmt: skip


def _log_in_is_their_own(person: Person) -> None:
    """Raise FirstPasswordStands; locks the person, so that no password is given in between."""
    Person.objects.select_for_update().filter(pk=person.pk).first()
    account = Account.objects.filter(person=person).first()
    if account is None or account.must_change_password or not account.is_active:
        raise FirstPasswordStands(who=person.name)


def _may_rule_on(by: Reader, person: Person) -> None:
    must_at(by, MANAGE_ROLES, person.site_id)
    if by.person_id == person.pk:
        raise OwnRoles
