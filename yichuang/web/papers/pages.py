"""A paper of a case (文书): printed again, for Word, how it was served."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.attachments.kinds import DOCX
from yichuang.cases import actions, queries
from yichuang.cases.papers import word_of_case
from yichuang.errors import HallError
from yichuang.organization.times import instant
from yichuang.papers import word
from yichuang.papers.actions import WAYS, Served
from yichuang.papers.states import Way
from yichuang.phrases import Phrase
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff
from yichuang.web.desk.pages import Given

_SERVED = Phrase("送达情况已登记。", "How it was served is on record.")


@require_safe
@never_cache
@staff()
def paper(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """One paper: print it again, edit it in Word, record how it was served."""
    return _page(request, number, seq)


@require_POST
@staff()
def serve(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Record how it was served (登记送达); what was typed stays where it is refused."""
    try:
        actions.serve(number=number, seq=seq, served=_served(request.POST), at=clock.now(),
                      by=reader(request))  # fmt: skip
    except HallError as error:
        return _page(request, number, seq, error=error)
    messages.success(request, say(_SERVED))
    return redirect("web:paper_page", number, seq)


@require_POST
@staff()
def for_word(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """The paper's text for Word, by the centre's own template where it has one."""
    address = request.build_absolute_uri(reverse("web:follow"))
    made = word_of_case(number, seq, reader=reader(request), at=clock.now(), address=address)
    name = quote(f"{made.title}-{number}.docx")
    return HttpResponse(
        made.content, content_type=DOCX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )  # fmt: skip


def _page(
    request: HttpRequest, number: str, seq: int, *, error: HallError | None = None
) -> HttpResponse:
    held = reader(request)
    view = queries.paper(number, seq, reader=held)
    given = Given.of(request.POST) if error else Given()
    context = {
        "paper": view, "number": number, "ways": list(WAYS.items()),
        "given": given, "chosen": given["way"] or Way.HANDED,
        "now": f"{clock.in_zone(clock.now()):%Y-%m-%dT%H:%M}",
        "fault": word.fault_in_force(held.site_code, view.kind),
        "refused": error.say(language()) if error else "", "field": error.field if error else "",
    }  # fmt: skip
    return render(request, "web/papers/paper.html", context, status=error.status if error else 200)


def _served(given: QueryDict) -> Served:
    way = given.get("way", "")
    return Served(
        way=Way(way) if way in Way.values else Way.HANDED, at=_instant(given.get("at", "")),
        receiver=given.get("receiver", ""), tracking=given.get("tracking", ""),
        reason=given.get("reason", ""), witness=given.get("witness", ""),
    )  # fmt: skip


def _instant(text: str) -> datetime:
    """A time as the browser gives it; the minute that is running counts as now."""
    now = clock.now()
    try:
        at = instant(datetime.fromisoformat(text[:16]))
    except ValueError:
        return now
    return min(at.replace(second=59), now) if at <= now else at
