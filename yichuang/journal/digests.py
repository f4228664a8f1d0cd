"""How an entry becomes the text that is hashed, and its leaf in the tree."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from pydantic_core import from_json

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
_quoted = encode_basestring  # what the encoder does with a string, without its detour


def fact_of(row: Sequence[Any]) -> Fact:
    """An entry from a plain row of its columns; raw jsonb comes as text."""
    data = row[9]
    return Fact._make([*row[:9], _decoded(data) if isinstance(data, str) else data])


def _decoded(text: str) -> Any:
    """What `json.loads` makes of it, in a quarter of the time; millions are read."""
    try:
        return from_json(text)
    except ValueError:  # deeper than that reader goes
        return json.loads(text)


def instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def leaf(fact: Fact, algorithm: str = "sha256") -> str:
    """The leaf hash of one entry: what a receipt carries."""
    return leaf_hash(canonical(fact).encode(), algorithm).hex()


def canonical(fact: Fact) -> str:
    """The entry as the text that is hashed, so that anybody can compute the leaf again.

    Plain JSON of the list of its columns: keys sorted, no spaces, times in UTC to the
    microsecond. It is put together by hand because whole journals pass through here.
    """
    if None in fact[1:9]:  # behind the journal's back; hashed as it stands
        return _encode([*fact[:5], *map(instant, fact[5:7]), *fact[7:]])
    return (
        f"[{fact.id},{_quoted(fact.site)},{_quoted(fact.kind)},{_quoted(fact.subject)},"
        f'{_quoted(fact.actor)},"{instant(fact.happened_at)}","{instant(fact.recorded_at)}",'
        f"{_quoted(fact.second)},{_quoted(fact.reason)},{_encode(fact.data)}]"
    )
