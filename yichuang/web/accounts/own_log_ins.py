"""Where one is logged in (登录会话): when, from where, in which browser; ending them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.organization import log_ins, second
from yichuang.phrases import Phrase
from yichuang.web.base.language import say
from yichuang.web.base.readers import member, reader, staff

if TYPE_CHECKING:
    from yichuang.organization.models import Account

_ENDED = Phrase("已下线。", "It was logged out.")
_OTHERS_ENDED = Phrase("其他{n}处登录已全部下线。", "Logged out everywhere else ({n}).")
_UNKNOWN = Phrase("未知浏览器", "an unknown browser")
# The first that fits: browsers also name those they want to be taken for.
_BROWSERS = (
    ("MicroMessenger", "微信 WeChat"), ("Edg/", "Edge"), ("QQBrowser", "QQ"), ("360", "360"),
    ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
    ("Windows", "Windows"), ("Mac OS", "macOS"), ("UOS", "UOS"), ("Kylin", "Kylin"),
    ("Linux", "Linux"),
)  # fmt: skip


def browser_words(told: str) -> str:
    """What a browser says of itself, short: ``Chrome · Windows``."""
    names = (next((name for mark, name in table if mark in told), "")
             for table in (_BROWSERS, _SYSTEMS))  # fmt: skip
    return " · ".join(filter(None, names)) or say(_UNKNOWN)


@require_safe
@staff()
def sessions(request: HttpRequest) -> HttpResponse:
    """All one's log-ins."""
    account = cast("Account", member(request))
    lines = [
        (one, browser_words(one.browser), one.session_key == request.session.session_key)
        for one in log_ins.open_log_ins(account, real=clock.real_now())
    ]
    context = {
        "lines": lines, "others": any(not here for _, _, here in lines),
        "recovery_left": second.recovery_left(account),
    }  # fmt: skip
    return render(request, "web/accounts/sessions.html", context)


@require_POST
@staff()
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of them (下线)."""
    account = cast("Account", member(request))
    log_ins.end(account=account, pk=pk, at=clock.now(), by=reader(request))
    messages.success(request, say(_ENDED))
    return redirect("web:sessions")


@require_POST
@staff()
def end_others(request: HttpRequest) -> HttpResponse:
    """End all but this one (其他全部下线)."""
    account, key = cast("Account", member(request)), request.session.session_key or ""
    ended = log_ins.end_others(account=account, keep=key, at=clock.now(), by=reader(request))
    messages.success(request, say(_OTHERS_ENDED, n=ended))
    return redirect("web:sessions")
