"""What the regulations show of itself (制度的门面)."""

from __future__ import annotations

from yichuang.faces import Face, Page, Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

MANAGE_RULES = Permission(
    "rules.manage",
    Phrase("管理规则手册", "manage rule books"),
    Role.DIRECTOR,
)

FACE = Face(
    permissions=(MANAGE_RULES,),
    journal={
        "book.adopted": Phrase("采用规则手册", "Rule book adopted"),
    },
    subjects={"book": Phrase("规则手册", "Rule book")},
    public=(Page("web:library", Phrase("制度库", "Regulations"), place=60),),
    staff=(
        Page(
            "web:library",
            Phrase("制度库", "Regulations"),
            Phrase("现行制度、条文、历次版本", "In force, word by word"),
            place=140,
        ),
    ),
)
