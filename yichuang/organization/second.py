"""The second factor (第二因素): a code from an app besides the password (RFC 6238).

The secret is kept encrypted. A code is taken once; recovery codes, kept as keyed digests,
stand in for a lost phone, each once. Phones run by real time, so `real` is given besides the
hall's own `at`, which in a training hall may be another.
"""

from __future__ import annotations

import base64
import secrets
from datetime import datetime
from typing import ClassVar, Literal
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from django_otp.oath import TOTP

from yichuang.errors import HallError
from yichuang.journal.actions import record
from yichuang.journal.queries import is_training
from yichuang.organization import tries
from yichuang.organization.models import Account, SecondFactor
from yichuang.organization.personal import blind_index, decrypt, encrypt
from yichuang.organization.queries import Reader, is_administrator
from yichuang.phrases import Phrase

_TOLERANCE = 1  # half minutes a phone's clock may be off
_RECOVERY_CODES = 8
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing mistaken for something else on paper

Stage = Literal["", "ask", "enrol"]


class WrongCode(HallError):
    code: ClassVar[str] = "access.wrong_code"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "验证码不对或已用过。请等验证器显示下一个码再输；手机时间须准确。",
        "This code is wrong or was used already. Wait for the app's next one; "
        "the phone's clock must be right.",
    )


def stage(account: Account) -> Stage:
    """What a log-in still takes after the password: a code, setting the app up, or nothing."""
    asked_of = settings.SECOND_FACTOR or ("off" if is_training() else "administrators")
    if asked_of == "off" or (asked_of != "all" and not is_administrator(account.person)):
        return ""
    return "ask" if _standing(account.pk) else "enrol"


def new_secret(account: Account) -> str:
    """A secret for a new app, encrypted; it counts from `enrol` on."""
    secret = base64.b32encode(secrets.token_bytes(20)).decode()
    return encrypt(secret, of=_owner(account)).hex()


def shown(account: Account, sealed: str) -> str:
    """The secret as it is typed into an app."""
    return decrypt(bytes.fromhex(sealed), of=_owner(account))


def address(account: Account, sealed: str, *, hall: str) -> str:
    """The secret as apps read it from a QR code."""
    label, issuer = quote(f"{hall}:{account.username}"), quote(hall)
    return f"otpauth://totp/{label}?secret={shown(account, sealed)}&issuer={issuer}"


def enrol(
    *, account: Account, sealed: str, code: str, at: datetime, real: datetime, by: Reader
) -> list[str]:
    """Set the app up with a first code from it (启用第二因素); recovery codes, shown once.

    Raises WrongCode.
    """
    step = _step_of(shown(account, sealed), code, after=0, real=real)
    if step is None:
        raise WrongCode
    codes = [_recovery_code() for _ in range(_RECOVERY_CODES)]
    with transaction.atomic():
        SecondFactor.objects.create(
            account=account, secret=bytes.fromhex(sealed), enrolled_at=at, last_step=step,
            recovery=[_digest(account, one) for one in codes],
        )  # fmt: skip
        _note("account.second_enrolled", account, at, by)
    return codes


def wait(account: Account, *, real: datetime) -> int:
    """Seconds until the next code is taken after wrong ones; 0: now."""
    return tries.wait(_tries(account), longest=settings.TRIES_LONGEST, real=real)


def check(*, account: Account, code: str, at: datetime, real: datetime, by: Reader) -> None:
    """Take a code of the app, or a recovery code, once (核对第二因素). Raises WrongCode.

    Wrong ones are counted and on record.
    """
    given = "".join(code.split()).lower().replace("-", "")
    with transaction.atomic():
        if _taken(account, given, at, real, by):
            tries.forget(_tries(account))
            return
    with transaction.atomic():
        tries.failed(_tries(account), real=real)
        _note("account.second_refused", account, at, by)
    raise WrongCode


def remove(account: Account, at: datetime) -> None:
    """Take the factor away; the next log-in sets a new one up. Inside an action alone."""
    SecondFactor.objects.filter(account=account, removed_at=None).update(removed_at=at)


def recovery_left(account: Account) -> int | None:
    """How many recovery codes are left; None: no second factor."""
    found = _standing(account.pk)
    return len(found.recovery) if found else None


def _taken(account: Account, given: str, at: datetime, real: datetime, by: Reader) -> bool:
    rows = SecondFactor.objects.select_for_update().filter(account=account, removed_at=None)
    factor = rows.first()
    if factor is None:
        return False
    secret = decrypt(bytes(factor.secret), of=_owner(account))
    step = _step_of(secret, given, after=factor.last_step, real=real)
    if step is not None:
        factor.last_step = step
        factor.save(update_fields=["last_step"])
        return True
    digest = _digest(account, given)
    if digest not in factor.recovery:
        return False
    factor.recovery = [one for one in factor.recovery if one != digest]
    factor.save(update_fields=["recovery"])
    _note("account.recovery_code_used", account, at, by, left=len(factor.recovery))
    return True


def _step_of(secret: str, code: str, *, after: int, real: datetime) -> int | None:
    """The half minute the code belongs to, if it fits now and comes after that one."""
    digits = "".join(code.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return None
    maker = TOTP(base64.b32decode(secret))
    maker.time = real.timestamp()
    fits = maker.verify(int(digits), tolerance=_TOLERANCE, min_t=after + 1)
    return int(maker.t()) if fits else None


def _standing(account_id: int) -> SecondFactor | None:
    return SecondFactor.objects.filter(account=account_id, removed_at=None).first()


def _recovery_code() -> str:
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    return "-".join((drawn[:4], drawn[4:8], drawn[8:]))


def _digest(account: Account, code: str) -> str:
    return blind_index("recovery", f"{account.pk}|{code.replace('-', '')}")


def _owner(account: Account) -> str:
    return f"second:{account.pk}"


def _tries(account: Account) -> str:
    return tries.key("second", str(account.pk))


def _note(kind: str, account: Account, at: datetime, by: Reader, **data: object) -> None:
    person = account.person
    record(site=person.site.code, kind=kind, subject=f"person:{person.staff_no}", actor=by.name,
           at=at, data=data)  # fmt: skip
