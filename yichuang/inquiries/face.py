"""What inquiries show of themselves (咨询的门面)."""

from __future__ import annotations

from yichuang.faces import Duty, Face, Page
from yichuang.inquiries.course import ANSWER_INQUIRY, KINDS, TAKE_UP
from yichuang.organization.face import SUPERVISE
from yichuang.phrases import Phrase

_PAGE = "web:inquiry"

FACE = Face(
    permissions=(ANSWER_INQUIRY, TAKE_UP),
    journal={f"inquiry.{kind}": words for kind, words in KINDS.items()},
    subjects={"inquiry": Phrase("咨询", "Inquiry")},
    opens={"inquiry": _PAGE},
    public=(Page("web:ask", Phrase("咨询", "Ask"), place=45),),
    staff=(
        Page(
            "web:inquiries",
            Phrase("咨询", "Inquiries"),
            Phrase("首问登记、答复、移交、知识库", "Take down, answer, hand over, reuse answers"),
            (ANSWER_INQUIRY, SUPERVISE),
            place=30,
        ),
    ),
    duties={
        "inquiry.take_up": Duty(Phrase("接收网上咨询", "take up the inquiry"), _PAGE),
        "inquiry.answer": Duty(Phrase("答复咨询", "answer the inquiry"), _PAGE),
        "inquiry.confirm": Duty(Phrase("确认是否接手咨询", "take the inquiry over, or not"), _PAGE),
        "inquiry.call_back": Duty(Phrase("按约定回复", "call back as agreed"), _PAGE),
        "inquiry.follow_up": Duty(Phrase("跟踪到办结", "follow it up to its end"), _PAGE),
        "inquiry.watch": Duty(Phrase("跟踪移交的咨询", "watch what was handed over"), _PAGE),
    },
)
