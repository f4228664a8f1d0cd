"""How an entry becomes a leaf, and a leaf becomes the next head of the chain.

SHA-256, or SM3 (GB/T 32905) where the hall's cryptography rules ask for it; each seal
names its algorithm, so a chain may change over and stay verifiable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from cryptography.hazmat.primitives import hashes

ALGORITHMS: Mapping[str, type[hashes.HashAlgorithm]] = {"sha256": hashes.SHA256, "sm3": hashes.SM3}


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


def fact_of(row: Sequence[Any]) -> Fact:
    """An entry from a plain row of its columns; Django hands raw jsonb over as text."""
    data = row[-1]
    return Fact._make([*row[:-1], json.loads(data) if isinstance(data, str) else data])


def _hex(algorithm: str, content: bytes) -> str:
    digest = hashes.Hash(ALGORITHMS[algorithm]())
    digest.update(content)
    return digest.finalize().hex()


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def leaf(fact: Fact, algorithm: str = "sha256") -> str:
    """The digest of one entry: what a receipt carries."""
    return _hex(algorithm, canonical(fact).encode())


def canonical(fact: Fact) -> str:
    """The entry as the text that is hashed, so that anybody can compute the leaf again."""
    content = [
        *fact[:5], _instant(fact.happened_at), _instant(fact.recorded_at), *fact[7:9], fact.data,
    ]  # fmt: skip
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def next_head(
    head: str, seq: int, entry_leaf: str, sealed_at: datetime, algorithm: str = "sha256"
) -> str:
    """The head of the chain after this link; it binds order, leaf and sealing time."""
    return _hex(algorithm, f"{head}|{seq}|{entry_leaf}|{_instant(sealed_at)}".encode())


def first_head(hall_id: str, algorithm: str = "sha256") -> str:
    return _hex(algorithm, f"yichuang journal of {hall_id}".encode())
