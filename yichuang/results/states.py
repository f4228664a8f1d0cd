"""What can happen to a result that went out, in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase


class State(StrEnum):
    STANDING = "standing"
    PROPOSED = "proposed"
    DECIDED = "decided"


class Kind(StrEnum):
    """What can happen to a result. The journal calls it ``result.<kind>``."""

    PROPOSED = "proposed"
    REJECTED = "rejected"
    DECIDED = "decided"
    DELIVERED = "delivered"


class What(StrEnum):
    """What a superseding decision does to the one before."""

    CORRECT = "correct"
    CHANGE = "change"
    RENEW = "renew"
    WITHDRAW = "withdraw"
    CANCEL = "cancel"


ENDS = frozenset({What.WITHDRAW, What.CANCEL})
"""After these the result is no longer valid."""

STATES: Mapping[str, Phrase] = MappingProxyType({
    State.STANDING: Phrase("无在办变动", "No change under way"),
    State.PROPOSED: Phrase("拟变动，待决定", "A change is proposed"),
    State.DECIDED: Phrase("已作出变动决定，待送达", "Changed, to be delivered"),
})  # fmt: skip
KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.PROPOSED: Phrase("拟变动结果", "Change of a result proposed"),
    Kind.REJECTED: Phrase("不同意变动", "Change not agreed to"),
    Kind.DECIDED: Phrase("作出变动决定", "Superseding decision"),
    Kind.DELIVERED: Phrase("变动决定送达", "Superseding decision delivered"),
})  # fmt: skip
WHATS: Mapping[What, Phrase] = MappingProxyType({
    What.CORRECT: Phrase("更正", "Correction"),
    What.CHANGE: Phrase("变更", "Change"),
    What.RENEW: Phrase("延续", "Renewal"),
    What.WITHDRAW: Phrase("撤销", "Withdrawal"),
    What.CANCEL: Phrase("注销", "Cancellation"),
})  # fmt: skip
