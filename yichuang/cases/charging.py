"""What a case has to pay (办件收费): its own item version's published charges, no others (R28)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from yichuang.cases.actions.writing import hold
from yichuang.cases.applicants import take_out
from yichuang.cases.models import Case
from yichuang.cases.states import OPEN, STATES, State
from yichuang.catalog.queries import item_version
from yichuang.errors import HallError, NotFound
from yichuang.fees import actions as fees
from yichuang.fees.bill import COLLECT
from yichuang.fees.queries import is_settled, newest_of
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase
from yichuang.text import number as tidied

if TYPE_CHECKING:
    from yichuang.catalog.content import Charge

_BILLED_IN = frozenset({*OPEN, State.DECIDED})


class NotBillable(HallError):
    """A fee belongs to an accepted case that isn't closed."""

    code = "cases.not_billable"
    status = 409
    phrase = Phrase(
        "办件“{number}”现为“{state}”，不能收费；受理之后、出件之前才收。",
        "Case {number} is “{state}”; fees are collected between acceptance and issuing.",
    )


@dataclass(frozen=True, slots=True)
class Terms:
    """What the fee window needs of a case, and no more."""

    number: str
    item: Phrase
    state: Phrase
    applicant: str
    """Masked."""
    charges: tuple[Charge, ...]
    note: Phrase | None


def terms(number: str, reader: Reader) -> Terms:
    """The case as the fee window sees it (收费明细). Raises NotAllowed, NotFound."""
    reader.must(COLLECT)
    case = Case.objects.filter(site=reader.site_id, number__in=(number, tidied(number))).first()
    if case is None:
        raise NotFound(what=number, field="number")
    fees_of = item_version(case.item_version_id).content.fees
    applicant = take_out(case.personal, number=case.number).masked()
    return Terms(
        case.number, Phrase(case.item_name, case.item_name_en or case.item_name),
        STATES[case.state], applicant.name, _charges(case.item_version_id),
        fees_of.note if fees_of else None,
    )  # fmt: skip


def bill(*, number: str, quantities: Mapping[int, int], at: datetime, by: Reader) -> str:
    """Bill an accepted case by its published charges (开具缴费单); the bill's number.

    Raises NotAllowed, NotFound, NotBillable, and as `fees.actions.bill`.
    """
    by.must(COLLECT)
    with transaction.atomic():
        dossier = hold(number, by)
        case = dossier.case
        if dossier.course.state not in _BILLED_IN:
            raise NotBillable(number=number, state=dossier.course.state_said)
        of = fees.Payable(
            subject=dossier.subject, site_id=case.site_id, site_code=case.site.code,
            department_id=case.department_id, item=dossier.item.name,
            standards=_charges(case.item_version_id),
            payer=take_out(case.personal, number=number).name,
        )  # fmt: skip
        return fees.bill(of, quantities, at=at, by=by)


@dataclass(frozen=True, slots=True)
class Fee:
    """What a case has to pay, for who looks at the case."""

    total: str
    state: Phrase | None
    """None: not billed yet."""
    holds_result: bool
    """The result waits for it."""


def fee_of(number: str) -> Fee | None:
    """Where a case's fee stands (缴费情况); None where it has none."""
    case = Case.objects.filter(number=number).only("item_version_id", "state").first()
    if case is None or not _charges(case.item_version_id):
        return None
    subject = f"case:{number}"
    newest = newest_of(subject)
    content = item_version(case.item_version_id).content
    paid_first = content.fees is not None and content.fees.due == "before_issue"
    holds = paid_first and case.state in _BILLED_IN and not is_settled(subject)
    total, state = newest or ("", None)
    return Fee(total, state, holds)


def _charges(version_id: int) -> tuple[Charge, ...]:
    """What was published; nothing of a version that isn't."""
    version = item_version(version_id)
    if version.content.fees is None or version.missing:
        return ()
    return version.content.fees.charges
