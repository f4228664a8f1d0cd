"""Sealing: one sealer chains what was recorded, in order.

Entries are taken in the order of their numbers. A slow transaction may publish a low
number late; it is then sealed late, visibly, and never skipped.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

from yichuang.journal.digests import Fact, fact_of, first_head, leaf, next_head

_ONE_SEALER = 0x79696368  # the advisory lock that keeps sealers to one
_WINDOW = 20_000  # numbers below the newest sealed one that are looked at again
_BATCH = 2_000
_LOWEST = -(2**62)

_UNSEALED = """
SELECT e.id, e.site, e.kind, e.subject, e.actor, e.happened_at, e.recorded_at,
       e.second, e.reason, e.data
FROM journal_entry e
WHERE e.id > %s AND NOT EXISTS (SELECT 1 FROM journal_seal s WHERE s.entry_id = e.id)
ORDER BY e.id LIMIT %s
"""
_ADD = """
INSERT INTO journal_seal (seq, entry_id, leaf, head, sealed_at, algorithm)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[],
                     array_fill(%s::timestamptz, ARRAY[%s]), array_fill(%s::text, ARRAY[%s]))
"""


def seal(*, anchors: Path | None, algorithm: str = "sha256", everything: bool = False) -> int:
    """Chain what is not chained yet; how many entries that were.

    `everything` looks at the whole journal instead of its newest part. The head is
    written to `anchors`, a file outside the database, before the chain is committed, so
    the anchor is never behind what people have seen.
    """
    done = 0
    while True:
        sealed = _seal_batch(anchors, algorithm, everything)
        done += sealed
        if sealed < _BATCH:
            return done


def _seal_batch(anchors: Path | None, algorithm: str, everything: bool) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_SEALER,))
        cursor.execute("SELECT seq, head FROM journal_seal ORDER BY seq DESC LIMIT 1")
        newest = cursor.fetchone()
        seq, head = newest or (0, _genesis(algorithm))
        cursor.execute("SELECT coalesce(max(entry_id), 0) FROM journal_seal")
        top = cursor.fetchone()[0]
        cursor.execute(_UNSEALED, (_LOWEST if everything else top - _WINDOW, _BATCH))
        facts = [fact_of(row) for row in cursor.fetchall()]
        if not facts:
            return 0
        cursor.execute("SELECT journal_now()")
        sealed_at: datetime = cursor.fetchone()[0]
        head = _add(facts, seq, head, sealed_at, algorithm)
        if anchors:
            write_anchor(anchors, seq + len(facts), head, sealed_at)
        return len(facts)


def _genesis(algorithm: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hall_id FROM journal_hall")
        row = cursor.fetchone()
    return first_head(str(row[0]) if row else "-", algorithm)


def _add(facts: Sequence[Fact], seq: int, head: str, sealed_at: datetime, algorithm: str) -> str:
    leaves, heads = [], []
    for number, fact in enumerate(facts, seq + 1):
        leaves.append(leaf(fact, algorithm))
        head = next_head(head, number, leaves[-1], sealed_at, algorithm)
        heads.append(head)
    count = len(facts)
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD,
            (list(range(seq + 1, seq + 1 + count)), [f.id for f in facts], leaves, heads,
             sealed_at, count, algorithm, count),
        )  # fmt: skip
    return head


def write_anchor(path: Path, seq: int, head: str, sealed_at: datetime) -> None:
    """Write the chain's head outside the database, surely on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="ascii") as file:
        file.write(f"{seq} {head} {sealed_at.isoformat()}\n")
        file.flush()
        os.fsync(file.fileno())
