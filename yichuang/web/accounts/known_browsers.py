"""Browsers in which somebody has logged in before (常用设备): strangers can't keep them waiting.

A signed cookie names the browser and whose it is. Wrong passwords from it are counted for it
alone; those of all other browsers together are counted for the account.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from yichuang.organization import tries
from yichuang.organization.queries import account_id

COOKIE = "known"
_SALT = "yichuang.known"
_DAYS = 180
_MOST = 20  # people who share one computer


def is_known(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> bool:
    """Whether this browser is one of the account's own; for django-axes."""
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    return account_id(str(username)) in _read(request)["accounts"]


def counted(request: HttpRequest, username: str) -> tuple[str, int]:
    """What a wrong password counts for, and the longest wait it leads to, in seconds."""
    if is_known(request, {"username": username}):
        name = f"{_read(request)['browser']}|{username}"
        return tries.key("browser", name), settings.TRIES_LONGEST
    return tries.key("account", username), settings.TRIES_LONGEST_STRANGERS


def remember(request: HttpRequest, response: HttpResponse, account_pk: int) -> None:
    """This browser is the account's own from now on."""
    kept = _read(request)
    others = [one for one in kept["accounts"] if one != account_pk]
    value = {"browser": kept["browser"], "accounts": [*others, account_pk][-_MOST:]}
    response.set_cookie(
        COOKIE, signing.dumps(value, salt=_SALT), max_age=_DAYS * 24 * 3600,
        httponly=True, samesite="Lax", secure=settings.HTTPS,
    )  # fmt: skip


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        found: dict[str, Any] = signing.loads(
            request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_DAYS * 24 * 3600
        )
    except signing.BadSignature:
        return {"browser": secrets.token_hex(8), "accounts": []}
    return found
