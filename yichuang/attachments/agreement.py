"""Whether attachments are as the journal tells of them (附件的账实核对)."""

from __future__ import annotations

from collections.abc import Iterator

from yichuang.attachments import store
from yichuang.attachments.models import Attachment
from yichuang.journal.agreement import Disagreement
from yichuang.journal.rows import Kept, Unbound
from yichuang.phrases import Phrase

KEPT = (Kept("attachments_attachment", Phrase("附件", "an attachment")),)
UNBOUND = (
    Unbound("attachments_upload", Phrase(
        "正在上传的文件，收齐后另有登记，无人续传的一天后清除",
        "files on their way; once whole they are on record, given up they are gone after a day")),
)  # fmt: skip

_GONE = Phrase("附件的内容不在文件夹 files 中", "its content isn't in the folder files")


def check() -> Iterator[Disagreement]:
    """Every attachment that stands has its content. What it is, is proved when it is opened."""
    rows = Attachment.objects.filter(withdrawn_at=None).values_list("subject", "digest")
    for subject, digest in rows.iterator():
        if not store.is_there(digest):
            yield Disagreement(subject, None, _GONE)
