"""Log-ins: opened, closed, renewed, their passwords (账号)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from yichuang.errors import HallError
from yichuang.journal.actions import record
from yichuang.organization import log_ins, second
from yichuang.organization.actions.checks import NameTaken, must_at
from yichuang.organization.face import MANAGE_PEOPLE
from yichuang.organization.models import Account, Person
from yichuang.organization.passwords import first_password, keep_past
from yichuang.organization.queries import SYSTEM, Reader, is_administrator
from yichuang.phrases import Phrase


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
        of_account("account.closed", account, at, by, reason=reason)


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
        of_account("account.renewed", account, at, by)
    return password


def renew_by_owner(*, account: Account, second_factor: bool, at: datetime) -> str:
    """Renew any log-in as the server's owner (服务器管理人重置), where no administrator can.

    Returns a first password, as `renew_account`; `second_factor`: that is taken away as well.
    """
    with transaction.atomic():
        if second_factor:
            second.remove(account, at)
            of_account("account.second_reset_confirmed", account, at, SYSTEM)
        password = give_first_password(account)
        of_account("account.renewed", account, at, SYSTEM)
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
    of_account("account.logged_out", account, at, by)


def of_account(kind: str, account: Account, at: datetime, by: Reader, reason: str = "") -> None:
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
        of_account("account.password_changed", account, at, by)
