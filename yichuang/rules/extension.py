"""Whether an extension (延期) of a limit holds: once, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yichuang.phrases import Phrase, phrase
from yichuang.rules.effects import effects
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.extension import Extension as Allowed
from yichuang.rules.reasons import Reason
from yichuang.rules.wording import by_unit, minute
from yichuang.rules.words import WORDS

INVALID = "extension_invalid"
NOT_NOTIFIED = "extension_not_notified"


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension (延期) asked for; invalid unless approved by the right person in time."""

    days: int
    reason: str | None = None
    approved_by: str | None = None
    approved_on: date | None = None
    notified_on: date | None = None


effects(
    "deadline",
    extended=("延期有效", "the extension holds"),
    extension_invalid=("延期无效", "the extension doesn't hold"),
    extension_not_notified=("延期未告知申请人", "the applicant was not told"),
)
EXTENDED = by_unit(
    "deadline.extended",
    "{zh}于 {on} 批准延期 {n} [unit]",
    "extended by {n} [unit] by {en} on {on}",
)
TOO_LONG = by_unit(
    "deadline.extension_too_long",
    "延期 {n} [unit]，超过上限 {most} [unit]，不予延期",
    "an extension of {n} [unit] is longer than the {most} allowed and doesn't hold",
)
WRONG_APPROVER = phrase(
    "deadline.extension_wrong_approver",
    "延期 {n} 日应由{zh}批准，实由{by}批准，不予延期",
    "an extension of {n} days needed the approval of {en}, not of {by_en}, and doesn't hold",
)
TOO_LATE = phrase(
    "deadline.extension_too_late",
    "延期于 {on} 批准，晚于期限届满之日 {due}，不予延期",
    "the extension was approved {on}, after the limit had ended {due}, and doesn't hold",
)
NOT_APPROVED = phrase(
    "deadline.extension_not_approved",
    "延期没有批准日期，不予延期",
    "the extension has no day of approval and doesn't hold",
)
NO_REASON = phrase(
    "deadline.extension_no_reason",
    "延期没有理由，不予延期",
    "the extension gives no reason and doesn't hold",
)
NOT_ALLOWED = phrase(
    "deadline.extension_not_allowed", "手册不允许延期", "the book allows no extension"
)
NOT_TOLD = phrase(
    "deadline.extension_not_notified",
    "延期及理由未告知申请人",
    "the applicant was not told of the extension and its reason",
)
_SOMEBODY_ELSE = Phrase("他人", "somebody else")
_ONE_DAY = Phrase("不小于 1 的天数", "1 day or more")
_RECEIVED = Phrase("不早于收到之日（{when}）", "no day before the receipt ({when})")


def check(asked: Extension, received: date) -> None:
    """Raise FactsError for an extension of no days, or approved before there was anything."""
    if asked.days < 1:
        raise FactsError("facts.extension.days", _ONE_DAY, asked.days)
    if asked.approved_on is not None and asked.approved_on < received:
        at = "facts.extension.approved_on"
        raise FactsError(at, _RECEIVED, asked.approved_on, {"when": received})


def is_valid(asked: Extension, allowed: Allowed, due: datetime, limit: int) -> bool:
    """Whether it is short enough, reasoned, and approved by the right person in time.

    `due`: when the limit of `limit` days ends without it. Approval on that very day is in
    time.
    """
    return (
        asked.days <= allowed.longest(limit)
        and bool(asked.reason and asked.reason.strip())
        and asked.approved_on is not None
        and asked.approved_on <= due.date()
        and allowed.may_approve(asked.approved_by, asked.days)
    )


def faults(asked: Extension, allowed: Allowed, due: datetime, limit: int) -> list[Reason]:
    """Everything that makes it invalid."""
    made: list[Reason] = []
    args: dict[str, object]
    longest = allowed.longest(limit)
    if asked.days > longest:
        args = {"n": asked.days, "most": longest}
        made.append(Reason(allowed.article, TOO_LONG[allowed.unit], args, INVALID))
    elif not allowed.may_approve(asked.approved_by, asked.days):
        made.append(_wrong_approver(asked, allowed))
    if not (asked.reason and asked.reason.strip()):
        made.append(Reason(allowed.article, NO_REASON, {}, INVALID))
    if asked.approved_on is None:
        made.append(Reason(allowed.article, NOT_APPROVED, {}, INVALID))
    elif asked.approved_on > due.date():
        args = {"on": asked.approved_on, "due": minute(due)}
        made.append(Reason(allowed.article, TOO_LATE, args, INVALID))
    return made


def held(asked: Extension, allowed: Allowed) -> list[Reason]:
    """That it holds, and whether the applicant was told."""
    who = allowed.approvers[asked.approved_by or ""]
    args = {"n": asked.days, "zh": who.zh, "en": who.en, "on": asked.approved_on}
    made = [Reason(allowed.article, EXTENDED[allowed.unit], args, "extended")]
    if asked.notified_on is None:
        made.append(Reason(allowed.article, NOT_TOLD, {}, NOT_NOTIFIED))
    return made


def _wrong_approver(asked: Extension, allowed: Allowed) -> Reason:
    able = [
        (role, one)
        for role, one in allowed.approvers.items()
        if one.max_days is None or asked.days <= one.max_days
    ]
    args: dict[str, object] = {
        "zh": "或".join(one.zh for _, one in able),
        "en": " or ".join(one.en for _, one in able),
        "n": asked.days,
    }
    by = allowed.approvers.get(asked.approved_by or "")
    if by is not None:
        args |= {"by": by.zh, "by_en": by.en}
    else:
        name = WORDS.get(asked.approved_by or "", _SOMEBODY_ELSE)
        args |= {"by": name.zh, "by_en": name.en}
    return Reason(allowed.article, WRONG_APPROVER, args, INVALID)
