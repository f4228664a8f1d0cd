"""What results show of themselves (结果的门面)."""

from __future__ import annotations

from yichuang.cases.face import ISSUE_RESULT, REVIEW_CASE, SEE_SITE_CASES, VERIFY_CASE
from yichuang.faces import Duty, Face, Page
from yichuang.phrases import Phrase
from yichuang.results.states import KINDS

FACE = Face(
    journal={f"result.{kind}": words for kind, words in KINDS.items()},
    subjects={"result": Phrase("结果", "Result")},
    public=(Page("web:check_result", Phrase("结果真伪", "Check a result"), place=35),),
    staff=(
        Page(
            "web:results",
            Phrase("结果变动", "Changed results"),
            Phrase("更正、变更、延续、撤销、注销", "Corrections, changes, renewals, withdrawals"),
            (REVIEW_CASE, VERIFY_CASE, ISSUE_RESULT, SEE_SITE_CASES),
            place=32,
        ),
    ),
    duties={
        "result.decide": Duty(Phrase("决定是否变动", "decide on the change"), "web:result"),
        "result.deliver": Duty(Phrase("送达变动决定", "deliver the decision"), "web:result"),
    },
)
