"""Rating a service: by the code on the receipt, or on the device at the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang import clock
from yichuang.errors import HallError
from yichuang.feedback import actions, queries
from yichuang.feedback.levels import BAD_TAGS, GOOD_TAGS, LONGEST_TEXT, Level
from yichuang.web.base import readers
from yichuang.web.base.asked import asked_text
from yichuang.web.base.language import language
from yichuang.web.devices.pages import device

if TYPE_CHECKING:
    from yichuang.feedback.queries import Asked
    from yichuang.organization.queries import Reader


@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """Where the code of the receipt is typed in (输入评价码)."""
    code = asked_text(request, "code", 40)
    if "/" in code:  # no code of ours, and no address either
        raise actions.UnknownCode
    return redirect("web:rate_code", code) if code else render(request, "web/rating/enter.html")


@never_cache
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Rate with the one-time code (扫码评价)."""
    staff = readers.reader(request) if readers.member(request) else None
    asked = queries.asked_by_code(code)
    if asked is None:
        raise actions.UnknownCode
    if request.method != "POST" or asked.is_rated:
        status = 409 if request.method == "POST" else 200
        return _page(request, asked, staff=staff, status=status)
    try:
        level, tags, text = _given(request)
        actions.rate(code=code, level=level, tags=tags, text=text, at=clock.now(), by=staff)
    except (actions.LevelUnknown, actions.TextTooLong) as error:
        return _page(request, asked, staff=staff, error=error, status=error.status)
    return redirect("web:rated")


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    return render(request, "web/rating/thanks.html")


@never_cache
def at_window(request: HttpRequest) -> HttpResponse:
    """The device that faces the visitor: asks after each service, else waits (窗口评价)."""
    here, at = device(request, "display"), clock.now()
    asked = queries.asked_at_window(at=at, by=here)
    if request.method != "POST":
        return _window_page(request, asked)
    level, tags, text = _given(request)
    try:
        actions.rate_at_window(
            invitation_id=int(request.POST.get("service", "")), level=level, tags=tags, text=text,
            at=at, by=here,
        )  # fmt: skip
    except ValueError:
        return _window_page(request, asked)
    except actions.LevelUnknown as error:
        return _window_page(request, asked, error=error)
    return render(request, "web/rating/window_thanks.html")


@never_cache
@require_safe
def asked_at_window(request: HttpRequest) -> HttpResponse:
    """Whether the device still shows what it should; the page asks this every few seconds."""
    asked = queries.asked_at_window(at=clock.now(), by=device(request, "display"))
    shown = request.GET.get("shown", "")
    if shown == (str(asked.invitation_id) if asked else ""):
        return HttpResponse(status=204)
    return HttpResponse(status=204, headers={"HX-Refresh": "true"})


def _given(request: HttpRequest) -> tuple[int, list[str], str]:
    given = request.POST.get("level", "")
    level = int(given) if given.isdecimal() and len(given) == 1 else 0
    # Ticks of the question that the chosen level put away again are not meant.
    put_away = BAD_TAGS if level > Level.FAIRLY_SATISFIED else GOOD_TAGS
    if level == Level.FAIRLY_SATISFIED:
        put_away = {}
    tags = [tag for tag in request.POST.getlist("tags") if tag not in put_away]
    return level, tags, request.POST.get("text", "")


def _page(
    request: HttpRequest, asked: Asked, *, staff: Reader | None,
    error: HallError | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    context = {**_form(asked, request, error), "staff": staff}
    return render(request, "web/rating/rate.html", context, status=status)


def _window_page(
    request: HttpRequest, asked: Asked | None, *, error: HallError | None = None
) -> HttpResponse:
    status = error.status if error else 200
    context = _form(asked, request, error)
    return render(request, "web/rating/window.html", context, status=status)


def _form(asked: Asked | None, request: HttpRequest, error: HallError | None) -> dict[str, object]:
    return {
        "asked": asked,
        "levels": [(level, level.words) for level in sorted(Level, reverse=True)],
        "good_tags": GOOD_TAGS.items(),
        "bad_tags": BAD_TAGS.items(),
        "longest": LONGEST_TEXT,
        "error": error.say(language()) if error else "",
        "text": request.POST.get("text", ""),
    }
