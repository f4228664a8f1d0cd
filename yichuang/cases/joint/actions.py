"""Asking the departments of a joint case, stage by stage, and taking in what they say (R20)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from yichuang.cases.joint.course import OpinionDossier
from yichuang.cases.joint.states import Kind, State
from yichuang.cases.refusals import OpinionNeeded
from yichuang.courses.store import begin, beginning_with, hold
from yichuang.courses.writing import happen
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.times import local
from yichuang.text import passage

if TYPE_CHECKING:
    from yichuang.cases.dossier import CaseDossier


def ask(dossier: CaseDossier, at: datetime) -> None:
    """Plan every department's part at acceptance, and ask those of the first stage.

    Called in the transaction that accepts the case; nothing where it isn't joint.
    """
    case = dossier.case
    for index, (department_id, part) in enumerate(dossier.item.parts, start=1):
        number = f"{case.number}-{index}"
        one = begin(
            OpinionDossier, number, subject=f"opinion:{number}", at=at, site_id=case.site_id,
            department_id=department_id, adoption_id=case.adoption_id,
        )  # fmt: skip
        happen(one, Kind.PLANNED, part.as_data(), at=at, by=SYSTEM)
    _go_on(case.number, at)


def drop(dossier: CaseDossier, at: datetime) -> None:
    """No opinion is needed any more: the case was withdrawn, or silence decided it."""
    if not dossier.item.parts:
        return
    for one in beginning_with(OpinionDossier, f"{dossier.case.number}-"):
        if not one.course.is_over:
            happen(one, Kind.DROPPED, {}, at=at, by=SYSTEM)


def give(*, number: str, consents: bool, opinion: str, at: datetime, by: Reader) -> None:
    """Give one's department's opinion (出具意见); late ones are recorded as late.

    Raises OpinionNeeded, OutsideScope, OutOfOrder, NotAllowed.
    """
    _say(number, Kind.GIVEN, consents, opinion, at, by)


def stand_in(*, number: str, consents: bool, opinion: str, at: datetime, by: Reader) -> None:
    """Give a late department's opinion for it (代为出具意见), by the lead department.

    Only where the item lets it. Raises StandsForNobody, NotLateYet, OpinionNeeded, OutOfOrder.
    """
    _say(number, Kind.STOOD_IN, consents, opinion, at, by)


def fall_silent(*, number: str, at: datetime) -> bool:
    """Take a department's silence as its consent (视为同意) once it is late; whether it was."""
    with transaction.atomic():
        dossier = _held(number, SYSTEM)
        part = dossier.course.part
        silent = dossier.course.state == State.ASKED and part is not None and part.silence
        if not silent or not dossier.is_late(at):
            return False
        assert part is not None
        data = {"consents": True, "opinion": "", "late": True, "basis": part.silence}
        happen(dossier, Kind.SILENT, data, at=at, by=SYSTEM, told={"basis": part.silence})
        _go_on(dossier.case_number, at)
    return True


def _say(
    number: str, kind: Kind, consents: bool, opinion: str, at: datetime, by: Reader
) -> None:  # fmt: skip
    opinion = passage(opinion)
    if not consents and not opinion:
        raise OpinionNeeded(field="opinion")
    with transaction.atomic():
        dossier = _held(number, by)
        late = dossier.is_late(at)
        data = {"consents": consents, "opinion": opinion, "late": late}
        happen(dossier, kind, data, at=at, by=by, told={"consents": consents, "late": late})
        _go_on(dossier.case_number, at)


def _held(number: str, by: Reader) -> OpinionDossier:
    """The opinion under the lock of its case's first one, so that stages end one at a time."""
    case = number.rpartition("-")[0]
    hold(OpinionDossier, f"{case}-1", by)
    return hold(OpinionDossier, number, by)


def _go_on(case: str, at: datetime) -> None:
    """Ask the departments of the next stage once those before have all spoken."""
    all_ = beginning_with(OpinionDossier, f"{case}-")
    open_ = [one for one in all_ if not one.course.is_over]
    stage = min((one.course.part.stage for one in open_ if one.course.part), default=0)
    for one in open_:
        part = one.course.part
        if part is not None and part.stage == stage and one.course.state == State.WAITING:
            happen(one, Kind.ASKED, {"on": local(at).date().isoformat()}, at=at, by=SYSTEM)
