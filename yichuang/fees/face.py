"""What fees show of themselves (收费的门面)."""

from __future__ import annotations

from yichuang.faces import Duty, Face, Page
from yichuang.fees.bill import COLLECT, COUNTERSIGN, EXEMPT
from yichuang.fees.states import DAY_KINDS, KINDS
from yichuang.phrases import Phrase

FACE = Face(
    permissions=(COLLECT, EXEMPT, COUNTERSIGN),
    journal={
        **{f"fee.{kind}": words for kind, words in KINDS.items()},
        **{f"feeday.{kind}": words for kind, words in DAY_KINDS.items()},
    },
    subjects={"fee": Phrase("缴费单", "Bill"), "feeday": Phrase("收费日结", "Day's fees")},
    staff=(
        Page(
            "web:fees",
            Phrase("收费", "Fees"),
            Phrase("缴费单、减免、退费、日结", "Bills, exemptions, refunds, the day's balance"),
            (COLLECT, EXEMPT, COUNTERSIGN),
            place=34,
        ),
    ),
    duties={
        "fee.collect": Duty(Phrase("收费", "collect the fee"), "web:fee"),
        "fee.exempt": Duty(Phrase("审批减免", "decide on the exemption"), "web:fee"),
        "fee.refund": Duty(Phrase("审批退费", "decide on the refund"), "web:fee"),
        "feeday.count": Duty(Phrase("点款日结", "count the till"), "web:fee_day"),
        "feeday.sign": Duty(Phrase("复核签字", "countersign the day"), "web:fee_day"),
    },
)
