"""What papers show of themselves (文书的门面)."""

from __future__ import annotations

from yichuang.faces import Face, Page, Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

MANAGE_TEMPLATES = Permission(
    "papers.templates",
    Phrase("管理文书模板", "manage templates of papers"),
    Role.OFFICE,
    Role.SYSTEM_ADMIN,
)

FACE = Face(
    permissions=(MANAGE_TEMPLATES,),
    journal={
        "paper.made": Phrase("文书制成", "Paper made"),
        "paper.delivered": Phrase("登记送达", "Paper served"),
    },
    staff=(
        Page(
            "web:paper_templates",
            Phrase("文书模板", "Templates"),
            Phrase("各种文书的 Word 模板", "Word templates of papers"),
            (MANAGE_TEMPLATES,),
            place=85,
        ),
    ),
)
