"""The desk (审批工作台): what waits for whom, a case with its clock, and what can be done to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from yichuang import clock
from yichuang.cases import actions, charging, papers, queries
from yichuang.cases.face import (
    ACCEPT_CASE,
    EXTEND_CASE,
    ISSUE_RESULT,
    REVIEW_CASE,
    SEE_SITE_CASES,
    VERIFY_CASE,
)
from yichuang.cases.states import Kind
from yichuang.errors import HallError, NotFound
from yichuang.feedback import endings
from yichuang.organization.face import SEE_PERSONAL_DATA
from yichuang.phrases import Phrase
from yichuang.web.base.language import language, say
from yichuang.web.base.readers import reader, staff

if TYPE_CHECKING:
    from yichuang.cases.queries import CaseView, PublicView
    from yichuang.organization.queries import Reader

_DESK = (REVIEW_CASE, VERIFY_CASE, EXTEND_CASE, SEE_SITE_CASES)
SEES = (*_DESK, ACCEPT_CASE, ISSUE_RESULT)
_NARROWED_BY = ("words", "department", "item", "light", "handler")
_LONGEST_WORDS = 100
_DUE_SAID = Phrase("应于 {due} 前办结", "Due by {due}")
_STOPPED = Phrase("计时停止，恢复后重算期限", "The clock stands still; the due date moves")
_NOT_RUNNING = Phrase("办理期限尚未起算", "No clock is running yet")


class Given(dict[str, str]):
    """What was typed; what wasn't is empty."""

    @classmethod
    def of(cls, given: QueryDict) -> Given:
        return cls({name: str(given[name]) for name in given})

    def __missing__(self, name: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a case shows."""

    number: str
    item: Phrase
    applicant: str
    light: str | None
    status: Phrase
    due: datetime | None
    remaining: int | None
    due_said: Phrase
    by_the_hour: bool
    stopped: bool = False


def header(view: CaseView | PublicView, *, stopped: bool = False) -> Header:
    """The head of a case; while its clock stands still no days run down and no date is due."""
    due = view.promised_due
    said = _NOT_RUNNING
    if due and stopped:
        said = _STOPPED
    elif due:
        at = f"{clock.in_zone(due):%Y-%m-%d %H:%M}"
        said = Phrase(_DUE_SAID.say("zh", due=at), _DUE_SAID.say("en", due=at))
    open_and_running = view.light in ("green", "yellow") and not stopped
    return Header(
        view.number, view.item, view.applicant.name, view.light, view.state_said, due,
        view.clock.remaining_working_days if open_and_running else None, said,
        view.by_the_hour, stopped,
    )  # fmt: skip


# ---- Lists -------------------------------------------------------------------------------


@require_safe
@never_cache
@vary_on_headers("HX-Request")
@staff(*_DESK)
def inbox(request: HttpRequest) -> HttpResponse:
    """Open cases as a working list, mine first (审批工作台)."""
    held, at, asked = reader(request), clock.now(), _asked(request.GET)
    found = queries.worklist(held, at, asked, request.GET.get("after", ""))
    kept = {name: str(value) for name, value in request.GET.items() if value and name != "after"}
    context = {
        "rows": found.rows,
        "asked": asked,
        "narrowed": bool(kept),
        "older": "?" + urlencode({**kept, "after": found.next}) if found.next else "",
        "newer": "?" + urlencode(kept) if request.GET.get("after") else "",
        "can_act": held.may(REVIEW_CASE) or held.may(VERIFY_CASE),
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "web/desk/rows.html", context)
    of_site = held.may(SEE_SITE_CASES)
    context |= {"filters": queries.filters(held), "lights": queries.LIGHTS, "of_site": of_site}
    return render(request, "web/desk/inbox.html", context)


def _asked(given: QueryDict) -> queries.Asked:
    said = {name: given.get(name, "")[:_LONGEST_WORDS] for name in _NARROWED_BY}
    return queries.Asked(**said, only_mine=given.get("mine") == "1")


@require_safe
@never_cache
@staff(ISSUE_RESULT)
def issuing(request: HttpRequest) -> HttpResponse:
    """Results that wait to be handed over or posted (出证送达)."""
    rows = queries.to_issue(reader(request), clock.now())
    return render(request, "web/desk/issuing.html", {"rows": rows})


# ---- One case ----------------------------------------------------------------------------


@require_safe
@never_cache
@staff(*SEES)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """A case with its clock, papers, timeline and opinions (办件详情)."""
    return case_page(request, number)


@require_safe
@staff(*SEES)
def paper(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """A notice as PDF (文书)."""
    address = request.build_absolute_uri(reverse("web:follow"))
    made = papers.of_case(number, seq, reader=reader(request), at=clock.now(), address=address)
    return pdf(made, f"{number}-{seq}.pdf")


def pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF to be looked at in the browser."""
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"},
    )


@require_POST
@staff(SEE_PERSONAL_DATA)
def unmask(request: HttpRequest, number: str) -> HttpResponse:
    """The applicant in full; the look goes on record (查看完整信息)."""
    try:
        applicant = actions.unmask(
            number=number, purpose=request.POST.get("purpose", ""), at=clock.now(),
            by=reader(request),
        )  # fmt: skip
    except HallError as error:
        return case_page(request, number, error=error)
    if request.headers.get("HX-Request") == "true":
        context = {"applicant": applicant, "unmasked": True, "number": number}
        return render(request, "web/desk/applicant.html", context)
    return case_page(request, number, unmasked=applicant)


@require_POST
@staff(*SEES)
def act(request: HttpRequest, number: str, step: str) -> HttpResponse:
    """Take a step; a refusal is shown on the page, with what was typed still there."""
    known = _STEPS.get(step)
    if known is None:
        raise NotFound(what=step)
    take, done = known
    try:
        take(number, request.POST, clock.now(), reader(request))
    except HallError as error:
        return case_page(request, number, error=error, given=request.POST)
    messages.success(request, say(done))
    return redirect("web:case", number)


def case_page(
    request: HttpRequest, number: str, *, error: HallError | None = None,
    given: QueryDict | None = None, unmasked: object = None,
) -> HttpResponse:  # fmt: skip
    """The page of a case, after a refusal with what was typed."""
    held, at = reader(request), clock.now()
    view = queries.case(number, reader=held, at=at)
    may_unmask = held.may(SEE_PERSONAL_DATA) and held.department_id == view.department_id
    context = {
        "case": view, "header": header(view, stopped=view.stopped), "may": _may(view),
        "given": Given.of(given) if given else Given(), "number": number,
        "refused": error.say(language()) if error else "",
        "applicant": unmasked or view.applicant, "unmasked": unmasked is not None,
        "may_unmask": may_unmask,
        "served": queries.served(number, reader=held),
        "scans": queries.scans(number, reader=held),
        "told": queries.told(number, reader=held),
        "fee": charging.fee_of(number),
        "open_segments": [one for one in view.segments if one.ruling.to is None],
        "from_desk": any(map(held.may, _DESK)), "from_issuing": held.may(ISSUE_RESULT),
    }  # fmt: skip
    return render(request, "web/desk/case.html", context, status=error.status if error else 200)


def _may(view: CaseView) -> dict[str, bool]:
    return {kind.value: kind in view.may for kind in Kind}


# ---- Steps -------------------------------------------------------------------------------

Take = Callable[[str, QueryDict, datetime, "Reader"], None]


def _review(number: str, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.review(number=number, opinion=given.get("opinion", ""),
                   proposes="deny" if given.get("proposes") == "deny" else "approve",
                   at=at, by=by)  # fmt: skip


def _verify(number: str, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.verify(number=number, opinion=given.get("opinion", ""), at=at, by=by)


def _return(number: str, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.return_to_reviewer(number=number, opinion=given.get("opinion", ""), at=at, by=by)


def _decide(number: str, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.decide(number=number, decision="deny" if given.get("decision") == "deny" else "approve",
                   reasons=given.get("reasons", ""), result=given.get("result", ""),
                   at=at, by=by)  # fmt: skip


def _start(number: str, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.start_segment(
        number=number, kind=given.get("kind", ""), days=_number(given, "days"),
        reason=given.get("reason", ""), notified=given.get("notified") == "1", at=at, by=by,
    )  # fmt: skip


def _end(number: str, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.end_segment(number=number, kind=given.get("kind", ""),
                        outcome=given.get("outcome", ""), at=at, by=by)  # fmt: skip


def _extend(number: str, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.extend(
        number=number, days=_number(given, "days"), reason=given.get("reason", ""),
        approved_by=given.get("approved_by", ""), document=given.get("document", ""),
        notified=True, at=at, by=by,
    )  # fmt: skip


def _issue(number: str, given: QueryDict, at: datetime, by: Reader) -> None:
    endings.issue(
        number=number, by_way="mail" if given.get("way") == "mail" else "signature",
        signed_by=given.get("signed_by", ""), tracking=given.get("tracking", ""), at=at, by=by,
    )  # fmt: skip


def _withdraw(number: str, given: QueryDict, at: datetime, by: Reader) -> None:
    actions.withdraw(number=number, reason=given.get("reason", ""), at=at, by=by)


def _number(given: QueryDict, name: str) -> int:
    text = given.get(name, "").strip()
    return int(text) if text.isdecimal() and len(text) < 5 else 0


_STEPS: Mapping[str, tuple[Take, Phrase]] = MappingProxyType({
    "review": (_review, Phrase("审查意见已提交，转核准。", "Reviewed; it goes to verification.")),
    "verify": (_verify, Phrase("已核准，可以作出决定。", "Verified; it can be decided.")),
    "return": (_return, Phrase("已退回重新审查。", "Returned for another review.")),
    "decide": (_decide, Phrase("决定已作出，转综合窗口出件。",
                               "Decided; the result goes to the integrated window.")),
    "start": (_start, Phrase("特别程序已登记，告知书可以打印。",
                             "The special procedure is on record; its notice can be printed.")),
    "end": (_end, Phrase("特别程序已结束。", "The special procedure has ended.")),
    "extend": (_extend, Phrase("延期已登记，通知书可以打印。",
                               "The extension is on record; its notice can be printed.")),
    "issue": (_issue, Phrase("已出件，办件办结。", "Issued; the case is closed.")),
    "withdraw": (_withdraw, Phrase("申请已撤回。", "The application is withdrawn.")),
})  # fmt: skip
