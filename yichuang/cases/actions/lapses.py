"""What silence does (视为受理、超时默许), and computing anew what is kept beside the facts.

Which cases it concerns is an index look-up (`queries.silent`, `queries.tacit`): it costs
what is due, not what is open. Each is one transaction, and the constraints of the facts
make each lapse happen once, however many walk.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import transaction

from yichuang.cases import rulings
from yichuang.cases.actions.intake import silence_spoke
from yichuang.cases.actions.writing import Held, happen, hold, settle
from yichuang.cases.flow import OPEN, Kind, State
from yichuang.cases.models import Case
from yichuang.cases.queries.stuck import PUT_OFF
from yichuang.cases.telling import applicant_is_told
from yichuang.errors import HallError
from yichuang.journal.actions import record
from yichuang.journal.queries import of_subject
from yichuang.organization.queries import SYSTEM
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.rules.deadline import SILENCE_TO_CONFIRM, TACIT_TO_CONFIRM
from yichuang.rules.facts import FactsError
from yichuang.rules.reasons import to_json


class OnProvisionalDays(HallError):
    """Silence would speak, but on days that aren't published yet (暂算): a person decides."""

    code: ClassVar[str] = "cases.on_provisional_days"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "办件 {number} 到 {on} 已逾期无人答复，但期限涉及放假安排尚未公布的年份，不自动生效。"
        "请经办人办理；安排公布后录入节假日，系统会重新计算。",
        "Case {number} has had no answer in time by {on}, but the limit reaches into a year that "
        "isn't published, so nothing follows by itself. Handle the case; once the holidays are "
        "entered the limit is counted anew.",
    )


class DeemedTooEarly(HallError):
    """Silence accepted the case; as days are counted now it would not have yet."""

    code: ClassVar[str] = "cases.deemed_too_early"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "办件 {number} 曾因逾期无人答复视为受理，按现在的放假安排和算法当时尚未逾期。"
        "已告知申请人的受理仍然有效，期限自收件起算。请经办人核对后照常办理。",
        "Case {number} was deemed accepted because nobody answered in time; as days are counted "
        "now, time had not run out. The acceptance stands, for the applicant was told, and the "
        "limit counts from receipt. Check it and go on as usual.",
    )


def tell(*, number: str, error: HallError | FactsError, at: datetime) -> bool:
    """Write down once for each sentence what can't be ruled on (暂缓), so that somebody sees it.

    False: it was told before.
    """
    sentence = error.sentence() if isinstance(error, FactsError) else error.say()
    english = error.sentence("en") if isinstance(error, FactsError) else error.say("en")
    subject = f"case:{number}"
    if any(fact.kind == PUT_OFF and fact.reason == sentence for fact in of_subject(subject)):
        return False
    record(site="-", kind=PUT_OFF, subject=subject, actor=SYSTEM.name, at=at, reason=sentence,
           data={"en": english})  # fmt: skip
    return True


def accept_by_silence(*, number: str, at: datetime) -> bool:
    """Accept what nobody answered within the days of 行政许可法 32 (视为受理); whether it did.

    Accepted as of the day of receipt, so the clock has run since then.
    """
    with transaction.atomic():
        held = hold(number, SYSTEM)
        accepted = silence_spoke(held, at) is not None
        if not accepted and held.course.state == State.RECEIVED:
            _must_not_be_provisional(held, at)
        settle(held, at)
    return accepted


def _must_not_be_provisional(held: Held, at: datetime) -> None:
    ruling = rulings.clock(held.course, held.item, held.book, at, reasons=False)
    if SILENCE_TO_CONFIRM in ruling.findings:
        raise OnProvisionalDays(number=held.case.number, on=f"{local(at):%Y-%m-%d}")


def approve_by_silence(*, number: str, at: datetime) -> bool:
    """Approve what is overdue where a law says so (超时默许, R19); whether it did."""
    with transaction.atomic():
        held = hold(number, SYSTEM)
        if held.course.state not in OPEN:
            return False
        ruling = rulings.clock(held.course, held.item, held.book, at)
        on = ruling.tacit_approval_on
        if TACIT_TO_CONFIRM in ruling.findings:
            raise OnProvisionalDays(number=number, on=f"{local(at):%Y-%m-%d}")
        approved = on is not None and on <= local(at).date()
        if approved:
            data: dict[str, object] = {
                "decision": "approve", "reasons": "", "result": "", "tacit": True,
                "basis": held.item.tacit_basis, "because": to_json(ruling.because),
            }  # fmt: skip
            told = {"decision": "approve", "tacit": True, "basis": held.item.tacit_basis}
            applicant_is_told(held, happen(held, Kind.DECIDED, data, at=at, by=SYSTEM, told=told))
        settle(held, at)
    return approved


def refold(*, number: str, at: datetime) -> None:
    """Compute a case's state and dues again from its facts (重算): a holiday was announced."""
    with transaction.atomic():
        held = hold(number, SYSTEM)
        settle(held, at)
        if rulings.deemed_no_longer(held.course, held.item, held.book, at):
            tell(number=number, error=DeemedTooEarly(number=number), at=at)


def refold_open(*, site_id: int | None, at: datetime) -> int:
    """Compute every open case of a site (None: of all) again, each by itself; how many.

    To be called after the calendar changed; calling it again changes nothing.
    """
    rows = Case.objects.filter(state__in=[State.RECEIVED, *OPEN])
    if site_id is not None:
        rows = rows.filter(site=site_id)
    numbers = list(rows.order_by("number").values_list("number", flat=True))
    for number in numbers:
        refold(number=number, at=at)
    return len(numbers)
