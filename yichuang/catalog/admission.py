"""The course of an admission (项目进退流程, R06): unit → directors' meeting → government."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from yichuang.catalog.face import MANAGE_CATALOG
from yichuang.catalog.models import Admission
from yichuang.catalog.refusals import OutOfOrder, SamePerson
from yichuang.courses.course import Course, Happened
from yichuang.courses.store import Stored
from yichuang.courses.table import ANYBODY, Row, Table, Who
from yichuang.errors import HallError
from yichuang.obligations.states import About
from yichuang.organization.queries import SYSTEM, Reader, main_site
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase


class State(StrEnum):
    NEW = "new"
    APPLIED = "applied"
    AGREED = "agreed"
    APPROVED = "approved"
    REFUSED = "refused"


class Kind(StrEnum):
    """What can happen to an application. The journal calls it ``item.admission_<kind>``."""

    APPLIED = "applied"
    DECIDED = "decided"
    REJECTED = "rejected"
    APPROVED = "approved"
    DENIED = "denied"


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("新收", "New"),
    State.APPLIED: Phrase("已申请，待主任会议研究", "Applied, before the directors' meeting"),
    State.AGREED: Phrase("会议同意，待政府批准", "Agreed, before the government"),
    State.APPROVED: Phrase("已批准", "Approved"),
    State.REFUSED: Phrase("未获同意", "Refused"),
})  # fmt: skip

KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.APPLIED: Phrase("申请事项进退", "Admission applied for"),
    Kind.DECIDED: Phrase("事项进退议定", "Admission decided"),
    Kind.REJECTED: Phrase("会议不同意事项进退", "Admission rejected by the meeting"),
    Kind.APPROVED: Phrase("事项进退批准", "Admission approved"),
    Kind.DENIED: Phrase("政府未批准事项进退", "Admission denied by the government"),
})  # fmt: skip


def applies_for_it(dossier: AdmissionDossier, by: Reader) -> HallError | None:
    """A window unit applies through its chief representative; the office may do it for them."""
    its_own = by.department_id == dossier.department_id and Role.CHIEF_REPRESENTATIVE in by.roles
    if by is SYSTEM or its_own or by.may(MANAGE_CATALOG):
        return None
    return by.refusal(MANAGE_CATALOG)


def another_person(dossier: AdmissionDossier, by: Reader) -> HallError | None:
    """Whoever applied doesn't enter the meeting's decision."""
    return SamePerson() if dossier.course.happened[0].actor == by.name else None


_S, _K = State, Kind
_NO: tuple[()] = ()
_OFFICE = Who(MANAGE_CATALOG)

_ROWS: tuple[Row[AdmissionDossier], ...] = (
    # state      what happens  who may   provided           and typed  leads to
    (_S.NEW,     _K.APPLIED,   ANYBODY,  (applies_for_it,), _NO,       _S.APPLIED),
    (_S.APPLIED, _K.DECIDED,   _OFFICE,  (another_person,), _NO,       _S.AGREED),
    (_S.APPLIED, _K.REJECTED,  _OFFICE,  (another_person,), _NO,       _S.REFUSED),
    (_S.AGREED,  _K.APPROVED,  _OFFICE,  _NO,               _NO,       _S.APPROVED),
    (_S.AGREED,  _K.DENIED,    _OFFICE,  _NO,               _NO,       _S.REFUSED),
)  # fmt: skip

ADMISSION: Table[AdmissionDossier] = Table(
    name="admission", states=STATES, kinds=KINDS, rows=_ROWS,
    over=frozenset({_S.APPROVED, _S.REFUSED}), recorded_as="item.admission_{kind}",
    out_of_order=OutOfOrder,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AdmissionCourse(Course):
    """How far an application got."""

    table: ClassVar[Table[AdmissionDossier]] = ADMISSION
    state: State = State.NEW

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)


class AdmissionDossier(Stored[AdmissionCourse]):
    """An application, how far it got, and the item and draft that it is about."""

    kind_of_course = AdmissionCourse
    application: Admission

    @property
    def about(self) -> About:
        number = self.standing.number
        name = Phrase(f"事项进退 {number}", f"admission {number}")
        return About(self.subject, main_site().pk, name)

    def fold(self, at: datetime) -> None:
        row, course = self.application, self.course
        row.stage = str(course.state)
        facts = {fact.kind: fact for fact in course.happened}
        met = facts.get(_K.DECIDED) or facts.get(_K.REJECTED)
        if met:
            row.decided_at, row.decided_by = met.at, met.actor
            row.minutes = str(met.data["minutes"])
        answered = facts.get(_K.APPROVED) or facts.get(_K.DENIED)
        if answered:
            row.approved_at, row.approved_by = answered.at, answered.actor
            row.document = str(answered.data["document"])
            row.effective_at = _instant(answered)
        row.save()
        super().fold(at)


def _instant(fact: Happened) -> datetime:
    return datetime.fromisoformat(str(fact.data["effective_at"]))
