"""How an entry becomes the text that is hashed, and its leaf in the tree."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from yichuang.journal.tree import leaf_hash


class Fact(NamedTuple):
    """An entry as it stands in the table; exactly this is hashed."""

    id: int
    site: str
    kind: str
    subject: str
    actor: str
    happened_at: datetime
    recorded_at: datetime
    second: str
    reason: str
    data: Mapping[str, object]


COLUMNS = (
    "id, site, kind, subject, actor, happened_at, recorded_at, second, reason, data::text"
)  # fmt: skip
"""What `fact_of` reads, in this order."""

_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def fact_of(row: Sequence[Any]) -> Fact:
    """An entry from a plain row of its columns; raw jsonb comes as text."""
    data = row[9]
    return Fact._make([*row[:9], json.loads(data) if isinstance(data, str) else data])


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def leaf(fact: Fact, algorithm: str = "sha256") -> str:
    """The leaf hash of one entry: what a receipt carries."""
    return leaf_hash(canonical(fact).encode(), algorithm).hex()


def canonical(fact: Fact) -> str:
    """The entry as the text that is hashed, so that anybody can compute the leaf again."""
    return _encode(
        [*fact[:5], instant(fact.happened_at), instant(fact.recorded_at), *fact[7:9], fact.data]
    )
