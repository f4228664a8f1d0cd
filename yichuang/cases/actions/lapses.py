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
from yichuang.cases.actions.writing import happen, hold, settle
from yichuang.cases.dossier import CaseDossier
from yichuang.cases.joint import actions as joint
from yichuang.cases.models import Case
from yichuang.cases.states import OPEN, Kind, State
from yichuang.cases.telling import applicant_is_told
from yichuang.errors import HallError
from yichuang.journal.actions import record
from yichuang.journal.queries import of_subject
from yichuang.organization.queries import SYSTEM
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.rules.deadline import SILENCE_TO_CONFIRM, TACIT_TO_CONFIRM
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


DEEMED_TOO_EARLY = "case.deemed_too_early"


def accept_by_silence(*, number: str, at: datetime) -> bool:
    """Accept what nobody answered within the days of 行政许可法 32 (视为受理); whether it did.

    Accepted as of the day of receipt, so the clock has run since then.
    """
    with transaction.atomic():
        dossier = hold(number, SYSTEM)
        accepted = silence_spoke(dossier, at) is not None
        if not accepted and dossier.course.state == State.RECEIVED:
            _must_not_be_provisional(dossier, at)
        settle(dossier, at)
    return accepted


def _must_not_be_provisional(dossier: CaseDossier, at: datetime) -> None:
    ruling = rulings.clock(dossier.course, dossier.item, dossier.book, at, reasons=False)
    if SILENCE_TO_CONFIRM in ruling.findings:
        raise OnProvisionalDays(number=dossier.case.number, on=f"{local(at):%Y-%m-%d}")


def approve_by_silence(*, number: str, at: datetime) -> bool:
    """Approve what is overdue where a law says so (超时默许, R19); whether it did."""
    with transaction.atomic():
        dossier = hold(number, SYSTEM)
        if dossier.course.state not in OPEN:
            return False
        ruling = rulings.clock(dossier.course, dossier.item, dossier.book, at)
        on = ruling.tacit_approval_on
        if TACIT_TO_CONFIRM in ruling.findings:
            raise OnProvisionalDays(number=number, on=f"{local(at):%Y-%m-%d}")
        approved = on is not None and on <= local(at).date()
        if approved:
            data: dict[str, object] = {
                "decision": "approve", "reasons": "", "result": "", "tacit": True,
                "basis": dossier.item.tacit_basis, "because": to_json(ruling.because),
            }  # fmt: skip
            told = {"decision": "approve", "tacit": True, "basis": dossier.item.tacit_basis}
            applicant_is_told(
                dossier, happen(dossier, Kind.DECIDED, data, at=at, by=SYSTEM, told=told)
            )
            joint.drop(dossier, at)
        settle(dossier, at)
    return approved


def refold(*, number: str, at: datetime) -> None:
    """Compute a case's state and dues again from its facts (重算): a holiday was announced."""
    with transaction.atomic():
        dossier = hold(number, SYSTEM)
        settle(dossier, at)
        if rulings.deemed_no_longer(dossier.course, dossier.item, dossier.book, at):
            _tell_that_it_was_early(dossier, at)


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


def _tell_that_it_was_early(dossier: CaseDossier, at: datetime) -> None:
    """Write down once that silence accepted the case too early, as days are counted now.

    The acceptance stands, for the applicant was told; the page of the case says so.
    """
    if any(fact.kind == DEEMED_TOO_EARLY for fact in of_subject(dossier.subject)):
        return
    record(site=dossier.case.site.code, kind=DEEMED_TOO_EARLY, subject=dossier.subject,
           actor=SYSTEM.name, at=at)  # fmt: skip
