"""The states of a case and what can happen to it, in words (办件状态)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase


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
    MOVED = "moved"


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

KINDS: Mapping[str, Phrase] = MappingProxyType({
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

OPEN = frozenset({State.ACCEPTED, State.REVIEWED, State.VERIFIED})
"""States in which the clock of a case runs."""
OVER = frozenset({State.REFUSED, State.WITHDRAWN, State.ISSUED})
