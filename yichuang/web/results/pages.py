"""Results (结果): the public check of a number, and changing one by a superseding decision."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang import clock
from yichuang.attachments.kinds import DOCX
from yichuang.cases.face import ISSUE_RESULT, REVIEW_CASE, SEE_SITE_CASES, VERIFY_CASE
from yichuang.errors import HallError, NotFound
from yichuang.papers.actions import Served
from yichuang.papers.states import Way
from yichuang.phrases import Phrase
from yichuang.results import actions, queries
from yichuang.results import paper as papers
from yichuang.results.queries import Checked
from yichuang.results.states import WHATS
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff
from yichuang.web.desk.pages import pdf

_SEES = (REVIEW_CASE, VERIFY_CASE, ISSUE_RESULT, SEE_SITE_CASES)
_FIELDS = ("what", "reason", "basis", "wording", "receiver", "tracking")
_DONE = {
    "propose": Phrase("已拟变动，待另一人决定。", "Proposed; somebody else decides."),
    "reject": Phrase("已退回，结果不变。", "Turned down; the result stands."),
    "decide": Phrase("已作出变动决定，请打印送达。", "Decided. Print and deliver it."),
    "deliver": Phrase("送达情况已登记。", "Its delivery is on record."),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Anybody checks a number printed on a decision (真伪查询)."""
    number = (request.POST if request.method == "POST" else request.GET).get("number", "")[:100]
    found: Checked | None = None
    refused: HallError | None = None
    if number.strip():
        try:
            source = request.META.get("REMOTE_ADDR", "")
            found = queries.check(number, source=source, at=clock.now())
        except HallError as error:
            refused = error
    context = {
        "found": found, "number": number, "refused": refused.say(language()) if refused else "",
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "web/results/check.html", context, status=status)


@require_safe
@never_cache
@staff(*_SEES)
def results(request: HttpRequest) -> HttpResponse:
    """Results on which a change is under way or was made (结果变动)."""
    rows = queries.changing(reader(request))
    return render(request, "web/results/list.html", {"rows": rows})


@require_safe
@never_cache
@staff(*_SEES)
def result(request: HttpRequest, number: str) -> HttpResponse:
    """One result with the steps that are this reader's to take."""
    return _page(request, number)


@require_POST
@staff(*_SEES)
def act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step; what was typed stays where it is refused."""
    if step not in _DONE:
        raise NotFound(what=step)
    try:
        _take(number, step, request.POST, clock.now(), request)
    except HallError as error:
        return _page(request, number, error=error)
    messages.success(request, say(_DONE[step]))
    return redirect("web:result", number)


@require_safe
@never_cache
@staff(*_SEES)
def paper(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """The superseding decision as PDF."""
    made = papers.printed(number, seq, reader=reader(request), at=clock.now())
    return pdf(made, f"{number}-{seq}.pdf")


@require_safe
@never_cache
@staff(*_SEES)
def for_word(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """The superseding decision's text for Word."""
    made = papers.for_word(number, seq, reader=reader(request))
    name = quote(f"{made.title}-{number}.docx")
    return HttpResponse(
        made.content, content_type=DOCX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )  # fmt: skip


def _take(number: str, step: str, given: QueryDict, at: datetime, request: HttpRequest) -> None:
    by, typed = reader(request), {name: given.get(name, "") for name in _FIELDS}
    if step == "propose":
        actions.propose(number=number, what=typed["what"], reason=typed["reason"],
                        basis=typed["basis"], wording=typed["wording"], at=at, by=by)  # fmt: skip
    elif step == "reject":
        actions.reject(number=number, reason=typed["reason"], at=at, by=by)
    elif step == "decide":
        actions.decide(number=number, at=at, by=by)
    else:
        way = Way.POST if given.get("way") == "mail" else Way.HANDED
        served = Served(way, at, receiver=typed["receiver"], tracking=typed["tracking"])
        actions.deliver(number=number, served=served, at=at, by=by)


def _page(request: HttpRequest, number: str, *, error: HallError | None = None) -> HttpResponse:
    context = {
        "one": queries.result(number, reader(request)), "whats": WHATS.items(),
        "refused": error.say(language()) if error else "",
        "typed": {name: request.POST.get(name, "") for name in _FIELDS},
    }  # fmt: skip
    return render(request, "web/results/one.html", context, status=error.status if error else 200)
