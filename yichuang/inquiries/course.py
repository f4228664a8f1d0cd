"""The course of an inquiry (首问负责): who owns it, what is owed next, until it ends (R02).

Whoever is asked first owns the inquiry until it is answered. Another takes it over only by
confirming; then the first one follows it up until it ends. "Not ours" is no step of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar

from yichuang.courses.course import Course, Happened
from yichuang.courses.store import Stored
from yichuang.courses.table import ANYBODY, CONCERNED, Owe, Row, Table, Who
from yichuang.errors import HallError
from yichuang.faces import Permission
from yichuang.inquiries.refusals import NotAskedFirst
from yichuang.obligations.states import About, Debtor, Limit, Owed
from yichuang.organization.face import SUPERVISE
from yichuang.organization.queries import Reader
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

ANSWER_INQUIRY = Permission(
    "inquiry.answer", Phrase("答复咨询", "answer inquiries"),
    Role.GUIDE, Role.WINDOW_CLERK, Role.INTEGRATED_WINDOW, Role.REVIEWER, Role.VERIFIER,
    Role.CHIEF_REPRESENTATIVE, Role.OFFICE,
)  # fmt: skip
TAKE_UP = Permission(
    "inquiry.take_up", Phrase("接收网上咨询", "take up inquiries sent in"), Role.GUIDE, Role.OFFICE,
)  # fmt: skip


class State(StrEnum):
    NEW = "new"
    SENT = "sent"
    OPEN = "open"
    OFFERED = "offered"
    PASSED = "passed"
    AGREED = "agreed"
    REFERRED = "referred"
    REPLIED = "replied"
    DONE = "done"


class Kind(StrEnum):
    """What can happen to an inquiry. The journal calls it ``inquiry.<kind>``."""

    SENT_IN = "sent_in"
    ASKED = "asked"
    TAKEN_UP = "taken_up"
    ANSWERED = "answered"
    OFFERED = "offered"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    AGREED = "agreed"
    REFERRED = "referred"
    REPLIED = "replied"
    RETURNED = "returned"
    ENDED = "ended"
    KEPT = "kept"
    DROPPED = "dropped"
    SHIRKED = "shirked"


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("新收", "New"),
    State.SENT: Phrase("网上提交，待接收", "Sent in, to be taken up"),
    State.OPEN: Phrase("待答复", "To be answered"),
    State.OFFERED: Phrase("移交中，待对方确认", "Offered, to be confirmed"),
    State.PASSED: Phrase("已移交，首问人跟踪", "Handed over, followed up"),
    State.AGREED: Phrase("已约定回复", "A call-back is agreed"),
    State.REFERRED: Phrase("已指引，首问人跟踪", "Referred, followed up"),
    State.REPLIED: Phrase("对方已答复，待首问人回访", "Answered there, to be checked back"),
    State.DONE: Phrase("已办结", "Done"),
})  # fmt: skip
KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.SENT_IN: Phrase("网上咨询", "Inquiry sent in"),
    Kind.ASKED: Phrase("首问登记", "Inquiry taken down"),
    Kind.TAKEN_UP: Phrase("接收咨询，成为首问责任人", "Inquiry taken up"),
    Kind.ANSWERED: Phrase("答复咨询", "Inquiry answered"),
    Kind.OFFERED: Phrase("请求移交", "Hand-over asked for"),
    Kind.CONFIRMED: Phrase("确认接手", "Hand-over confirmed"),
    Kind.DECLINED: Phrase("不能接手，退回首问人", "Hand-over declined"),
    Kind.AGREED: Phrase("约定回复", "Call-back agreed"),
    Kind.REFERRED: Phrase("指引到其他单位", "Referred elsewhere"),
    Kind.REPLIED: Phrase("接手人答复", "Answered by who took it over"),
    Kind.RETURNED: Phrase("退回首问人", "Given back to who was asked first"),
    Kind.ENDED: Phrase("跟踪办结", "Followed up to the end"),
    Kind.KEPT: Phrase("收入知识库", "Kept for reuse"),
    Kind.DROPPED: Phrase("移出知识库", "No longer reused"),
    Kind.SHIRKED: Phrase("记为违反首问责任", "Put down as a breach of first inquiry"),
})  # fmt: skip


def _asked_first(dossier: InquiryDossier, by: Reader) -> HallError | None:
    """Only whoever was asked first answers while somebody else is asked to take it over."""
    return None if by.person_id == dossier.course.owner_id else NotAskedFirst()


_S, _K = State, Kind
_NO: tuple[()] = ()
_STAFF, _OFFICE, _SUPERVISION, _OWNER = Who(ANSWER_INQUIRY), Who(TAKE_UP), Who(SUPERVISE), CONCERNED
_FIRST = (_asked_first,)

_ROWS: tuple[Row[InquiryDossier], ...] = (
    # state        what happens    who may   provided  and typed  leads to
    (_S.NEW,       _K.SENT_IN,     ANYBODY,  _NO,      _NO,       _S.SENT),
    (_S.NEW,       _K.ASKED,       _STAFF,   _NO,      _NO,       _S.OPEN),
    (_S.SENT,      _K.TAKEN_UP,    _OFFICE,  _NO,      _NO,       _S.OPEN),
    (_S.OPEN,      _K.ANSWERED,    _OWNER,   _NO,      _NO,       _S.DONE),
    (_S.OPEN,      _K.OFFERED,     _OWNER,   _NO,      _NO,       _S.OFFERED),
    (_S.OPEN,      _K.AGREED,      _OWNER,   _NO,      _NO,       _S.AGREED),
    (_S.OPEN,      _K.REFERRED,    _OWNER,   _NO,      _NO,       _S.REFERRED),
    (_S.OFFERED,   _K.CONFIRMED,   _OWNER,   _NO,      _NO,       _S.PASSED),
    (_S.OFFERED,   _K.DECLINED,    _OWNER,   _NO,      _NO,       _S.OPEN),
    (_S.OFFERED,   _K.ANSWERED,    _STAFF,   _FIRST,   _NO,       _S.DONE),
    (_S.PASSED,    _K.REPLIED,     _OWNER,   _NO,      _NO,       _S.REPLIED),
    (_S.PASSED,    _K.RETURNED,    _OWNER,   _NO,      _NO,       _S.OPEN),
    (_S.AGREED,    _K.ANSWERED,    _OWNER,   _NO,      _NO,       _S.DONE),
    (_S.AGREED,    _K.AGREED,      _OWNER,   _NO,      _NO,       _S.AGREED),
    (_S.AGREED,    _K.OFFERED,     _OWNER,   _NO,      _NO,       _S.OFFERED),
    (_S.REFERRED,  _K.ENDED,       _OWNER,   _NO,      _NO,       _S.DONE),
    (_S.REPLIED,   _K.ENDED,       _OWNER,   _NO,      _NO,       _S.DONE),
    (_S.DONE,      _K.KEPT,        _STAFF,   _NO,      _NO,       _S.DONE),
    (_S.DONE,      _K.DROPPED,     _STAFF,   _NO,      _NO,       _S.DONE),
    # A breach is put down whenever it is found; the inquiry stays owed as it was.
    *((state, _K.SHIRKED, _SUPERVISION, _NO, _NO, state) for state in (
        _S.OPEN, _S.OFFERED, _S.PASSED, _S.AGREED, _S.REFERRED, _S.REPLIED, _S.DONE)),
)  # fmt: skip


def _sent(dossier: InquiryDossier) -> tuple[Owed, ...]:
    return (Owed("inquiry.take_up", Debtor(TAKE_UP)),)


def _owned(kind: str) -> Owe[InquiryDossier]:
    """Owed by whom it concerns now; whoever was asked first keeps following it up besides."""

    def owed(dossier: InquiryDossier) -> tuple[Owed, ...]:
        course = dossier.course
        own = Owed(kind, Debtor(person_id=course.concerned_id), Limit(due_at=course.call_back_at))
        if course.concerned_id == course.owner_id:
            return (own,)
        return (own, Owed("inquiry.watch", Debtor(person_id=course.owner_id)))

    return owed


INQUIRY: Table[InquiryDossier] = Table(
    name="inquiry", states=STATES, kinds=KINDS, rows=_ROWS, over=frozenset({_S.DONE}),
    owed={
        _S.SENT: _sent,
        _S.OPEN: _owned("inquiry.answer"),
        _S.OFFERED: _owned("inquiry.confirm"),
        _S.PASSED: _owned("inquiry.answer"),
        _S.AGREED: _owned("inquiry.call_back"),
        _S.REFERRED: _owned("inquiry.follow_up"),
        _S.REPLIED: _owned("inquiry.follow_up"),
    },
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InquiryCourse(Course):
    """How far an inquiry got, who was asked first, and who answers it now."""

    table: ClassVar[Table[InquiryDossier]] = INQUIRY
    state: State = State.NEW
    owner_id: int | None = None
    """Who was asked first (首问责任人)."""
    taker_id: int | None = None
    """Who is asked to take it over, or has done so."""
    call_back_at: datetime | None = None
    """The time that was agreed with the person who asked."""
    latest: Mapping[str, Happened] = field(default_factory=dict)
    """The last fact of each kind."""

    @property
    def concerned_id(self) -> int | None:
        with_taker = self.state in (State.OFFERED, State.PASSED)
        return self.taker_id if with_taker else self.owner_id

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    def taken_in(self, fact: Happened) -> InquiryCourse:
        course = replace(self, latest={**self.latest, fact.kind: fact})
        if fact.kind in (Kind.ASKED, Kind.TAKEN_UP):
            return replace(course, owner_id=fact.person_id)
        if fact.kind == Kind.OFFERED:
            return replace(course, taker_id=int(str(fact.data["to"])), call_back_at=None)
        if fact.kind == Kind.AGREED:
            agreed = datetime.fromisoformat(str(fact.data["until"]))
            return replace(course, call_back_at=agreed)
        return course

    @property
    def asked(self) -> Happened:
        """How it began: at the desk, by telephone, or on the web."""
        return self.latest.get(Kind.SENT_IN) or self.latest[Kind.ASKED]

    @property
    def answer(self) -> str:
        """What was answered last; empty where nothing was."""
        given = [self.latest[kind] for kind in (Kind.ANSWERED, Kind.REPLIED) if kind in self.latest]
        return str(max(given, key=lambda fact: fact.seq).data["answer"]) if given else ""

    @property
    def kept(self) -> str:
        """The question as the knowledge base asks it; empty where it isn't there."""
        kept, dropped = self.latest.get(Kind.KEPT), self.latest.get(Kind.DROPPED)
        if kept is None or (dropped is not None and dropped.seq > kept.seq):
            return ""
        return str(kept.data["question"])


class InquiryDossier(Stored[InquiryCourse]):
    """An inquiry and the book it goes by."""

    kind_of_course = InquiryCourse

    @property
    def about(self) -> About:
        number = self.standing.number
        assert self.standing.site_id is not None
        return About(
            self.subject, self.standing.site_id, Phrase(f"咨询 {number}", f"inquiry {number}")
        )
