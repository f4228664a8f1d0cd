"""Changing the organization: each change is one transaction with its journal entry."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from yichuang.errors import HallError, NotAllowed, NotFound
from yichuang.faces import Permission
from yichuang.journal.actions import record
from yichuang.journal.queries import was_noted
from yichuang.organization import log_ins, second
from yichuang.organization.face import MANAGE_DEVICES, MANAGE_PEOPLE, MANAGE_ROLES
from yichuang.organization.models import (
    Account,
    CalendarDay,
    CalendarYear,
    Department,
    Person,
    RoleGrant,
    Site,
    Token,
    Window,
)
from yichuang.organization.passwords import first_password, keep_past
from yichuang.organization.queries import SYSTEM, DayOff, Reader, is_administrator
from yichuang.organization.remedies import NO_REMEDIES, Remedies
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


class NameTaken(HallError):
    code: ClassVar[str] = "organization.name_taken"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "“{name}”已有人使用，请换一个。", "“{name}” is taken; choose another."
    )


class RoleHeld(HallError):
    code: ClassVar[str] = "organization.role_held"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase("{who}已有这个角色。", "{who} already holds this role.")


_IN_ANOTHERS_NAME = Phrase("以他人名义签发令牌", "issue a token in somebody's name")


def must_at(by: Reader, permission: Permission, site_id: int) -> None:
    """Raise NotAllowed where `by` lacks the permission at this site. The house itself may."""
    if by == SYSTEM:
        return
    by.must(permission)
    if by.site_id != site_id:
        raise NotAllowed(what=permission.name)


def add_site(
    *, code: str, name: str, name_en: str, kind: str, parent: Site | None = None,
    address: str = "", phone: str = "", remedies: Remedies = NO_REMEDIES,
    at: datetime, by: Reader,
) -> Site:  # fmt: skip
    """Add a site (场所): the centre, a branch hall, a township centre, a village station."""
    with transaction.atomic():
        site = Site.objects.create(
            code=code, name=name, name_en=name_en, kind=kind, parent=parent,
            address=address, phone=phone, **remedies.columns(),
        )  # fmt: skip
        record(site=code, kind="site.added", subject=f"site:{code}", actor=by.name, at=at,
               data={"name": name, "kind": kind, **remedies.told()})  # fmt: skip
    return site


def add_department(
    *, code: str, name: str, name_en: str = "", short: str = "", phone: str = "",
    remedies: Remedies = NO_REMEDIES, at: datetime, by: Reader,
) -> Department:  # fmt: skip
    """Add a resident department (进驻部门)."""
    with transaction.atomic():
        department = Department.objects.create(
            code=code, name=name, name_en=name_en, short=short or name, phone=phone,
            **remedies.columns(),
        )  # fmt: skip
        record(site="-", kind="department.added", subject=f"department:{code}", actor=by.name,
               at=at, data={"name": name, **remedies.told()})  # fmt: skip
    return department


def add_window(
    *, site: Site, code: str, name: str, name_en: str = "", zone: str = "",
    department: Department | None = None, integrated: bool = False, at: datetime, by: Reader,
) -> Window:  # fmt: skip
    """Add a window (窗口) to a site."""
    with transaction.atomic():
        window = Window.objects.create(
            site=site, code=code, name=name, name_en=name_en, zone=zone,
            department=department, integrated=integrated,
        )  # fmt: skip
        record(site=site.code, kind="window.added", subject=f"window:{site.code}:{code}",
               actor=by.name, at=at, data={"name": name})  # fmt: skip
    return window


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


def open_account(
    *, person: Person, username: str, password: str, must_change: bool = True,
    at: datetime, by: Reader,
) -> Account:  # fmt: skip
    """Open a person's log-in. A first password given by somebody else must be changed.

    Raises NameTaken where the user name is in use or the person has an account already;
    TwoAdministrators where the person holds an administrator's role before they have a
    log-in: then the role is granted once the first password is changed.
    """
    must_at(by, MANAGE_PEOPLE, person.site_id)
    try:
        with transaction.atomic():
            _not_an_administrators(person, by)
            account = Account(person=person, username=username, must_change_password=must_change)
            account.set_password(password)
            account.save()
            record(site=person.site.code, kind="account.opened",
                   subject=f"person:{person.staff_no}", actor=by.name, at=at,
                   data={"username": username})  # fmt: skip
    except IntegrityError as error:
        raise NameTaken(name=username, field="username") from error
    return account


def close_account(*, account: Account, reason: str, at: datetime, by: Reader) -> None:
    """Close a log-in (停用账号): its sessions end at once, for good.

    The password is thrown away, so no old session comes back to life when the account is
    opened again.
    """
    must_at(by, MANAGE_PEOPLE, account.person.site_id)
    with transaction.atomic():
        account.is_active = False
        account.set_unusable_password()
        account.save(update_fields=["is_active", "password"])
        log_ins.end_quietly(account)
        _of_account("account.closed", account, at, by, reason=reason)


class TwoAdministrators(HallError):
    code: ClassVar[str] = "organization.two_administrators"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{who}是管理员：须先申请，再由另一位管理员确认，才能给初始密码。",
        "{who} is an administrator: ask for a reset, and another administrator confirms it.",
    )


def renew_account(*, account: Account, at: datetime, by: Reader) -> str:
    """Open a closed log-in again, or help with a forgotten password (重置密码).

    Returns a first password, made here and kept nowhere; its owner must change it.
    Raises TwoAdministrators for an administrator's, unless the server's owner asks.
    """
    must_at(by, MANAGE_PEOPLE, account.person.site_id)
    with transaction.atomic():
        _not_an_administrators(account.person, by)
        password = give_first_password(account)
        _of_account("account.renewed", account, at, by)
    return password


def renew_by_owner(*, account: Account, second_factor: bool, at: datetime) -> str:
    """Renew any log-in as the server's owner (服务器管理人重置), where no administrator can.

    Returns a first password, as `renew_account`; `second_factor`: that is taken away as well.
    """
    with transaction.atomic():
        if second_factor:
            second.remove(account, at)
            _of_account("account.second_reset_confirmed", account, at, SYSTEM)
        password = give_first_password(account)
        _of_account("account.renewed", account, at, SYSTEM)
    return password


def give_first_password(account: Account) -> str:
    """Set a first password and open the log-in; its sessions end. Inside an action alone."""
    password = first_password()
    account.is_active = True
    account.must_change_password = True
    keep_past(account)
    account.set_password(password)
    account.save(update_fields=["is_active", "must_change_password", "password", "past_passwords"])
    log_ins.end_quietly(account)
    return password


def _not_an_administrators(person: Person, by: Reader) -> None:
    """Raise TwoAdministrators where one administrator would get another's password.

    Locks the person, so that no role is granted in between.
    """
    Person.objects.select_for_update().filter(pk=person.pk).first()
    if by != SYSTEM and is_administrator(person):
        raise TwoAdministrators(who=person.name)


def note_log_in(*, account: Account, address: str, at: datetime, by: Reader) -> None:
    """Write down that somebody logged in (登录), and where from; GB/T 22239 has it audited."""
    record(site=account.person.site.code, kind="account.logged_in",
           subject=f"person:{account.person.staff_no}", actor=by.name, at=at,
           data={"address": address})  # fmt: skip


def note_log_out(*, account: Account, at: datetime, by: Reader) -> None:
    """Write down that somebody logged out (退出)."""
    _of_account("account.logged_out", account, at, by)


def note_refused_log_in(*, username: str, address: str, locked: bool, at: datetime) -> None:
    """Write down a failed or locked-out log-in (登录失败、锁定), and where from (GB/T 22239).

    Once a minute for an address and an account: whoever guesses can't fill the record. A name
    nobody has is not kept; it may be a password in the wrong field.
    """
    account = Account.objects.filter(username=username).first()
    kind = "account.locked_out" if locked else "account.log_in_refused"
    actor = f"person:{account.person.staff_no}" if account else "visitor"
    subject, site = f"address:{address}"[:96], account.person.site.code if account else "-"
    if was_noted(kind=kind, subject=subject, actor=actor, since=at - timedelta(minutes=1)):
        return
    record(site=site, kind=kind, subject=subject, actor=actor, at=at)


def note_denial(*, who: Reader | None, where: str, what: str, address: str, at: datetime) -> None:
    """Write down that something was refused (越权访问): who, where, what, from which address.

    `where` is the page's pattern, `what` the refusal's code. Once a minute for the same, so
    that whoever knocks can't fill the record.
    """
    actor, site = (who.name, who.site_code) if who else ("visitor", "-")
    subject, data = f"address:{address}"[:96], {"where": where[:96], "what": what}
    since = at - timedelta(minutes=1)
    kind = "access.denied"
    if not was_noted(kind=kind, subject=subject, actor=actor, since=since, data=data):
        record(site=site, kind=kind, subject=subject, actor=actor, at=at, data=data)


def _of_account(kind: str, account: Account, at: datetime, by: Reader, reason: str = "") -> None:
    person = account.person
    record(site=person.site.code, kind=kind, subject=f"person:{person.staff_no}", actor=by.name,
           at=at, reason=reason)  # fmt: skip


def open_training_accounts(
    usernames: Mapping[str, Person], *, password: str, at: datetime, by: Reader
) -> None:
    """Open log-ins that all have one known password (培训账号), for halls anyone may try.

    The password is hashed once for all of them: a dozen slow hashes of the same words would
    protect nothing.
    """
    encoded = make_password(password)
    with transaction.atomic():
        for username, person in usernames.items():
            Account.objects.create(person=person, username=username, password=encoded)
            record(site=person.site.code, kind="account.opened",
                   subject=f"person:{person.staff_no}", actor=by.name, at=at,
                   data={"username": username, "training": True})  # fmt: skip


def change_password(
    *, account: Account, password: str, at: datetime, by: Reader, keep: str = ""
) -> None:
    """Set the password its owner chose (改密码); other sessions than `keep` end."""
    with transaction.atomic():
        keep_past(account)
        account.set_password(password)
        account.must_change_password = False
        account.save(update_fields=["password", "must_change_password", "past_passwords"])
        log_ins.end_quietly(account, keep=keep)
        _of_account("account.password_changed", account, at, by)


def create_token(
    *, scope: Token.Scope | str, site: Site, window: Window | None = None,
    person: Person | None = None, expires_at: datetime | None = None, at: datetime, by: Reader,
) -> tuple[Token, str]:  # fmt: skip
    """Issue an API token (签发令牌); the secret is returned once and kept nowhere.

    Raises NotAllowed for who doesn't manage devices, and for a token in a person's name:
    whoever issues it could act as that person, so only the server's owner does.
    """
    must_at(by, MANAGE_DEVICES, site.pk)
    if person and by != SYSTEM:
        raise NotAllowed(what=_IN_ANOTHERS_NAME)
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        token = Token.objects.create(
            digest=hashlib.sha256(secret.encode()).hexdigest(), scope=scope, site=site,
            window=window, person=person, created_at=at, expires_at=expires_at,
        )  # fmt: skip
        record(site=site.code, kind="token.created", subject=f"token:{token.pk}", actor=by.name,
               at=at, data={"scope": str(scope), "window": window.code if window else None,
                            "person": person.staff_no if person else None,
                            "expires": expires_at.isoformat() if expires_at else None})  # fmt: skip
    return token, secret


def revoke_token(*, token_id: int, at: datetime, by: Reader) -> None:
    """Stop a token at once (停用令牌), once. Raises NotFound, NotAllowed."""
    with transaction.atomic():
        found = Token.objects.filter(pk=token_id, revoked_at=None).select_related("site")
        token = found.select_for_update(of=("self",)).first()
        if token is None:
            raise NotFound(what=f"token:{token_id}", field="token")
        must_at(by, MANAGE_DEVICES, token.site_id)
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(site=token.site.code, kind="token.revoked", subject=f"token:{token_id}",
               actor=by.name, at=at)  # fmt: skip


def complete_calendar_year(year: int, *, source: str, at: datetime, by: Reader) -> None:
    """Say that a year's arrangement is complete (全年安排已齐), whatever festivals are in it.

    From then on its days are no longer provisional. Saying it again changes nothing.
    """
    with transaction.atomic():
        _, made = CalendarYear.objects.get_or_create(year=year, defaults={"source": source})
        if made:
            record(site="-", kind="calendar.completed", subject="calendar",
                   actor=by.name, at=at, data={"year": year, "source": source})  # fmt: skip


def set_calendar_days(
    days: Sequence[DayOff], *, site: Site | None, source: str, at: datetime, by: Reader
) -> None:
    """Enter holidays and make-up days (节假日安排); a later entry replaces an earlier one."""
    rows = [
        CalendarDay(on=d.on, site=site, working=d.working, name=d.name, source=source) for d in days
    ]
    with transaction.atomic():
        CalendarDay.objects.filter(site=site, on__in=[d.on for d in days]).delete()
        CalendarDay.objects.bulk_create(rows)
        record(site=site.code if site else "-", kind="calendar.entered", subject="calendar",
               actor=by.name, at=at, data={"days": len(days), "source": source})  # fmt: skip
