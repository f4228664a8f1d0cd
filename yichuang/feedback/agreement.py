"""Whether ratings are as the journal tells of them (评价的账实核对)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from yichuang.journal.agreement import Disagreement
from yichuang.journal.rows import Kept
from yichuang.phrases import Phrase

KEPT = (
    Kept("feedback_invitation", Phrase("评价邀请", "an invitation to rate"), once=True,
         by_hand=True),
    Kept("feedback_rating", Phrase("评价", "a rating"), once=True),
)  # fmt: skip

_RATINGS = """
SELECT coalesce(e.subject, 'rating:' || r.id), e.id, r.id IS NULL, e.id IS NULL
FROM feedback_rating r FULL JOIN (
  SELECT * FROM journal_entry WHERE kind IN ('rating.given', 'rating.bad')
) e ON e.subject = 'rating:' || r.id
WHERE r.id IS NULL OR e.id IS NULL OR e.happened_at <> r.rated_at
  OR e.data ->> 'level' <> r.level::text OR e.data ->> 'channel' <> r.channel
ORDER BY 1
"""
_INVITATIONS = """
SELECT coalesce(e.subject, i.subject), e.id, i.id IS NULL, e.id IS NULL
FROM feedback_invitation i FULL JOIN (
  SELECT * FROM journal_entry WHERE kind = 'rating.invited'
) e ON e.subject = i.subject
WHERE i.id IS NULL OR e.id IS NULL OR e.happened_at <> i.invited_at
ORDER BY 1
"""
_GONE = Phrase("流水账中有记录而数据中没有：被删除", "on the journal but not in the data: deleted")
_INVENTED = Phrase(
    "数据中有而流水账中没有：无中生有", "in the data but not on the journal: invented"
)
_DIFFERS = Phrase("与流水账的记录不符", "not as the journal tells it")


def check() -> Iterator[Disagreement]:
    """Invitations and ratings against their entries, both ways: level, channel, time."""
    for statement in (_INVITATIONS, _RATINGS):
        with connection.cursor() as cursor:
            cursor.execute(statement)
            found = cursor.fetchall()
        for subject, entry_id, gone, invented in found:
            yield Disagreement(
                subject, entry_id, _GONE if gone else _INVENTED if invented else _DIFFERS
            )
