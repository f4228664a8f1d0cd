"""Whether adopted books are those the journal speaks of (规则手册的账实核对)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from yichuang.journal.agreement import Disagreement
from yichuang.journal.rows import Kept
from yichuang.phrases import Phrase
from yichuang.regulations.actions import digest_of
from yichuang.regulations.models import Adoption

KEPT = (Kept("regulations_adoption", Phrase("采用的规则手册", "an adopted book"), once=True),)

_TOLD = """
SELECT coalesce(a.id, (e.data ->> 'adoption')::bigint), e.id
FROM regulations_adoption a JOIN organization_site s ON s.id = a.site_id
FULL JOIN (SELECT * FROM journal_entry WHERE kind = 'book.adopted') e
  ON e.data ->> 'adoption' = a.id::text
WHERE a.id IS NULL OR e.id IS NULL OR e.subject <> 'book:' || s.code OR e.site <> s.code
  OR e.actor <> a.adopted_by OR e.happened_at <> a.adopted_at
  OR e.data ->> 'digest' <> a.digest OR e.data ->> 'from' <> a.from_on::text
  OR e.data -> 'presets' <> a.presets
"""
_DIFFERS = Phrase("采用的手册与流水账不符", "the adopted book is not the one the journal tells of")
_TEXT = Phrase("手册的文字与采用时的摘要不符", "the text of the book is not what was adopted")


def check() -> Iterator[Disagreement]:
    """Adoptions against their entries, both ways, and each book's text against its digest."""
    with connection.cursor() as cursor:
        cursor.execute(_TOLD)
        for adoption, entry_id in cursor.fetchall():
            yield Disagreement(f"book:{adoption}", entry_id, _DIFFERS)
    for row in Adoption.objects.order_by("id").iterator():
        if digest_of(row.presets, row.text) != row.digest:
            yield Disagreement(f"book:{row.pk}", None, _TEXT)
