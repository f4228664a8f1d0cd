"""Swaps of shifts (换班): asked for, agreed to or declined."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yichuang import clock
from yichuang.errors import HallError, NotFound
from yichuang.organization.face import WORK_WINDOW
from yichuang.organization.queries import name_by_staff_no
from yichuang.phrases import Phrase
from yichuang.rosters import actions, queries
from yichuang.rules.roster import HALVES
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff
from yichuang.web.rosters import pages

_ASKED = Phrase("已请求换班，等对方同意。", "Asked; now the colleague decides.")
_SAID = {
    True: Phrase("已换班。", "Swapped."),
    False: Phrase("已答复不换。", "Declined."),
}


@require_POST
@staff(WORK_WINDOW)
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a colleague for a swap."""
    held = reader(request)
    try:
        number = actions.ask_swap(
            mine=queries.place(_id(request.POST.get("mine", "")), held),
            theirs=queries.place(_id(request.POST.get("theirs", "")), held),
            at=clock.now(), by=held,
        )  # fmt: skip
    except HallError as error:
        return pages.shown(request, error)
    messages.success(request, say(_ASKED))
    return redirect("web:swap", number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff(WORK_WINDOW)
def swap(request: HttpRequest, number: str) -> HttpResponse:
    """One request: the two shifts, and the answer by who is asked."""
    held, refused = reader(request), None
    if request.method == "POST":
        agree = request.POST.get("answer") == "agree"
        try:
            actions.answer_swap(number=number, agree=agree, at=clock.now(), by=held)
        except HallError as error:
            refused = error
        else:
            messages.success(request, say(_SAID[agree]))
            return redirect("web:swap", number)
    course, may = queries.swap(number, reader=held)
    mine, theirs = course.shifts
    context = {
        "course": course, "may": may, "refused": refused.say(language()) if refused else "",
        "shifts": [(one, name_by_staff_no(one.person), HALVES[one.half]) for one in (mine, theirs)],
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "web/rosters/swap.html", context, status=status)


def _id(text: str) -> int:
    if not text.isdecimal():
        raise NotFound(what=text or "—", field="shift")
    return int(text)
