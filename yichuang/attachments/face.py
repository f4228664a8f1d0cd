"""What attachments show of themselves (附件的门面)."""

from __future__ import annotations

from yichuang.faces import Face
from yichuang.phrases import Phrase

FACE = Face(
    journal={
        "attachment.added": Phrase("存入附件", "File attached"),
        "attachment.opened": Phrase("查看附件", "File opened"),
        "attachment.withdrawn": Phrase("撤回附件", "File withdrawn"),
    },
    subjects={"templates": Phrase("文书模板", "Templates of papers")},
)
