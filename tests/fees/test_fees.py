"""Fees (统一收费, R28; S0 第十条, 第十五条): published, exact, in sequence, signed by two."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import AtOnce
from tests.fees.conftest import FREE, Till, made
from yichuang.cases import actions as cases
from yichuang.cases import charging
from yichuang.errors import HallError, NotAllowed
from yichuang.fees import actions, queries, receipts
from yichuang.fees.refusals import (
    BilledAlready,
    DayClosed,
    DoesNotBalance,
    FeeOpen,
    NothingChosen,
    NotPublished,
    OutOfOrder,
    ReasonNeeded,
    SamePerson,
    WrongAmount,
)
from yichuang.jobs.record import disagreements
from yichuang.obligations import queries as obligations
from yichuang.rules import charging as rule
from yichuang.rules.money import Cents

pytestmark = pytest.mark.req("R28")
DAY = "511602-20260310"


@pytest.mark.django_db
class TestPaying:
    def test_exactly_what_is_published_against_a_receipt(self, till: Till, at: datetime) -> None:
        _, number = till.billed(at, sheets=3)
        assert queries.bill(number, till.cashier).total == "8.55"
        for wrong in ("8.54", "8.56", "8.5", "0", "-8.55", "八元", "8.550"):
            with pytest.raises(WrongAmount):
                actions.pay(number=number, amount=wrong, way="cash", at=at, by=till.cashier)
        receipt = actions.pay(number=number, amount="8.55", way="cash", at=at, by=till.cashier)
        assert receipt == "511602-2026-0000001"
        with transaction.atomic():
            assert not list(disagreements())

    def test_seven_fifty_is_seven_fifty(self, till: Till, at: datetime) -> None:
        _, number = till.billed(at)
        actions.pay(number=number, amount="7.5", way="wechat", at=at, by=till.cashier)
        (stub,) = queries.bill(number, till.cashier).receipts
        assert (stub.amount, stub.way.zh) == ("7.50", "微信")

    def test_nobody_but_the_fee_window_collects(self, till: Till, at: datetime) -> None:
        case, number = till.billed(at)
        for by in (till.hall.clerk, till.hall.issuer, till.hall.chief, till.office):
            with pytest.raises(NotAllowed):
                actions.pay(number=number, amount="7.50", way="cash", at=at, by=by)
            with pytest.raises(NotAllowed):
                charging.bill(number=case, quantities={0: 1}, at=at, by=by)

    def test_a_fee_is_paid_once(self, till: Till, at: datetime) -> None:
        case, number = till.billed(at)
        with pytest.raises(BilledAlready):
            charging.bill(number=case, quantities={0: 1}, at=at, by=till.cashier)
        actions.pay(number=number, amount="7.50", way="cash", at=at, by=till.cashier)
        with pytest.raises(OutOfOrder):
            actions.pay(number=number, amount="7.50", way="cash", at=at, by=till.cashier)
        assert len(queries.day(DAY, till.cashier).entries) == 1

    def test_what_has_no_published_charge_is_free(self, till: Till, at: datetime) -> None:
        case = till.hall.accepted(at, item=FREE)
        assert charging.terms(case, till.cashier).charges == ()
        with pytest.raises(NotPublished):
            charging.bill(number=case, quantities={0: 1}, at=at, by=till.cashier)

    @pytest.mark.parametrize("quantities", [{}, {0: 0}, {2: 1}, {0: -1}, {0: 1000}, {0: 1, 7: 1}])
    def test_only_whole_numbers_of_its_own_charges(
        self, till: Till, at: datetime, quantities: dict[int, int]
    ) -> None:
        case = till.case(at)
        with pytest.raises(NothingChosen):
            charging.bill(number=case, quantities=quantities, at=at, by=till.cashier)

    def test_a_case_that_is_not_accepted_has_no_fee(self, till: Till, at: datetime) -> None:
        case = till.case(at)
        cases.withdraw(number=case, reason="不办了", at=at, by=till.hall.clerk)
        with pytest.raises(charging.NotBillable):
            charging.bill(number=case, quantities={0: 1}, at=at, by=till.cashier)

    def test_the_result_waits_for_the_fee(self, till: Till, at: datetime) -> None:
        case, hall = till.case(at), till.hall
        cases.review(number=case, opinion="属实", at=at, by=hall.reviewer)
        cases.verify(number=case, opinion="同意", at=at, by=hall.verifier)
        cases.decide(number=case, decision="approve", result="准予", at=at, by=hall.verifier)
        with pytest.raises(FeeOpen):
            cases.issue(number=case, by_way="signature", signed_by="王小明", at=at, by=hall.issuer)
        number = charging.bill(number=case, quantities={0: 1}, at=at, by=till.cashier)
        with pytest.raises(FeeOpen):
            cases.issue(number=case, by_way="signature", signed_by="王小明", at=at, by=hall.issuer)
        actions.pay(number=number, amount="7.50", way="card", at=at, by=till.cashier)
        cases.issue(number=case, by_way="signature", signed_by="王小明", at=at, by=hall.issuer)


@pytest.mark.django_db
class TestExemption:
    def test_the_competent_department_approves(self, till: Till, at: datetime) -> None:
        _, number = till.billed(at)
        with pytest.raises(ReasonNeeded):
            actions.ask_exemption(number=number, reason=" ", at=at, by=till.cashier)
        actions.ask_exemption(number=number, reason="低保户", at=at, by=till.cashier)
        assert "审批减免" in [due.what.zh for due in obligations.todo(till.hall.chief, at)]
        with pytest.raises(OutOfOrder):
            actions.pay(number=number, amount="7.50", way="cash", at=at, by=till.cashier)
        for by in (till.cashier, till.hall.stranger, till.office):
            with pytest.raises(HallError):
                actions.exempt(number=number, document="减免〔2026〕1号", at=at, by=by)
        with pytest.raises(ReasonNeeded):
            actions.exempt(number=number, document="", at=at, by=till.hall.chief)
        actions.exempt(number=number, document="减免〔2026〕1号", at=at, by=till.hall.chief)
        view = queries.bill(number, till.cashier)
        assert (view.state_said.zh, view.receipts) == ("已免收", ())

    def test_one_that_is_refused_is_paid(self, till: Till, at: datetime) -> None:
        _, number = till.billed(at)
        actions.ask_exemption(number=number, reason="困难", at=at, by=till.cashier)
        actions.refuse_exemption(number=number, reason="不在范围", at=at, by=till.hall.chief)
        actions.pay(number=number, amount="7.50", way="cash", at=at, by=till.cashier)


@pytest.mark.django_db
class TestGivingBack:
    def test_a_refund_is_its_receipt_to_the_cent(self, till: Till, at: datetime) -> None:
        case, number = till.billed(at, sheets=1)
        first = actions.pay(number=number, amount="7.85", way="alipay", at=at, by=till.cashier)
        actions.ask_refund(number=number, reason="申请已撤回", at=at, by=till.cashier)
        with pytest.raises(NotAllowed):
            actions.refund(number=number, amount="7.85", at=at, by=till.cashier)
        for wrong in ("7.84", "7.86", "0"):
            with pytest.raises(WrongAmount):
                actions.refund(number=number, amount=wrong, at=at, by=till.office)
        back = actions.refund(number=number, amount="7.85", at=at, by=till.office)
        paid, refunded = queries.bill(number, till.cashier).receipts
        assert (paid.number, paid.amount) == (first, "7.85")
        assert (refunded.number, refunded.of, refunded.amount) == (back, first, "-7.85")
        assert queries.day(DAY, till.cashier).total == "0.00"
        again = charging.bill(number=case, quantities={0: 1}, at=at, by=till.cashier)
        assert again == number[:-1] + "2"

    def test_a_reversal_keeps_both_numbers_and_the_fee_stays_due(
        self, till: Till, at: datetime
    ) -> None:
        _, number = till.billed(at)
        first = actions.pay(number=number, amount="7.50", way="cash", at=at, by=till.cashier)
        second = actions.reverse(number=number, reason="应为刷卡", at=at, by=till.cashier)
        third = actions.pay(number=number, amount="7.50", way="card", at=at, by=till.cashier)
        stubs = queries.bill(number, till.cashier).receipts
        assert [one.number for one in stubs] == [first, second, third]
        assert [one.of for one in stubs] == ["", first, ""]
        assert [one.amount for one in stubs] == ["7.50", "-7.50", "7.50"]
        balances = {one.way.value: one.booked for one in queries.day(DAY, till.cashier).balances}
        assert (balances["cash"], balances["card"]) == ("0.00", "7.50")


@pytest.mark.django_db
class TestTheDay:
    def test_two_sign(self, till: Till, at: datetime) -> None:
        _, number = till.billed(at)
        actions.pay(number=number, amount="7.50", way="cash", at=at, by=till.cashier)
        with pytest.raises(DoesNotBalance):
            actions.count(number=DAY, counted={"cash": "7.00"}, reason="", at=at, by=till.cashier)
        actions.count(number=DAY, counted={"cash": "7.50"}, reason="", at=at, by=till.cashier)
        assert "复核签字" in [due.what.zh for due in obligations.todo(till.office, at)]
        with pytest.raises(NotAllowed):
            actions.countersign(number=DAY, at=at, by=till.cashier)
        actions.recount(number=DAY, reason="再点一次", at=at, by=till.office)
        actions.count(number=DAY, counted={"cash": "7.50"}, reason="", at=at, by=till.cashier)
        actions.countersign(number=DAY, at=at, by=till.office)
        view = queries.day(DAY, till.office)
        assert (view.counted_by, view.signed_by) == ("苏静", "贾远")

    def test_nothing_enters_a_counted_day(self, till: Till, at: datetime) -> None:
        _, first = till.billed(at)
        _, second = till.billed(at)
        actions.pay(number=first, amount="7.50", way="cash", at=at, by=till.cashier)
        actions.count(number=DAY, counted={"cash": "7.00"}, reason="少五角，已报",
                      at=at, by=till.cashier)  # fmt: skip
        with pytest.raises(DayClosed):
            actions.pay(number=second, amount="7.50", way="cash", at=at, by=till.cashier)
        assert queries.bill(second, till.cashier).receipts == ()
        tomorrow = at + timedelta(days=1)
        receipt = actions.pay(number=second, amount="7.50", way="cash", at=tomorrow,
                              by=till.cashier)  # fmt: skip
        assert receipt.endswith("0000002")

    def test_whoever_counted_does_not_sign_even_with_both_roles(
        self, till: Till, at: datetime
    ) -> None:
        from dataclasses import replace

        both = replace(till.cashier, roles=till.cashier.roles | till.office.roles)
        _, number = till.billed(at)
        actions.pay(number=number, amount="7.50", way="cash", at=at, by=both)
        actions.count(number=DAY, counted={"cash": "7.50"}, reason="", at=at, by=both)
        with pytest.raises(SamePerson):
            actions.countersign(number=DAY, at=at, by=both)


@pytest.mark.django_db
def test_a_receipt_is_the_same_paper_each_time(till: Till, at: datetime) -> None:
    _, number = till.billed(at)
    actions.pay(number=number, amount="7.50", way="cash", at=at, by=till.cashier)
    (stub,) = queries.bill(number, till.cashier).receipts
    first = receipts.printed(number, stub.seq, reader=till.cashier, at=at)
    later = at + timedelta(days=3)
    assert receipts.printed(number, stub.seq, reader=till.cashier, at=later) == first
    assert first.startswith(b"%PDF")
    with pytest.raises(NotAllowed):
        receipts.printed(number, stub.seq, reader=till.hall.clerk, at=at)


def test_two_windows_take_one_fee_once(at_once: AtOnce, at: datetime) -> None:
    till = made(at)
    _, number = till.billed(at)
    _, other = till.billed(at)

    def pay(n: int) -> str:
        which = other if n == 3 else number
        return actions.pay(number=which, amount="7.50", way="cash", at=at, by=till.cashier)

    results = at_once(pay, 4)
    given = sorted(one for one in results if isinstance(one, str))
    assert given == ["511602-2026-0000001", "511602-2026-0000002"]
    assert sum(isinstance(one, OutOfOrder) for one in results) == 2


@given(st.lists(st.tuples(st.integers(1, 10_000_000), st.integers(0, rule.MOST)), max_size=6))
def test_a_bill_is_the_sum_of_its_lines(asked: list[tuple[int, int]]) -> None:
    standards = [rule.Standard(Cents(price)) for price, _ in asked]
    ruled = rule.rule(standards, {place: n for place, (_, n) in enumerate(asked)})
    assert ruled.total == sum(price * n for price, n in asked)
    assert [line.place for line in ruled.lines] == [p for p, (_, n) in enumerate(asked) if n]
    assert not ruled.unknown
