"""Where a leave stands, and what can happen to it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase


class State(StrEnum):
    NEW = "new"
    INCOMPLETE = "incomplete"
    PENDING = "pending"
    GRANTED = "granted"
    AWAY = "away"
    RETURNED = "returned"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What can happen to a leave. The journal calls it ``leave.<kind>``."""

    ASKED = "asked"
    AMENDED = "amended"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    APPROVED = "approved"
    REFUSED = "refused"
    GRANTED = "granted"
    BEGUN = "begun"
    COVERED = "covered"
    RETURNED = "returned"
    CANCELLED = "cancelled"


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("新填", "New"),
    State.INCOMPLETE: Phrase("待补齐", "Something is missing"),
    State.PENDING: Phrase("审批中", "Being decided"),
    State.GRANTED: Phrase("已准假", "Granted"),
    State.AWAY: Phrase("休假中", "Away"),
    State.RETURNED: Phrase("已销假", "Back"),
    State.REFUSED: Phrase("不准假", "Refused"),
    State.CANCELLED: Phrase("已撤销", "Cancelled"),
})  # fmt: skip
KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.ASKED: Phrase("申请请假", "Leave asked for"),
    Kind.AMENDED: Phrase("补充请假材料", "Leave amended"),
    Kind.COMPLETED: Phrase("请假送审", "Leave sent for approval"),
    Kind.ACCEPTED: Phrase("同意顶岗", "Standing-in accepted"),
    Kind.DECLINED: Phrase("不能顶岗", "Standing-in declined"),
    Kind.APPROVED: Phrase("同意请假", "Leave approved"),
    Kind.REFUSED: Phrase("不同意请假", "Leave refused"),
    Kind.GRANTED: Phrase("准假", "Leave granted"),
    Kind.BEGUN: Phrase("开始休假", "Leave begun"),
    Kind.COVERED: Phrase("指定顶岗", "Deputy named"),
    Kind.RETURNED: Phrase("销假", "Back from leave"),
    Kind.CANCELLED: Phrase("撤销请假", "Leave cancelled"),
})  # fmt: skip

OPEN = (State.INCOMPLETE, State.PENDING, State.GRANTED, State.AWAY)
"""In these the time asked for is taken: no other leave of the person may overlap."""
STANDS = (State.PENDING, State.GRANTED, State.AWAY)
"""In these colleagues reckon with it: the person will be away, somebody stands in."""
EXCUSED = (State.GRANTED, State.AWAY, State.RETURNED)
"""In these it excuses from being there."""
