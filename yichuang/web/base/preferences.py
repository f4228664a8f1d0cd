"""Language and elder mode: two cookies that a link sets, for everybody, without an account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET

_LANGUAGES = {"zh": "zh-hans", "en": "en"}
_ONE_YEAR = 365 * 24 * 3600


def safe_next(request: HttpRequest, otherwise: str) -> str:
    """Where to go on, as far as it is a page of this hall."""
    target = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if safe else reverse(otherwise)


@require_GET
def language(request: HttpRequest, code: str) -> HttpResponse:
    """Read on in Chinese or English."""
    return _kept(request, settings.LANGUAGE_COOKIE_NAME, _LANGUAGES[code])


@require_GET
def elder(request: HttpRequest, mode: str) -> HttpResponse:
    """Larger type and targets (大字版), or the normal ones."""
    return _kept(request, settings.ELDER_COOKIE_NAME, "1" if mode == "on" else "0")


def in_large_type(request: HttpRequest) -> bool:
    """Whether the reader chose larger type."""
    return request.COOKIES.get(settings.ELDER_COOKIE_NAME) == "1"


def _kept(request: HttpRequest, cookie: str, value: str) -> HttpResponse:
    response = redirect(safe_next(request, "web:home"))
    response.set_cookie(
        cookie, value, max_age=_ONE_YEAR, samesite="Lax", secure=settings.HTTPS, httponly=True
    )
    return response
