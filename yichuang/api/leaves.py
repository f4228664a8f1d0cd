"""Leave at the API, and what somebody owes: asked for, decided, accepted, reported back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router

from yichuang import clock
from yichuang.api.auth import Scope
from yichuang.api.bodies import Body, Key
from yichuang.api.errors import Problem, answer, language
from yichuang.api.shapes import moment
from yichuang.leave import actions, queries
from yichuang.leave.asking import asked_for
from yichuang.obligations import queries as obligations
from yichuang.organization.queries import Reader
from yichuang.phrases import Language
from yichuang.reception.once import once
from yichuang.rules.reasons import to_json

router = Router(tags=["staff"])
PERSON = Scope("clerk", "window")
"""Whoever acts as a person: the token names one."""
_REFUSED: dict[Any, Any] = {frozenset({401, 403, 404, 409, 422, 429}): Problem}
_LEAVE: dict[Any, Any] = {200: dict, **_REFUSED}


class LeaveIn(Body):
    """请假 / a leave. Times are the hall's: `2026-03-02T08:00`, or a half-day `2026-03-02am`."""

    type: str = Field(max_length=60, description="请假种类 / kind of leave, as the book names it")
    from_: str = Field(max_length=40, alias="from")
    to: str = Field(max_length=40)
    substitute: str | None = Field(
        None, max_length=40, description="顶岗人工号或姓名 / staff number or name of the deputy"
    )
    papers: list[str] = Field(
        default_factory=list,
        max_length=20,
        description="材料名称或证明出具者，如 county_hospital / papers as the book names them, or "
        "who signed the certificate",
    )
    reason: str = Field("", max_length=1000)
    emergency: bool = Field(
        default=False, description="不可抗力，已电话报告 / force majeure, reported by telephone"
    )


class DecisionIn(Body):
    approve: bool
    reason: str = Field("", max_length=1000)


class ReasonIn(Body):
    reason: str = Field("", max_length=1000)


class AmendIn(Body):
    """What was missing. What is left out stays as it was."""

    substitute: str | None = Field(None, max_length=40)
    papers: list[str] = Field(default_factory=list, max_length=20)


def _reader(request: HttpRequest) -> Reader:
    reader: Reader = request.auth  # type: ignore[attr-defined]
    return reader


@router.post("/leaves", auth=PERSON, response={200: dict, 201: dict, **_REFUSED})
def ask(request: HttpRequest, body: LeaveIn, key: Key = None) -> HttpResponse:
    """请假 / ask for leave; the chain and what is missing follow by the rule."""
    at, by = clock.now(), _reader(request)

    def make() -> dict[str, Any]:
        asked = asked_for(
            type_=body.type, from_=body.from_, to=body.to, substitute=body.substitute or "",
            papers=body.papers, reason=body.reason, emergency=body.emergency, at=at, by=by,
        )  # fmt: skip
        return _json(actions.ask(asked, at=at, by=by), request)

    made = once(make, source=by.name, what="leave", key=key, asked=body.model_dump(), at=at)
    return answer(made.data, 201 if made.is_new else 200)


@router.get("/leaves/{number}", auth=PERSON, response=_LEAVE)
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """请假详情 / one leave, for whom it concerns."""
    return answer(_json(number, request))


@router.post("/leaves/{number}/amend", auth=PERSON, response=_LEAVE)
def amend(request: HttpRequest, number: str, body: AmendIn) -> HttpResponse:
    """补齐 / add what was missing; what is complete goes to its approvers."""
    actions.amend_named(number, substitute=body.substitute, papers=body.papers,
                        at=clock.now(), by=_reader(request))  # fmt: skip
    return answer(_json(number, request))


@router.post("/leaves/{number}/decide", auth=PERSON, response=_LEAVE)
def decide(request: HttpRequest, number: str, body: DecisionIn) -> HttpResponse:
    """审批 / decide as the holder of the step, or whoever stands in for them."""
    actions.decide(number, approve=body.approve, reason=body.reason, at=clock.now(),
                   by=_reader(request))  # fmt: skip
    return answer(_json(number, request))


@router.post("/leaves/{number}/accept", auth=PERSON, response=_LEAVE)
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """同意顶岗 / agree to stand in."""
    actions.accept(number, at=clock.now(), by=_reader(request))
    return answer(_json(number, request))


@router.post("/leaves/{number}/decline", auth=PERSON, response=_LEAVE)
def decline(request: HttpRequest, number: str, body: ReasonIn) -> HttpResponse:
    """不能顶岗 / not stand in, or not any more; the leave goes back to the applicant."""
    actions.decline(number, reason=body.reason, at=clock.now(), by=_reader(request))
    return answer(_json(number, request))


@router.post("/leaves/{number}/cancel", auth=PERSON, response=_LEAVE)
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """撤销 / take it back before it begins."""
    actions.cancel(number, at=clock.now(), by=_reader(request))
    return answer(_json(number, request))


@router.post("/leaves/{number}/report-back", auth=PERSON, response=_LEAVE)
def report_back(request: HttpRequest, number: str) -> HttpResponse:
    """销假 / report back; the post is one's own again."""
    actions.report_back(number, at=clock.now(), by=_reader(request))
    return answer(_json(number, request))


@router.get("/obligations", auth=PERSON, response={200: list[dict[str, Any]], **_REFUSED})
def owed(request: HttpRequest) -> HttpResponse:
    """待办 / what I owe, the nearest due first; `for`: whom I act for."""
    at = clock.now()
    return answer(
        [_due_json(one, language(request)) for one in obligations.todo(_reader(request), at)]
    )


def _due_json(due: obligations.Due, said: Language) -> dict[str, Any]:
    return {
        "id": due.id,
        "subject": due.subject,
        "about": due.about.say(said),
        "kind": due.kind,
        "what": due.what.say(said),
        "since": moment(due.since),
        "warn_at": moment(due.warn_at),
        "due_at": moment(due.due_at),
        "light": due.light,
        "because": due.because,
        "for": due.acting_for or None,
    }


def _json(number: str, request: HttpRequest) -> dict[str, Any]:
    said = language(request)
    view = queries.leave(number, reader=_reader(request), at=clock.now())
    ruling = view.ruling
    return {
        "id": view.number,
        "type": view.asked.type,
        "from": view.asked.from_.isoformat(timespec="minutes"),
        "to": view.asked.to.isoformat(timespec="minutes"),
        "days": ruling.days,
        "hours": ruling.hours,
        "form": ruling.form,
        "chain": list(ruling.chain),
        "steps": [
            {"role": one.role, "name": one.words.say(said), "holder": one.name, "state": one.state}
            for one in view.steps
        ],
        "missing": list(view.missing),
        "state": view.state,
        "substitute": view.substitute or None,
        "accepted": view.has_accepted,
        "overdue_half_days": view.overdue_half_days,
        "provisional": view.provisional,
        "because": [
            {key: one[key] for key in ("article", "fact", "ruling")}
            for one in to_json(ruling.because, said)
        ],
    }
