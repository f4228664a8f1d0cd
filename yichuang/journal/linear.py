"""The linear chain that came before the tree, and carrying a record over from it.

Every link held the leaf of an entry and the head after taking it in; some heads stood in
`anchors.log`, one a line: number, head, time. A hall that has such a chain is carried over
once: the chain is verified as it stands, its last head becomes an entry of the journal, its
log of heads is put aside, and the tree is grown over all entries in their order.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar

from cryptography.hazmat.primitives import hashes
from django.db import connection

from yichuang.errors import HallError
from yichuang.journal.actions import record
from yichuang.journal.digests import canonical, fact_of, instant
from yichuang.journal.outside import Outside
from yichuang.phrases import Phrase

_HASHES: dict[str, type[hashes.HashAlgorithm]] = {"sha256": hashes.SHA256, "sm3": hashes.SM3}
_CHAIN = """
SELECT s.seq, s.leaf, s.head, s.sealed_at, s.algorithm, e.id, e.site, e.kind, e.subject, e.actor,
       e.happened_at, e.recorded_at, e.second, e.reason, e.data::text
FROM journal_seal s LEFT JOIN journal_entry e ON e.id = s.entry_id ORDER BY s.seq
"""


class ChainBroken(HallError):
    """The old chain is not whole, so nothing can be vouched for by carrying it over."""

    code: ClassVar[str] = "journal.chain_broken"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "原有链式封存的第 {link} 条与流水或留存的链头不符，未做结转。请保护现场并报告监督部门。",
        "The former chain does not fit the entries or its heads kept outside at link {link}; "
        "nothing was carried over. Keep everything as it is and report to supervision.",
    )


@dataclass(frozen=True, slots=True)
class Chain:
    links: int
    head: str
    algorithm: str


def digest(algorithm: str, content: str) -> str:
    made = hashes.Hash(_HASHES[algorithm]())
    made.update(content.encode())
    return made.finalize().hex()


def next_head(head: str, seq: int, leaf: str, sealed_at: datetime, algorithm: str) -> str:
    return digest(algorithm, f"{head}|{seq}|{leaf}|{instant(sealed_at)}")


def first_head(hall_id: str, algorithm: str) -> str:
    return digest(algorithm, f"yichuang journal of {hall_id}")


def is_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM journal_seal)")
        return bool(cursor.fetchone()[0])


def carry_over(outside: Outside, *, hall_id: str, at: datetime) -> None:
    """Verify the old chain and write down that it ends here (结转). Raises ChainBroken.

    Safe to call again where it stopped half-way: the old heads are put aside first.
    """
    aside = outside.folder / "anchors.linear.log"
    if outside.anchors.exists() and not aside.exists():
        outside.anchors.replace(aside)
    chain = _verified(hall_id, aside)
    record(
        site="-", kind="journal.carried_over", subject="journal", actor="system", at=at,
        data={
            "links": chain.links, "head": chain.head, "algorithm": chain.algorithm,
            "heads": hashlib.sha256(aside.read_bytes()).hexdigest(),
        },
    )  # fmt: skip


def _verified(hall_id: str, anchors: Path) -> Chain:
    known = _heads(anchors)
    head, algorithm, count = "", "sha256", 0
    for count, row in enumerate(_links(), 1):
        seq, leaf, sealed, sealed_at, algorithm = row[:5]
        if seq != count or row[5] is None or algorithm not in _HASHES:
            raise ChainBroken(link=count)
        head = head or first_head(hall_id, algorithm)
        head = next_head(head, seq, leaf, sealed_at, algorithm)
        if digest(algorithm, canonical(fact_of(row[5:]))) != leaf or head != sealed:
            raise ChainBroken(link=count)
        if known.pop(count, head) != head:
            raise ChainBroken(link=count)
    if known:
        raise ChainBroken(link=min(known))
    return Chain(count, head, algorithm)


def _heads(anchors: Path) -> dict[int, str]:
    """The old heads; each binds, and a line that can't be read is none. Raises ChainBroken."""
    found: dict[int, str] = {}
    lines = anchors.read_text(errors="replace").splitlines() if anchors.exists() else []
    for line in lines:
        parts = line.split()
        if len(parts) != 3 or not parts[0].isdecimal() or found.get(int(parts[0])):
            raise ChainBroken(link=max(found, default=0) + 1)
        found[int(parts[0])] = parts[1]
    if not found:
        raise ChainBroken(link=1)
    return found


def _links() -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("DECLARE chain NO SCROLL CURSOR FOR " + _CHAIN)
        cursor.execute("FETCH 2000 FROM chain")
        while rows := cursor.fetchall():
            yield from rows
            cursor.execute("FETCH 2000 FROM chain")
        cursor.execute("CLOSE chain")
