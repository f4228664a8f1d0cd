"""Taking an application in at the window (收件与受理), with the rule's answer beside the form.

The form stands by itself and inside the window workstation: there it is fetched as a part
(`HX-Request`), and what it answers with replaces the part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_urlsafe
from typing import TYPE_CHECKING, cast, get_args

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from yichuang import clock
from yichuang.cases import actions, items, queries
from yichuang.cases.actions.intake import Papers, Refusal
from yichuang.cases.applicants import Applicant, ApplicantKind
from yichuang.cases.course import Status
from yichuang.cases.face import ACCEPT_CASE
from yichuang.cases.rulings import named
from yichuang.catalog import queries as catalog
from yichuang.errors import HallError
from yichuang.phrases import Phrase
from yichuang.reception.once import once
from yichuang.web.base.language import language
from yichuang.web.base.readers import reader, staff
from yichuang.web.desk.pages import Given

if TYPE_CHECKING:
    from yichuang.cases.actions.intake import Outcome
    from yichuang.cases.items import Item
    from yichuang.organization.queries import Reader
    from yichuang.rules.reasons import Reason

_FOUND = 12
_MARKS: tuple[tuple[Status, Phrase], ...] = (
    ("ok", Phrase("符合", "In order")),
    ("missing", Phrase("缺", "Missing")),
    ("defective", Phrase("不符合", "Not in order")),
    ("correctable", Phrase("当场更正", "Correct now")),
)
_DUE = Phrase("承诺 {due} 前办结", "Promised by {due}")
_VERDICTS: Mapping[str, Phrase] = {
    "accept": Phrase("材料齐全，予以受理", "Complete: accept it"),
    "correct_on_spot": Phrase("请当场更正", "Have it corrected on the spot"),
    "notify": Phrase("一次性告知补正", "Tell all there is to correct, once"),
    "await_applicant": Phrase("等候申请人补正", "It is the applicant's turn"),
    "refuse": Phrase("不予受理", "Refuse to accept"),
    "examine": Phrase("已收件，限期答复", "Received; to be answered in time"),
}
_BUTTONS: Mapping[str, Phrase] = {
    "accept": Phrase("受理，出通知书", "Accept, print the notice"),
    "correct_on_spot": Phrase("先收件，更正后再提交", "Receive it; submit again once corrected"),
    "notify": Phrase("出具补正通知书", "Issue the correction notice"),
    "refuse": Phrase("出具不予受理决定书", "Issue the refusal"),
    "examine": Phrase("收件", "Receive it"),
}


class Unchecked(HallError):
    code = "cases.unchecked"
    status = 422
    phrase = Phrase(
        "还有材料没有核对。请逐项标明符合、缺、不符合或当场更正。",
        "Some papers are not checked yet. Mark each of them first.",
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A material on the form."""

    code: str
    name: Phrase
    required: bool
    status: str
    why: str


@require_safe
@never_cache
@vary_on_headers("HX-Request")
@staff(ACCEPT_CASE)
def panel(request: HttpRequest) -> HttpResponse:
    """Choose the item (选择事项); ``?ticket=`` says whose turn it belongs to."""
    return _shown(request, "web/accept/choose.html", _found(request))


@require_safe
@staff(ACCEPT_CASE)
def found(request: HttpRequest) -> HttpResponse:
    """Items by everyday words, department or pinyin."""
    return render(request, "web/accept/found.html", _found(request))


@require_safe
@never_cache
@vary_on_headers("HX-Request")
@staff(ACCEPT_CASE)
def form(request: HttpRequest, code: str) -> HttpResponse:
    """The form of an item: applicant, papers, and what the rule says to them so far."""
    item = items.in_force(code, clock.now())
    return _form(request, item, Given.of(request.GET))


@require_POST
@staff(ACCEPT_CASE)
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """What the rule would say to the form as it stands (预判); writes nothing."""
    item = items.in_force(code, clock.now())
    context = _answer(request, item, request.POST)
    return render(request, "web/accept/answer.html", context)


@require_POST
@staff(ACCEPT_CASE)
def identity(request: HttpRequest) -> HttpResponse:
    """Check the identity number as it is typed (证件核对)."""
    text = request.POST.get("id_number", "").strip()
    kind = "organization" if request.POST.get("kind") == "organization" else "person"
    checked = queries.check_identity(text, kind, at=clock.now()) if text else None
    context = {"checked": checked, "said": checked.say(language()) if checked else ""}
    return render(request, "web/accept/identity.html", context)


@require_POST
@staff(ACCEPT_CASE)
def submit(request: HttpRequest, code: str) -> HttpResponse:
    """Take it in and answer (收件、受理)."""
    given = request.POST
    item = items.in_force(code, clock.now())
    try:
        if _unchecked(item, given):
            raise Unchecked
        outcome, number = _submitted_once(item, given, reader(request))
    except HallError as error:
        return _form(request, item, Given.of(given), error=error)
    if outcome is None:  # pressed twice: the case is there already
        return _to_case(request, number)
    return _done(request, outcome, item)


def _submitted_once(item: Item, given: QueryDict, by: Reader) -> tuple[Outcome | None, str]:
    """Take the form in, once for its token: what came of it (None: known), and the number."""
    at, made = clock.now(), []

    def make() -> dict[str, str]:
        outcome = actions.submit(
            item=item.code, applicant=_applicant(given), papers=_papers(item, given),
            ticket=_ticket(given), refusal=_refusal(given), later=given.get("later") == "1",
            at=at, by=by,
        )  # fmt: skip
        made.append(outcome)
        return {"number": outcome.number}

    key, asked = given.get("key", "")[:60], {k: given.getlist(k) for k in given}
    asked.pop("csrfmiddlewaretoken", None)
    answer = once(make, source=by.name, what="case", key=f"page:{key}" if key else None,
                  asked=[item.code, asked], at=at)  # fmt: skip
    return (made[0] if made else None), answer.data["number"]


def _to_case(request: HttpRequest, number: str) -> HttpResponse:
    address = reverse("web:case", args=[number])
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


@never_cache
@staff(ACCEPT_CASE)
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """Take in corrections (收补正材料) of a case that waits for them."""
    held, at = reader(request), clock.now()
    view = queries.case(number, reader=held, at=at)
    item = items.in_force(view.item_code, view.received_at)
    error: HallError | None = None
    if request.method == "POST":
        try:
            outcome = actions.resubmit(
                number=number, papers=_papers(item, request.POST), at=at, by=held
            )
            return _done(request, outcome, item)
        except HallError as refused:
            error = refused
    given = Given.of(request.POST)
    lines = [
        Line(m.code, m.name, m.required, given[f"m-{m.code}"] or m.status,
             given[f"why-{m.code}"] or m.why)
        for m in view.materials
    ]  # fmt: skip
    context = {
        "case": view, "lines": lines, "marks": _MARKS, "number": number,
        "refused": error.say(language()) if error else "",
    }  # fmt: skip
    return _shown(request, "web/accept/correct.html", context, error)


# ---- Shapes ------------------------------------------------------------------------------


def _shown(
    request: HttpRequest, part: str, context: Mapping[str, object], error: HallError | None = None
) -> HttpResponse:
    """The part alone for the workstation, or on a page of its own."""
    alone = request.headers.get("HX-Request") == "true"
    status = error.status if error else 200
    template = part if alone else "web/accept/page.html"
    return render(request, template, {**context, "part": part}, status=status)


def _found(request: HttpRequest) -> dict[str, object]:
    words, at = request.GET.get("q", "").strip()[:60], clock.now()
    own = reader(request).department_id
    departments = [own] if own is not None and not words else None
    return {
        "ticket": _ticket(request.GET), "words": words,
        "rows": catalog.items_at_window(
            at, words=words, department_ids=departments, limit=_FOUND
        ),
        "waiting": queries.unanswered(words, reader=reader(request)),
    }  # fmt: skip


def _form(
    request: HttpRequest, item: Item, given: Given, *, error: HallError | None = None
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else QueryDict()
    lines = [
        Line(m.code, m.name, m.required, given[f"m-{m.code}"], given[f"why-{m.code}"])
        for m in item.materials
    ]
    context = {
        "item": item, "lines": lines, "marks": _MARKS, "given": given,
        "ticket": given["ticket"], "key": given["key"] or token_urlsafe(12),
        "refused": error.say(language()) if error else "",
        "field": error.field if error else "", **_answer(request, item, posted),
    }  # fmt: skip
    return _shown(request, "web/accept/form.html", context, error)


def _answer(request: HttpRequest, item: Item, given: QueryDict) -> dict[str, object]:
    """The rule's answer to the form: what it comes to, why, and what the button will do."""
    refusal, papers = _refusal(given), _papers(item, given)
    seen = queries.preview(item.code, papers.states, reader=reader(request), at=clock.now(),
                           grounds=refusal.grounds() if refusal else None)  # fmt: skip
    decision = seen.ruling.decision
    if given.get("later") == "1" and decision != "refuse":
        decision = "examine"  # type: ignore[assignment]
    due = f"{seen.clock.promised_due:%Y-%m-%d %H:%M}" if seen.clock else ""
    because: list[Reason] = named(seen.ruling.because, item, language())
    return {
        "item": item, "decision": decision, "verdict": _VERDICTS[decision],
        "button": _BUTTONS[decision], "because": because, "clock": seen.clock, "days": seen.days,
        "due_said": Phrase(_DUE.say("zh", due=due), _DUE.say("en", due=due)),
        "to_tell": item.names(seen.ruling.to_notify), "would_breach": seen.ruling.would_breach,
        "unchecked": _unchecked(item, given),
        "to_correct": item.names(seen.ruling.to_correct),
    }  # fmt: skip


def _done(request: HttpRequest, outcome: Outcome, item: Item) -> HttpResponse:
    context = {
        "scans": queries.scans(outcome.number, reader=reader(request)),
        "outcome": outcome, "item": item, "verdict": _VERDICTS[outcome.decision],
        "because": named(outcome.because, item, language()),
        "checked_said": outcome.checked.say(language()) if outcome.checked else "",
    }  # fmt: skip
    return _shown(request, "web/accept/done.html", context)


def _ticket(given: QueryDict) -> int | None:
    text = given.get("ticket", "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def _papers(item: Item, given: QueryDict) -> Papers:
    """The marks of the form; a required paper without one is missing."""
    states: dict[str, Status] = {}
    why: dict[str, str] = {}
    for material in item.materials:
        mark = given.get(f"m-{material.code}", "")
        if mark in get_args(Status):
            states[material.code] = cast(Status, mark)
            why[material.code] = given.get(f"why-{material.code}", "")[:500]
    return Papers(states, why)


def _unchecked(item: Item, given: QueryDict) -> list[Phrase]:
    """Required papers without a mark; a refusal, or receiving for later, needs none."""
    if _refusal(given) or given.get("later") == "1":
        return []
    marked = _papers(item, given).states
    return [m.name for m in item.materials if m.required and m.code not in marked]


def _refusal(given: QueryDict) -> Refusal | None:
    ground = given.get("ground", "")
    if ground not in ("not_competent", "false_materials"):
        return None
    return Refusal(
        "not_competent" if ground == "not_competent" else "false_materials",
        given.get("reasons", ""), given.get("where_to_go", ""),
    )  # fmt: skip


def _applicant(given: QueryDict) -> Applicant:
    kind: ApplicantKind = "organization" if given.get("kind") == "organization" else "person"
    return Applicant(
        name=given.get("name", ""), kind=kind, id_number=given.get("id_number", ""),
        phone=given.get("phone", "").strip(), address=given.get("address", "").strip(),
        agent=given.get("agent", "").strip(), agent_phone=given.get("agent_phone", "").strip(),
        email=given.get("email", "").strip(),
    )  # fmt: skip
