"""The states of a bill and of a day's book, and what can happen to them, in words."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase


class State(StrEnum):
    NEW = "new"
    OPEN = "open"
    ASKED = "exemption_asked"
    EXEMPTED = "exempted"
    PAID = "paid"
    REFUND_ASKED = "refund_asked"
    REFUNDED = "refunded"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What can happen to a bill. The journal calls it ``fee.<kind>``."""

    BILLED = "billed"
    PAID = "paid"
    CANCELLED = "cancelled"
    ASKED = "exemption_asked"
    EXEMPTED = "exempted"
    NOT_EXEMPTED = "not_exempted"
    REVERSED = "reversed"
    REFUND_ASKED = "refund_asked"
    REFUNDED = "refunded"
    NOT_REFUNDED = "not_refunded"


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("新开", "New"),
    State.OPEN: Phrase("待缴费", "To be paid"),
    State.ASKED: Phrase("减免待审批", "Exemption to be decided"),
    State.EXEMPTED: Phrase("已免收", "Exempted"),
    State.PAID: Phrase("已缴费", "Paid"),
    State.REFUND_ASKED: Phrase("退费待审批", "Refund to be decided"),
    State.REFUNDED: Phrase("已退费", "Refunded"),
    State.CANCELLED: Phrase("已作废", "Cancelled"),
})  # fmt: skip
KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.BILLED: Phrase("开具缴费单", "Billed"),
    Kind.PAID: Phrase("收费", "Paid"),
    Kind.CANCELLED: Phrase("缴费单作废", "Bill cancelled"),
    Kind.ASKED: Phrase("申请减免", "Exemption asked for"),
    Kind.EXEMPTED: Phrase("批准免收", "Exempted"),
    Kind.NOT_EXEMPTED: Phrase("不予免收", "Not exempted"),
    Kind.REVERSED: Phrase("冲正", "Receipt reversed"),
    Kind.REFUND_ASKED: Phrase("申请退费", "Refund asked for"),
    Kind.REFUNDED: Phrase("退费", "Refunded"),
    Kind.NOT_REFUNDED: Phrase("不予退费", "Not refunded"),
})  # fmt: skip


class Way(StrEnum):
    """How it was paid (缴费方式)."""

    CASH = "cash"
    CARD = "card"
    WECHAT = "wechat"
    ALIPAY = "alipay"
    TRANSFER = "transfer"


WAYS: Mapping[Way, Phrase] = MappingProxyType({
    Way.CASH: Phrase("现金", "Cash"),
    Way.CARD: Phrase("刷卡", "Card"),
    Way.WECHAT: Phrase("微信", "WeChat Pay"),
    Way.ALIPAY: Phrase("支付宝", "Alipay"),
    Way.TRANSFER: Phrase("转账", "Bank transfer"),
})  # fmt: skip


class DayState(StrEnum):
    NEW = "new"
    OPEN = "open"
    COUNTED = "counted"
    SIGNED = "signed"


class DayKind(StrEnum):
    """What can happen to a day's book. The journal calls it ``feeday.<kind>``."""

    ENTERED = "entered"
    COUNTED = "counted"
    RECOUNT = "recount"
    SIGNED = "signed"


DAY_STATES: Mapping[str, Phrase] = MappingProxyType({
    DayState.NEW: Phrase("未开始", "Not begun"),
    DayState.OPEN: Phrase("收费中", "Open"),
    DayState.COUNTED: Phrase("已点款，待复核签字", "Counted, to be countersigned"),
    DayState.SIGNED: Phrase("已日结", "Closed"),
})  # fmt: skip
DAY_KINDS: Mapping[str, Phrase] = MappingProxyType({
    DayKind.ENTERED: Phrase("收支入账", "Entered"),
    DayKind.COUNTED: Phrase("点款", "Counted"),
    DayKind.RECOUNT: Phrase("退回重新点款", "Sent back to be counted again"),
    DayKind.SIGNED: Phrase("复核签字", "Countersigned"),
})  # fmt: skip
