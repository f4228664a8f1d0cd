"""Reading what is attached. Who may, says the capability whose things they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yichuang.attachments import store
from yichuang.attachments.kinds import NAMES
from yichuang.attachments.models import Attachment
from yichuang.organization.personal import decrypt
from yichuang.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Attached:
    """A file in a list."""

    pk: int
    part: str
    name: str
    kind: Phrase
    media: str
    size: int
    digest: str
    added_at: datetime
    who: str
    """Which member of staff added it; empty: the applicant."""


def content_of(subject: str, pk: int) -> bytes:
    """The octets of a file that the house itself put there, such as a paper it printed.

    The look is recorded by whoever shows it. Raises ContentGone.
    """
    digest = Attachment.objects.filter(subject=subject, pk=pk).values_list("digest", flat=True)
    return store.get(digest.get())


def of_subject(subject: str, *, named: bool) -> tuple[Attached, ...]:
    """The files of one thing (附件), the oldest first. Names only for who may see personal data."""
    rows = Attachment.objects.filter(subject=subject, withdrawn_at=None)
    found = []
    for row in rows.select_related("person").order_by("part", "id"):
        name = decrypt(bytes(row.sealed), of=f"attachment:{subject}:{row.digest}") if named else ""
        found.append(Attached(
            row.pk, row.part, name, NAMES[row.media], row.media, row.size, row.digest,
            row.added_at, row.person.name if row.person else "",
        ))  # fmt: skip
    return tuple(found)
