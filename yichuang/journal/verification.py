"""Verification: whether the record is whole, from the records alone. Fails closed.

What is looked for: an entry changed, deleted, put in or moved after it was sealed; a
chain made anew or cut off (it then differs from the anchors outside); an entry sealed
late, or recorded late after it happened. What is not sealed yet is counted, not vouched
for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from django.db import connection, transaction

from yichuang.journal.digests import ALGORITHMS, Fact, fact_of, first_head, leaf, next_head
from yichuang.phrases import Phrase

WHAT: Mapping[str, Phrase] = MappingProxyType(
    {
        "changed": Phrase("内容被改动", "was changed"),
        "deleted": Phrase("被删除", "was deleted"),
        "reordered": Phrase("次序被改动，或有一环缺失", "is out of order, or a link is missing"),
        "chain": Phrase("封印与内容不符", "has a seal that does not fit"),
        "anchor": Phrase("封印与库外留存的锚不符", "differs from the anchor kept outside"),
        "cut_off": Phrase("此处以后的记录不见了", "and everything after it is gone"),
        "unopened": Phrase("开立记录不见了", "the journal's opening is gone"),
        "sealed_late": Phrase("封存迟于时限", "sealed late"),
        "recorded_late": Phrase("事后补录", "recorded late"),
    }
)
"""What `Broken.what` and `Late.what` mean."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first place where the record is not what was sealed."""

    seq: int
    entry_id: int | None
    what: str
    """changed | deleted | reordered | chain | anchor | cut_off | unopened"""


@dataclass(frozen=True, slots=True)
class Late:
    """An entry sealed or recorded later than the limit."""

    entry_id: int
    kind: str
    subject: str
    what: str
    """sealed_late | recorded_late"""
    by: timedelta


@dataclass(slots=True)
class Verdict:
    sealed: int = 0
    unsealed: int = 0
    oldest_unsealed: int | None = None
    broken: Broken | None = None
    late: list[Late] = field(default_factory=list)
    head: str = ""

    @property
    def whole(self) -> bool:
        return self.broken is None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long recording and sealing may take before an entry counts as late."""

    sealing: timedelta
    recording: timedelta


@dataclass(frozen=True, slots=True)
class _Link:
    seq: int
    entry_id: int
    leaf: str
    head: str
    sealed_at: datetime
    algorithm: str
    fact: Fact | None


_CHAIN = """
SELECT s.seq, s.entry_id, s.leaf, s.head, s.sealed_at, s.algorithm,
       e.id, e.site, e.kind, e.subject, e.actor, e.happened_at, e.recorded_at,
       e.second, e.reason, e.data
FROM journal_seal s LEFT JOIN journal_entry e ON e.id = s.entry_id
ORDER BY s.seq
"""
_UNSEALED = """
SELECT count(*), min(e.id) FROM journal_entry e
WHERE NOT EXISTS (SELECT 1 FROM journal_seal s WHERE s.entry_id = e.id)
"""


def verify(*, limits: Limits, anchors: Path | None) -> Verdict:
    """Read the whole journal and say whether it is whole (校验流水账)."""
    verdict = Verdict()
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if outermost:  # one picture of the whole, while the hall goes on writing
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute(_UNSEALED)
            verdict.unsealed, verdict.oldest_unsealed = cursor.fetchone()
            cursor.execute("SELECT hall_id FROM journal_hall")
            hall = cursor.fetchone()
        known = _anchors(anchors)
        if hall is None:
            if verdict.unsealed or known:
                verdict.broken = Broken(0, None, "unopened")
            return verdict
        _walk(verdict, str(hall[0]), limits, known)
    return verdict


def _walk(verdict: Verdict, hall_id: str, limits: Limits, known: dict[int, str]) -> None:
    head: str | None = None
    expected = 1
    for link in _links():
        if head is None:
            head = first_head(hall_id, link.algorithm if link.algorithm in ALGORITHMS else "sha256")
        what = _fault(link, expected, head)
        if what is None and known.get(link.seq, link.head) != link.head:
            what = "anchor"
        if what:
            verdict.broken = Broken(link.seq, link.entry_id, what)
            return
        verdict.late.extend(_lateness(link, limits))
        head, expected = link.head, expected + 1
    verdict.sealed, verdict.head = expected - 1, head or ""
    if known and max(known) >= expected:
        verdict.broken = Broken(expected, None, "cut_off")


def _fault(link: _Link, expected: int, head: str) -> str | None:
    if link.seq != expected:
        return "reordered"
    if link.fact is None:
        return "deleted"
    if link.algorithm not in ALGORITHMS:
        return "chain"
    if leaf(link.fact, link.algorithm) != link.leaf:
        return "changed"
    if next_head(head, link.seq, link.leaf, link.sealed_at, link.algorithm) != link.head:
        return "chain"
    return None


def _lateness(link: _Link, limits: Limits) -> Iterator[Late]:
    fact = link.fact
    if fact is None:
        return
    if (gap := link.sealed_at - fact.recorded_at) > limits.sealing:
        yield Late(fact.id, fact.kind, fact.subject, "sealed_late", gap)
    if (gap := fact.recorded_at - fact.happened_at) > limits.recording:
        yield Late(fact.id, fact.kind, fact.subject, "recorded_late", gap)


def _links() -> Iterator[_Link]:
    """The chain in order, streamed: memory does not grow with the journal."""
    with connection.cursor() as plain:
        plain.execute("DECLARE chain NO SCROLL CURSOR FOR " + _CHAIN)
        while True:
            plain.execute("FETCH 2000 FROM chain")
            rows = plain.fetchall()
            if not rows:
                break
            for row in rows:
                fact = fact_of(row[6:]) if row[6] is not None else None
                yield _Link(row[0], row[1], row[2], row[3], row[4], row[5], fact)
        plain.execute("CLOSE chain")


def _anchors(path: Path | None) -> dict[int, str]:
    """The heads written outside the database; a line that can't be read is no anchor."""
    if path is None or not path.exists():
        return {}
    found: dict[int, str] = {}
    for line in path.read_text(encoding="ascii", errors="replace").splitlines():
        parts = line.split()
        if len(parts) == 3 and parts[0].isdigit():
            found[int(parts[0])] = parts[1]
    return found
