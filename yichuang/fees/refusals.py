"""What the fee window refuses, in sentences."""

from __future__ import annotations

from typing import ClassVar

from yichuang.courses import refusals as courses
from yichuang.errors import HallError
from yichuang.phrases import Phrase


class OutOfOrder(courses.OutOfOrder):
    """A fee is paid once, a receipt reversed or refunded once."""

    code = "fees.out_of_order"
    phrase = Phrase(
        "缴费单“{number}”现为“{state}”，不能进行“{step}”。请刷新页面核对，不要重复收退费。",
        "Bill {number} is “{state}” now; “{step}” can't follow. Reload and check before any money "
        "changes hands again.",
    )


class BilledAlready(HallError):
    """One live bill for each case."""

    code: ClassVar[str] = "fees.billed_already"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这个办件已有缴费单“{number}”（{state}），不能再开。请在那张单上办理。",
        "This case already has bill {number} ({state}). Go on with that one.",
    )


class NotPublished(HallError):
    """Only published standards are collected."""

    code: ClassVar[str] = "fees.not_published"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "“{item}”没有公布的收费标准，一分钱也不能收。",
        "{item} has no published charge, so nothing may be collected.",
    )


class NothingChosen(HallError):
    code: ClassVar[str] = "fees.nothing_chosen"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请按公布的标准填写数量，每项为 0 至 {most} 的整数，至少一项不为 0。",
        "Give how many of each published charge: whole numbers from 0 to {most}, not all 0.",
    )


class WrongAmount(HallError):
    """Neither more nor less than published (R28)."""

    code: ClassVar[str] = "fees.wrong_amount"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "应为 {due} 元，不是“{given}”。多收、少收都不行，退费须与票据金额一致。",
        "It is {due} yuan, not “{given}”: neither more nor less, and a refund equals its receipt.",
    )


class ReasonNeeded(HallError):
    code: ClassVar[str] = "fees.reason_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase("请写明原因或依据。", "Please give the reason or ground.")


class SamePerson(HallError):
    """Money is never one person's business alone."""

    code: ClassVar[str] = "fees.same_person"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "经手人不能自己审批或复核，请换一人。",
        "Whoever handled it can't approve or countersign it; somebody else has to.",
    )


class DayClosed(courses.OutOfOrder):
    """Nothing enters a day's book once it is counted."""

    code = "fees.day_closed"
    phrase = Phrase(
        "今天的账“{number}”{state}，不能再“{step}”。",
        "Today's book {number} is “{state}”; “{step}” can't follow.",
    )


class DoesNotBalance(HallError):
    code: ClassVar[str] = "fees.does_not_balance"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "实点 {counted} 元，账面 {booked} 元，差 {short} 元。请重新点款，仍不符的写明原因。",
        "Counted {counted}, booked {booked}, {short} apart. Count again; if it stays, say why.",
    )


class FeeOpen(HallError):
    """The item is paid before its result goes out."""

    code: ClassVar[str] = "fees.open"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这个事项先缴费后出件：请申请人到收费窗口缴费，或经批准免收后再出件。",
        "This item is paid for before its result goes out: have the fee paid at the fee window, "
        "or exempted with approval, first.",
    )
