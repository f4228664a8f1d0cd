"""What a password must look like, besides being long and uncommon (GB/T 22239)."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError

from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.organization.models import Account

_CLASSES = (r"[a-z]", r"[A-Z]", r"[0-9]", r"[^A-Za-z0-9]")
_TOO_PLAIN = Phrase(
    "密码须至少包含大写字母、小写字母、数字、符号中的{n}类。",
    "The password needs at least {n} of: capitals, small letters, digits, symbols.",
)

_PLAIN = "abcdefghjkmnpqrstuvwxyz"  # nothing that is mistaken for something else on paper
_DIGITS = "23456789"


def first_password() -> str:
    """A random password to hand over on paper, e.g. ``Kqtx-mrfp-4827``; its owner changes it."""
    letters = "".join(secrets.choice(_PLAIN) for _ in range(8))
    digits = "".join(secrets.choice(_DIGITS) for _ in range(4))
    return f"{letters[:4].capitalize()}-{letters[4:]}-{digits}"


def keep_past(account: Account) -> None:
    """Remember the password that is about to be replaced. Inside an action alone."""
    if account.has_usable_password():
        past = [account.password, *account.past_passwords]
        account.past_passwords = past[: settings.PASSWORD_HISTORY - 1]


def was_used(account: Account, password: str) -> bool:
    """Whether it is one of the account's newest passwords (历史密码), the present one included."""
    return any(check_password(password, old) for old in [account.password, *account.past_passwords])


class CharacterClasses:
    """A password has characters of at least `classes` of four classes."""

    def __init__(self, classes: int = 3) -> None:
        self.classes = classes

    def validate(self, password: str, user: object = None) -> None:
        if sum(bool(re.search(pattern, password)) for pattern in _CLASSES) < self.classes:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        from django.utils.translation import get_language

        return _TOO_PLAIN.say("en" if get_language() == "en" else "zh", n=self.classes)
