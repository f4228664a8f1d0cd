"""Sealing: one sealer takes what was recorded into the tree, in the order of the numbers.

Numbers are given when an entry is written, and seen when its transaction ends, so a slow
transaction publishes a low number late. The sealer therefore goes no further than below
the lowest number that can still appear: whoever will publish one holds a lock on the table
from before the number is given until after its entry is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import connection, transaction

from yichuang.errors import HallError
from yichuang.journal import linear, store
from yichuang.journal.digests import COLUMNS, canonical_row
from yichuang.journal.notes import Head, Unreadable, signed_head
from yichuang.journal.outside import Outside
from yichuang.journal.tree import Frontier, leaf_hash
from yichuang.phrases import Phrase

_ONE_SEALER = 0x79696368  # the advisory lock that keeps sealers to one
_BATCH = 4_096
_LOOKS = 50  # times, 20 ms apart, that a number still to appear is waited for

_GIVEN = "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {}"
_WRITING = """
SELECT virtualtransaction FROM pg_locks
WHERE locktype = 'relation' AND mode = 'RowExclusiveLock' AND granted
  AND relation = 'journal_entry'::regclass AND pid IS DISTINCT FROM pg_backend_pid()
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
_NEXT = f"""
SELECT {COLUMNS} FROM journal_entry WHERE id > %s AND id <= %s ORDER BY id LIMIT %s
"""  # noqa: S608 (constants)


class NotNewest(HallError):
    """The tree and the heads written outside don't go together; the sealer won't go on."""

    code: ClassVar[str] = "journal.head_not_newest"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "封存已停止：数据库中的流水（{size} 条已封存）与库外最新的签名树头（{anchor}）不相接。"
        "数据库可能是旧备份，或树头文件被动过。请保护现场，运行 yichuang journal verify --all。",
        "Sealing stopped: the journal in the database ({size} sealed) does not go on from the "
        "newest signed head outside ({anchor}). The database may be an older backup, or the file "
        "of heads was touched. Keep everything as it is and run yichuang journal verify --all.",
    )


def seal(outside: Outside, *, algorithm: str = "sha256") -> int:
    """Take into the tree what is not yet in it; how many entries that were.

    `algorithm` is that of a new tree; one that was begun keeps its own. Raises NotNewest
    where the newest head outside is not that of the tree, and nothing honest explains it.
    """
    done = 0
    while True:
        sealed = _seal_batch(outside, algorithm)
        outside.fulfilled()
        done += sealed
        if sealed == 0:
            return done


def origin_of(hall_id: str, algorithm: str) -> str:
    """The name of a hall's tree; SM3 is said in it."""
    return f"yichuang/{hall_id}" + ("" if algorithm == "sha256" else f"/{algorithm}")


def hall_id() -> str | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hall_id FROM journal_hall")
        row = cursor.fetchone()
    return str(row[0]) if row else None


def _seal_batch(outside: Outside, algorithm: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_ONE_SEALER,))
        hall = hall_id()
        if hall is None:
            return 0
        tip = store.tip()
        cursor.execute("SELECT journal_now()")
        now: datetime = cursor.fetchone()[0]
        if tip.size == 0 and linear.is_there() and not _carried_over():
            linear.carry_over(outside, hall_id=hall, at=now)
        tree = store.Tree(tip.algorithm if tip.size else algorithm)
        frontier = tree.frontier(tip.size)
        origin = origin_of(hall, tree.algorithm)
        newest = _newest(outside, frontier)
        if newest:
            return _complete(outside, newest, origin, tip, frontier, tree.algorithm)
        rows = _decided(tip.entry_id)
        if not rows:
            return 0
        leaves = _leaves(rows, tree.algorithm)
        sealed_at = now.replace(microsecond=0) + timedelta(seconds=bool(now.microsecond))
        _put(frontier, [row[0] for row in rows], leaves, sealed_at, tree.algorithm)
        key = outside.signing_key(make=tip.size == 0)
        head = signed_head(origin, frontier.size, frontier.root(), sealed_at, key)
        outside.intend(head)
        outside.add(head)
        return len(rows)


def _carried_over() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM journal_entry WHERE kind = 'journal.carried_over')"
        )
        return bool(cursor.fetchone()[0])


def _newest(outside: Outside, frontier: Frontier) -> Head | None:
    """A head whose batch is still to be put in; None: the newest head is the tree's own.

    Raises NotNewest.
    """
    outside.settle()
    try:
        head = outside.newest()
    except Unreadable:
        raise NotNewest(size=frontier.size, anchor="?") from None
    if head is None and frontier.size == 0:
        return None
    if head is None or head.size < frontier.size:
        raise NotNewest(size=frontier.size, anchor=head.size if head else 0)
    if head.size > frontier.size:
        return head
    if head.root != frontier.root():
        raise NotNewest(size=frontier.size, anchor=head.size)
    return None


def _complete(
    outside: Outside, head: Head, origin: str, tip: store.Tip, frontier: Frontier, algorithm: str
) -> int:
    """Put in the batch of a head that was written before its commit failed. Raises NotNewest."""
    refused = NotNewest(size=tip.size, anchor=head.size)
    try:
        key = outside.key(origin)
    except (FileNotFoundError, Unreadable):
        raise refused from None
    sealed_at = head.sealed_at(key)
    rows = _rows(tip.entry_id, None, head.size - tip.size)
    if sealed_at is None or not head.is_by(key) or head.origin != origin:
        raise refused
    _put(frontier, [row[0] for row in rows], _leaves(rows, algorithm), sealed_at, algorithm)
    if (frontier.size, frontier.root()) != (head.size, head.root):
        raise refused
    return len(rows)


def _decided(after: int | None) -> Sequence[tuple[object, ...]]:
    """The next entries before which no number can appear any more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence('journal_entry', 'id')")
        cursor.execute(_GIVEN.format(cursor.fetchone()[0]))
        given: int = cursor.fetchone()[0]
        cursor.execute(_WRITING)
        writing = {row[0] for row in cursor.fetchall()}
        rows = _rows(after, given, _BATCH)
        # Without a gap nothing can appear in between; a gap is closed once its writer is gone.
        for _ in range(_LOOKS):
            if not writing or _gapless(after, rows):
                break
            cursor.execute("SELECT pg_sleep(0.02)")
            cursor.execute(_WRITING)
            writing &= {row[0] for row in cursor.fetchall()}
            rows = _rows(after, given, _BATCH)
    return rows if not writing else rows[: _gapless(after, rows, exact=True)]


def leaves_after(entry_id: int | None, count: int, algorithm: str) -> list[bytes]:
    """The leaves of the next entries, whether or not they can be sealed yet."""
    return _leaves(_rows(entry_id, None, count), algorithm)


def _leaves(rows: Sequence[tuple[object, ...]], algorithm: str) -> list[bytes]:
    return [leaf_hash(canonical_row(row).encode(), algorithm) for row in rows]


def _gapless(after: int | None, rows: Sequence[tuple[object, ...]], *, exact: bool = False) -> int:
    """How many rows follow each other without a gap; with `exact` False: 0 unless all do."""
    count = 0
    for expected, row in enumerate(rows, 1 if after is None else after + 1):
        if row[0] != expected:
            break
        count += 1
    return count if exact or count == len(rows) else 0


def _rows(after: int | None, given: int | None, most: int) -> Sequence[tuple[object, ...]]:
    with connection.cursor() as cursor:
        low = -(2**63) if after is None else after
        cursor.execute(_NEXT, (low, 2**63 - 1 if given is None else given, most))
        found: list[tuple[object, ...]] = cursor.fetchall()
    return found


def _put(
    frontier: Frontier, ids: list[object], leaves: list[bytes], sealed_at: datetime, algorithm: str
) -> None:
    """Write the batch and the subtrees it fills."""
    first = frontier.size
    nodes = list(_filled(frontier, leaves))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_batch (first, entry_ids, leaves, sealed_at, algorithm) "
            "VALUES (%s, %s::bigint[], %s, %s, %s)",
            (first, ids, b"".join(leaves), sealed_at, algorithm),
        )
        if nodes:
            cursor.executemany(
                "INSERT INTO journal_node (level, place, hash) VALUES (%s, %s, %s)", nodes
            )


def _filled(frontier: Frontier, leaves: list[bytes]) -> Iterator[tuple[int, int, bytes]]:
    """Take the leaves in; level, place and root of each kept subtree that becomes full."""
    for leaf in leaves:
        frontier.add(leaf)
        size, level = frontier.size, store.STEP
        while size and size % (1 << level) == 0:
            yield level, (size >> level) - 1, frontier.filled[level]
            level += store.STEP
