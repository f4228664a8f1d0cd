"""Objecting, appealing, ruling (异议、申诉、裁定). Each is one transaction with its entry."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.contests.contest import ContestDossier
from yichuang.contests.outcomes import follow, outcome_of
from yichuang.contests.states import STATES, Kind
from yichuang.courses.course import Happened
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
        _step(dossier, Kind.FILED, {"reason": reason}, at, by)


def appeal(*, of: str, reason: str, at: datetime, by: Reader) -> None:
    """Appeal against the ruling (申诉). Raises as `file`."""
    with transaction.atomic():
        _step(hold(ContestDossier, of, by), Kind.APPEALED, {"reason": reason}, at, by)


def withdraw(*, of: str, at: datetime, by: Reader) -> None:
    """Take the objection back (撤回异议). Raises NotConcerned, NotNow."""
    with transaction.atomic():
        _step(hold(ContestDossier, of, by), Kind.WITHDRAWN, {}, at, by)


def rule(*, of: str, upheld: bool, reason: str, at: datetime, by: Reader) -> None:
    """Rule on an objection or an appeal (裁定), by another person than who found or ruled.

    Upheld, the outcome is set aside: nothing follows from it any more. Whom it concerns is
    told. Raises NotAllowed, SamePerson, ReasonNeeded, NotNow.
    """
    with transaction.atomic():
        dossier = hold(ContestDossier, of, by)
        kind = Kind.UPHELD if upheld else Kind.DISMISSED
        fact = _step(dossier, kind, {"reason": reason}, at, by)
        about, state = dossier.outcome.about, STATES[dossier.course.state]
        said = filled(
            _RULED_TEXT, {"about": about.zh, "state": state.zh, "reason": fact.data["reason"]},
            {"about": about.en, "state": state.en, "reason": fact.data["reason"]},
        )  # fmt: skip
        to = dossier.course.filed_by
        assert to is not None, "what is ruled on was filed by somebody"
        tell_person(
            About(
                site_id=dossier.outcome.site_id, site_code=dossier.site_code,
                subject=dossier.subject, event=f"{dossier.subject}/{fact.seq}",
                kind=f"contest.{kind}", at=at,
            ),
            Told(_RULED, said), person_id=to, actor=by.name,
        )  # fmt: skip


def _step(
    dossier: ContestDossier, kind: Kind, data: dict[str, object], at: datetime, by: Reader
) -> Happened:
    """One step, and what becomes of the outcome by it."""
    fact = happen(dossier, kind, data, at=at, by=by)
    follow(dossier.course.number, dossier.course.state, at)
    return fact
