"""The course of one department's opinion on a joint case (部门意见): asked, given, or silent.

A case has one clock for the whole; each opinion is a course of its own with its own limit, so
that it is owed by the department's people, lights up, and is late by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar, cast

from yichuang.cases.face import REVIEW_CASE
from yichuang.cases.joint.states import KINDS, STATES, Kind, State
from yichuang.cases.refusals import NotLateYet, StandsForNobody
from yichuang.courses.course import Course, Happened
from yichuang.courses.store import Stored
from yichuang.courses.table import SYSTEM_ALONE, Act, Row, Table, Who, at_home
from yichuang.errors import HallError
from yichuang.obligations.states import About, Debtor, Owed
from yichuang.obligations.states import Limit as Owing
from yichuang.organization.queries import Reader
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.rules import opinion
from yichuang.rules.limits import Limit
from yichuang.rules.parts.limit import Unit


def leads(dossier: OpinionDossier, by: Reader) -> HallError | None:
    """The lead department stands in, where the item lets it."""
    part = dossier.course.part
    may = part is not None and part.stand_in and by.department_id == part.lead_id
    return None if may else StandsForNobody()


def late(dossier: OpinionDossier, act: Act) -> HallError | None:
    """Nobody stands in for a department that still has its time."""

    return None if dossier.is_late(act.at) else NotLateYet()


_S, _K = State, Kind
_NO: tuple[()] = ()
_ROWS: tuple[Row[OpinionDossier], ...] = (
    # state        what happens   who may                  provided    typed      leads to
    (_S.NEW,       _K.PLANNED,    SYSTEM_ALONE,            _NO,        _NO,       _S.WAITING),
    (_S.WAITING,   _K.ASKED,      SYSTEM_ALONE,            _NO,        _NO,       _S.ASKED),
    (_S.WAITING,   _K.DROPPED,    SYSTEM_ALONE,            _NO,        _NO,       _S.DROPPED),
    (_S.ASKED,     _K.GIVEN,      at_home(REVIEW_CASE),    _NO,        _NO,       _S.GIVEN),
    (_S.ASKED,     _K.STOOD_IN,   Who(REVIEW_CASE),        (leads,),   (late,),   _S.GIVEN),
    (_S.ASKED,     _K.SILENT,     SYSTEM_ALONE,            _NO,        _NO,       _S.SILENT),
    (_S.ASKED,     _K.DROPPED,    SYSTEM_ALONE,            _NO,        _NO,       _S.DROPPED),
)  # fmt: skip


def owed(dossier: OpinionDossier) -> tuple[Owed, ...]:
    """The opinion, by the department's people; silence consents where the item names the law."""
    term, part = dossier.term, dossier.course.part
    assert part is not None
    debtor = Debtor(REVIEW_CASE, dossier.department_id)
    if term is None:
        return (Owed("opinion.give", debtor),)
    due = instant(term.due)
    limit = Owing(instant(term.warn_at), due, due if part.silence else None, term.article)
    return (Owed("opinion.give", debtor, limit),)


OPINION: Table[OpinionDossier] = Table(
    name="opinion", states=STATES, kinds=KINDS, rows=_ROWS,
    over=frozenset({_S.GIVEN, _S.SILENT, _S.DROPPED}), owed={_S.ASKED: owed},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """A department's part in a joint case, as the item's version has it."""

    name: Phrase
    limit: Limit
    stage: int
    lead_id: int
    silence: str
    """The law by which silence consents; empty: it doesn't."""
    stand_in: bool
    """Whether the lead department may give the opinion once it is late."""

    def as_data(self) -> dict[str, object]:
        return {
            "zh": self.name.zh, "en": self.name.en, "n": self.limit.n, "unit": self.limit.unit,
            "stage": self.stage, "lead": self.lead_id, "silence": self.silence,
            "stand_in": self.stand_in,
        }  # fmt: skip

    @classmethod
    def of(cls, data: Mapping[str, object]) -> Part:
        n, stage, lead = (int(str(data[name])) for name in ("n", "stage", "lead"))
        return cls(
            Phrase(str(data["zh"]), str(data["en"])), Limit(n, cast("Unit", data["unit"])),
            stage, lead, str(data["silence"]), data["stand_in"] is True,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpinionCourse(Course):
    """How far a department's opinion got."""

    table: ClassVar[Table[OpinionDossier]] = OPINION
    state: State = State.NEW
    facts: Mapping[str, Happened] = field(default_factory=dict)
    """Each kind happens once."""

    @property
    def part(self) -> Part | None:
        planned = self.facts.get(Kind.PLANNED)
        return Part.of(planned.data) if planned else None

    @property
    def asked_at(self) -> datetime | None:
        asked = self.facts.get(Kind.ASKED)
        return asked.at if asked else None

    @property
    def said(self) -> Happened | None:
        """The fact by which it was given, by whomever, or taken from silence."""
        kinds = (Kind.GIVEN, Kind.STOOD_IN, Kind.SILENT)
        return next((self.facts[kind] for kind in kinds if kind in self.facts), None)

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    def taken_in(self, fact: Happened) -> OpinionCourse:
        return replace(self, facts={**self.facts, fact.kind: fact})


class OpinionDossier(Stored[OpinionCourse]):
    """An opinion and the book that its case goes by."""

    kind_of_course = OpinionCourse

    @property
    def case_number(self) -> str:
        return self.standing.number.rpartition("-")[0]

    @property
    def about(self) -> About:
        assert self.standing.site_id is not None
        part, of = self.course.part, self.case_number
        name = part.name if part else Phrase("", "")
        said = Phrase(f"{name.zh}（联办 {of}）", f"{name.en} (joint case {of})")
        return About(self.subject, self.standing.site_id, said)

    @property
    def term(self) -> opinion.Term | None:
        """The limit that runs since the department was asked; None before, or where none does."""
        part, asked = self.course.part, self.course.asked_at
        if part is None or asked is None:
            return None
        return opinion.rule(part.limit, local(asked), self.book)

    def is_late(self, at: datetime) -> bool:
        """Whether its limit has passed at an instant."""
        return self.term is not None and self.term.is_late(local(at))
