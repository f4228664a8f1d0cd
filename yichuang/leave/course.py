"""The course of a leave (请假流程): the table, what each state owes, and the fold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar, NamedTuple

from yichuang.courses.course import Course, Happened
from yichuang.courses.store import Stored
from yichuang.courses.table import ANYBODY, SYSTEM_ALONE, Act, Row, Table, Who
from yichuang.errors import HallError
from yichuang.leave.asking import Asked, as_asked
from yichuang.leave.models import Leave
from yichuang.leave.permissions import MANAGE_LEAVE
from yichuang.leave.refusals import (
    NotTheApplicant,
    NotTheHolder,
    NotTheSubstitute,
    ReasonNeeded,
)
from yichuang.leave.states import KINDS, STATES, Kind, State
from yichuang.obligations.queries import acts_for, stands_in
from yichuang.obligations.states import About, Debtor, Limit, Owed
from yichuang.organization.queries import Reader
from yichuang.organization.times import instant
from yichuang.phrases import Phrase
from yichuang.rules.parts.approver import role_words


class Chain(NamedTuple):
    """One step of approval: the office of the book, and who holds it for this leave."""

    role: str
    person_id: int
    name: str


@dataclass(frozen=True, slots=True)
class LeaveCourse(Course):
    """How far a leave got: what is asked for, who approves, who did, who stands in."""

    table: ClassVar[Table[LeaveDossier]]
    state: State = State.NEW
    applicant_id: int = 0
    kept: Mapping[str, object] = field(default_factory=dict)
    substitute_id: int | None = None
    has_accepted: bool = False
    steps: tuple[Chain, ...] = ()
    approved: int = 0
    """How many of the steps have approved, in their order."""
    days: float = 0
    counts_as: str = ""
    returned_at: datetime | None = None
    is_uncovered: bool = False
    """It began, somebody is needed at the post, and nobody could take over."""

    @property
    def asked(self) -> Asked:
        return as_asked(self.kept)

    @property
    def concerned_id(self) -> int | None:
        return self.applicant_id or None

    @property
    def next_step(self) -> Chain | None:
        """The step that decides now; None where all have approved."""
        return self.steps[self.approved] if self.approved < len(self.steps) else None

    @property
    def is_agreed(self) -> bool:
        """Every step has approved, and whoever stands in has accepted."""
        settled = self.substitute_id is None or self.has_accepted
        return bool(self.steps) and self.next_step is None and settled

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    def taken_in(self, fact: Happened) -> LeaveCourse:
        data = fact.data
        if fact.kind in (Kind.ASKED, Kind.AMENDED):
            substitute = data["substitute_id"]
            return replace(
                self, kept=data, applicant_id=self.applicant_id or int(str(data["person_id"])),
                substitute_id=int(str(substitute)) if substitute else None, has_accepted=False,
                days=float(str(data["days"])), counts_as=str(data["counts_as"]),
            )  # fmt: skip
        if fact.kind == Kind.COMPLETED:
            steps = data["steps"]
            assert isinstance(steps, list)
            made = tuple(Chain(one["role"], one["person_id"], one["name"]) for one in steps)
            return replace(self, steps=made, approved=0, has_accepted=False)
        if fact.kind == Kind.ACCEPTED:
            return replace(self, has_accepted=True)
        if fact.kind == Kind.APPROVED:
            return replace(self, approved=self.approved + 1)
        if fact.kind in (Kind.BEGUN, Kind.COVERED):
            return replace(self, is_uncovered=bool(data["uncovered"]))
        if fact.kind == Kind.RETURNED:
            return replace(self, returned_at=fact.at)
        return self


class LeaveDossier(Stored[LeaveCourse]):
    """A leave and the book it goes by."""

    kind_of_course = LeaveCourse

    @property
    def about(self) -> About:
        number = self.standing.number
        assert self.standing.site_id is not None
        return About(
            self.subject, self.standing.site_id, Phrase(f"请假 {number}", f"leave {number}")
        )

    def fold(self, at: datetime) -> None:
        super().fold(at)
        course, asked = self.course, self.course.asked
        values = {
            "site_id": self.standing.site_id, "person_id": course.applicant_id,
            "substitute_id": course.substitute_id, "kind": asked.type,
            "from_at": instant(asked.from_), "to_at": instant(asked.to), "days": course.days,
            "counts_as": course.counts_as, "state": course.state,
            "returned_at": course.returned_at,
        }  # fmt: skip
        Leave.objects.update_or_create(number=self.standing.number, defaults=values)


def _applicant(dossier: LeaveDossier, by: Reader) -> HallError | None:
    new = not dossier.course.applicant_id
    mine = by.person_id is not None and (new or by.person_id == dossier.course.applicant_id)
    return None if mine else NotTheApplicant()


def _substitute(dossier: LeaveDossier, by: Reader) -> HallError | None:
    mine = by.person_id is not None and by.person_id == dossier.course.substitute_id
    return None if mine else NotTheSubstitute()


def _unanswered(dossier: LeaveDossier, by: Reader) -> HallError | None:
    course = dossier.course
    if not course.has_accepted:
        return None
    return course.table.not_now(course.number, course.state, Kind.ACCEPTED)


def _holder(dossier: LeaveDossier, by: Reader) -> HallError | None:
    """Whoever holds the step, or stands in for them; nobody decides on their own leave."""
    step = dossier.course.next_step
    if step is None:
        return dossier.course.table.not_now(
            dossier.course.number, dossier.course.state, Kind.APPROVED
        )
    own = by.person_id is None or by.person_id == dossier.course.applicant_id
    if not own and (by.person_id == step.person_id or _acts(dossier, step, by)):
        return None
    return NotTheHolder(role=role_words(step.role))


def _acts(dossier: LeaveDossier, step: Chain, by: Reader) -> bool:
    return step.person_id in acts_for(by.person_id) or stands_in(dossier.subject, by.person_id)


def _reason(dossier: LeaveDossier, act: Act) -> HallError | None:
    return None if act.data.get("reason") else ReasonNeeded(field="reason")


_S, _K = State, Kind
_NO: tuple[()] = ()
_ANY, _SYSTEM, _OFFICE = ANYBODY, SYSTEM_ALONE, Who(MANAGE_LEAVE)
_MINE, _BOSS, _DEPUTY = (_applicant,), (_holder,), (_substitute,)
_ROWS: tuple[Row[LeaveDossier], ...] = (
    # state          what happens   who may  provided                    and typed   leads to
    (_S.NEW,         _K.ASKED,      _ANY,    _MINE,                      _NO,        _S.INCOMPLETE),
    (_S.INCOMPLETE,  _K.AMENDED,    _ANY,    _MINE,                      _NO,        _S.INCOMPLETE),
    (_S.INCOMPLETE,  _K.COMPLETED,  _ANY,    _MINE,                      _NO,        _S.PENDING),
    (_S.INCOMPLETE,  _K.CANCELLED,  _ANY,    _MINE,                      _NO,        _S.CANCELLED),
    (_S.PENDING,     _K.ACCEPTED,   _ANY,    (_substitute, _unanswered), _NO,        _S.PENDING),
    (_S.PENDING,     _K.DECLINED,   _ANY,    _DEPUTY,                    (_reason,), _S.INCOMPLETE),
    (_S.PENDING,     _K.APPROVED,   _ANY,    _BOSS,                      _NO,        _S.PENDING),
    (_S.PENDING,     _K.REFUSED,    _ANY,    _BOSS,                      (_reason,), _S.REFUSED),
    (_S.PENDING,     _K.GRANTED,    _SYSTEM, _NO,                        _NO,        _S.GRANTED),
    (_S.PENDING,     _K.CANCELLED,  _ANY,    _MINE,                      _NO,        _S.CANCELLED),
    (_S.GRANTED,     _K.DECLINED,   _ANY,    _DEPUTY,                    (_reason,), _S.INCOMPLETE),
    (_S.GRANTED,     _K.CANCELLED,  _ANY,    _MINE,                      _NO,        _S.CANCELLED),
    (_S.GRANTED,     _K.BEGUN,      _SYSTEM, _NO,                        _NO,        _S.AWAY),
    (_S.AWAY,        _K.COVERED,    _OFFICE, _NO,                        _NO,        _S.AWAY),
    (_S.AWAY,        _K.RETURNED,   _ANY,    _MINE,                      _NO,        _S.RETURNED),
)  # fmt: skip


def _to_complete(dossier: LeaveDossier) -> tuple[Owed, ...]:
    course = dossier.course
    limit = _by(dossier, instant(course.asked.from_))
    return (Owed("leave.complete", Debtor(person_id=course.applicant_id), limit),)


def _to_decide(dossier: LeaveDossier) -> tuple[Owed, ...]:
    """What the deputy and the holder of the next step owe, before the leave begins."""
    course = dossier.course
    limit = _by(dossier, instant(course.asked.from_))
    owed = []
    if course.substitute_id is not None and not course.has_accepted:
        owed.append(Owed("leave.accept", Debtor(person_id=course.substitute_id), limit))
    if course.next_step is not None:
        owed.append(Owed("leave.decide", Debtor(person_id=course.next_step.person_id), limit))
    return tuple(owed)


def _to_begin(dossier: LeaveDossier) -> tuple[Owed, ...]:
    """Their work is handed over before they go; the leave begins by itself."""
    from_at = instant(dossier.course.asked.from_)
    by = Debtor(person_id=dossier.course.applicant_id)
    return (Owed("leave.hand_over", by, Limit(None, from_at, from_at)),)


def _to_report(dossier: LeaveDossier) -> tuple[Owed, ...]:
    """Reporting back; and somebody at the post, where nobody could take over."""
    course = dossier.course
    mine = Debtor(person_id=course.applicant_id)
    owed = [Owed("leave.report_back", mine, Limit(None, instant(course.asked.to)))]
    if course.is_uncovered:
        owed.append(Owed("leave.cover", Debtor(MANAGE_LEAVE)))
    return tuple(owed)


def _by(dossier: LeaveDossier, due: datetime) -> Limit:
    """By the beginning or the end of the leave itself; no limit where that has passed already."""
    last = dossier.course.happened[-1].at
    return Limit(None, due) if due > last else Limit()


LEAVE: Table[LeaveDossier] = Table(
    name="leave", states=STATES, kinds=KINDS, rows=_ROWS,
    over=frozenset({_S.RETURNED, _S.REFUSED, _S.CANCELLED}),
    owed=MappingProxyType({
        _S.INCOMPLETE: _to_complete, _S.PENDING: _to_decide, _S.GRANTED: _to_begin,
        _S.AWAY: _to_report,
    }),
)  # fmt: skip
LeaveCourse.table = LEAVE
