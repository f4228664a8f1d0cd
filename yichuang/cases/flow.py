"""The course of a case (办件流程): one table of what may happen in which state, by whom.

A case is the sum of its facts. `FLOW` says which fact may follow in a state, what it takes
to write it, and the state it leads to. Actions ask the table before they write; folding a
case's facts walks the same table, so a course that the table doesn't know can't be stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from yichuang.cases.reach import not_taken_in_by
from yichuang.cases.refusals import (
    BackDated,
    ExtendedAlready,
    NoSuchSegment,
    OutOfOrder,
    OutsideScope,
    SamePerson,
    SegmentAlreadyRunning,
    SegmentRunning,
)
from yichuang.courses.table import MOVED, SYSTEM_ALONE, Act, Row, Table, Who, at_home
from yichuang.errors import HallError
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.roles import Permission
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.cases.dossier import CaseDossier


class State(StrEnum):
    NEW = "new"
    RECEIVED = "received"
    AWAITING = "awaiting_applicant"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    REVIEWED = "reviewed"
    VERIFIED = "verified"
    DECIDED = "decided"
    ISSUED = "issued"


class Kind(StrEnum):
    """What can happen to a case. The journal calls it ``case.<kind>``."""

    SUBMITTED = "submitted"
    NOTIFIED = "notified"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    BREACH_FOUND = "breach_found"
    REVIEWED = "reviewed"
    RETURNED = "returned"
    VERIFIED = "verified"
    SEGMENT_STARTED = "segment_started"
    SEGMENT_ENDED = "segment_ended"
    EXTENDED = "extended"
    DECIDED = "decided"
    ISSUED = "issued"
    MOVED = MOVED


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("新收", "New"),
    State.RECEIVED: Phrase("已收件，待审核", "Received, being checked"),
    State.AWAITING: Phrase("待申请人补正", "Waiting for the applicant's corrections"),
    State.REFUSED: Phrase("不予受理", "Not accepted"),
    State.WITHDRAWN: Phrase("申请人已撤回", "Withdrawn by the applicant"),
    State.ACCEPTED: Phrase("已受理，审查中", "Accepted, under review"),
    State.REVIEWED: Phrase("已审查，待核准", "Reviewed, to be verified"),
    State.VERIFIED: Phrase("已核准，待决定", "Verified, to be decided"),
    State.DECIDED: Phrase("已决定，待出件", "Decided, result to be issued"),
    State.ISSUED: Phrase("已办结", "Closed, result issued"),
})  # fmt: skip

_KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.SUBMITTED: Phrase("提交材料", "Materials handed in"),
    Kind.NOTIFIED: Phrase("一次性告知补正", "Once-only notice given"),
    Kind.REFUSED: Phrase("不予受理", "Not accepted"),
    Kind.ACCEPTED: Phrase("受理", "Accepted"),
    Kind.WITHDRAWN: Phrase("撤回申请", "Withdrawn"),
    Kind.BREACH_FOUND: Phrase("违反一次性告知", "Once-only notification broken"),
    Kind.REVIEWED: Phrase("审查", "Reviewed"),
    Kind.RETURNED: Phrase("退回重新审查", "Returned for another review"),
    Kind.VERIFIED: Phrase("核准", "Verified"),
    Kind.SEGMENT_STARTED: Phrase("转入特别程序", "Special procedure begun"),
    Kind.SEGMENT_ENDED: Phrase("特别程序结束", "Special procedure ended"),
    Kind.EXTENDED: Phrase("延期", "Extended"),
    Kind.DECIDED: Phrase("作出决定", "Decided"),
    Kind.ISSUED: Phrase("出件送达", "Result issued"),
})  # fmt: skip


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


def some_running(dossier: CaseDossier, by: Reader) -> HallError | None:
    """There is something to end."""
    return None if dossier.course.open_segments else NoSuchSegment()


def once(dossier: CaseDossier, by: Reader) -> HallError | None:
    """A case is extended once (R18)."""
    return ExtendedAlready() if dossier.course.extension else None


# ---- About what was typed ----------------------------------------------------------------


def not_running(dossier: CaseDossier, act: Act) -> HallError | None:
    kinds = {segment.kind for segment in dossier.course.open_segments}
    return SegmentAlreadyRunning() if act.data["segment"] in kinds else None


def running(dossier: CaseDossier, act: Act) -> HallError | None:
    kinds = {segment.kind for segment in dossier.course.open_segments}
    return None if act.data["segment"] in kinds else NoSuchSegment()


_S, _K, _P = State, Kind, Permission
_NO: tuple[()] = ()
_WINDOW, _ISSUER, _HOUSE = Who(_P.ACCEPT_CASE), Who(_P.ISSUE_RESULT), SYSTEM_ALONE
_REVIEWER, _VERIFIER, _CHIEF = (
    at_home(_P.REVIEW_CASE),
    at_home(_P.VERIFY_CASE),
    at_home(_P.EXTEND_CASE),
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
    (_S.VERIFIED,    _K.DECIDED,          _VERIFIER,  (nothing_running,), _NO,            _S.DECIDED),
    (_S.VERIFIED,    _K.SEGMENT_ENDED,    _REVIEWER,  (some_running,),   (running,),     _S.VERIFIED),
    (_S.VERIFIED,    _K.EXTENDED,         _CHIEF,     (once,),           _NO,            _S.VERIFIED),
    (_S.VERIFIED,    _K.WITHDRAWN,        _WINDOW,    (takes_in,),       _NO,            _S.WITHDRAWN),
    (_S.DECIDED,     _K.ISSUED,           _ISSUER,    _NO,               _NO,            _S.ISSUED),
)  # fmt: skip

OPEN = frozenset({_S.ACCEPTED, _S.REVIEWED, _S.VERIFIED})
"""States in which the clock of a case runs."""
OVER = frozenset({_S.REFUSED, _S.WITHDRAWN, _S.ISSUED})

CASE: Table[CaseDossier] = Table(
    name="case", states=STATES, kinds=_KINDS, rows=_ROWS, over=OVER,
    out_of_order=OutOfOrder, outside_scope=OutsideScope, back_dated=BackDated,
)  # fmt: skip
KINDS = CASE.kinds
