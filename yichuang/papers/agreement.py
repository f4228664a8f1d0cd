"""Whether papers and their delivery are as the journal tells of them (文书的账实核对)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from yichuang.journal.agreement import Disagreement
from yichuang.journal.rows import Kept, Unbound
from yichuang.phrases import Phrase

KEPT = (
    Kept("papers_paper", Phrase("文书", "a paper"), once=True),
    Kept("papers_delivery", Phrase("送达", "a delivery"), once=True),
)
UNBOUND = (
    Unbound("papers_serial", Phrase("与文书的文号核对", "its numbers stand on the papers")),
)  # fmt: skip

_PAPERS = """
SELECT coalesce(e.subject, p.subject), e.id
FROM papers_paper p
FULL JOIN (SELECT * FROM journal_entry WHERE kind = 'paper.made') e
  ON e.subject = p.subject AND e.data ->> 'seq' = p.seq::text AND e.data ->> 'copy' = p.copy
LEFT JOIN attachments_attachment a ON a.id = p.attachment_id
WHERE p.id IS NULL OR e.id IS NULL OR e.data ->> 'digest' <> p.digest
  OR e.data ->> 'number' <> p.number OR a.digest <> p.digest OR a.withdrawn_at IS NOT NULL
ORDER BY 1
"""
_DIFFERS = Phrase("文书与流水账的记录不符", "a paper is not as the journal tells it")


def check() -> Iterator[Disagreement]:
    """Every paper against its entry and its octets, both ways."""
    with connection.cursor() as cursor:
        cursor.execute(_PAPERS)
        for subject, entry_id in cursor.fetchall():
            yield Disagreement(subject, entry_id, _DIFFERS)
