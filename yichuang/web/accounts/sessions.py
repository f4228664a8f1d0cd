"""When a log-in ends by itself, and what must be done first: a code, a password of one's own.

A session ends after standing idle, and after a day at the latest (GB/T 22239 8.1.4.1 b). What
a page fetches by itself (header ``Unattended: 1``) is no activity. A closed account's
session ends with its next request, because the account is looked at each time.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from yichuang import clock
from yichuang.organization import log_ins
from yichuang.web.accounts.second import STAGE
from yichuang.web.base.readers import member
from yichuang.web.base.refusals import database_answer

if TYPE_CHECKING:
    from yichuang.organization.models import Account

_BEGAN, _SEEN = "began", "seen"
_NOTE_EVERY = 60  # seconds between notes that the session is in use: not a write a request


def begin(request: HttpRequest) -> None:
    """Note when this log-in began."""
    now = int(clock.real_now().timestamp())
    request.session[_BEGAN] = request.session[_SEEN] = now


class Sessions:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            stop = _stop(request)
        except Error as error:  # Refusals sees what views raise, not middleware
            return database_answer(request, error)
        return stop or self.get_response(request)


def _stop(request: HttpRequest) -> HttpResponse | None:
    """Where to go instead: the log-in is over, or its first password stands; else None."""
    account = member(request)
    if account is None:
        return None
    if _over(request):
        logout(request)
        return _away(request, redirect_to_login(request.get_full_path()))
    page = _first_to_do(request, account)
    if page and not _open_page(request, page):
        return _away(request, redirect(page))
    return None


def _first_to_do(request: HttpRequest, account: Account) -> str:
    """The one page that is open until something is done: a code, a password, an app set up."""
    stage = request.session.get(STAGE, "")
    if stage != "ask" and account.must_change_password:
        return "web:password"
    return "web:second" if stage else ""


def _over(request: HttpRequest) -> bool:
    if _BEGAN not in request.session:
        begin(request)
    now = int(clock.real_now().timestamp())
    began, seen = request.session[_BEGAN], request.session[_SEEN]
    if now - seen > settings.SESSION_IDLE or now - began > settings.SESSION_COOKIE_AGE:
        return True
    if now - seen > _NOTE_EVERY and request.headers.get("Unattended") != "1":
        request.session[_SEEN] = now
        log_ins.seen(session_key=request.session.session_key or "", at=clock.now())
    return False


def _open_page(request: HttpRequest, page: str) -> bool:
    return request.path in {reverse(page), reverse("web:logout")} or request.path.startswith(
        (reverse("web:language", args=["zh"])[:-2], reverse("web:elder", args=["on"])[:-2])
    )


def _away(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Send the whole page away, also where only a part of it was asked for."""
    if request.headers.get("HX-Request") != "true":
        return response
    return HttpResponse(status=204, headers={"HX-Redirect": response["Location"]})
