"""The course of a case (办件流程): one table of what may happen in which state, by whom.

A case is the sum of its facts. `FLOW` says which fact may follow in a state, what it takes
to write it, and the state it leads to. Actions ask the table before they write; folding a
case's facts walks the same table, so a course that the table doesn't know can't be stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from yichuang.cases.face import ACCEPT_CASE, EXTEND_CASE, ISSUE_RESULT, REVIEW_CASE, VERIFY_CASE
from yichuang.cases.joint.queries import awaited
from yichuang.cases.reach import not_taken_in_by
from yichuang.cases.refusals import (
    BackDated,
    ExtendedAlready,
    NoSuchSegment,
    OpinionsOpen,
    OutOfOrder,
    OutsideScope,
    SamePerson,
    SegmentAlreadyRunning,
    SegmentRunning,
)
from yichuang.cases.states import KINDS, OPEN, OVER, STATES, Kind, State
from yichuang.courses.table import SYSTEM_ALONE, Act, Owe, Row, Table, Who, at_home
from yichuang.errors import HallError
from yichuang.faces import Permission
from yichuang.fees.queries import is_settled
from yichuang.fees.refusals import FeeOpen
from yichuang.obligations.states import Debtor, Limit, Owed
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.rules import delivery

if TYPE_CHECKING:
    from yichuang.cases.dossier import CaseDossier


# ---- About the course and the person: the page offers a step by these ---------------------


def takes_in(dossier: CaseDossier, by: Reader) -> HallError | None:
    """Papers of a department are taken in by its own clerks, or by those who do so for all."""
    if by is SYSTEM:
        return None
    return not_taken_in_by(by, dossier.case.department_id)


def another_person(dossier: CaseDossier, by: Reader) -> HallError | None:
    """Who reviewed doesn't verify (一审一核, R21)."""
    review = dossier.course.standing_review
    return SamePerson() if review and review.person_id == by.person_id else None


def nothing_running(dossier: CaseDossier, by: Reader) -> HallError | None:
    """No decision while experts are still at it."""
    return SegmentRunning() if dossier.course.open_segments else None


def opinions_in(dossier: CaseDossier, by: Reader) -> HallError | None:
    """No decision on a joint case while a department has yet to speak (R20)."""
    if not dossier.item.parts:
        return None
    open_ = awaited(dossier.case.number)
    said = Phrase("、".join(one.zh for one in open_), ", ".join(one.en for one in open_))
    return OpinionsOpen(departments=said) if open_ else None


def some_running(dossier: CaseDossier, by: Reader) -> HallError | None:
    """There is something to end."""
    return None if dossier.course.open_segments else NoSuchSegment()


def once(dossier: CaseDossier, by: Reader) -> HallError | None:
    """A case is extended once (R18)."""
    return ExtendedAlready() if dossier.course.extension else None


def paid_for(dossier: CaseDossier, by: Reader) -> HallError | None:
    """Where the item says so, the result goes out once the fee is paid or exempted (R28)."""
    return None if not dossier.item.paid_first or is_settled(dossier.subject) else FeeOpen()


# ---- About what was typed ----------------------------------------------------------------


def not_running(dossier: CaseDossier, act: Act) -> HallError | None:
    kinds = {segment.kind for segment in dossier.course.open_segments}
    return SegmentAlreadyRunning() if act.data["segment"] in kinds else None


def running(dossier: CaseDossier, act: Act) -> HallError | None:
    kinds = {segment.kind for segment in dossier.course.open_segments}
    return None if act.data["segment"] in kinds else NoSuchSegment()


_S, _K = State, Kind
_NO: tuple[()] = ()
_WINDOW, _ISSUER, _HOUSE = Who(ACCEPT_CASE), Who(ISSUE_RESULT), SYSTEM_ALONE
_REVIEWER, _VERIFIER, _CHIEF = (
    at_home(REVIEW_CASE),
    at_home(VERIFY_CASE),
    at_home(EXTEND_CASE),
)

# `_HOUSE`: the system alone. The reviewer, verifier and chief are of the item's department (R22).
_ROWS: tuple[Row[CaseDossier], ...] = (
    # state         what happens         who may     provided           and typed       leads to
    (_S.NEW,         _K.SUBMITTED,        _WINDOW,    (takes_in,),       _NO,            _S.RECEIVED),
    (_S.RECEIVED,    _K.SUBMITTED,        _WINDOW,    (takes_in,),       _NO,            _S.RECEIVED),
    (_S.RECEIVED,    _K.NOTIFIED,         _WINDOW,    (takes_in,),       _NO,            _S.AWAITING),
    (_S.RECEIVED,    _K.BREACH_FOUND,     _HOUSE,     _NO,               _NO,            _S.RECEIVED),
    (_S.RECEIVED,    _K.REFUSED,          _WINDOW,    (takes_in,),       _NO,            _S.REFUSED),
    (_S.RECEIVED,    _K.ACCEPTED,         _WINDOW,    (takes_in,),       _NO,            _S.ACCEPTED),
    (_S.RECEIVED,    _K.WITHDRAWN,        _WINDOW,    (takes_in,),       _NO,            _S.WITHDRAWN),
    (_S.AWAITING,    _K.SUBMITTED,        _WINDOW,    (takes_in,),       _NO,            _S.RECEIVED),
    (_S.AWAITING,    _K.BREACH_FOUND,     _HOUSE,     _NO,               _NO,            _S.AWAITING),
    (_S.AWAITING,    _K.WITHDRAWN,        _WINDOW,    (takes_in,),       _NO,            _S.WITHDRAWN),
    (_S.ACCEPTED,    _K.REVIEWED,         _REVIEWER,  _NO,               _NO,            _S.REVIEWED),
    (_S.ACCEPTED,    _K.SEGMENT_STARTED,  _REVIEWER,  _NO,               (not_running,), _S.ACCEPTED),
    (_S.ACCEPTED,    _K.SEGMENT_ENDED,    _REVIEWER,  (some_running,),   (running,),     _S.ACCEPTED),
    (_S.ACCEPTED,    _K.EXTENDED,         _CHIEF,     (once,),           _NO,            _S.ACCEPTED),
    (_S.ACCEPTED,    _K.WITHDRAWN,        _WINDOW,    (takes_in,),       _NO,            _S.WITHDRAWN),
    (_S.ACCEPTED,    _K.DECIDED,          _HOUSE,     _NO,               _NO,            _S.DECIDED),
    (_S.REVIEWED,    _K.VERIFIED,         _VERIFIER,  (another_person,), _NO,            _S.VERIFIED),
    (_S.REVIEWED,    _K.RETURNED,         _VERIFIER,  (another_person,), _NO,            _S.ACCEPTED),
    (_S.REVIEWED,    _K.SEGMENT_STARTED,  _REVIEWER,  _NO,               (not_running,), _S.REVIEWED),
    (_S.REVIEWED,    _K.SEGMENT_ENDED,    _REVIEWER,  (some_running,),   (running,),     _S.REVIEWED),
    (_S.REVIEWED,    _K.EXTENDED,         _CHIEF,     (once,),           _NO,            _S.REVIEWED),
    (_S.REVIEWED,    _K.WITHDRAWN,        _WINDOW,    (takes_in,),       _NO,            _S.WITHDRAWN),
    (_S.REVIEWED,    _K.DECIDED,          _HOUSE,     _NO,               _NO,            _S.DECIDED),
    (_S.VERIFIED,    _K.DECIDED,          _VERIFIER,  (nothing_running, opinions_in), _NO,            _S.DECIDED),
    (_S.VERIFIED,    _K.SEGMENT_ENDED,    _REVIEWER,  (some_running,),   (running,),     _S.VERIFIED),
    (_S.VERIFIED,    _K.EXTENDED,         _CHIEF,     (once,),           _NO,            _S.VERIFIED),
    (_S.VERIFIED,    _K.WITHDRAWN,        _WINDOW,    (takes_in,),       _NO,            _S.WITHDRAWN),
    (_S.DECIDED,     _K.ISSUED,           _ISSUER,    (paid_for,),       _NO,            _S.ISSUED),
)  # fmt: skip


# ---- What is owed next -------------------------------------------------------------------


def _owes(kind: str, permission: Permission) -> Owe[CaseDossier]:
    """One step of the department's people, by the limit of the case."""

    def owed(dossier: CaseDossier) -> tuple[Owed, ...]:
        case = dossier.case
        debtor = Debtor(permission, case.department_id)
        # A clock that stands still moves the due date, so none is named.
        runs = case.state in OPEN and not case.clock_stopped
        limit = Limit(case.warn_from, case.promised_due, case.tacit_from) if runs else Limit()
        return (Owed(kind, debtor, limit),)

    return owed


def answer(dossier: CaseDossier) -> tuple[Owed, ...]:
    """An answer to the papers, before silence accepts them (行政许可法 32)."""
    due = dossier.case.acceptance_due
    debtor = Debtor(ACCEPT_CASE, dossier.case.department_id)
    return (Owed("case.answer", debtor, Limit(due_at=due, lapse_at=due)),)


def issue(dossier: CaseDossier) -> tuple[Owed, ...]:
    """The result reaches the applicant within the book's days of the decision (行政许可法 44)."""
    decided = dossier.course.decision
    term = delivery.rule(dossier.book, local(decided.at)) if decided else None
    limit = Limit(due_at=instant(term.due), because=term.article) if term else Limit()
    return (Owed("case.issue", Debtor(ISSUE_RESULT), limit),)


_OWED: Mapping[str, Owe[CaseDossier]] = MappingProxyType({
    _S.RECEIVED: answer,
    _S.ACCEPTED: _owes("case.review", REVIEW_CASE),
    _S.REVIEWED: _owes("case.verify", VERIFY_CASE),
    _S.VERIFIED: _owes("case.decide", VERIFY_CASE),
    _S.DECIDED: issue,
})  # fmt: skip

CASE: Table[CaseDossier] = Table(
    name="case", states=STATES, kinds=KINDS, rows=_ROWS, over=OVER, owed=_OWED,
    out_of_order=OutOfOrder, outside_scope=OutsideScope, back_dated=BackDated,
)  # fmt: skip
