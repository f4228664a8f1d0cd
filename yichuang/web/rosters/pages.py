"""Rosters (排班): the list with one's own shifts, a week of one, and a single seat."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang import clock
from yichuang.errors import HallError, NotFound
from yichuang.organization.face import WORK_WINDOW
from yichuang.phrases import Phrase
from yichuang.rosters import actions, queries
from yichuang.rosters.course import MAKE_ROSTERS
from yichuang.rules.halfdays import Half
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_PROPOSED = Phrase("已排出建议，请核对后报送。", "A proposal is ready. Check it, then file it.")
_FILED = Phrase("已报送，开始执行。", "Filed and in force.")
_CHANGED = Phrase("已调整。", "Changed.")


@require_safe
@never_cache
@staff(MAKE_ROSTERS, WORK_WINDOW)
def rosters(request: HttpRequest) -> HttpResponse:
    """The rosters of the site, what is due next, and one's own shifts (排班、我的班次)."""
    return shown(request)


def shown(request: HttpRequest, refused: HallError | None = None) -> HttpResponse:
    """The page of rosters, with what was refused on it."""
    held, at = reader(request), clock.now()
    makes = held.may(MAKE_ROSTERS)
    context = {
        "rosters": queries.rosters(held), "makes": makes,
        "due": queries.due_next(held, at) if makes else None,
        "mine": queries.shifts_of(held, at),
        "refused": refused.say(language()) if refused else "",
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "web/rosters/list.html", context, status=status)


@require_POST
@staff(MAKE_ROSTERS)
def propose(request: HttpRequest) -> HttpResponse:
    """Have the days that were asked for proposed."""
    try:
        number = actions.make(
            first=_day(request.POST.get("first", "")), last=_day(request.POST.get("last", "")),
            at=clock.now(), by=reader(request),
        )  # fmt: skip
    except HallError as error:
        return shown(request, error)
    messages.success(request, say(_PROPOSED))
    return redirect("web:roster", number)


@require_safe
@never_cache
@staff(MAKE_ROSTERS, WORK_WINDOW)
def roster(request: HttpRequest, number: str) -> HttpResponse:
    """A roster, a week at a time."""
    return _roster(request, number)


def _roster(request: HttpRequest, number: str, refused: HallError | None = None) -> HttpResponse:
    asked = request.GET.get("week", "")
    view = queries.roster(
        number, on=_day(asked) if asked else None, reader=reader(request), at=clock.now()
    )
    context = {"one": view, "refused": refused.say(language()) if refused else ""}
    status = refused.status if refused else 200
    return render(request, "web/rosters/roster.html", context, status=status)


@require_POST
@staff(MAKE_ROSTERS)
def file(request: HttpRequest, number: str) -> HttpResponse:
    """File it; what bars that is shown on its page."""
    try:
        actions.file(number=number, at=clock.now(), by=reader(request))
    except HallError as error:
        return _roster(request, number, error)
    messages.success(request, say(_FILED))
    return redirect("web:roster", number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff(MAKE_ROSTERS, WORK_WINDOW)
def seat(request: HttpRequest, number: str) -> HttpResponse:
    """One seat: who has it, who else could, and why; put somebody there."""
    on, half = _day(request.GET.get("on", "")), request.GET.get("half", "")
    window, refused, reason = request.GET.get("window", ""), None, ""
    held = reader(request)
    view = queries.seat(number, on, half, window, reader=held)
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        try:
            actions.place(
                number=number, on=on, half=cast("Half", half), window=window,
                person=request.POST.get("person", ""), reason=reason, at=clock.now(), by=held,
            )  # fmt: skip
        except HallError as error:
            refused = error
        else:
            messages.success(request, say(_CHANGED))
            return redirect(f"{reverse('web:roster', args=(number,))}?week={on}")
    context = {
        "one": view, "reason": reason,
        "refused": refused.say(language()) if refused else "",
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "web/rosters/seat.html", context, status=status)


def _day(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 (a day, no instant)
    except ValueError:
        raise NotFound(what=text or "—", field="day") from None
