"""What the applicant sees of a case (公开阶段): received → examined → decided → to collect.

What reviewer and verifier say to each other, and what goes back between them, stays in the
house; it shows in the decision and its reasons alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.cases.states import STATES, Kind, State
from yichuang.phrases import Phrase

STAGES = (
    Phrase("收件", "Received"),
    Phrase("审查", "Examined"),
    Phrase("决定", "Decided"),
    Phrase("领取", "To collect"),
)
"""The public stages in order."""

INTERNAL = frozenset({Kind.REVIEWED, Kind.RETURNED, Kind.VERIFIED, Kind.BREACH_FOUND})
"""Facts between the people of the house."""

_EXAMINED = Phrase("审查中", "Being examined")
_NEXT_DECISION = Phrase(
    "下一步：承办部门审查后作出决定，{due}前办结。",
    "Next: the department examines the case and decides, by {due}.",
)
_NEXT_RESUMED = Phrase(
    "下一步：特别程序结束后恢复计时，继续审查并作出决定；届时告知新的期限。",
    "Next: once the special procedure ends the clock goes on and the case is decided; "
    "you will then see the new date.",
)
_NEXT: Mapping[State, Phrase] = MappingProxyType({
    State.NEW: Phrase("下一步：窗口核对材料，告知是否受理。",
                      "Next: the window checks the papers and says whether the case is accepted."),
    State.RECEIVED: Phrase("下一步：窗口核对材料，告知是否受理。",
                           "Next: the window checks the papers and says whether it is accepted."),
    State.AWAITING: Phrase("下一步：请按补正通知书补齐材料，交到窗口；补齐即受理。",
                           "Next: hand in what the notice lists; then the case is accepted."),
    State.ACCEPTED: _NEXT_DECISION,
    State.REVIEWED: _NEXT_DECISION,
    State.VERIFIED: _NEXT_DECISION,
    State.DECIDED: Phrase("下一步：请带身份证件到窗口领取结果，或等候邮寄。",
                          "Next: collect the result with your identity card, or await the post."),
    State.ISSUED: Phrase("已办结，无需再办手续。", "The case is closed. Nothing is left to do."),
    State.REFUSED: Phrase("未予受理，理由和去处见通知书。",
                          "Not accepted. The notice gives the reasons and where to go."),
    State.WITHDRAWN: Phrase("申请已撤回。需要时可以重新申请。",
                            "Withdrawn. You may apply again at any time."),
})  # fmt: skip
_REACHED: Mapping[State, int] = MappingProxyType({
    State.ACCEPTED: 2, State.REVIEWED: 2, State.VERIFIED: 2, State.DECIDED: 4, State.ISSUED: 5,
})  # fmt: skip


def public_state(state: State) -> Phrase:
    """Where the case stands, in the applicant's words."""
    return _EXAMINED if _REACHED.get(state) == 2 else STATES[state]


def public_next(state: State, due: Phrase | None, *, stopped: bool = False) -> Phrase:
    """What comes next, in one sentence; `due`: by when it is decided, in words.

    While the clock is `stopped` nobody can say by when.
    """
    said = _NEXT[state]
    if said is not _NEXT_DECISION:
        return said
    if stopped:
        return _NEXT_RESUMED
    when = due or Phrase("法定期限", "the statutory limit")
    return Phrase(said.say("zh", due=when.zh), said.say("en", due=when.en))


def stage_of(state: State) -> int:
    """The stage a case is in, from 1; past the last one where it is closed.

    0 where the stages don't apply: it wasn't accepted, or was withdrawn.
    """
    return 0 if state in (State.REFUSED, State.WITHDRAWN) else _REACHED.get(state, 1)
