"""The course of a suggestion (意见流程): the table, what each state owes, and the fold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Literal

from yichuang.courses.course import Course, Happened
from yichuang.courses.store import Stored
from yichuang.courses.table import ANYBODY, CONCERNED, Owe, Row, Table, Who
from yichuang.faces import Permission
from yichuang.obligations.states import About, Debtor, Limit, Owed
from yichuang.organization.roles import Role
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.rules import suggestion

ANSWER = Permission(
    "suggestion.answer", Phrase("答复意见建议", "answer suggestions"),
    Role.OFFICE, Role.SUPERVISION,
)  # fmt: skip


class State(StrEnum):
    NEW = "new"
    RECEIVED = "received"
    ANSWERED = "answered"
    PUBLISHED = "published"
    IMPROVING = "improving"
    DONE = "done"
    CLOSED = "closed"


class Kind(StrEnum):
    """What can happen to a suggestion. The journal calls it ``suggestion.<kind>``."""

    SUBMITTED = "submitted"
    ANSWERED = "answered"
    PUBLISHED = "published"
    ADOPTED = "adopted"
    CLOSED = "closed"
    DONE = "done"


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("新收", "New"),
    State.RECEIVED: Phrase("待答复", "To be answered"),
    State.ANSWERED: Phrase("已答复，待公开", "Answered, to be published"),
    State.PUBLISHED: Phrase("已公开，待定改进", "Published, to be settled"),
    State.IMPROVING: Phrase("改进中", "Being improved"),
    State.DONE: Phrase("已改进", "Improved"),
    State.CLOSED: Phrase("已了结", "Closed"),
})  # fmt: skip
KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.SUBMITTED: Phrase("提出意见建议", "Suggestion handed in"),
    Kind.ANSWERED: Phrase("答复意见", "Suggestion answered"),
    Kind.PUBLISHED: Phrase("公开意见和答复", "Suggestion published"),
    Kind.ADOPTED: Phrase("转为改进事项", "Turned into an improvement"),
    Kind.CLOSED: Phrase("意见了结", "Suggestion closed"),
    Kind.DONE: Phrase("改进完成", "Improvement done"),
})  # fmt: skip

_S, _K = State, Kind
_NO: tuple[()] = ()
_OFFICE, _OWNER = Who(ANSWER), CONCERNED

_ROWS: tuple[Row[SuggestionDossier], ...] = (
    # state         what happens   who may   provided  and typed  leads to
    (_S.NEW,        _K.SUBMITTED,  ANYBODY,  _NO,      _NO,       _S.RECEIVED),
    (_S.RECEIVED,   _K.ANSWERED,   _OFFICE,  _NO,      _NO,       _S.ANSWERED),
    (_S.ANSWERED,   _K.PUBLISHED,  _OFFICE,  _NO,      _NO,       _S.PUBLISHED),
    (_S.PUBLISHED,  _K.ADOPTED,    _OFFICE,  _NO,      _NO,       _S.IMPROVING),
    (_S.PUBLISHED,  _K.CLOSED,     _OFFICE,  _NO,      _NO,       _S.CLOSED),
    (_S.IMPROVING,  _K.DONE,       _OWNER,   _NO,      _NO,       _S.DONE),
)  # fmt: skip


def _owes(kind: str, of: Literal["answer", "improve", ""] = "") -> Owe[SuggestionDossier]:
    """One step of the office, or of the person in charge, by the book's limit if it has one."""

    def owed(dossier: SuggestionDossier) -> tuple[Owed, ...]:
        course = dossier.course
        by = Debtor(person_id=course.owner_id) if course.owner_id else Debtor(ANSWER)
        began = course.happened[-1].at
        term = suggestion.rule(dossier.book, of, local(began)) if of else None
        limit = Limit(
            instant(term.warn_at), instant(term.due), because=term.article
        ) if term else Limit()  # fmt: skip
        return (Owed(kind, by, limit),)

    return owed


SUGGESTION: Table[SuggestionDossier] = Table(
    name="suggestion", states=STATES, kinds=KINDS, rows=_ROWS,
    over=frozenset({_S.DONE, _S.CLOSED}),
    owed={
        _S.RECEIVED: _owes("suggestion.answer", "answer"),
        _S.ANSWERED: _owes("suggestion.publish"),
        _S.PUBLISHED: _owes("suggestion.settle"),
        _S.IMPROVING: _owes("suggestion.improve", "improve"),
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SuggestionCourse(Course):
    """How far a suggestion got: what was handed in, answered, published, done."""

    table: ClassVar[Table[SuggestionDossier]] = SUGGESTION
    state: State = State.NEW
    facts: Mapping[str, Happened] = field(default_factory=dict)
    """Each kind happens once."""

    @property
    def owner_id(self) -> int | None:
        """The person in charge of the improvement."""
        adopted = self.facts.get(Kind.ADOPTED)
        return int(str(adopted.data["owner"])) if adopted else None

    @property
    def concerned_id(self) -> int | None:
        return self.owner_id

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    def taken_in(self, fact: Happened) -> SuggestionCourse:
        return replace(self, facts={**self.facts, fact.kind: fact})

    def said(self, kind: Kind, name: str) -> str:
        """What a fact says; empty where it hasn't happened."""
        fact = self.facts.get(kind)
        return str(fact.data[name]) if fact else ""


class SuggestionDossier(Stored[SuggestionCourse]):
    """A suggestion and the book it goes by."""

    kind_of_course = SuggestionCourse

    @property
    def about(self) -> About:
        number = self.standing.number
        assert self.standing.site_id is not None
        name = Phrase(f"意见 {number}", f"suggestion {number}")
        return About(self.subject, self.standing.site_id, name)
