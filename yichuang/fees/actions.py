"""What the fee window does; each is one transaction with its journal entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from yichuang.courses.store import begin, hold, next_serial, those
from yichuang.courses.writing import happen, refusal
from yichuang.errors import NotFound
from yichuang.fees.bill import LIVE, Bill, BillDossier, numbers_of
from yichuang.fees.day import DayDossier
from yichuang.fees.refusals import BilledAlready, NothingChosen, NotPublished, WrongAmount
from yichuang.fees.states import DayKind, Kind, Way
from yichuang.organization.personal import encrypt
from yichuang.organization.queries import Reader
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.rules import charging, money
from yichuang.text import passage

if TYPE_CHECKING:
    from yichuang.catalog.content import Charge
    from yichuang.courses.course import Happened


@dataclass(frozen=True, slots=True)
class Payable:
    """What a bill is for: whose case, of which item, by which published standards."""

    subject: str
    site_id: int
    site_code: str
    department_id: int
    item: Phrase
    standards: Sequence[Charge]
    """Empty where the item's version is free or not published."""
    payer: str
    """The name the receipt is made out to; kept encrypted."""


def bill(of: Payable, quantities: Mapping[int, int], *, at: datetime, by: Reader) -> str:
    """Bill a case (开具缴费单): so many of each published standard; the bill's number.

    The caller holds what is billed under its lock. Raises NotAllowed, NotPublished,
    NothingChosen, BilledAlready.
    """
    if not of.standards:
        raise NotPublished(item=of.item)
    ruled = charging.rule([charging.Standard(_cents(one)) for one in of.standards], quantities)
    if ruled.unknown or not ruled.lines:
        raise NothingChosen(most=charging.MOST, field="quantity")
    with transaction.atomic():
        numbers = numbers_of(of.subject)
        earlier = those(BillDossier, numbers)
        for one in earlier:
            if one.course.state in LIVE or len(earlier) == len(numbers):
                raise BilledAlready(number=one.standing.number, state=one.course.state_said)
        number = numbers[len(earlier)]
        dossier = begin(BillDossier, number, subject=f"fee:{number}", at=at, site_id=of.site_id,
                        department_id=of.department_id)  # fmt: skip
        happen(dossier, Kind.BILLED, _said(of, ruled, number), at=at, by=by,
               told={"about": of.subject, "total": money.to_text(ruled.total)})  # fmt: skip
    return number


def pay(*, number: str, amount: str, way: str, at: datetime, by: Reader) -> str:
    """Take exactly what the bill says (收费); the number of the receipt.

    Raises OutOfOrder for one that is paid, WrongAmount, DayClosed, NotAllowed.
    """
    return _move(number, Kind.PAID, {"amount": amount.strip()}, at, by, way=_way(way))


def cancel(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Cancel a bill that nobody paid (作废), e.g. for another number of sheets."""
    _step(number, Kind.CANCELLED, {"reason": reason}, at, by)


def ask_exemption(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Put an exemption to the competent department (申请减免), with its ground."""
    _step(number, Kind.ASKED, {"reason": reason}, at, by)


def exempt(*, number: str, document: str, at: datetime, by: Reader) -> None:
    """Approve an exemption (批准免收), by the number of the approval. Raises SamePerson."""
    _step(number, Kind.EXEMPTED, {"document": document}, at, by)


def refuse_exemption(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Refuse an exemption (不予免收), with the reason."""
    _step(number, Kind.NOT_EXEMPTED, {"reason": reason}, at, by)


def reverse(*, number: str, reason: str, at: datetime, by: Reader) -> str:
    """Undo a receipt that was made out wrongly (冲正); its own number, beside the other's."""
    return _move(number, Kind.REVERSED, {"reason": reason}, at, by)


def ask_refund(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Ask for a refund (申请退费), with the reason."""
    _step(number, Kind.REFUND_ASKED, {"reason": reason}, at, by)


def refund(*, number: str, amount: str, at: datetime, by: Reader) -> str:
    """Approve and give back what the receipt says (退费), to the cent; the refund's number.

    Raises SamePerson, WrongAmount, DayClosed.
    """
    return _move(number, Kind.REFUNDED, {"amount": amount.strip()}, at, by)


def refuse_refund(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Refuse a refund (不予退费), with the reason."""
    _step(number, Kind.NOT_REFUNDED, {"reason": reason}, at, by)


# ---- The day -----------------------------------------------------------------------------


def count(
    *, number: str, counted: Mapping[str, str], reason: str, at: datetime, by: Reader
) -> None:
    """Count the till against the book (点款), by way of paying; from then on nothing enters it.

    Raises DoesNotBalance unless it is said why, WrongAmount for what is no amount.
    """
    told = {}
    for way in Way:
        given = counted.get(way, "").strip() or "0"
        try:
            told[way.value] = money.to_text(money.parse(given))
        except money.MoneyError as error:
            raise WrongAmount(due="0.00", given=given, field=way.value) from error
    with transaction.atomic():
        dossier = hold(DayDossier, number, by)
        data = {"counted": told, "reason": reason}
        happen(dossier, DayKind.COUNTED, data, at=at, by=by)


def recount(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Send a count back (退回重新点款), with the reason."""
    with transaction.atomic():
        happen(hold(DayDossier, number, by), DayKind.RECOUNT, {"reason": reason}, at=at, by=by)


def countersign(*, number: str, at: datetime, by: Reader) -> None:
    """Sign a counted day as the second (复核签字). Raises SamePerson."""
    with transaction.atomic():
        happen(hold(DayDossier, number, by), DayKind.SIGNED, {}, at=at, by=by)


def _move(
    number: str, kind: Kind, data: dict[str, object], at: datetime, by: Reader,
    way: Way | None = None,
) -> str:  # fmt: skip
    """Money changes hands: a receipt of the year's sequence, on the bill and in the day's book."""
    on = local(at).date()
    with transaction.atomic():
        dossier = hold(BillDossier, number, by)
        refused = refusal(dossier, kind, by)
        if refused is not None:
            raise refused
        booked, of = _booked(dossier.course, kind)
        serial = next_serial("receipt", dossier.site_code, on)
        receipt = f"{dossier.site_code}-{on.year}-{serial:07}"
        used = way or dossier.course.receipts[-1].way
        kept = {"receipt": receipt, "of": of, "booked": money.to_text(booked), "way": used.value}
        happen(dossier, kind, {**data, **kept}, at=at, by=by, told=kept)
        _enter(dossier, {**kept, "bill": number, "kind": kind.value}, at, by)
    return receipt


def _booked(bill: Bill, kind: Kind) -> tuple[int, str]:
    """What the book says of it, in cents, and the receipt it undoes."""
    if kind == Kind.PAID:
        return bill.total, ""
    stands = bill.receipts[-1]
    return -stands.amount, stands.number


def _enter(of: BillDossier, entry: dict[str, object], at: datetime, by: Reader) -> None:
    """Into the day's book, which begins with its first entry. Raises DayClosed."""
    number = f"{of.site_code}-{local(at).date():%Y%m%d}"
    # The receipts' serial is locked, so two of a site don't begin a day at once.
    if those(DayDossier, [number]):
        day = hold(DayDossier, number, by)
    else:
        day = begin(DayDossier, number, subject=f"feeday:{number}", at=at,
                    site_id=of.standing.site_id)  # fmt: skip
    happen(day, DayKind.ENTERED, entry, at=at, by=by)


def _step(number: str, kind: Kind, data: dict[str, object], at: datetime, by: Reader) -> Happened:
    with transaction.atomic():
        return happen(hold(BillDossier, number, by), kind, data, at=at, by=by)


def _said(of: Payable, ruled: charging.Ruling, number: str) -> dict[str, object]:
    lines = []
    for line in ruled.lines:
        charge = of.standards[line.place]
        lines.append({
            "zh": charge.name.zh, "en": charge.name.en, "per_zh": charge.per.zh,
            "per_en": charge.per.en, "price": money.to_text(_cents(charge)),
            "n": line.quantity, "amount": money.to_text(line.amount),
            "basis": "、".join(one.short for one in charge.basis),
        })  # fmt: skip
    payer = encrypt(passage(of.payer), of=f"fee:{number}").hex()
    return {"about": of.subject, "item_zh": of.item.zh, "item_en": of.item.en, "lines": lines,
            "total": money.to_text(ruled.total), "payer": payer}  # fmt: skip


def _cents(charge: Charge) -> money.Cents:
    return money.Cents(money.yuan_in_cents(charge.amount))


def _way(way: str) -> Way:
    if way not in set(Way):
        raise NotFound(what=way, field="way")
    return Way(way)
