"""What passing a limit means (逾期): a breach, or something to explain where it holds as a rule."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from yichuang.phrases import phrase
from yichuang.rules.effects import effects
from yichuang.rules.limits import AnyLimit
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.limit import Limit
from yichuang.rules.reasons import Reason
from yichuang.rules.wording import by_unit, minute

AS_A_RULE = "overdue_as_a_rule"
effects(
    "lateness",
    overdue_as_a_rule=(
        "一般时限已过，须说明情况",
        "past what holds as a rule: an explanation is owed",
    ),
)

NOT_YET = by_unit(
    "lateness.not_yet",
    "一般应在 {n} [unit]内，即 {due} 前办到，至 {at} 尚未办到；这不是硬性时限，应说明情况",
    "as a rule it is done within {n} [unit], by {due}, and by {at} it wasn't; the limit isn't a "
    "hard one, so an explanation is owed",
)
ONLY_THEN = by_unit(
    "lateness.only_then",
    "一般应在 {n} [unit]内，即 {due} 前办到，{at} 才办到；这不是硬性时限，应说明情况",
    "as a rule it is done within {n} [unit], by {due}, and it was done only at {at}; the limit "
    "isn't a hard one, so an explanation is owed",
)
ACT = phrase(
    "lateness.act",
    "应于 {due} 前办到而没有办到，记为一次逾期行为",
    "not done by {due}, which is an act on record",
)


class Lateness(NamedTuple):
    """A limit that is passed: whether that is a breach, and the act it is."""

    breach: bool
    act: Deed | None
    reasons: tuple[Reason, ...]


def lateness(
    limit: AnyLimit | None, ends: datetime | None, done_at: datetime | None, now: datetime
) -> Lateness | None:
    """What follows where the limit was passed by `done_at`, or is by `now`; None: it wasn't.

    A limit among the facts is a hard one. The act is dated with the day the limit ended on.
    """
    if limit is None or ends is None or (done_at or now) <= ends:
        return None
    if not isinstance(limit, Limit):
        return Lateness(breach=True, act=None, reasons=())
    due = minute(ends)
    if limit.binding == "as_a_rule":
        fact = ONLY_THEN if done_at else NOT_YET
        told = {"n": limit.n, "due": due, "at": minute(done_at or now)}
        reason = Reason(limit.article, fact[limit.unit], told, AS_A_RULE)
        return Lateness(breach=False, act=None, reasons=(reason,))
    if limit.act is None:
        return Lateness(breach=True, act=None, reasons=())
    reason = Reason(limit.article, ACT, {"due": due}, limit.act)
    return Lateness(breach=True, act=Deed(limit.act, ends.date()), reasons=(reason,))
