"""What contests show of themselves (异议与申诉的门面)."""

from __future__ import annotations

from yichuang.contests.states import KINDS
from yichuang.faces import Duty, Face, Page, Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

DECIDE_CONTESTS = Permission(
    "contests.decide",
    Phrase("裁定异议申诉", "rule on objections and appeals"),
    Role.SUPERVISION,
    Role.DIRECTOR,
)

FACE = Face(
    permissions=(DECIDE_CONTESTS,),
    journal={f"contest.{kind}": words for kind, words in KINDS.items()},
    subjects={"contest": Phrase("异议", "Objection")},
    opens={"contest": "web:contest"},
    staff=(
        Page(
            "web:contests",
            Phrase("异议申诉", "Objections"),
            Phrase("对与我有关的认定提出异议；裁定异议", "Object to what was found; rule on it"),
            place=135,
        ),
    ),
    duties={
        "contest.rule": Duty(Phrase("裁定异议", "rule on an objection"), "web:contest"),
    },
)
