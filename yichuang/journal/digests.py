"""How an entry becomes the text that is hashed, and its leaf in the tree."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from json import encoder
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

_quoted = encoder.encode_basestring  # what the encoder does with a string, without its detour


def _encoder() -> Callable[[object], str]:
    """Keys sorted, no spaces, nothing escaped that need not be.

    `JSONEncoder.encode` makes the encoder in C anew for each value; whole journals pass here.
    """
    plain = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    make = getattr(encoder, "c_make_encoder", None)
    if make is None:
        return plain.encode
    keys_sorted, skipping, nan = True, False, True
    pieces = make(None, plain.default, _quoted, None, ":", ",", keys_sorted, skipping, nan)
    return lambda value: "".join(pieces(value, 0))


_encode = _encoder()


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
    return at.astimezone(UTC).isoformat("T", "microseconds")


def leaf(fact: Fact, algorithm: str = "sha256") -> str:
    """The leaf hash of one entry: what a receipt carries."""
    return leaf_hash(canonical(fact).encode(), algorithm).hex()


def canonical(fact: Fact) -> str:
    """The entry as the text that is hashed, so that anybody can compute the leaf again.

    Plain JSON of the list of its columns: keys sorted, no spaces, times in UTC to the
    microsecond. It is put together by hand because whole journals pass through here.
    """
    return _text(*fact)


def canonical_row(row: Sequence[Any]) -> str:
    """The same of a plain row of its columns."""
    data = row[9]
    return _text(*(*row[:9], _decoded(data) if isinstance(data, str) else data))


def _text(
    id_: int, site: str, kind: str, subject: str, actor: str, happened_at: datetime,
    recorded_at: datetime, second: str, reason: str, data: object,
) -> str:  # fmt: skip
    try:
        return (
            f"[{id_},{_quoted(site)},{_quoted(kind)},{_quoted(subject)},"
            f'{_quoted(actor)},"{instant(happened_at)}","{instant(recorded_at)}",'
            f"{_quoted(second)},{_quoted(reason)},{_encode(data)}]"
        )
    except TypeError:  # a column without a value, behind the journal's back; hashed as it stands
        times = [instant(happened_at), instant(recorded_at)]
        return _encode([id_, site, kind, subject, actor, *times, second, reason, data])
