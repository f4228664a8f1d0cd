"""What a member of staff owes (待办), passing it on, and what is overdue (督办)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.errors import HallError
from yichuang.obligations import actions, queries
from yichuang.obligations.queries import Due
from yichuang.organization.face import SUPERVISE
from yichuang.phrases import Phrase
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

_DONE = Phrase("已办毕，已记录。", "Done; it is on record.")
_PASSED = Phrase("已转交代办。", "Passed on.")


@dataclass(frozen=True, slots=True)
class Line:
    """Something owed, and the page where it is done; empty where there is none."""

    due: Due
    address: str


@require_safe
@never_cache
@staff()
def todo(request: HttpRequest) -> HttpResponse:
    """What I owe, the nearest due first; for supervision, what is overdue at the site."""
    return _page(request)


@require_POST
@staff()
def pass_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass something to whoever stands in (转交代办)."""
    given = request.POST
    try:
        actions.pass_on(obligation_id=pk, to=given.get("to", ""), reason=given.get("reason", ""),
                        at=clock.now(), by=reader(request))  # fmt: skip
    except HallError as error:
        return _page(request, error=error, passing=pk)
    messages.success(request, say(_PASSED))
    return redirect("web:todo")


@require_POST
@staff()
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a periodic duty is done, and how (办毕)."""
    try:
        actions.note_done(obligation_id=pk, note=request.POST.get("note", ""), at=clock.now(),
                          by=reader(request))  # fmt: skip
    except HallError as error:
        return _page(request, error=error, noting=pk)
    messages.success(request, say(_DONE))
    return redirect("web:todo")


def _page(
    request: HttpRequest, *, error: HallError | None = None, passing: int = 0, noting: int = 0
) -> HttpResponse:
    held, at = reader(request), clock.now()
    supervises = held.may(SUPERVISE)
    context = {
        "lines": [Line(one, _address(one)) for one in queries.todo(held, at)],
        "overdue": [Line(one, _address(one)) for one in queries.overdue(held, at)]
        if supervises else [],
        "supervises": supervises, "passing": passing, "noting": noting,
        "note": request.POST.get("note", ""),
        "refused": error.say(language()) if error else "",
        "to": request.POST.get("to", ""), "reason": request.POST.get("reason", ""),
    }  # fmt: skip
    return render(request, "web/todo/todo.html", context, status=error.status if error else 200)


def _address(one: Due) -> str:
    if not one.page:
        return ""
    try:
        return reverse(one.page, args=[one.number])
    except NoReverseMatch:
        return ""
