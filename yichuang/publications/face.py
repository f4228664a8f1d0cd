"""What publications show of themselves (公示的门面)."""

from __future__ import annotations

from datetime import datetime

from yichuang.faces import Duty, Face, Page, Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase
from yichuang.publications.states import KINDS

PUBLISH = Permission(
    "publications.publish", Phrase("起草发布公示", "draft and publish"),
    Role.OFFICE, Role.SUPERVISION,
)  # fmt: skip
REVIEW = Permission(
    "publications.review", Phrase("审核公示", "review publications"),
    Role.SUPERVISION, Role.DIRECTOR,
)  # fmt: skip


def _archive(subject: str, at: datetime) -> bool:
    from yichuang.publications import actions

    return actions.archive(number=subject.partition(":")[2], at=at)


FACE = Face(
    permissions=(PUBLISH, REVIEW),
    journal={f"publication.{kind}": words for kind, words in KINDS.items()},
    subjects={"publication": Phrase("公示", "Publication")},
    public=(Page("web:bulletins", Phrase("公示公告", "Bulletins"), place=55),),
    staff=(
        Page(
            "web:publications", Phrase("公示通报", "Publications"),
            Phrase("起草、审核、发布", "Draft, review, publish"), (PUBLISH, REVIEW), place=75,
        ),
    ),
    duties={
        "publication.review": Duty(Phrase("审核公示", "review"), "web:publication"),
        "publication.publish": Duty(Phrase("发布公示", "publish"), "web:publication"),
        "publication.archive": Duty(
            Phrase("公示期满归档", "archive"), "web:publication", _archive
        ),
    },
)  # fmt: skip
