"""Cases at the API: taking in, review, verification, decision, limits, issue, following."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router

from yichuang import clock
from yichuang.api.auth import CLERK
from yichuang.api.bodies import Body, Key
from yichuang.api.case_shapes import case_json, outcome_json, public_json
from yichuang.api.errors import Problem, answer, language
from yichuang.cases import actions, papers, queries
from yichuang.cases.actions.intake import Papers, Refusal
from yichuang.cases.applicants import Applicant
from yichuang.cases.course import Status
from yichuang.feedback import endings
from yichuang.feedback import queries as feedback
from yichuang.organization.queries import Reader
from yichuang.reception.once import once
from yichuang.text import Number, Passage

router = Router(tags=["cases"])
_REFUSED: dict[Any, Any] = {frozenset({401, 403, 404, 409, 422, 429}): Problem}
_CASE: dict[Any, Any] = {200: dict, **_REFUSED}
_Text = Annotated[Passage, Field(max_length=2000)]


class ApplicantIn(Body):
    """申请人 / the applicant. `kind`: person or organization."""

    name: Passage = Field(max_length=120)
    kind: Literal["person", "organization"] = "person"
    id_number: str = Field("", max_length=40, description="证件号码 / identity or credit code")
    phone: str = Field("", max_length=30)
    address: str = Field("", max_length=200)
    agent: str = Field("", max_length=60, description="经办人 / who came for them")
    agent_phone: str = Field("", max_length=30)
    email: str = Field("", max_length=120)


class RefusalIn(Body):
    """不予受理 / why it is refused, and where to go."""

    ground: Literal["not_competent", "false_materials"]
    reasons: _Text
    where_to_go: _Text = ""


class CaseIn(Body):
    item: Number = Field(max_length=64, description="事项编码 / code of the item")
    applicant: ApplicantIn
    materials: dict[str, Status]
    notes: dict[str, _Text] = Field(
        default_factory=dict, description="各材料的问题 / what is wrong"
    )
    ticket: int | None = None
    refusal: RefusalIn | None = None
    later: bool = Field(
        default=False, description="复杂事项，只收件 / only received, answered later"
    )


class MaterialsIn(Body):
    materials: dict[str, Status]
    notes: dict[str, _Text] = Field(default_factory=dict)
    refusal: RefusalIn | None = None


class ReviewIn(Body):
    opinion: _Text = ""
    proposes: Literal["approve", "deny"] = "approve"


class VerifyIn(Body):
    opinion: _Text = ""
    agree: bool = Field(
        default=True, description="false：退回重新审查 / sent back for another review"
    )


class DecideIn(Body):
    decision: Literal["approve", "deny"]
    reasons: _Text = ""
    result: _Text = ""


class SegmentIn(Body):
    """Starts or ends today: a day that has passed can't be given."""

    kind: str = Field(max_length=40)
    action: Literal["start", "end"] = "start"
    days: int = Field(0, le=3650, description="所需天数 / how many days it is expected to take")
    reason: _Text = ""
    notified: bool = Field(
        default=True, description="已书面告知 / the applicant is told in writing"
    )
    outcome: _Text = ""


class ExtensionIn(Body):
    days: int = Field(le=3650)
    reason: _Text = ""
    approved_by: str = Field("", max_length=40, description="批准人职务代码，如 authority_head")
    document: Passage = Field("", max_length=100)
    notified: bool = True


class IssueIn(Body):
    way: Literal["signature", "mail"] = "signature"
    signed_by: str = Field("", max_length=60)
    tracking: str = Field("", max_length=60)


class WithdrawIn(Body):
    reason: _Text = ""


def _reader(request: HttpRequest) -> Reader:
    reader: Reader = request.auth  # type: ignore[attr-defined]
    return reader


def _case(request: HttpRequest, number: str) -> HttpResponse:
    view = queries.case(number, reader=_reader(request), at=clock.now())
    return answer(case_json(view, language(request)))


@router.post("/cases", auth=CLERK, response={200: dict, 201: dict, **_REFUSED})
def submit(request: HttpRequest, body: CaseIn, key: Key = None) -> HttpResponse:
    """收件与受理 / take an application in; the answer follows by the rule, on the spot."""
    at, by = clock.now(), _reader(request)

    def make() -> dict[str, Any]:
        outcome = actions.submit(
            item=body.item, applicant=Applicant(**body.applicant.model_dump()),
            papers=Papers(body.materials, body.notes), ticket=body.ticket,
            refusal=Refusal(**body.refusal.model_dump()) if body.refusal else None,
            later=body.later, at=at, by=by,
        )  # fmt: skip
        return outcome_json(outcome, language(request))

    made = once(make, source=by.name, what="case", key=key, asked=body.model_dump(), at=at)
    return answer(made.data, 201 if made.is_new else 200)


@router.post("/cases/{number}/materials", auth=CLERK, response={200: dict, **_REFUSED})
def resubmit(request: HttpRequest, number: str, body: MaterialsIn) -> HttpResponse:
    """补正 / take in corrections."""
    outcome = actions.resubmit(
        number=number, papers=Papers(body.materials, body.notes),
        refusal=Refusal(**body.refusal.model_dump()) if body.refusal else None,
        at=clock.now(), by=_reader(request),
    )  # fmt: skip
    return answer(outcome_json(outcome, language(request)))


@router.post("/cases/{number}/withdraw", auth=CLERK, response=_CASE)
def withdraw(request: HttpRequest, number: str, body: WithdrawIn | None = None) -> HttpResponse:
    """撤回 / withdraw at the applicant's wish."""
    reason = body.reason if body else ""
    actions.withdraw(number=number, reason=reason, at=clock.now(), by=_reader(request))
    return _case(request, number)


@router.post("/cases/{number}/review", auth=CLERK, response=_CASE)
def review(request: HttpRequest, number: str, body: ReviewIn | None = None) -> HttpResponse:
    """审查 / review."""
    said = body or ReviewIn()
    actions.review(number=number, opinion=said.opinion, proposes=said.proposes, at=clock.now(),
                   by=_reader(request))  # fmt: skip
    return _case(request, number)


@router.post("/cases/{number}/verify", auth=CLERK, response=_CASE)
def verify(request: HttpRequest, number: str, body: VerifyIn | None = None) -> HttpResponse:
    """核准 / verify the review, by somebody else than its reviewer."""
    said = body or VerifyIn(agree=True)
    act = actions.verify if said.agree else actions.return_to_reviewer
    act(number=number, opinion=said.opinion, at=clock.now(), by=_reader(request))
    return _case(request, number)


@router.post("/cases/{number}/decide", auth=CLERK, response=_CASE)
def decide(request: HttpRequest, number: str, body: DecideIn) -> HttpResponse:
    """决定 / decide, once and for good."""
    actions.decide(number=number, decision=body.decision, reasons=body.reasons,
                   result=body.result, at=clock.now(), by=_reader(request))  # fmt: skip
    return _case(request, number)


@router.post("/cases/{number}/segments", auth=CLERK, response=_CASE)
def segments(request: HttpRequest, number: str, body: SegmentIn) -> HttpResponse:
    """特别程序 / start or end a special procedure."""
    by, at = _reader(request), clock.now()
    if body.action == "start":
        actions.start_segment(number=number, kind=body.kind, days=body.days, reason=body.reason,
                              notified=body.notified, at=at, by=by)  # fmt: skip
    else:
        actions.end_segment(number=number, kind=body.kind, outcome=body.outcome, at=at, by=by)
    return _case(request, number)


@router.post("/cases/{number}/extension", auth=CLERK, response=_CASE)
def extension(request: HttpRequest, number: str, body: ExtensionIn) -> HttpResponse:
    """延期 / extend once, if the rule lets it stand."""
    actions.extend(number=number, days=body.days, reason=body.reason,
                   approved_by=body.approved_by, document=body.document, notified=body.notified,
                   at=clock.now(), by=_reader(request))  # fmt: skip
    return _case(request, number)


@router.post("/cases/{number}/issue", auth=CLERK, response=_CASE)
def issue(request: HttpRequest, number: str, body: IssueIn) -> HttpResponse:
    """出件 / issue the result against a signature or by mail."""
    endings.issue(number=number, by_way=body.way, signed_by=body.signed_by,
                          tracking=body.tracking, at=clock.now(), by=_reader(request))  # fmt: skip
    return _case(request, number)


@router.get("/cases/{number}", auth=CLERK, response=_CASE)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """办件详情 / the case with its clock, lights, timeline and reasons."""
    return _case(request, number)


@router.get("/cases/{number}/papers/{seq}.pdf", auth=CLERK, response={200: None, **_REFUSED})
def paper(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """文书 / a notice as PDF."""
    made = papers.of_case(number, seq, reader=_reader(request), at=clock.now())
    return HttpResponse(made, content_type="application/pdf")


@router.get("/public/cases/{number}", auth=None, response=_CASE)
def follow(request: HttpRequest, number: str, code: str = "") -> HttpResponse:
    """进度查询 / what the applicant may see; wrong codes are limited."""
    source = request.META.get("REMOTE_ADDR", "")
    view = actions.follow(number=number, code=code, source=source, at=clock.now())
    token = feedback.code_for_visitor(f"case:{view.number}")
    return answer({**public_json(view, language(request)), "rating_token": token})
