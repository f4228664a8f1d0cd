"""The course of a case (办件流程): one table of what may happen in which state, by whom.

A case is the sum of its facts. `FLOW` says which fact may follow in a state, what it takes
to write it, and the state it leads to. Actions ask the table before they write; folding a
case's facts walks the same table, so a course that the table doesn't know can't be stored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from yichuang.errors import HallError
from yichuang.organization.roles import Permission
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.cases.course import Course
    from yichuang.organization.queries import Reader


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


STATES: Mapping[State, Phrase] = MappingProxyType({
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

KINDS: Mapping[Kind, Phrase] = MappingProxyType({
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


class OutOfOrder(HallError):
    code = "cases.out_of_order"
    status = 409
    phrase = Phrase(
        "办件 {number} 现为“{state}”，不能进行“{step}”。请刷新页面，按当前环节办理。",
        "Case {number} is “{state}” now; “{step}” can't follow. Reload and go on from there.",
    )


def out_of_order(course: Course, kind: Kind) -> OutOfOrder:
    return OutOfOrder(number=course.number, state=STATES[course.state], step=KINDS[kind])


class SamePerson(HallError):
    code = "cases.same_person"
    status = 403
    phrase = Phrase(
        "一审一核：审查与核准须由两人分别进行，您已审查过这个办件。请转由另一位核准人员办理。",
        "One reviews, another verifies: you reviewed this case, so somebody else must verify it.",
    )


class OutsideScope(HallError):
    code = "cases.outside_scope"
    status = 403
    phrase = Phrase(
        "这个办件属于“{department}”，不在您的授权范围内。",
        "This case belongs to {department}, outside your authority.",
    )


class SegmentRunning(HallError):
    code = "cases.segment_running"
    status = 409
    phrase = Phrase(
        "特别程序尚未结束，不能作出决定。请先登记其结果。",
        "A special procedure is still running; record its end before deciding.",
    )


class NoSuchSegment(HallError):
    code = "cases.no_such_segment"
    status = 409
    phrase = Phrase("这个特别程序没有在进行。", "No such special procedure is running.")


class SegmentAlreadyRunning(HallError):
    code = "cases.segment_already_running"
    status = 409
    phrase = Phrase(
        "同一特别程序正在进行，须先结束才能再次开始。",
        "That special procedure is already running; end it before starting it again.",
    )


class ExtendedAlready(HallError):
    code = "cases.extended_already"
    status = 409
    phrase = Phrase(
        "每个办件只能延期一次，这个办件已经延过期。",
        "A case may be extended once, and this one has been.",
    )


class Act(NamedTuple):
    """Something about to happen: what, by whom, with what particulars."""

    kind: Kind
    by: Reader
    data: Mapping[str, object]


Guard = Callable[["Course", Act], HallError | None]


def another_person(course: Course, act: Act) -> HallError | None:
    """Who reviewed doesn't verify (一审一核, R21)."""
    review = course.standing_review
    return SamePerson() if review and review.person_id == act.by.person_id else None


def nothing_running(course: Course, act: Act) -> HallError | None:
    """No decision while experts are still at it."""
    return SegmentRunning() if course.open_segments else None


def not_running(course: Course, act: Act) -> HallError | None:
    kinds = {segment.kind for segment in course.open_segments}
    return SegmentAlreadyRunning() if act.data["segment"] in kinds else None


def running(course: Course, act: Act) -> HallError | None:
    kinds = {segment.kind for segment in course.open_segments}
    return None if act.data["segment"] in kinds else NoSuchSegment()


def once(course: Course, act: Act) -> HallError | None:
    return ExtendedAlready() if course.extension else None


def by_silence(course: Course, act: Act) -> HallError | None:
    """Only silence past the limit decides a case that nobody verified (超时默许)."""
    silent = act.data.get("tacit") is True
    return None if silent else out_of_order(course, act.kind)


class Step(NamedTuple):
    """Where it leads, and what must be so."""

    to: State
    guards: tuple[Guard, ...]


_S, _K, _P = State, Kind, Permission
_HERE, _ANY = True, False

# `None` of permission: the system alone. Own: only people of the item's department (R22).
_TABLE: tuple[tuple[State, Kind, Permission | None, bool, tuple[Guard, ...], State], ...] = (
    # state         what happens         who may               own?   provided          leads to
    (_S.NEW,        _K.SUBMITTED,        _P.ACCEPT_CASE,       _ANY,  (),               _S.RECEIVED),
    (_S.RECEIVED,   _K.SUBMITTED,        _P.ACCEPT_CASE,       _ANY,  (),               _S.RECEIVED),
    (_S.RECEIVED,   _K.NOTIFIED,         _P.ACCEPT_CASE,       _ANY,  (),               _S.AWAITING),
    (_S.RECEIVED,   _K.BREACH_FOUND,     None,                 _ANY,  (),               _S.RECEIVED),
    (_S.RECEIVED,   _K.REFUSED,          _P.ACCEPT_CASE,       _ANY,  (),               _S.REFUSED),
    (_S.RECEIVED,   _K.ACCEPTED,         _P.ACCEPT_CASE,       _ANY,  (),               _S.ACCEPTED),
    (_S.RECEIVED,   _K.WITHDRAWN,        _P.ACCEPT_CASE,       _ANY,  (),               _S.WITHDRAWN),
    (_S.AWAITING,   _K.SUBMITTED,        _P.ACCEPT_CASE,       _ANY,  (),               _S.RECEIVED),
    (_S.AWAITING,   _K.BREACH_FOUND,     None,                 _ANY,  (),               _S.AWAITING),
    (_S.AWAITING,   _K.WITHDRAWN,        _P.ACCEPT_CASE,       _ANY,  (),               _S.WITHDRAWN),
    (_S.ACCEPTED,   _K.REVIEWED,         _P.REVIEW_CASE,       _HERE, (),               _S.REVIEWED),
    (_S.ACCEPTED,   _K.SEGMENT_STARTED,  _P.REVIEW_CASE,       _HERE, (not_running,),   _S.ACCEPTED),
    (_S.ACCEPTED,   _K.SEGMENT_ENDED,    _P.REVIEW_CASE,       _HERE, (running,),       _S.ACCEPTED),
    (_S.ACCEPTED,   _K.EXTENDED,         _P.EXTEND_CASE,       _HERE, (once,),          _S.ACCEPTED),
    (_S.ACCEPTED,   _K.WITHDRAWN,        _P.ACCEPT_CASE,       _ANY,  (),               _S.WITHDRAWN),
    (_S.ACCEPTED,   _K.DECIDED,          None,                 _ANY,  (by_silence,),    _S.DECIDED),
    (_S.REVIEWED,   _K.VERIFIED,         _P.VERIFY_CASE,       _HERE, (another_person,), _S.VERIFIED),
    (_S.REVIEWED,   _K.RETURNED,         _P.VERIFY_CASE,       _HERE, (another_person,), _S.ACCEPTED),
    (_S.REVIEWED,   _K.SEGMENT_STARTED,  _P.REVIEW_CASE,       _HERE, (not_running,),   _S.REVIEWED),
    (_S.REVIEWED,   _K.SEGMENT_ENDED,    _P.REVIEW_CASE,       _HERE, (running,),       _S.REVIEWED),
    (_S.REVIEWED,   _K.EXTENDED,         _P.EXTEND_CASE,       _HERE, (once,),          _S.REVIEWED),
    (_S.REVIEWED,   _K.WITHDRAWN,        _P.ACCEPT_CASE,       _ANY,  (),               _S.WITHDRAWN),
    (_S.REVIEWED,   _K.DECIDED,          None,                 _ANY,  (by_silence,),    _S.DECIDED),
    (_S.VERIFIED,   _K.DECIDED,          _P.VERIFY_CASE,       _HERE, (nothing_running,), _S.DECIDED),
    (_S.VERIFIED,   _K.SEGMENT_ENDED,    _P.REVIEW_CASE,       _HERE, (running,),       _S.VERIFIED),
    (_S.VERIFIED,   _K.EXTENDED,         _P.EXTEND_CASE,       _HERE, (once,),          _S.VERIFIED),
    (_S.VERIFIED,   _K.WITHDRAWN,        _P.ACCEPT_CASE,       _ANY,  (),               _S.WITHDRAWN),
    (_S.DECIDED,    _K.ISSUED,           _P.ISSUE_RESULT,      _ANY,  (),               _S.ISSUED),
)  # fmt: skip

FLOW: Mapping[tuple[State, Kind], Step] = MappingProxyType(
    {(state, kind): Step(to, guards) for state, kind, _, _, guards, to in _TABLE}
)

MAY: Mapping[Kind, tuple[Permission, bool]] = MappingProxyType(
    {kind: (may, own) for _, kind, may, own, _, _ in _TABLE if may is not None}
)
"""What each kind of fact takes of a person: the permission, and whether of the own department."""

OPEN = frozenset({_S.ACCEPTED, _S.REVIEWED, _S.VERIFIED})
"""States in which the clock of a case runs."""
OVER = frozenset({_S.REFUSED, _S.WITHDRAWN, _S.ISSUED})


def step(course: Course, act: Act) -> Step:
    """The step that is about to be taken. Raises OutOfOrder, or what a guard says."""
    found = FLOW.get((course.state, act.kind))
    if found is None:
        raise out_of_order(course, act.kind)
    for guard in found.guards:
        refusal = guard(course, act)
        if refusal is not None:
            raise refusal
    return found
