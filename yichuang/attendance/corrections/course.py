"""The course of a correction (补签流程): asked for → approved by somebody else → it counts.

A slip is somebody's own: the punch was forgotten, or the terminal didn't take it. A sheet is
the paper on which people signed while a terminal was out: who keeps it writes it in, a second
person compares it and approves. Nobody approves what they wrote or what is their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, cast

from yichuang.attendance.corrections.refusals import SamePerson, WordsNeeded
from yichuang.courses.course import Course, Happened
from yichuang.courses.store import Stored
from yichuang.courses.table import ANYBODY, Act, Row, Table, Who
from yichuang.errors import HallError
from yichuang.faces import Permission
from yichuang.obligations.states import About, Debtor, Owed
from yichuang.organization.queries import Reader
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

DECIDE = Permission(
    "attendance.correct",
    Phrase("审批补签", "decide on corrections of attendance"),
    Role.OFFICE, Role.SUPERVISION, Role.DIRECTOR,
)  # fmt: skip
LONGEST = 500


class State(StrEnum):
    NEW = "new"
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Kind(StrEnum):
    """What can happen to a correction. The journal calls it ``correction.<kind>``."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("新建", "New"),
    State.ASKED: Phrase("待审批", "To be decided"),
    State.APPROVED: Phrase("已准予补签", "Approved"),
    State.REFUSED: Phrase("未准予", "Refused"),
    State.WITHDRAWN: Phrase("已撤回", "Withdrawn"),
})  # fmt: skip
KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.ASKED: Phrase("申请补签", "Correction asked for"),
    Kind.APPROVED: Phrase("准予补签", "Correction approved"),
    Kind.REFUSED: Phrase("不准补签", "Correction refused"),
    Kind.WITHDRAWN: Phrase("撤回补签申请", "Correction withdrawn"),
})  # fmt: skip


def another(dossier: CorrectionDossier, by: Reader) -> HallError | None:
    """Neither who asked nor whose punch it is."""
    course = dossier.course
    return SamePerson() if by.person_id in {course.asker_id, *course.people} else None


def own(dossier: CorrectionDossier, by: Reader) -> HallError | None:
    return None if by.person_id == dossier.course.asker_id else SamePerson()


def reasoned(dossier: CorrectionDossier, act: Act) -> HallError | None:
    reason = str(act.data["reason"])
    return None if 0 < len(reason) <= LONGEST else WordsNeeded(most=LONGEST, field="reason")


_S, _K = State, Kind
_NO: tuple[()] = ()
_DECIDES = Who(DECIDE)

_ROWS: tuple[Row[CorrectionDossier], ...] = (
    # state     what happens   who may    provided     and typed     leads to
    (_S.NEW,    _K.ASKED,      ANYBODY,   _NO,         (reasoned,),  _S.ASKED),
    (_S.ASKED,  _K.APPROVED,   _DECIDES,  (another,),  _NO,          _S.APPROVED),
    (_S.ASKED,  _K.REFUSED,    _DECIDES,  (another,),  (reasoned,),  _S.REFUSED),
    (_S.ASKED,  _K.WITHDRAWN,  ANYBODY,   (own,),      _NO,          _S.WITHDRAWN),
)  # fmt: skip


def _to_decide(dossier: CorrectionDossier) -> list[Owed]:
    return [Owed("correction.decide", Debtor(permission=DECIDE))]


CORRECTION: Table[CorrectionDossier] = Table(
    name="correction", states=STATES, kinds=KINDS, rows=_ROWS,
    over=frozenset({_S.APPROVED, _S.REFUSED, _S.WITHDRAWN}), owed={_S.ASKED: _to_decide},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """One punch that is asked for: whose, and when it was on the hall's wall."""

    person_id: int
    staff_no: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Correction(Course):
    """How far a correction got."""

    table: ClassVar[Table[CorrectionDossier]] = CORRECTION
    state: State = State.NEW

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    @property
    def asked(self) -> Happened | None:
        return self.happened[0] if self.happened else None

    @property
    def asker_id(self) -> int | None:
        return self.asked.person_id if self.asked else None

    @property
    def shown_by(self) -> str:
        """What shows the punches: ``slip`` or ``sheet``."""
        return str(self.asked.data["shown_by"]) if self.asked else ""

    @property
    def reason(self) -> str:
        return str(self.asked.data["reason"]) if self.asked else ""

    @property
    def rows(self) -> tuple[Asked, ...]:
        """The punches that are asked for."""
        if self.asked is None:
            return ()
        found = cast("list[dict[str, Any]]", self.asked.data["rows"])
        return tuple(
            Asked(one["person"], one["staff_no"], one["name"], datetime.fromisoformat(one["at"]))
            for one in found
        )

    @property
    def people(self) -> frozenset[int]:
        return frozenset(one.person_id for one in self.rows)


class CorrectionDossier(Stored[Correction]):
    """A correction and the book it goes by."""

    kind_of_course = Correction

    @property
    def about(self) -> About:
        number = self.standing.number
        assert self.standing.site_id is not None
        return About(
            self.subject, self.standing.site_id, Phrase(f"补签 {number}", f"correction {number}")
        )
