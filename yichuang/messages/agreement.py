"""Whether messages are as the journal tells of them (告知的账实核对)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from yichuang.journal.agreement import Disagreement
from yichuang.journal.rows import Kept
from yichuang.phrases import Phrase

KEPT = (
    Kept("messages_message", Phrase("告知", "a message"),
         left_out=("tries", "next_at", "trouble")),
)  # fmt: skip

_OUTCOMES = """
SELECT coalesce(e.subject, m.subject), e.id, m.id IS NULL, e.id IS NULL
FROM (SELECT * FROM messages_message WHERE channel <> 'page' AND result <> 'waiting') m
FULL JOIN (
  SELECT * FROM journal_entry WHERE kind IN ('message.sent', 'message.refused')
) e ON e.data ->> 'key' = m.key
WHERE m.id IS NULL OR e.id IS NULL OR e.happened_at <> m.settled_at
  OR e.kind <> 'message.' || m.result OR e.data ->> 'channel' <> m.channel
ORDER BY 1
"""
_GONE = Phrase("流水账中已发出而数据中没有", "sent by the journal, but not in the data")
_INVENTED = Phrase("数据中已发出而流水账中没有", "sent by the data, but not on the journal")
_DIFFERS = Phrase("与流水账的记录不符", "not as the journal tells it")


def check() -> Iterator[Disagreement]:
    """What was sent or refused against its entries, both ways."""
    with connection.cursor() as cursor:
        cursor.execute(_OUTCOMES)
        found = cursor.fetchall()
    for subject, entry_id, gone, invented in found:
        said = _GONE if gone else _INVENTED if invented else _DIFFERS
        yield Disagreement(subject, entry_id, said)
