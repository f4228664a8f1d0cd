"""Following a case (查进度): by the number and code on the notice; wrong codes are limited."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.cases import actions, papers, queries
from yichuang.cases.stages import STAGES, public_next, stage_of
from yichuang.errors import HallError
from yichuang.feedback.queries import code_for_visitor
from yichuang.phrases import Phrase
from yichuang.web.base import words
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import member
from yichuang.web.desk.pages import header, pdf
from yichuang.web.record.pages import outside

_SHOWN = "following"
"""The cases whose code this browser has shown, with when they were looked at last: real time,
in seconds. In its session, and for a short while: a browser may be one that many people use."""
_MOST = 20
_KEPT_FOR = 10 * 60  # seconds
_DONE = Phrase(
    "已退出，本机不再显示您的办件。", "Done. This browser doesn't show your case any more."
)


@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; the QR code of the notice brings both along."""
    asked = request.POST if request.method == "POST" else request.GET
    number, code = asked.get("number", "").strip(), asked.get("code", "").replace(" ", "")
    refused: HallError | None = None
    if number and code:
        try:
            source = request.META.get("REMOTE_ADDR", "")
            view = actions.follow(number=number[:50], code=code[:20], source=source, at=clock.now())
            _remember(request, view.number)
            return redirect("web:followed", view.number)
        except HallError as error:
            refused = error
    context = {"number": number, "refused": refused.say(language()) if refused else ""}
    status = refused.status if refused else 200
    return render(request, "web/follow/enter.html", context, status=status)


@require_safe
@never_cache
def followed(request: HttpRequest, number: str) -> HttpResponse:
    """The case as its applicant sees it."""
    if number not in _remembered(request):
        return redirect(f"{reverse('web:follow')}?number={number}")
    _remember(request, number)
    view = queries.public_view(number, at=clock.now())
    stopped = view.stopped_since is not None
    due = view.promised_due
    if due:
        say_due = words.moment if view.by_the_hour else words.day
        at, today = clock.in_zone(due), clock.today()
        due_said = Phrase(say_due(at, today), say_due(at, today, "en"))
    context = {
        "scans": queries.own_scans(number), "number": number, "public": True,
        "stages": STAGES, "stage": stage_of(view.state),
        "next": public_next(view.state, due_said if due else None, stopped=stopped),
        "case": view, "header": header(view, stopped=stopped), "stopped": stopped,
        "proof": queries.proof_of(view.acceptance_entry, outside()),
        "rating_code": None if member(request) else code_for_visitor(f"case:{number}"),
    }  # fmt: skip
    return render(request, "web/follow/case.html", context)


@require_safe
@never_cache
def followed_paper(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """A notice of one's own case as PDF."""
    if number not in _remembered(request):
        return redirect(f"{reverse('web:follow')}?number={number}")
    address = request.build_absolute_uri(reverse("web:follow"))
    made = papers.for_applicant(number, seq, at=clock.now(), address=address)
    return pdf(made, f"{number}-{seq}.pdf")


@require_POST
def done(request: HttpRequest) -> HttpResponse:
    """Nobody who comes after sees the case (看完退出)."""
    request.session.pop(_SHOWN, None)
    messages.success(request, say(_DONE))
    return redirect("web:follow")


def shown(request: HttpRequest, number: str) -> bool:
    """Whether this browser has shown the case's code lately."""
    return number in _remembered(request)


def _remembered(request: HttpRequest) -> dict[str, int]:
    since = clock.real_now().timestamp() - _KEPT_FOR
    kept = cast("dict[str, int]", request.session.get(_SHOWN, {}))
    return {number: seen for number, seen in kept.items() if seen > since}


def _remember(request: HttpRequest, number: str) -> None:
    known = {one: seen for one, seen in _remembered(request).items() if one != number}
    known[number] = int(clock.real_now().timestamp())
    request.session[_SHOWN] = dict(list(known.items())[-_MOST:])
