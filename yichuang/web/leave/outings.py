"""Signing out and in (外出登记), recalls, and standing in by arrangement (授权代签)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.errors import HallError
from yichuang.leave import actions, whereabouts
from yichuang.leave.permissions import MANAGE_LEAVE
from yichuang.leave.refusals import BadTimes
from yichuang.obligations import actions as obligations
from yichuang.organization.queries import person_of
from yichuang.organization.times import instant
from yichuang.phrases import Phrase
from yichuang.web.base.language import say
from yichuang.web.base.readers import reader, staff
from yichuang.web.leave.pages import leave_list

_OUT = Phrase("已登记外出，窗口已显示去向。", "You are signed out; the window says where you are.")
_ASKED = Phrase("已报中心，同意后方可离岗。", "Told to the centre; go once it has consented.")
_BACK = Phrase("已登记返回。", "You are signed in again.")
_CONSENTED = Phrase("已同意召回。", "Consented to.")
_ARRANGED = Phrase("已登记代办人。", "The stand-in is entered.")
_CALLED_OFF = Phrase("已撤销代办。", "The standing-in has ended.")


@require_POST
@staff()
def go_out(request: HttpRequest) -> HttpResponse:
    """Sign out, or ask to follow a recall."""
    given, held = request.POST, reader(request)
    kind: Literal["outing", "recall"] = "recall" if given.get("kind") == "recall" else "outing"
    try:
        actions.go_out(
            kind=kind, place=given.get("place", ""), reason=given.get("reason", "")[:400],
            back_by=_moment(given.get("back_by", ""), "back_by"),
            notice=given.get("notice", "")[:120], at=clock.now(), by=held,
        )  # fmt: skip
    except HallError as error:
        return leave_list(request, held, error=error)
    messages.success(request, say(_ASKED if kind == "recall" else _OUT))
    return redirect("web:leaves")


@require_POST
@staff()
def come_back(request: HttpRequest) -> HttpResponse:
    """Sign in again."""
    try:
        actions.come_back(at=clock.now(), by=reader(request))
    except HallError as error:
        return leave_list(request, reader(request), error=error)
    messages.success(request, say(_BACK))
    return redirect("web:leaves")


@require_safe
@never_cache
@staff(MANAGE_LEAVE)
def recalls(request: HttpRequest, number: str) -> HttpResponse:
    """The recalls that wait for consent; the to-do page leads here."""
    found = whereabouts.recalls_waiting(reader(request))
    return render(request, "web/leave/recalls.html", {"recalls": found})


@require_POST
@staff(MANAGE_LEAVE)
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Consent to a recall."""
    actions.consent(pk, at=clock.now(), by=reader(request))
    messages.success(request, say(_CONSENTED))
    return redirect("web:leave_calendar")


@require_POST
@staff()
def arrange(request: HttpRequest) -> HttpResponse:
    """Say who stands in for oneself, from a time until a time."""
    given, held = request.POST, reader(request)
    try:
        obligations.arrange_stand_in(
            person=person_of(held).staff_no, to=given.get("to", ""),
            from_at=_moment(given.get("from", ""), "from"),
            until_at=_moment(given.get("until", ""), "until"), reason=given.get("why", "")[:200],
            at=clock.now(), by=held,
        )  # fmt: skip
    except HallError as error:
        return leave_list(request, held, error=error)
    messages.success(request, say(_ARRANGED))
    return redirect("web:leaves")


@require_POST
@staff()
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """End a standing-in that was arranged."""
    try:
        obligations.call_off(pk, at=clock.now(), by=reader(request))
    except HallError as error:
        return leave_list(request, reader(request), error=error)
    messages.success(request, say(_CALLED_OFF))
    return redirect("web:leaves")


def _moment(text: str, field: str) -> datetime:
    """A time as the browser sends it. Raises BadTimes."""
    try:
        return instant(datetime.fromisoformat(text[:40]).replace(tzinfo=None))
    except ValueError:
        raise BadTimes(found=text[:40] or "—", field=field) from None
