"""Reading a stretch of the sealed entries against their leaves. One process reads one stretch.

Needs a plain connection and nothing of Django, so that a process of its own starts quickly.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import psycopg

from yichuang.journal.digests import COLUMNS, canonical_row
from yichuang.journal.tree import ALGORITHMS, SIZE, Frontier

BLOCK = 256
"""Leaves that are handed on as one node; stretches begin at a multiple of it."""
SLACK = timedelta(seconds=10)
"""How far recorded times may cross: a number is given a moment before the time is taken."""
_AT_ONCE = 8  # batches

_BATCHES = """
SELECT first, entry_ids, leaves, sealed_at, algorithm FROM journal_batch
WHERE first >= coalesce((SELECT max(first) FROM journal_batch WHERE first <= %s), 0)
  AND first < %s ORDER BY first
"""
_ENTRIES = f"SELECT {COLUMNS} FROM journal_entry WHERE id > %s AND id <= %s ORDER BY id"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the record is not what was sealed."""

    place: int
    """Of the leaf, counted from 0."""
    entry_id: int | None
    what: str
    """A key of `verification.WHAT`."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """An entry sealed or recorded later than the limit."""

    entry_id: int
    kind: str
    subject: str
    what: str
    """sealed_late | recorded_late"""
    by: timedelta


@dataclass(frozen=True, slots=True)
class Limits:
    """How long recording and sealing may take before an entry counts as late."""

    sealing: timedelta
    recording: timedelta


@dataclass(frozen=True, slots=True)
class Stretch:
    """The leaves [first, last) to read, and the sizes in it at which the tree is asked for."""

    first: int
    last: int
    sizes: frozenset[int]
    algorithm: str
    limits: Limits


@dataclass(slots=True)
class Reading:
    """What was read: roots of full blocks, what stood in a block at the sizes asked for."""

    first: int
    blocks: list[bytes] = field(default_factory=list)
    parts: dict[int, list[bytes]] = field(default_factory=dict)
    broken: Broken | None = None
    late: list[Late] = field(default_factory=list)
    earliest: tuple[datetime, int] | None = None
    """The earliest recorded time, and its entry."""
    latest: datetime | None = None


def read_apart(conninfo: dict[str, Any], snapshot: str, stretch: Stretch) -> Reading:
    """Read a stretch over a connection of one's own, in somebody else's picture of all."""
    with psycopg.connect(**conninfo) as line:
        line.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        line.execute(psycopg.sql.SQL("SET TRANSACTION SNAPSHOT {}").format(snapshot))
        return read(line, stretch)


def read(line: psycopg.Connection[Any], stretch: Stretch) -> Reading:
    """Read a stretch; stops at the first place that doesn't agree."""
    reading = Reading(stretch.first)
    hash_ = ALGORITHMS[stretch.algorithm]
    block = Frontier(hash_)
    size = stretch.first
    for batch, rows in _batches(line, stretch):
        leaves = _leaves(reading, stretch, batch, rows)
        for leaf in leaves:
            block.add(leaf)
            size += 1
            if size in stretch.sizes:
                reading.parts[size] = list(block.hashes)
            if block.size == BLOCK:
                reading.blocks.append(block.hashes[0])
                block = Frontier(hash_)
        if reading.broken:
            break
    if reading.broken is None and size != stretch.last:
        reading.broken = Broken(size, None, "batch")
    return reading


_Batch = tuple[int, list[int], bytes, datetime, str]
_Rows = Sequence[tuple[Any, ...]]


def _batches(line: psycopg.Connection[Any], stretch: Stretch) -> Iterator[tuple[_Batch, _Rows]]:
    """The batches of a stretch, each with the entries that stand where its own should."""
    before = line.execute(
        "SELECT entry_ids[cardinality(entry_ids)] FROM journal_batch "
        "WHERE first < (SELECT max(first) FROM journal_batch WHERE first <= %s) "
        "ORDER BY first DESC LIMIT 1", (stretch.first,),
    ).fetchone()  # fmt: skip
    after = before[0] if before else -(2**63)
    with psycopg.ServerCursor(line, "batches") as cursor:
        cursor.execute(_BATCHES, (stretch.first, stretch.last), binary=True)
        while batches := cursor.fetchmany(_AT_ONCE):
            top = max((max(b[1], default=after) for b in batches), default=after)
            with psycopg.Cursor(line) as reader:
                rows = reader.execute(_ENTRIES, (after, top), binary=True).fetchall()
            start = 0
            for batch in batches:
                last = batch[1][-1] if batch[1] else after
                end = start
                while end < len(rows) and rows[end][0] <= last:
                    end += 1
                yield batch, rows[start:end]
                start = end
            after = top


def _leaves(reading: Reading, stretch: Stretch, batch: _Batch, rows: _Rows) -> list[bytes]:
    """The leaves of a batch's entries that lie in the stretch; looks at everything in them."""
    first, ids, kept, sealed_at, algorithm = batch
    found = [row[0] for row in rows]
    place = _first_difference(ids, found)
    if place is not None:
        reading.broken = _astray(first, place, ids, found)
        return []
    if len(kept) != len(ids) * SIZE or algorithm != stretch.algorithm or not ids:
        reading.broken = Broken(first, ids[0] if ids else None, "batch")
        return []
    low, high = max(0, stretch.first - first), min(len(ids), stretch.last - first)
    hash_ = ALGORITHMS[algorithm]
    within = rows[low:high]
    leaves = [hash_(b"\x00" + canonical_row(row).encode()) for row in within]
    for place, row in enumerate(within, first + low):
        _look_at_times(reading, stretch, row, sealed_at, place)
    if b"".join(leaves) != kept[low * SIZE : high * SIZE]:
        for n, leaf in enumerate(leaves, low):
            if leaf != kept[n * SIZE : (n + 1) * SIZE]:
                reading.broken = Broken(first + n, ids[n], "changed")
                return []
    return leaves if reading.broken is None else []


def _look_at_times(
    reading: Reading, stretch: Stretch, row: tuple[Any, ...], sealed_at: datetime, place: int
) -> None:
    happened_at, recorded_at = row[5], row[6]
    if reading.latest is None or recorded_at > reading.latest:
        reading.latest = recorded_at
    elif recorded_at < reading.latest - SLACK and reading.broken is None:
        reading.broken = Broken(place, row[0], "backwards", f"{recorded_at:%Y-%m-%d %H:%M:%S}")
    if reading.earliest is None or recorded_at < reading.earliest[0]:
        reading.earliest = (recorded_at, row[0])
    if recorded_at > sealed_at + SLACK and reading.broken is None:
        reading.broken = Broken(place, row[0], "after_sealing", f"{recorded_at:%Y-%m-%d %H:%M:%S}")
    if sealed_at - recorded_at > stretch.limits.sealing:
        reading.late.append(Late(row[0], row[2], row[3], "sealed_late", sealed_at - recorded_at))
    if recorded_at - happened_at > stretch.limits.recording:
        gap = recorded_at - happened_at
        reading.late.append(Late(row[0], row[2], row[3], "recorded_late", gap))


def _first_difference(ids: list[int], found: list[int]) -> int | None:
    if ids == found:
        return None
    for n, (one, other) in enumerate(zip(ids, found, strict=False)):
        if one != other:
            return n
    return min(len(ids), len(found))


def _astray(first: int, place: int, ids: list[int], found: list[int]) -> Broken:
    """An entry that was sealed and isn't there, or is there and wasn't sealed."""
    if place < len(ids) and ids[place] not in set(found):
        return Broken(first + place, ids[place], "deleted")
    if place < len(found) and found[place] not in set(ids):
        return Broken(first + place, found[place], "put_in")
    return Broken(first + place, ids[place] if place < len(ids) else None, "reordered")
