"""Reading bills and the books of the fee window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from yichuang.courses.store import all_of, read, those
from yichuang.courses.writing import offered
from yichuang.fees.bill import COLLECT, COUNTERSIGN, EXEMPT, SETTLED, Bill, BillDossier, numbers_of
from yichuang.fees.day import DayDossier
from yichuang.fees.states import WAYS, DayState, State, Way
from yichuang.organization.personal import decrypt
from yichuang.organization.queries import Reader, name_of
from yichuang.phrases import Phrase
from yichuang.rules import masking, money

_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    name: Phrase
    per: Phrase
    price: str
    n: int
    amount: str
    basis: str


@dataclass(frozen=True, slots=True)
class Stub:
    """A receipt in a list."""

    number: str
    of: str
    amount: str
    way: Phrase
    at: datetime
    who: str
    seq: int
    title: Phrase


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a bill or a day, with why and by whom."""

    title: Phrase
    at: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class BillView:
    number: str
    state: State
    state_said: Phrase
    case: str
    item: Phrase
    payer: str
    lines: tuple[Line, ...]
    total: str
    receipts: tuple[Stub, ...]
    steps: tuple[Step, ...]
    at: datetime
    may: frozenset[str]


@dataclass(frozen=True, slots=True)
class Balance:
    """What the book says of one way of paying, and what was counted."""

    way: Way
    name: Phrase
    booked: str
    counted: str


@dataclass(frozen=True, slots=True)
class DayView:
    number: str
    state_said: Phrase
    entries: tuple[Stub, ...]
    balances: tuple[Balance, ...]
    total: str
    reason: str
    counted_by: str
    signed_by: str
    steps: tuple[Step, ...]
    may: frozenset[str]


def is_settled(subject: str) -> bool:
    """Whether the fee of a case is paid or exempted (费用已结清)."""
    return any(one.course.state in SETTLED for one in those(BillDossier, numbers_of(subject)))


def newest_of(subject: str) -> tuple[str, Phrase] | None:
    """The sum and the state of a case's newest bill; None where it has none."""
    found = those(BillDossier, numbers_of(subject))
    if not found:
        return None
    return money.to_text(found[0].course.total), found[0].course.state_said


def bills_of(subject: str, reader: Reader) -> list[BillView]:
    """The bills of a case, the newest first, for who sees the case."""
    found = those(BillDossier, numbers_of(subject))
    return [_bill(one, reader) for one in found if one.standing.site_id == reader.site_id]


def bills(reader: Reader, states: tuple[State, ...] = ()) -> list[BillView]:
    """The bills of the site in these states (none named: all), the newest first."""
    _must(reader)
    home = not (reader.may(COLLECT) or reader.may(COUNTERSIGN))
    found = all_of(BillDossier, reader, states=states, most=_A_PAGE)
    return [
        _bill(one, reader) for one in found
        if not home or one.department_id == reader.department_id
    ]  # fmt: skip


def bill(number: str, reader: Reader) -> BillView:
    """One bill. Raises NotFound, NotAllowed."""
    _must(reader)
    return _bill(read(BillDossier, number, reader), reader)


def days(reader: Reader) -> list[DayView]:
    """The books of the last days at the site, the newest first."""
    _must(reader, day=True)
    return [_day(one, reader) for one in all_of(DayDossier, reader, states=(), most=_A_PAGE)]


def day(number: str, reader: Reader) -> DayView:
    """One day's book. Raises NotFound, NotAllowed."""
    _must(reader, day=True)
    return _day(read(DayDossier, number, reader), reader)


def unsigned(reader: Reader) -> int:
    """How many days wait to be countersigned."""
    if not reader.may(COUNTERSIGN):
        return 0
    return len(all_of(DayDossier, reader, states=(DayState.COUNTED,), most=_A_PAGE))


def payer_of(dossier: BillDossier) -> str:
    """Whom the receipt is made out to, in full."""
    sealed = bytes.fromhex(str(dossier.course.billed.data["payer"]))
    return decrypt(sealed, of=dossier.subject)


def lines_of(course: Bill) -> tuple[Line, ...]:
    told = cast("list[dict[str, object]]", course.billed.data["lines"])
    return tuple(
        Line(
            Phrase(str(one["zh"]), str(one["en"])), Phrase(str(one["per_zh"]), str(one["per_en"])),
            str(one["price"]), int(str(one["n"])), str(one["amount"]), str(one["basis"]),
        )
        for one in told
    )  # fmt: skip


def _must(reader: Reader, *, day: bool = False) -> None:
    allowed = (COLLECT, COUNTERSIGN) if day else (COLLECT, COUNTERSIGN, EXEMPT)
    if not any(map(reader.may, allowed)):
        reader.must(COLLECT)


def _bill(dossier: BillDossier, reader: Reader) -> BillView:
    course, said = dossier.course, dossier.course.billed.data
    kinds = course.table.kinds
    receipts = tuple(
        Stub(one.number, one.of, money.to_text(one.amount), WAYS[one.way], one.fact.at,
             _who(one.fact.person_id), one.fact.seq, kinds[one.fact.kind])
        for one in course.receipts
    )  # fmt: skip
    steps = tuple(
        Step(kinds[fact.kind], fact.at, _who(fact.person_id),
             str(fact.data.get("reason") or fact.data.get("document") or ""))
        for fact in course.happened
    )  # fmt: skip
    return BillView(
        number=dossier.standing.number, state=course.state, state_said=course.state_said,
        case=str(said["about"]).partition(":")[2], item=Phrase(str(said["item_zh"]),
                                                              str(said["item_en"])),
        payer=masking.name(payer_of(dossier)), lines=lines_of(course),
        total=money.to_text(course.total), receipts=receipts, steps=steps,
        at=course.billed.at, may=offered(dossier, reader),
    )  # fmt: skip


def _day(dossier: DayDossier, reader: Reader) -> DayView:
    course = dossier.course
    counted, signed = course.counted, course.signed
    told = cast("dict[str, str]", counted.data["counted"]) if counted else {}
    balances = tuple(
        Balance(way, WAYS[way], money.to_text(booked), told.get(way.value, ""))
        for way, booked in course.booked.items()
    )  # fmt: skip
    entries = tuple(
        Stub(str(fact.data["receipt"]), str(fact.data["of"]), str(fact.data["booked"]),
             WAYS[Way(str(fact.data["way"]))], fact.at, _who(fact.person_id), fact.seq,
             BillDossier.kind_of_course.table.kinds[str(fact.data["kind"])])
        for fact in course.entries
    )  # fmt: skip
    steps = tuple(
        Step(course.table.kinds[fact.kind], fact.at, _who(fact.person_id),
             str(fact.data.get("reason", "")))
        for fact in course.happened if fact.kind != "entered"
    )  # fmt: skip
    return DayView(
        number=dossier.standing.number, state_said=course.state_said, entries=entries,
        balances=balances, total=money.to_text(sum(course.booked.values())),
        reason=str(counted.data["reason"]) if counted else "",
        counted_by=_who(counted.person_id) if counted else "",
        signed_by=_who(signed.person_id) if signed else "", steps=steps,
        may=offered(dossier, reader),
    )  # fmt: skip


def _who(person_id: int | None) -> str:
    return name_of(person_id) if person_id is not None else ""
