"""Devices that show pages: kiosks, boards, window displays, rating tablets.

A device is set up once with its token (`yichuang token create`), which then stays in a
cookie that no script can read. Each request looks the token up, so a revoked device goes
dark at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.errors import HallError
from yichuang.organization.queries import reader_of_token
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

COOKIE = "device"
_YEARS = 5 * 365 * 24 * 3600


class NotADevice(HallError):
    code = "access.not_a_device"
    status = 403
    phrase = Phrase(
        "这台设备还没有登记。请系统管理员用设备令牌登记（/device）。",
        "This device isn't set up. Ask the system administrator to set it up with its token "
        "(/device).",
    )


def device(request: HttpRequest, *scopes: str) -> Reader:
    """The reader behind this device. Raises NotADevice, TokenRefused, NotAllowed."""
    secret = request.COOKIES.get(COOKIE)
    if not secret:
        raise NotADevice
    return reader_of_token(secret, *scopes)


@sensitive_post_parameters("token")
def set_up(request: HttpRequest) -> HttpResponse:
    """Set this device up with its token (设备登记), and go to its page."""
    if request.method != "POST":
        return render(request, "web/accounts/device.html")
    secret = request.POST.get("token", "").strip()
    found = reader_of_token(secret, "kiosk", "display")
    response = redirect(_page(found))
    response.set_cookie(
        COOKIE, secret, max_age=_YEARS, httponly=True, samesite="Strict", secure=settings.HTTPS
    )
    return response


def _page(found: Reader) -> str:
    at_window, in_hall = "web:rate_window", "web:board"
    names = {"kiosk": "web:kiosk", "display": at_window if found.window_id else in_hall}
    try:
        return reverse(names[found.scope])
    except NoReverseMatch:
        return reverse("web:home")
