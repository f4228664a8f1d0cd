"""The guide desk (导办台): whoever waits, is missed or on hold, and what is done for them.

The list looks by itself every few seconds; the forms stand outside of it, so nothing that is
being typed is lost.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.errors import HallError, NotFound
from yichuang.phrases import Phrase
from yichuang.reception import actions
from yichuang.reception import guide_desk as queries
from yichuang.reception import queries as reception
from yichuang.reception.actions import booking
from yichuang.reception.face import GUIDE
from yichuang.reception.hours import queue_rules
from yichuang.rules.claims import choices, chosen
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

_FIND = re.compile(r"[\w-]{1,12}")
_TAKEN = Phrase("已取 {n} 号，前面 {a} 人。", "Number {n} is taken; {a} are ahead.")
_EXCUSED = Phrase("已记下原因，这次不计爽约。", "The reason is noted; this absence doesn't count.")
Step = Callable[[int, QueryDict, datetime, "Reader"], None]


def _rejoin(ticket: int, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.rejoin(ticket_id=ticket, at=at, by=by)


def _check_in(ticket: int, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.check_in(ticket_id=ticket, at=at, by=by)


def _abandon(ticket: int, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.abandon(ticket_id=ticket, at=at, by=by)


def _transfer(ticket: int, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.transfer(ticket_id=ticket, service=given.get("service", ""), at=at, by=by)


def _prioritise(ticket: int, given: QueryDict, at: datetime, by: Reader) -> None:
    rules = queue_rules(by.site_id or 0, at)
    _, class_, ground, _ = chosen(rules, given.get("ground", ""), by_guide=True)
    actions.prioritise(ticket_id=ticket, ticket_class=class_, ground=ground, at=at, by=by)


_STEPS: Mapping[str, tuple[Step, Phrase]] = MappingProxyType({
    "rejoin": (_rejoin, Phrase("已重新排队。", "Back in the queue.")),
    "check-in": (_check_in, Phrase("已签到。", "Checked in.")),
    "abandon": (_abandon, Phrase("已作废。", "Given up.")),
    "transfer": (_transfer, Phrase("已转号。", "Transferred.")),
    "prioritise": (_prioritise, Phrase("已按优先排队。", "Moved to the class chosen.")),
})  # fmt: skip


@require_safe
@never_cache
@staff(GUIDE)
def guide_desk(request: HttpRequest) -> HttpResponse:
    """Today's numbers at the guide desk, whole or, for htmx, the list alone."""
    if request.headers.get("HX-Request") == "true":
        return render(request, "web/guide_desk/now.html", _now(request))
    return _page(request)


@require_POST
@staff(GUIDE)
def take(request: HttpRequest) -> HttpResponse:
    """Take a number for somebody who stands at the desk (替人取号)."""
    held, at, given = reader(request), clock.now(), request.POST
    rules = queue_rules(held.site_id or 0, at)
    _, class_, ground, _ = chosen(rules, given.get("ground", ""), by_guide=True)
    name, key = given.get("name", "").strip()[:40], given.get("key", "")[:64]
    try:
        taken = actions.issue(
            service=given.get("service", ""), ticket_class=class_, ground=ground,
            holder={"name": name} if name else None, key=f"page:{key}" if key else None, at=at,
            by=held,
        )  # fmt: skip
    except HallError as error:
        return _page(request, error)
    messages.success(request, _TAKEN.say(language(), n=taken.number, a=taken.line.ahead))
    return redirect("web:kiosk_number", taken.slip) if given.get("print") else _back(request)


@require_POST
@staff(GUIDE)
def come(request: HttpRequest) -> HttpResponse:
    """Check somebody in by the code of their appointment (预约签到)."""
    try:
        taken = booking.come(code=request.POST.get("code", ""), at=clock.now(), by=reader(request))
    except HallError as error:
        return _page(request, error)
    messages.success(request, _TAKEN.say(language(), n=taken.number, a=taken.line.ahead))
    return redirect("web:guide_desk")


@require_POST
@staff(GUIDE)
def excuse(request: HttpRequest) -> HttpResponse:
    """Let an absence not count, for the reason given (爽约说明)."""
    given = request.POST
    try:
        booking.excuse(code=given.get("code", ""), reason=given.get("reason", ""), at=clock.now(),
                       by=reader(request))  # fmt: skip
    except HallError as error:
        return _page(request, error)
    messages.success(request, say(_EXCUSED))
    return redirect("web:guide_desk")


@require_POST
@staff(GUIDE)
def act(request: HttpRequest, step: str) -> HttpResponse:
    """Put a missed one back, check in, prioritise, transfer, give up; a refusal is a sentence."""
    known, ticket = _STEPS.get(step), request.POST.get("ticket", "")
    if known is None or not (ticket.isdecimal() and len(ticket) < 19):
        raise NotFound(what=step)
    do, said = known
    try:
        do(int(ticket), request.POST, clock.now(), reader(request))
    except HallError as error:
        return _page(request, error)
    messages.success(request, say(said))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    find = _asked(request.POST)
    response = redirect("web:guide_desk")
    if find:
        response["Location"] += f"?q={find}"
    return response


def _asked(given: QueryDict) -> str:
    typed = given.get("q", "").strip()
    return typed if _FIND.fullmatch(typed) else ""


def _now(request: HttpRequest) -> dict[str, object]:
    held, at = reader(request), clock.now()
    find = _asked(request.GET if request.method == "GET" else request.POST)
    return {"desk": queries.desk(held, at, find), "find": find, "at": at}


def _page(request: HttpRequest, error: HallError | None = None) -> HttpResponse:
    held, given = reader(request), request.POST
    assert held.site_id is not None
    shown = _now(request)
    change = request.GET.get("change", "") or given.get("ticket", "")
    desk = shown["desk"]
    assert isinstance(desk, queries.Desk)
    context = {
        **shown,
        "change": next((n for n in desk.waiting.numbers if str(n.id) == change), None),
        "services": reception.services_of(held.site_id),
        "choices": choices(queue_rules(held.site_id, clock.now()), by_guide=True),
        "typed": {name: given.get(name, "") for name in ("service", "ground", "name", "code")},
        "key": secrets.token_urlsafe(12),
        "refused": error.say(language()) if error else "",
    }
    status = error.status if error else 200
    return render(request, "web/guide_desk/desk.html", context, status=status)
