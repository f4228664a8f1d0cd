"""What leave shows of itself (请销假的门面)."""

from __future__ import annotations

from datetime import datetime

from yichuang.faces import Duty, Face, Page
from yichuang.leave.permissions import MANAGE_LEAVE
from yichuang.leave.states import KINDS
from yichuang.phrases import Phrase


def _begin(subject: str, at: datetime) -> bool:
    from yichuang.leave.actions import begin_leave

    return begin_leave(subject, at)


FACE = Face(
    permissions=(MANAGE_LEAVE,),
    journal={
        **{f"leave.{kind}": words for kind, words in KINDS.items()},
        "post.set": Phrase("设AB岗", "A and B of a post set"),
        "office.held": Phrase("登记任职", "Holder of an office entered"),
        "outing.asked": Phrase("申请召回外出", "Recall asked for"),
        "outing.began": Phrase("外出", "Out"),
        "outing.ended": Phrase("外出返回", "Back from an outing"),
    },
    subjects={
        "leave": Phrase("请假", "Leave"),
        "outing": Phrase("外出", "Outing"),
        "stand_in": Phrase("顶岗", "Standing-in"),
    },
    staff=(
        Page(
            "web:leaves",
            Phrase("请假和外出", "Leave and outings"),
            Phrase("请假、销假、外出登记、去向", "Ask for leave, report back, sign out"),
            place=20,
        ),
    ),
    duties={
        "leave.complete": Duty(Phrase("补齐请假", "complete the leave"), "web:leave", own=True),
        "leave.accept": Duty(
            Phrase("答复能否顶岗", "answer whether you stand in"), "web:leave", own=True
        ),
        "leave.decide": Duty(Phrase("审批请假", "decide on the leave"), "web:leave"),
        "leave.hand_over": Duty(
            Phrase("交接工作，准备休假", "hand your work over before you go"), "web:leave", _begin,
            own=True,
        ),
        "leave.report_back": Duty(Phrase("销假", "report back"), "web:leave", own=True),
        "outing.consent": Duty(Phrase("答复召回", "consent to the recall"), "web:outing_consent"),
        "leave.cover": Duty(Phrase("指定顶岗人员", "name who stands in"), "web:leave"),
    },
)  # fmt: skip
