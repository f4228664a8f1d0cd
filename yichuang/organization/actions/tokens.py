"""Tokens of devices and programs (令牌)."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from yichuang.errors import NotAllowed, NotFound
from yichuang.journal.actions import record
from yichuang.organization.actions.checks import must_at
from yichuang.organization.face import MANAGE_DEVICES
from yichuang.organization.models import Person, Site, Token, Window
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.phrases import Phrase

_IN_ANOTHERS_NAME = Phrase("以他人名义签发令牌", "issue a token in somebody's name")


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
