"""Objecting, appealing, ruling (异议、申诉、裁定). Each is one transaction with its entry."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.contests.contest import ContestDossier
from yichuang.contests.outcomes import outcome_of
from yichuang.contests.states import STATES, Kind
from yichuang.courses.store import begin, hold
from yichuang.courses.writing import happen
from yichuang.errors import NotFound
from yichuang.messages.actions import About, tell_person
from yichuang.messages.words import Told, filled
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase

_RULED = Phrase("异议已裁定", "Your objection was ruled on")
_RULED_TEXT = Phrase(
    "对“{about}”的异议：{state}。理由：{reason}",
    "Your objection to “{about}”: {state}. Reasons: {reason}",
)


def file(*, of: str, reason: str, at: datetime, by: Reader) -> None:
    """Object to an outcome (提出异议), e.g. ``breach-123``. One outcome is contested once.

    Raises NotFound, NotConcerned, ReasonNeeded, TooLate with the date, NotNow.
    """
    outcome = outcome_of(of)
    if outcome is None or outcome.site_id != by.site_id:
        raise NotFound(what=of, field="number")
    with transaction.atomic():
        try:
            dossier = hold(ContestDossier, of, by)
        except NotFound:
            dossier = begin(
                ContestDossier, of, subject=f"contest:{of}", at=at, site_id=outcome.site_id,
                department_id=outcome.department_id, adoption_id=outcome.adoption_id,
            )  # fmt: skip
        happen(dossier, Kind.FILED, {"reason": reason}, at=at, by=by)


def appeal(*, of: str, reason: str, at: datetime, by: Reader) -> None:
    """Appeal against the ruling (申诉). Raises as `file`."""
    with transaction.atomic():
        happen(hold(ContestDossier, of, by), Kind.APPEALED, {"reason": reason}, at=at, by=by)


def withdraw(*, of: str, at: datetime, by: Reader) -> None:
    """Take the objection back (撤回异议). Raises NotConcerned, NotNow."""
    with transaction.atomic():
        happen(hold(ContestDossier, of, by), Kind.WITHDRAWN, {}, at=at, by=by)


def rule(*, of: str, upheld: bool, reason: str, at: datetime, by: Reader) -> None:
    """Rule on an objection or an appeal (裁定), by another person than who found or ruled.

    Upheld, the outcome is set aside: nothing follows from it any more. Whom it concerns is
    told. Raises NotAllowed, SamePerson, ReasonNeeded, NotNow.
    """
    with transaction.atomic():
        dossier = hold(ContestDossier, of, by)
        kind = Kind.UPHELD if upheld else Kind.DISMISSED
        fact = happen(dossier, kind, {"reason": reason}, at=at, by=by)
        about, state = dossier.outcome.about, STATES[dossier.course.state]
        said = filled(
            _RULED_TEXT, {"about": about.zh, "state": state.zh, "reason": fact.data["reason"]},
            {"about": about.en, "state": state.en, "reason": fact.data["reason"]},
        )  # fmt: skip
        tell_person(
            About(
                site_id=dossier.outcome.site_id, site_code=dossier.site_code,
                subject=dossier.subject, event=f"{dossier.subject}/{fact.seq}",
                kind=f"contest.{kind}", at=at,
            ),
            Told(_RULED, said), person_id=dossier.outcome.person_id, actor=by.name,
        )  # fmt: skip
