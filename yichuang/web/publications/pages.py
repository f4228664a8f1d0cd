"""Drafting, reviewing, publishing (公示通报), and the bulletins everybody reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from types import MappingProxyType

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.attachments.kinds import DOCX
from yichuang.errors import HallError, NotFound
from yichuang.feedback.report import drafted
from yichuang.organization.queries import Reader, main_site
from yichuang.organization.times import instant
from yichuang.phrases import Phrase
from yichuang.publications import actions, queries
from yichuang.publications.actions import Wording
from yichuang.publications.face import PUBLISH, REVIEW
from yichuang.web.base.language import language, say
from yichuang.web.base.places import visitor
from yichuang.web.base.readers import reader, staff
from yichuang.web.desk.pages import pdf as pdf_answer


@require_safe
@never_cache
@staff(PUBLISH, REVIEW)
def publications(request: HttpRequest) -> HttpResponse:
    """All of them, and drafting a new one, by hand or from last month's ratings."""
    held = reader(request)
    context = {"rows": queries.publications(held), "may_draft": held.may(PUBLISH)}
    return render(request, "web/publications/publications.html", context)


@never_cache
@staff(PUBLISH)
def draft(request: HttpRequest) -> HttpResponse:
    """A new draft: by hand, from last month's ratings, or as the correction of another."""
    held, corrects = reader(request), request.GET.get("corrects", "")[:50]
    if request.method == "POST":
        try:
            number = actions.draft(wording=_wording(request.POST), corrects=corrects,
                                   at=clock.now(), by=held)  # fmt: skip
            return redirect("web:publication", number)
        except HallError as error:
            return _form(request, _wording(request.POST), corrects, error)
    title = text = ""
    if request.GET.get("from") == "ratings":
        until = clock.today().replace(day=1)
        since = (until - timedelta(days=1)).replace(day=1)
        title, text = drafted(held, since, since=_instant(since), until=_instant(until))
    if corrects:
        old = queries.publication(corrects, reader=held)
        title, text = f"更正：{old.title}", old.text
    return _form(request, Wording(title, text, ""), corrects, None)


@require_safe
@never_cache
@staff(PUBLISH, REVIEW)
def publication(request: HttpRequest, number: str) -> HttpResponse:
    """One of them with what can be done now."""
    return _page(request, number)


@require_POST
@staff(PUBLISH, REVIEW)
def act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step; what was typed stays where it is refused."""
    known = _STEPS.get(step)
    if known is None:
        raise NotFound(what=step)
    take, done = known
    try:
        take(number, request.POST, clock.now(), reader(request))
    except HallError as error:
        return _page(request, number, error)
    messages.success(request, say(done))
    return redirect("web:publication", number)


@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """What is published now (公示公告)."""
    rows = queries.bulletins(visitor(request.GET.get("site", "")))
    return render(request, "web/publications/bulletins.html", {"rows": rows})


@require_safe
def bulletin(request: HttpRequest, number: str) -> HttpResponse:
    """One bulletin; also after its period, for who has its address."""
    view = queries.bulletin(number, visitor())
    return render(request, "web/publications/bulletin.html", {"one": view})


@require_safe
def bulletin_file(request: HttpRequest, number: str, ending: str) -> HttpResponse:
    """A bulletin as PDF or for Word."""
    org = main_site().name
    if ending == "pdf":
        return pdf_answer(queries.pdf(number, visitor(), org=org), f"{number}.pdf")
    made = queries.docx(number, visitor(), org=org)
    way = f'attachment; filename="{number}.docx"'
    return HttpResponse(made, content_type=DOCX, headers={"Content-Disposition": way})


def _form(
    request: HttpRequest, wording: Wording, corrects: str, error: HallError | None
) -> HttpResponse:
    context = {
        "wording": wording, "corrects": corrects,
        "refused": error.say(language()) if error else "", "field": error.field if error else "",
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/publications/draft.html", context, status=status)


def _page(request: HttpRequest, number: str, error: HallError | None = None) -> HttpResponse:
    view = queries.publication(number, reader=reader(request))
    given = _wording(request.POST) if error and "title" in request.POST else None
    context = {
        "one": view, "wording": given or Wording(view.title, view.text, view.until.isoformat()),
        "refused": error.say(language()) if error else "", "field": error.field if error else "",
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/publications/publication.html", context, status=status)


def _wording(given: QueryDict) -> Wording:
    return Wording(given.get("title", "")[:200], given.get("text", ""), given.get("until", "")[:10])


def _instant(on: date) -> datetime:
    return instant(datetime.combine(on, time()))


Take = Callable[[str, QueryDict, datetime, Reader], None]


def _edit(number: str, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.edit(number=number, wording=_wording(given), at=at, by=by)


def _review(number: str, _: QueryDict, at: datetime, by: Reader) -> None:
    actions.review(number=number, at=at, by=by)


def _return(number: str, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.return_draft(number=number, reason=given.get("reason", ""), at=at, by=by)


def _publish(number: str, _: QueryDict, at: datetime, by: Reader) -> None:
    actions.publish(number=number, at=at, by=by)


def _drop(number: str, _: QueryDict, at: datetime, by: Reader) -> None:
    actions.drop(number=number, at=at, by=by)


_STEPS: Mapping[str, tuple[Take, Phrase]] = MappingProxyType({
    "edit": (_edit, Phrase("已修改，待另一人审核。", "Edited; somebody else reviews it.")),
    "review": (_review, Phrase("已审核，可以发布。", "Reviewed; it can be published.")),
    "return": (_return, Phrase("已退回修改。", "Returned for another edit.")),
    "publish": (_publish, Phrase("已发布，期满自动归档。",
                                 "Published; it is archived by itself after its last day.")),
    "drop": (_drop, Phrase("草稿已作废。", "The draft is dropped.")),
})  # fmt: skip
