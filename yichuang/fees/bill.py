"""The course of a bill (缴费流程): billed, paid or exempted; reversed or refunded in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from yichuang.courses.course import Course, Happened
from yichuang.courses.store import Stored
from yichuang.courses.table import Act, Owe, Row, Table, Who, at_home
from yichuang.errors import HallError
from yichuang.faces import Permission
from yichuang.fees.refusals import OutOfOrder, ReasonNeeded, SamePerson, WrongAmount
from yichuang.fees.states import KINDS, STATES, Kind, State, Way
from yichuang.obligations.states import About, Debtor, Owed
from yichuang.organization.queries import Reader
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase
from yichuang.rules import money

COLLECT = Permission("fee.collect", Phrase("收费", "collect fees"), Role.CASHIER)
EXEMPT = Permission(
    "fee.exempt", Phrase("审批减免", "decide on exemptions"), Role.CHIEF_REPRESENTATIVE
)
COUNTERSIGN = Permission(
    "fee.countersign", Phrase("复核收费账", "countersign the fee window's books"),
    Role.OFFICE, Role.DIRECTOR,
)  # fmt: skip


def another_person(dossier: BillDossier, by: Reader) -> HallError | None:
    """Whoever asked for an exemption or a refund doesn't grant it."""
    return SamePerson() if dossier.course.happened[-1].person_id == by.person_id else None


def reasoned(_: BillDossier, act: Act) -> HallError | None:
    return None if act.data["reason"] else ReasonNeeded(field="reason")


def documented(_: BillDossier, act: Act) -> HallError | None:
    """An exemption names what approves it."""
    return None if act.data["document"] else ReasonNeeded(field="document")


def exact(dossier: BillDossier, act: Act) -> HallError | None:
    """What changes hands is what the bill says, to the cent."""
    due, given = dossier.course.total, str(act.data["amount"])
    try:
        fits = money.parse(given) == due
    except money.MoneyError:
        fits = False
    return None if fits else WrongAmount(due=money.to_text(due), given=given, field="amount")


_S, _K = State, Kind
_NO: tuple[()] = ()
_WINDOW, _HOME, _SECOND, _ANOTHER = (
    Who(COLLECT), at_home(EXEMPT), Who(COUNTERSIGN), (another_person,),
)  # fmt: skip

_ROWS: tuple[Row[BillDossier], ...] = (
    # state               what happens         who may   provided   and typed      leads to
    (_S.NEW,              _K.BILLED,           _WINDOW,  _NO,       _NO,           _S.OPEN),
    (_S.OPEN,             _K.PAID,             _WINDOW,  _NO,       (exact,),      _S.PAID),
    (_S.OPEN,             _K.CANCELLED,        _WINDOW,  _NO,       (reasoned,),   _S.CANCELLED),
    (_S.OPEN,             _K.ASKED,            _WINDOW,  _NO,       (reasoned,),   _S.ASKED),
    (_S.ASKED,            _K.EXEMPTED,         _HOME,    _ANOTHER,  (documented,), _S.EXEMPTED),
    (_S.ASKED,            _K.NOT_EXEMPTED,     _HOME,    _ANOTHER,  (reasoned,),   _S.OPEN),
    (_S.PAID,             _K.REVERSED,         _WINDOW,  _NO,       (reasoned,),   _S.OPEN),
    (_S.PAID,             _K.REFUND_ASKED,     _WINDOW,  _NO,       (reasoned,),   _S.REFUND_ASKED),
    (_S.REFUND_ASKED,     _K.REFUNDED,         _SECOND,  _ANOTHER,  (exact,),      _S.REFUNDED),
    (_S.REFUND_ASKED,     _K.NOT_REFUNDED,     _SECOND,  _ANOTHER,  (reasoned,),   _S.PAID),
)  # fmt: skip


def _collect(_: BillDossier) -> Sequence[Owed]:
    return (Owed("fee.collect", Debtor(COLLECT)),)


def _exempt(dossier: BillDossier) -> Sequence[Owed]:
    return (Owed("fee.exempt", Debtor(EXEMPT, dossier.department_id)),)


def _refund(_: BillDossier) -> Sequence[Owed]:
    return (Owed("fee.refund", Debtor(COUNTERSIGN)),)


_OWED: dict[str, Owe[BillDossier]] = {
    _S.OPEN: _collect, _S.ASKED: _exempt, _S.REFUND_ASKED: _refund,
}  # fmt: skip

BILL: Table[BillDossier] = Table(
    name="fee", states=STATES, kinds=KINDS, rows=_ROWS, owed=_OWED, out_of_order=OutOfOrder,
    over=frozenset({_S.EXEMPTED, _S.REFUNDED, _S.CANCELLED}),
)  # fmt: skip
LIVE = frozenset({_S.OPEN, _S.ASKED, _S.EXEMPTED, _S.PAID, _S.REFUND_ASKED})
"""States of a bill beside which there is no other for the same case."""
SETTLED = frozenset({_S.EXEMPTED, _S.PAID})


_MOST_BILLS = 20
"""Of one case, cancelled and refunded ones counted; no figure of a regulation."""


def numbers_of(subject: str) -> list[str]:
    """The numbers that the bills of a case have, in order."""
    key = subject.partition(":")[2]
    return [f"{key}-{n}" for n in range(1, _MOST_BILLS + 1)]


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt (票据) or its counterpart of a reversal or refund, with a number of its own."""

    number: str
    of: str
    """The receipt that it undoes; empty: it is money that came in."""
    amount: int
    """In cents; below zero where money went out."""
    way: Way
    fact: Happened


@dataclass(frozen=True, slots=True)
class Bill(Course):
    """What is to be paid for a case, and how far that got."""

    table: ClassVar[Table[BillDossier]] = BILL
    state: State = State.NEW

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    @property
    def billed(self) -> Happened:
        return self.happened[0]

    @property
    def total(self) -> money.Cents:
        return money.parse(str(self.billed.data["total"]))

    @property
    def receipts(self) -> tuple[Receipt, ...]:
        """Every receipt in its order; none is ever taken away."""
        found = (fact for fact in self.happened if "receipt" in fact.data)
        return tuple(
            Receipt(
                str(fact.data["receipt"]), str(fact.data.get("of", "")),
                money.parse(str(fact.data["booked"])), Way(str(fact.data["way"])), fact,
            )
            for fact in found
        )  # fmt: skip


class BillDossier(Stored[Bill]):
    """A bill; its lines stand in its first fact."""

    kind_of_course = Bill

    @property
    def about(self) -> About:
        number = self.standing.number
        assert self.standing.site_id is not None
        name = Phrase(f"缴费单 {number}", f"bill {number}")
        return About(self.subject, self.standing.site_id, name)
