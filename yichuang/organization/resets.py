"""Passwords of administrators, and everybody's second factor, are reset by two (双人重置).

One asks, another confirms.

Who can give an administrator a first password could log in as them. So it takes a second
administrator, neither the first nor the person themselves; the database refuses one who is
both. Everybody else's password the system administrator renews alone (`actions.renew_account`).
Where no second administrator is left, the server's owner does it with
`yichuang account renew`.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import IntegrityError, transaction

from yichuang.errors import HallError, NotAllowed, NotFound
from yichuang.journal.actions import record
from yichuang.organization import log_ins, second
from yichuang.organization.actions import give_first_password, must_at
from yichuang.organization.face import MANAGE_PEOPLE
from yichuang.organization.models import Account, PasswordReset
from yichuang.organization.queries import Reader, open_resets
from yichuang.organization.roles import ADMINISTRATORS
from yichuang.phrases import Phrase

What = PasswordReset.What
_CONFIRM = Phrase("确认重置管理员密码", "confirm an administrator's password reset")


class ResetAsked(HallError):
    code: ClassVar[str] = "organization.reset_asked"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{who}的重置已有人申请，请等另一位管理员确认。",
        "A reset for {who} is asked for already; another administrator confirms it.",
    )


class SecondAdministrator(HallError):
    code: ClassVar[str] = "organization.second_administrator"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "须由申请人和本人以外的另一位管理员确认。",
        "Another administrator confirms: not the one who asked, nor the person themselves.",
    )


def request_reset(
    *, account: Account, reason: str, at: datetime, by: Reader, second_factor: bool = False
) -> PasswordReset:
    """Ask for an administrator's password to be reset, or their log-in opened again (申请重置).

    `second_factor`: for anybody's second factor to be taken away instead.

    Raises NotAllowed, ResetAsked where one is open.
    """
    must_at(by, MANAGE_PEOPLE, account.person.site_id)
    assert by.person_id is not None
    try:
        with transaction.atomic():
            reset = PasswordReset.objects.create(
                account=account, requested_by_id=by.person_id, requested_at=at, reason=reason,
                what=What.SECOND_FACTOR if second_factor else What.PASSWORD,
            )  # fmt: skip
            kind = "account.second_reset_requested" if second_factor else "account.reset_requested"
            _note(kind, account, at, by, reason=reason)
    except IntegrityError as error:
        raise ResetAsked(who=account.person.name) from error
    return reset


def confirm_reset(*, reset_id: int, at: datetime, by: Reader) -> tuple[Account, str]:
    """Confirm it as a second administrator (确认重置); the first password is returned once.

    Empty for a second factor: it is taken away, and the next log-in sets a new one up.

    Raises NotAllowed for who is no administrator, SecondAdministrator for the one who asked
    or whose password it is, NotFound where nothing is open.
    """
    if not by.roles & ADMINISTRATORS:
        raise NotAllowed(what=_CONFIRM)
    with transaction.atomic():
        reset = open_resets(by).select_for_update(of=("self",)).filter(pk=reset_id).first()
        if reset is None:
            raise NotFound(what=f"reset:{reset_id}")
        account = reset.account
        if by.person_id in {reset.requested_by_id, account.person_id}:
            raise SecondAdministrator
        reset.confirmed_by_id, reset.confirmed_at = by.person_id, at
        reset.save(update_fields=["confirmed_by", "confirmed_at"])
        if reset.what == What.SECOND_FACTOR:
            password, kind = "", "account.second_reset_confirmed"
            second.remove(account, at)
            log_ins.end_quietly(account)
        else:
            password, kind = give_first_password(account), "account.reset_confirmed"
        asked = f"person:{reset.requested_by.staff_no}"
        _note(kind, account, at, by, reason=reset.reason, second=asked)
    return account, password


def _note(
    kind: str, account: Account, at: datetime, by: Reader, *, reason: str, second: str = ""
) -> None:
    person = account.person
    record(site=person.site.code, kind=kind, subject=f"person:{person.staff_no}", actor=by.name,
           at=at, second=second, reason=reason)  # fmt: skip
