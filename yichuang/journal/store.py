"""The sealed tree as the database holds it: batches of leaves, and roots of full subtrees.

A node of a level that is a multiple of eight is kept; what lies between is computed, from
256 hashes at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from yichuang.journal.tree import ALGORITHMS, SIZE, Frontier, full_subtrees, root_of

STEP = 8
"""Levels between kept nodes."""


class Damaged(ValueError):
    """What is kept of the tree is not there or not of its form."""


@dataclass(frozen=True, slots=True)
class Tip:
    """How far the journal is sealed."""

    size: int
    entry_id: int | None
    """The newest sealed entry."""
    sealed_at: datetime | None
    algorithm: str = "sha256"


_TIP = """
SELECT first + cardinality(entry_ids), entry_ids[cardinality(entry_ids)], sealed_at, algorithm
FROM journal_batch ORDER BY first DESC LIMIT 1
"""
_LEAVES = """
SELECT first, leaves FROM journal_batch
WHERE first >= coalesce((SELECT max(first) FROM journal_batch WHERE first <= %s), 0)
  AND first < %s ORDER BY first
"""
_NODES = """
SELECT hash FROM journal_node WHERE level = %s AND place >= %s AND place < %s ORDER BY place
"""
_PLACE = """
SELECT first + array_position(entry_ids, %s) - 1 FROM journal_batch
WHERE first <= (SELECT size FROM (SELECT max(first) AS size FROM journal_batch) newest)
  AND entry_ids[1] <= %s AND entry_ids[cardinality(entry_ids)] >= %s
ORDER BY first DESC LIMIT 1
"""


def tip() -> Tip:
    with connection.cursor() as cursor:
        cursor.execute(_TIP)
        row = cursor.fetchone()
    return Tip(*row) if row else Tip(0, None, None)


def place_of(entry_id: int) -> int | None:
    """The place of an entry's leaf; None where it is not sealed."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, (entry_id, entry_id, entry_id))
        row = cursor.fetchone()
    return row[0] if row else None


class Tree:
    """The sealed tree, read where it is asked for. Raises Damaged."""

    def __init__(self, algorithm: str) -> None:
        if algorithm not in ALGORITHMS:
            raise Damaged(algorithm)
        self.algorithm = algorithm
        self.hash = ALGORITHMS[algorithm]

    def perfect(self, level: int, place: int) -> bytes:
        """The root of a full subtree."""
        kept = level // STEP * STEP
        count = 1 << (level - kept)
        found = (
            self.nodes(kept, place * count, count) if kept else self.leaves(place * count, count)
        )
        return found[0] if count == 1 else Frontier(self.hash, hashes=_pairs(self, found)).root()

    def nodes(self, level: int, place: int, count: int) -> list[bytes]:
        with connection.cursor() as cursor:
            cursor.execute(_NODES, (level, place, place + count))
            found = [bytes(row[0]) for row in cursor.fetchall()]
        if len(found) != count:
            raise Damaged(f"node {level}/{place}")
        return found

    def leaves(self, first: int, count: int) -> list[bytes]:
        with connection.cursor() as cursor:
            cursor.execute(_LEAVES, (first, first + count))
            rows = cursor.fetchall()
        if not rows:
            raise Damaged(f"leaf {first}")
        start = rows[0][0]
        joined = b"".join(bytes(row[1]) for row in rows)[(first - start) * SIZE :]
        if len(joined) < count * SIZE:
            raise Damaged(f"leaf {first}")
        return [joined[n * SIZE : (n + 1) * SIZE] for n in range(count)]

    def root(self, size: int) -> bytes:
        return root_of(0, size, self.perfect, self.hash)

    def frontier(self, size: int) -> Frontier:
        """What is needed to go on from this size."""
        parts = [self.perfect(level, place) for level, place in full_subtrees(0, size)]
        return Frontier(self.hash, size, parts)


def _pairs(tree: Tree, digests: list[bytes]) -> list[bytes]:
    """The subtrees that some equal neighbours make up."""
    made = Frontier(tree.hash)
    for one in digests:
        made.add(one)
    return made.hashes
