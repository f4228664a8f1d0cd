"""Folding a case's facts into where it stands (办件经过)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Literal, cast

from yichuang.cases.flow import CASE
from yichuang.cases.states import Kind, State
from yichuang.courses import course as courses
from yichuang.courses.course import Happened
from yichuang.courses.table import Table

if TYPE_CHECKING:
    from yichuang.cases.dossier import CaseDossier
    from yichuang.cases.models import Fact

Status = Literal["ok", "missing", "defective", "correctable"]


@dataclass(frozen=True, slots=True)
class Submission:
    """Materials handed in (提交材料): how each was found, and what is wrong with it."""

    at: datetime
    materials: Mapping[str, Status]
    why: Mapping[str, str]
    seq: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction notice (补正通知): everything to correct, told once."""

    at: datetime
    items: tuple[str, ...]
    person_id: int | None
    seq: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A special procedure (特别程序); `to` None: still running."""

    kind: str
    from_: date
    to: date | None
    notified_on: date | None
    days: int | None
    reason: str
    seq: int


@dataclass(frozen=True, slots=True)
class Extension:
    """The extension (延期)."""

    days: int
    reason: str
    approved_by: str
    on: date
    notified_on: date | None
    seq: int


@dataclass(frozen=True, slots=True)
class Course(courses.Course):
    """Where a case stands: the sum of its facts."""

    table: ClassVar[Table[CaseDossier]] = CASE

    state: State = State.NEW
    submissions: tuple[Submission, ...] = ()
    notices: tuple[Notice, ...] = ()
    segments: tuple[Segment, ...] = ()
    extension: Extension | None = None
    acceptance: Happened | None = None
    standing_review: Happened | None = None
    """The review that waits for its verification, or has it."""
    verification: Happened | None = None
    decision: Happened | None = None
    issue: Happened | None = None
    refusal: Happened | None = None

    @property
    def open_segments(self) -> tuple[Segment, ...]:
        return tuple(segment for segment in self.segments if segment.to is None)

    @property
    def received_at(self) -> datetime:
        """When the materials that are judged now came in: the latest submission."""
        return self.submissions[-1].at

    @property
    def untold(self) -> bool:
        """Whether the latest submission has had no answer yet."""
        told = self.notices[-1].seq if self.notices else -1
        return self.state == State.RECEIVED and told < self.submissions[-1].seq

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    def taken_in(self, fact: Happened) -> Course:
        return _taken_in(self, fact)


def answered(course: Course, kind: str) -> Happened | None:
    """The fact that the next one of this kind is about: a verification is of a review."""
    match kind:
        case Kind.VERIFIED | Kind.RETURNED:
            return course.standing_review
        case Kind.DECIDED:
            return course.verification
        case _:
            return None


def fold(number: str, facts: Iterable[Happened]) -> Course:
    """The course of a case from its facts in order."""
    return courses.fold(Course(number), facts)


def happened(row: Fact) -> Happened:
    return Happened(row.pk, row.seq, Kind(row.kind), row.at, row.person_id, row.actor,
                    row.entry_id, row.data)  # fmt: skip


def _taken_in(course: Course, fact: Happened) -> Course:
    """What the fact adds besides the state it leads to."""
    match fact.kind:
        case Kind.SUBMITTED:
            return replace(course, submissions=(*course.submissions, _submission(fact)))
        case Kind.NOTIFIED:
            items = tuple(str(code) for code in cast("list[object]", fact.data["items"]))
            notice = Notice(fact.at, items, fact.person_id, fact.seq)
            return replace(course, notices=(*course.notices, notice))
        case Kind.REFUSED:
            return replace(course, refusal=fact)
        case Kind.ACCEPTED:
            return replace(course, acceptance=fact)
        case Kind.REVIEWED:
            return replace(course, standing_review=fact)
        case Kind.RETURNED:
            return replace(course, standing_review=None)
        case Kind.VERIFIED:
            return replace(course, verification=fact)
        case Kind.SEGMENT_STARTED:
            return replace(course, segments=(*course.segments, _segment(fact)))
        case Kind.SEGMENT_ENDED:
            return replace(course, segments=_ended(course.segments, fact))
        case Kind.EXTENDED:
            return replace(course, extension=_extension(fact))
        case Kind.DECIDED:
            return replace(course, decision=fact)
        case Kind.ISSUED:
            return replace(course, issue=fact)
        case _:
            return course


def _submission(fact: Happened) -> Submission:
    materials = cast("dict[str, Status]", fact.data["materials"])
    why = cast("dict[str, str]", fact.data.get("why") or {})
    return Submission(fact.at, materials, why, fact.seq)


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _segment(fact: Happened) -> Segment:
    data = fact.data
    days = data.get("days")
    return Segment(
        kind=str(data["segment"]), from_=date.fromisoformat(str(data["on"])), to=None,
        notified_on=_day(data.get("notified_on")), days=int(str(days)) if days else None,
        reason=str(data.get("reason") or ""), seq=fact.seq,
    )  # fmt: skip


def _ended(segments: tuple[Segment, ...], fact: Happened) -> tuple[Segment, ...]:
    kind, on = fact.data["segment"], _day(fact.data["on"])
    return tuple(
        replace(one, to=on) if one.kind == kind and one.to is None else one for one in segments
    )


def _extension(fact: Happened) -> Extension:
    data = fact.data
    return Extension(
        days=int(str(data["days"])), reason=str(data["reason"]),
        approved_by=str(data["approved_by"]), on=date.fromisoformat(str(data["on"])),
        notified_on=_day(data.get("notified_on")), seq=fact.seq,
    )  # fmt: skip
