"""What the cases capability shows of itself (办件的门面)."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases.joint.states import KINDS as OPINIONS
from yichuang.cases.states import KINDS
from yichuang.faces import Duty, Face, Missed, Page, Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

ACCEPT_CASE = Permission(
    "case.accept",
    Phrase("受理办件", "accept cases"),
    Role.WINDOW_CLERK,
    Role.INTEGRATED_WINDOW,
)
REVIEW_CASE = Permission(
    "case.review",
    Phrase("审查办件", "review cases"),
    Role.REVIEWER,
    Role.CHIEF_REPRESENTATIVE,
)
VERIFY_CASE = Permission(
    "case.verify",
    Phrase("核准办件", "verify cases"),
    Role.VERIFIER,
    Role.CHIEF_REPRESENTATIVE,
)
EXTEND_CASE = Permission(
    "case.extend",
    Phrase("延长办理期限", "extend a limit"),
    Role.CHIEF_REPRESENTATIVE,
)
ISSUE_RESULT = Permission(
    "case.issue",
    Phrase("出证送达", "issue results"),
    Role.INTEGRATED_WINDOW,
)
SEE_SITE_CASES = Permission(
    "case.see_site",
    Phrase("查看本场所办件", "see the site's cases"),
    Role.OFFICE,
    Role.SUPERVISION,
    Role.DIRECTOR,
)


def _accept(subject: str, at: datetime) -> bool:
    """Silence accepts what nobody answered (视为受理)."""
    from yichuang.cases import actions

    return actions.accept_by_silence(number=subject.partition(":")[2], at=at)


def _approve(subject: str, at: datetime) -> bool:
    """Silence approves what is overdue, where a law says so (超时默许)."""
    from yichuang.cases import actions

    return actions.approve_by_silence(number=subject.partition(":")[2], at=at)


def _silent(subject: str, at: datetime) -> bool:
    """Silence of a department consents, where the item names the law (缺席默认)."""
    from yichuang.cases.joint import actions

    return actions.fall_silent(number=subject.partition(":")[2], at=at)


def _late(missed: Missed, at: datetime) -> None:
    """A case that isn't dealt with in time is an act of whose duty it was."""
    from yichuang.acts.actions import find_overdue

    find_overdue(missed, at)


FACE = Face(
    permissions=(
        ACCEPT_CASE,
        REVIEW_CASE,
        VERIFY_CASE,
        EXTEND_CASE,
        ISSUE_RESULT,
        SEE_SITE_CASES,
    ),
    journal={
        "case.unmasked": Phrase("查看未脱敏信息", "Personal data looked at"),
        "case.deemed_too_early": Phrase("视为受理早于期限", "Accepted by silence too early"),
        "case.paper_opened": Phrase("查看文书", "Paper opened"),
        **{f"case.{kind}": words for kind, words in KINDS.items()},
        **{f"opinion.{kind}": words for kind, words in OPINIONS.items()},
    },
    subjects={"case": Phrase("办件", "Case"), "opinion": Phrase("部门意见", "Opinion")},
    opens={"case": "web:case", "opinion": "web:opinion"},
    public=(Page("web:follow", Phrase("查进度", "Follow a case"), place=30),),
    staff=(
        Page(
            "web:desk",
            Phrase("审批工作台", "Desk"),
            Phrase("审查、核准、办理时限", "Review, verify, limits"),
            (REVIEW_CASE, VERIFY_CASE, EXTEND_CASE, SEE_SITE_CASES),
            place=20,
        ),
        Page(
            "web:issuing",
            Phrase("出证送达", "Issuing"),
            Phrase("打印、签收、邮寄结果", "Print, hand over or post results"),
            (ISSUE_RESULT,),
            place=30,
        ),
    ),
    duties={
        "case.answer": Duty(
            Phrase("答复申请", "answer the application"), "web:case", _accept, _late
        ),
        "case.review": Duty(Phrase("审查", "review"), "web:case", _approve, _late),
        "case.verify": Duty(Phrase("核准", "verify"), "web:case", _approve, _late),
        "case.decide": Duty(Phrase("作出决定", "decide"), "web:case", _approve, _late),
        "case.issue": Duty(Phrase("出件送达", "issue the result"), "web:case", overdue=_late),
        "opinion.give": Duty(
            Phrase("出具部门意见", "give the department's opinion"), "web:opinion", _silent, _late
        ),
    },
)
