"""Verification: whether the record is whole, from the records alone. Fails closed.

Everything is read anew: entries, leaves, tree, every head ever written outside, the times,
the guards of the database, and whatever other capabilities check of their own rows. What
is not sealed yet is counted, not vouched for.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.db import OperationalError, connection, transaction

from yichuang.journal import guards, stamping, store
from yichuang.journal.agreement import Check, Disagreement
from yichuang.journal.anchors import Anchors, BadHeads, Expected
from yichuang.journal.outside import Outside
from yichuang.journal.sealing import hall_id, leaves_after, origin_of
from yichuang.journal.spans import (
    BLOCK,
    SLACK,
    Broken,
    Late,
    Limits,
    Reading,
    Stretch,
    read,
    read_apart,
)
from yichuang.journal.tree import ALGORITHMS, Frontier
from yichuang.phrases import Phrase

__all__ = ["WHAT", "Broken", "Late", "Limits", "Verdict", "verify"]

WHAT: Mapping[str, Phrase] = MappingProxyType(
    {
        "unopened": Phrase("大厅的开立记录不见了或不相符", "the hall's opening is gone or differs"),
        "training": Phrase("培训标志与开立记录不符", "the training flag differs from the opening"),
        "guard": Phrase("数据库的防护被改动", "a guard of the database was changed"),
        "no_time": Phrase("时间为空或无穷", "has a time that is none"),
        "nothing_sealed": Phrase("没有任何封存", "nothing is sealed"),
        "no_heads": Phrase("库外的签名树头不见了", "the signed heads outside are gone"),
        "unreadable_head": Phrase("库外的树头有一处不可读", "a head outside can't be read"),
        "foreign_head": Phrase("树头不是本大厅签的", "a head is not signed by this hall"),
        "head_order": Phrase("树头重复或倒退", "a head is written twice or goes back"),
        "stamp": Phrase(
            "时间戳与树头不符，或不由所指的根证书签发",
            "a time stamp does not fit its head, or is not signed by the roots named",
        ),
        "no_key": Phrase("签名密钥不见了或不可读", "the signing key is gone or can't be read"),
        "head": Phrase("与库外签名的树头不符", "differs from a signed head kept outside"),
        "head_time": Phrase("封存时间与签名的时间不符", "has a sealing time that was not signed"),
        "no_head": Phrase("封存没有签名树头", "was sealed without a signed head"),
        "cut_off": Phrase("此处以后的记录不见了", "and everything after it is gone"),
        "changed": Phrase("内容被改动", "was changed"),
        "deleted": Phrase("被删除", "was deleted"),
        "put_in": Phrase("是后来插入的", "was put in"),
        "reordered": Phrase("次序被改动", "is out of order"),
        "batch": Phrase("封存批次残缺", "belongs to a batch that is damaged"),
        "node": Phrase("留存的子树与内容不符", "belongs to a kept subtree that does not fit"),
        "backwards": Phrase("记录时间倒退", "was recorded before what went before it"),
        "after_sealing": Phrase("记录时间晚于封存", "was recorded after it was sealed"),
        "verified_before": Phrase("已校验的部分变了", "lies in a part that was verified before"),
        "unreadable": Phrase("不可读", "can't be read"),
        "sealed_late": Phrase("封存迟于时限", "sealed late"),
        "recorded_late": Phrase("事后补录", "recorded late"),
    }
)
"""What `Broken.what` and `Late.what` mean."""

_SMALL = 200_000
"""Entries that are read whole in a few seconds; beyond, one goes on from what was verified."""
_APART = 20_000
"""Entries from which on processes of their own pay."""
_STRETCH = 65_536


@dataclass(slots=True)
class Verdict:
    sealed: int = 0
    read_from: int = 0
    """The leaf from which on entries were read; those before were read by a former run."""
    heads: int = 0
    stamps: int = 0
    unsealed: int = 0
    oldest_unsealed: int | None = None
    broken: Broken | None = None
    disagreements: list[Disagreement] = field(default_factory=list)
    late: list[Late] = field(default_factory=list)
    head: str = ""

    @property
    def whole(self) -> bool:
        return self.broken is None and not self.disagreements


def verify(
    outside: Outside, *, limits: Limits, checks: Sequence[Check] = (),
    copies: Sequence[Path] = (), everything: bool = False, processes: int = 1,
) -> Verdict:  # fmt: skip
    """Read the journal and say whether it is whole (校验流水账).

    Goes on from where the last run that found everything whole ended, in a journal too
    long to be read each time; `everything` begins at the beginning. `copies` are files of
    heads kept elsewhere. Raises OperationalError where the database can't be reached.
    """
    verdict = Verdict()
    run: _Run | None = None
    outermost = not connection.in_atomic_block
    try:
        with transaction.atomic():
            if outermost:  # one picture of the whole, while the hall goes on writing
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            run = _Run(outside, limits, verdict, processes if outermost else 1)
            verdict.broken = run.go(copies, everything=everything)
            if verdict.broken is None:
                for check in checks:
                    verdict.disagreements.extend(check())
    except OperationalError:
        raise
    except Exception as error:  # whatever it is, it was not read, so it is not vouched for
        verdict.broken = unreadable(error)
    if verdict.whole and run and run.anchors:
        run.anchors.remember(verdict.sealed)
    return verdict


def unreadable(error: Exception) -> Broken:
    """What can't be read at all, in the words of who tried."""
    first = (str(error).strip().splitlines() or [""])[0]
    return Broken(0, None, "unreadable", f"{type(error).__name__}: {first[:200]}")


class _Run:
    """One verification: what it reads, in the order in which a fault would be said."""

    def __init__(
        self, outside: Outside, limits: Limits, verdict: Verdict, processes: int
    ) -> None:  # fmt: skip
        self.outside, self.limits, self.verdict = outside, limits, verdict
        self.processes = processes
        self.anchors: Anchors | None = None

    def go(self, copies: Sequence[Path], *, everything: bool) -> Broken | None:
        if fault := _guards() or _times():
            return fault
        tip = store.tip()
        self._count(tip)
        hall = hall_id()
        if fault := _opening(hall):
            return fault
        if tip.size == 0 and not self.outside.anchors.exists():
            return Broken(0, None, "nothing_sealed")
        if tip.algorithm not in ALGORITHMS:
            return Broken(0, None, "batch", tip.algorithm)
        try:
            anchors = Anchors(self.outside, origin_of(str(hall), tip.algorithm), copies)
        except BadHeads as bad:
            return Broken(bad.size, None, bad.what, bad.detail)
        self.verdict.heads = len(anchors.expected)
        if fault := self._stamps(anchors):
            return fault
        small = everything or tip.size <= _SMALL
        start = 0 if small else anchors.verified_size() // BLOCK * BLOCK
        if not small and anchors.altered_since_verified():
            return Broken(0, None, "verified_before", self.outside.anchors.name)
        self.verdict.read_from = start
        fault = self._tree(tip, anchors, start)
        if fault is None and anchors.pending(tip.size):
            fault = _pending(tip, anchors)
        self.anchors = anchors
        return fault or (Broken(0, None, "nothing_sealed") if tip.size == 0 else None)

    def _stamps(self, anchors: Anchors) -> Broken | None:
        try:
            self.verdict.stamps = sum(1 for _ in stamping.stamps(self.outside, anchors.heads))
        except stamping.BadStamp as bad:
            return Broken(0, None, "stamp", str(bad.args_said["name"]))
        return None

    def _count(self, tip: store.Tip) -> None:
        verdict = self.verdict
        verdict.sealed = tip.size
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), min(id) FROM journal_entry WHERE id > %s",
                (-(2**63) if tip.entry_id is None else tip.entry_id,),
            )
            verdict.unsealed, verdict.oldest_unsealed = cursor.fetchone()

    def _tree(self, tip: store.Tip, anchors: Anchors, start: int) -> Broken | None:
        """Entries, leaves, nodes and heads, from a leaf on."""
        tree = store.Tree(tip.algorithm)
        if start and (fault := _before(tree, tip, anchors)):
            return fault
        sizes = sorted(one.size for one in anchors.expected if start < one.size <= tip.size)
        faults: list[Broken] = []
        frontier, latest = tree.frontier(start), None
        done = start
        blocks: list[bytes] = []
        for reading in self._readings(tip, start, sizes):
            self.verdict.late.extend(reading.late)
            faults += _joined(reading, latest)
            faults += _heads(reading, frontier, anchors, done)
            if reading.broken or faults:
                faults += [reading.broken] if reading.broken else []
                break
            latest = max(filter(None, (latest, reading.latest)), default=None)
            blocks += reading.blocks
            done = frontier.size
        if not faults:
            faults += _sealing_times(anchors, start) or _nodes(tree, tip, start, blocks)
            self.verdict.head = tree.root(tip.size).hex()
        return min(faults, key=lambda one: one.place, default=None)

    def _readings(self, tip: store.Tip, start: int, sizes: list[int]) -> Iterator[Reading]:
        length = _STRETCH if self.processes > 1 else tip.size or 1
        stretches = [
            Stretch(
                first, min(first + length, tip.size),
                frozenset(size for size in sizes if first < size <= first + length),
                tip.algorithm, self.limits,
            )
            for first in range(start, tip.size, length)
        ]  # fmt: skip
        if self.processes < 2 or tip.size - start < _APART:
            yield from (read(connection.connection, one) for one in stretches)
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot: str = cursor.fetchone()[0]
        conninfo = _conninfo()
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(self.processes, mp_context=context) as pool:
            waiting = [pool.submit(read_apart, conninfo, snapshot, one) for one in stretches]
            try:
                yield from (one.result() for one in waiting)
            finally:
                pool.shutdown(cancel_futures=True)


def _conninfo() -> dict[str, Any]:
    found = connection.get_connection_params()
    kept = ("dbname", "user", "password", "host", "port")
    return {**{k: found[k] for k in kept if found.get(k)}, "options": "-c timezone=UTC"}


def _opening(hall: str | None) -> Broken | None:
    """The hall's row and the entry of its opening say the same."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, kind, data ->> 'hall', data -> 'training' = 'true' FROM journal_entry "
            "WHERE kind IN ('hall.opened', 'hall.opened_for_training') ORDER BY id LIMIT 1"
        )
        first = cursor.fetchone()
        cursor.execute("SELECT training FROM journal_hall")
        row = cursor.fetchone()
        cursor.execute("SELECT EXISTS (SELECT FROM journal_clock)")
        clock = cursor.fetchone()[0]
    if hall is None or first is None or first[2] != hall:
        return Broken(0, first[0] if first else None, "unopened")
    kind = "hall.opened_for_training" if row[0] else "hall.opened"
    if first[1] != kind or first[3] is not row[0] or clock is not row[0]:
        return Broken(0, first[0], "training")
    return None


def _guards() -> Broken | None:
    found = next(guards.disagreements(), None)
    return Broken(0, None, "guard", found) if found else None


_NO_TIME = """
SELECT {key} FROM {table} WHERE {at} IS NULL OR {at} NOT BETWEEN '0002-01-01' AND '9998-12-31'
ORDER BY 1 LIMIT 1
"""


def _times() -> Broken | None:
    """Every time is a time; a cheap look before anything else is computed from one."""
    with connection.cursor() as cursor:
        for table, key, at in (
            ("journal_entry", "id", "happened_at"), ("journal_entry", "id", "recorded_at"),
            ("journal_batch", "entry_ids[1]", "sealed_at"),
            ("journal_clock", "NULL", "training_at"),
            ("journal_clock", "NULL", "real_at"), ("journal_clock", "NULL", "run_until"),
        ):  # fmt: skip
            cursor.execute(_NO_TIME.format(table=table, key=key, at=at))
            row = cursor.fetchone()
            if row:
                return Broken(0, row[0], "no_time", f"{table}.{at}")
    return None


def _joined(reading: Reading, latest: datetime | None) -> list[Broken]:
    """Whether a stretch's times run on from those before it."""
    earliest = reading.earliest
    if latest and earliest and earliest[0] < latest - SLACK:
        return [Broken(reading.first, earliest[1], "backwards")]
    return []


def _heads(reading: Reading, frontier: Frontier, anchors: Anchors, done: int) -> list[Broken]:
    """Take a stretch into the tree; the first head that doesn't fit."""
    blocks = iter(reading.blocks)
    for size, parts in sorted(reading.parts.items()):
        while frontier.size + BLOCK < size:
            frontier.add(next(blocks), 8)
        at_size = frontier.copy()
        at_size.hashes += parts
        if wrong := anchors.differing(size, at_size.root()):
            return [Broken(done, _entry_at(done), "head", wrong)]
        done = size
    for block in blocks:
        frontier.add(block, 8)
    return []


def _entry_at(place: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT entry_ids[%s - first + 1] FROM journal_batch WHERE first <= %s "
            "ORDER BY first DESC LIMIT 1", (place, place),
        )  # fmt: skip
        row = cursor.fetchone()
    return row[0] if row else None


def _sealing_times(anchors: Anchors, start: int) -> list[Broken]:
    """Every batch ends at a head, and was sealed when that was signed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT first, entry_ids[1], first + cardinality(entry_ids), sealed_at "
            "FROM journal_batch WHERE first >= %s ORDER BY first", (start,),
        )  # fmt: skip
        rows = cursor.fetchall()
    for first, entry_id, size, sealed_at in rows:
        if size not in anchors.times:
            return [Broken(first, entry_id, "no_head")]
        if anchors.times[size] != sealed_at:
            return [Broken(first, entry_id, "head_time", f"{sealed_at:%Y-%m-%d %H:%M:%S}")]
    return []


def _nodes(tree: store.Tree, tip: store.Tip, start: int, blocks: Sequence[bytes]) -> list[Broken]:
    """The kept subtrees are those of the leaves: proofs are made from them.

    The lowest are the blocks as they were just read; each other is made of those below.
    """
    level, made = store.STEP, blocks
    while tip.size >> level:
        first, count = start >> level, (tip.size >> level) - (start >> level)
        if level > store.STEP:
            made = [_joined_up(tree, level, n) for n in range(first, first + count)]
        for n, (kept, one) in enumerate(
            zip(tree.nodes(level, first, count), made, strict=True), first
        ):
            if kept != one:
                return [Broken(n << level, _entry_at(n << level), "node", f"{level}/{n}")]
        level += store.STEP
    return []


def _joined_up(tree: store.Tree, level: int, place: int) -> bytes:
    """A subtree of a level, from those kept on the level below."""
    made = Frontier(tree.hash)
    for part in tree.nodes(level - store.STEP, place * BLOCK, BLOCK):
        made.add(part)
    return made.root()


def _before(tree: store.Tree, tip: store.Tip, anchors: Anchors) -> Broken | None:
    """What was verified before is still there: as many entries, and the same root."""
    size = anchors.verified_size()
    last = _entry_at(size - 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_entry WHERE id <= %s", (last,))
        count = cursor.fetchone()[0]
    if size > tip.size:
        return Broken(tip.size, None, "cut_off")
    if count != size or anchors.differing(size, tree.root(size)):
        return Broken(0, None, "verified_before")
    return None


def _pending(tip: store.Tip, anchors: Anchors) -> Broken | None:
    """A head written before its commit failed names exactly the next entries."""
    frontier = store.Tree(tip.algorithm).frontier(tip.size)
    wanted: list[Expected] = sorted(
        (one for one in anchors.expected if one.size > tip.size), key=lambda one: one.size
    )
    for leaf in leaves_after(tip.entry_id, wanted[-1].size - tip.size, tip.algorithm):
        frontier.add(leaf)
        if anchors.differing(frontier.size, frontier.root()):
            return Broken(tip.size, None, "cut_off")
    if frontier.size < wanted[-1].size or wanted[-1].size > anchors.newest_size:
        return Broken(tip.size, None, "cut_off", str(wanted[-1].size))
    return None
