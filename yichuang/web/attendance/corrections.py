"""Corrections (补签): the list, a paper sheet, one with the steps that are the reader's."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.attendance.corrections import actions, queries
from yichuang.attendance.permissions import SEE_ATTENDANCE
from yichuang.errors import HallError, NotFound
from yichuang.phrases import Phrase
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_WRITTEN = Phrase("已录入，待另一人核对，编号 {n}。", "Entered; a second person compares it: {n}.")
_DONE = {
    "approve": Phrase("已准予补签。", "Approved."),
    "refuse": Phrase("已作不准处理。", "Refused."),
    "withdraw": Phrase("已撤回。", "Withdrawn."),
}


@require_safe
@never_cache
@staff()
def listed(request: HttpRequest) -> HttpResponse:
    """One's own corrections, and the site's for who decides on them."""
    return _list(request)


@require_POST
@staff(SEE_ATTENDANCE)
def sheet(request: HttpRequest) -> HttpResponse:
    """Write a paper sheet in (录入纸质签到表)."""
    typed = {name: request.POST.get(name, "") for name in ("text", "reason")}
    try:
        number = actions.hand_in_sheet(**typed, at=clock.now(), by=reader(request))
    except HallError as error:
        return _list(request, error, typed)
    messages.success(request, _WRITTEN.say(language(), n=number))
    return redirect("web:corrections")


@require_safe
@never_cache
@staff()
def one(request: HttpRequest, number: str) -> HttpResponse:
    """One correction."""
    return _page(request, number)


@require_POST
@staff()
def act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Approve, refuse or withdraw; a refusal is shown with what was typed."""
    if step not in _DONE:
        raise NotFound(what=step)
    held, at = reader(request), clock.now()
    try:
        if step == "refuse":
            reason = request.POST.get("reason", "")
            actions.refuse(number=number, reason=reason, at=at, by=held)
        elif step == "approve":
            actions.approve(number=number, at=at, by=held)
        else:
            actions.withdraw(number=number, at=at, by=held)
    except HallError as error:
        return _page(request, number, error)
    messages.success(request, say(_DONE[step]))
    return redirect("web:correction", number)


def _list(
    request: HttpRequest, error: HallError | None = None, typed: dict[str, str] | None = None
) -> HttpResponse:
    held = reader(request)
    context = {
        "rows": queries.corrections(held), "writes": held.may(SEE_ATTENDANCE),
        "most": actions.MOST, "typed": typed or {"text": "", "reason": ""},
        "refused": error.say(language()) if error else "",
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/attendance/corrections.html", context, status=status)


def _page(request: HttpRequest, number: str, error: HallError | None = None) -> HttpResponse:
    context = {
        "one": queries.correction(number, reader=reader(request)),
        "refused": error.say(language()) if error else "",
        "reason": request.POST.get("reason", ""),
    }
    status = error.status if error else 200
    return render(request, "web/attendance/correction.html", context, status=status)
