"""Review, verification, decision (审查、核准、决定): one reviews, another verifies (R21)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from django.db import transaction

from yichuang.cases.actions.writing import happen, hold
from yichuang.cases.states import Kind
from yichuang.cases.telling import applicant_is_told, reviewer_is_told
from yichuang.errors import HallError
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase
from yichuang.text import passage


class ReasonsNeeded(HallError):
    code: ClassVar[str] = "cases.reasons_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "退回或不予许可须写明理由。", "Returning or denying needs its reasons in writing."
    )


def review(
    *, number: str, opinion: str, proposes: Literal["approve", "deny"] = "approve",
    at: datetime, by: Reader,
) -> None:  # fmt: skip
    """Review a case (审查) and propose a decision; one of the item's department (R21, R22).

    Raises OutOfOrder, NotAllowed, OutsideScope, ReasonsNeeded.
    """
    if proposes == "deny" and not passage(opinion):
        raise ReasonsNeeded(field="opinion")
    with transaction.atomic():
        dossier = hold(number, by)
        happen(dossier, Kind.REVIEWED, {"opinion": opinion, "proposes": proposes}, at=at, by=by,
               told={"proposes": proposes})  # fmt: skip


def verify(*, number: str, opinion: str, at: datetime, by: Reader) -> None:
    """Verify the review (核准); never the reviewer (R21, S0 一.9).

    Raises SamePerson, OutOfOrder, NotAllowed, OutsideScope.
    """
    with transaction.atomic():
        dossier = hold(number, by)
        happen(dossier, Kind.VERIFIED, {"opinion": opinion}, at=at, by=by)


def return_to_reviewer(*, number: str, opinion: str, at: datetime, by: Reader) -> None:
    """Send a case back for another review (退回重新审查), with reasons."""
    if not passage(opinion):
        raise ReasonsNeeded(field="opinion")
    with transaction.atomic():
        dossier = hold(number, by)
        review = dossier.course.standing_review
        fact = happen(dossier, Kind.RETURNED, {"opinion": opinion}, at=at, by=by)
        if review is not None and review.person_id is not None:
            reviewer_is_told(dossier, fact, person_id=review.person_id)


def decide(
    *, number: str, decision: Literal["approve", "deny"], reasons: str = "", result: str = "",
    at: datetime, by: Reader,
) -> None:  # fmt: skip
    """Decide a case (作出决定), once and for good.

    `result`: what is granted, as the result document says it. A denial states its reasons
    and how it can be challenged (行政许可法 38). Raises OutOfOrder, SegmentRunning,
    ReasonsNeeded, NotAllowed, OutsideScope.
    """
    if decision == "deny" and not passage(reasons):
        raise ReasonsNeeded(field="reasons")
    with transaction.atomic():
        dossier = hold(number, by)
        data = {"decision": decision, "reasons": reasons, "result": result, "tacit": False}
        fact = happen(dossier, Kind.DECIDED, data, at=at, by=by,
                      told={"decision": decision})  # fmt: skip
        applicant_is_told(dossier, fact)
