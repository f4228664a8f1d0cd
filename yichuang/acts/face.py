"""What the acts show of themselves (行为台账的门面)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yichuang.acts.states import KINDS
from yichuang.faces import Face, Page, Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from datetime import datetime

FIND_ACTS = Permission(
    "acts.find",
    Phrase("记录巡查所见的行为", "put down acts that a patrol saw"),
    Role.OFFICE,
    Role.SUPERVISION,
)
SEE_ACTS = Permission(
    "acts.see",
    Phrase("查看行为台账", "see the ledger of acts"),
    Role.OFFICE,
    Role.SUPERVISION,
    Role.DIRECTOR,
)
ANSWER_FOR_UNIT = Permission(
    "acts.answer_for_unit",
    Phrase("对本部门的行为记录提出异议", "contest acts of the own department"),
    Role.CHIEF_REPRESENTATIVE,
)


def _become_final(at: datetime) -> int:
    from yichuang.acts.actions import become_final

    return become_final(at)


FACE = Face(
    permissions=(FIND_ACTS, SEE_ACTS, ANSWER_FOR_UNIT),
    journal={f"act.{kind}": words for kind, words in KINDS.items()},
    subjects={"act": Phrase("行为记录", "Act")},
    opens={"act": "web:one_act"},
    staff=(
        Page(
            "web:acts",
            Phrase("行为台账", "Ledger of acts"),
            Phrase("全场所的行为记录、依据和进展", "What was found at the site, and how it stands"),
            (SEE_ACTS,),
            place=74,
        ),
        Page(
            "web:own_acts",
            Phrase("我的行为记录", "My acts"),
            Phrase("记在我名下的行为、条款和依据", "What was put down about me, and why"),
            place=130,
        ),
    ),
    scans=(_become_final,),
)
