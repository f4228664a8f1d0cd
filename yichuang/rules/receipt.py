"""A receipt of a ruling (裁定回执): what it was ruled by, so that it can be ruled again.

It names the rule and the version of the product, the books with a digest of what they compose
to, the facts with theirs, and the trace: article by article what followed. In a later version
the same facts under the same books must give the same ruling; where they don't, the receipt
shows whether the book, the facts or the product has changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from yichuang.rules import sections
from yichuang.rules.book.part import Part, to_plain
from yichuang.rules.book.rulebook import Book

_NOT_RULED = frozenset({"receipt", "because"})


class Rerun(NamedTuple):
    """What ruling again has shown (重新裁定的结果)."""

    same: bool
    """The outcome and the articles it rests on."""
    same_book: bool
    same_facts: bool
    same_version: bool
    changed: tuple[str, ...]
    """The parts of the ruling that differ."""


def receipt(
    rule: str, version: str, book: Book, given: Sequence[str], facts: object, ruling: Any
) -> dict[str, Any]:
    """The receipt of a ruling in JSON; `given`: the books as they were asked for."""
    return {
        "rule": rule,
        "version": version,
        "book": {"given": [*given], "layers": [*book.names], "digest": digest_of(book)},
        "facts": facts,
        "facts_digest": _digest(facts),
        "ruling_digest": _digest(_outcome(ruling)),
        "trace": _trace(ruling),
    }


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Rerun:
    """A ruling with its receipt against the same facts ruled on now."""
    was, now = _outcome(old), _outcome(new)
    changed = [key for key in dict.fromkeys([*was, *now]) if was.get(key) != now.get(key)]
    before, after = old["receipt"], new["receipt"]
    if before["trace"] != after["trace"]:
        changed.append("because")
    if _digest(was) != before["ruling_digest"]:
        changed.append("receipt")
    return Rerun(
        same=not changed,
        same_book=before["book"]["digest"] == after["book"]["digest"],
        same_facts=before["facts_digest"] == after["facts_digest"],
        same_version=before["version"] == after["version"],
        changed=tuple(changed),
    )


def digest_of(book: Book) -> str:
    """A digest of everything a book composes to, with the articles in force at each place."""
    whole: dict[str, object] = {}
    for name in sections.known():
        timeline = book.timeline(name)
        whole[name] = [[str(day), _with_articles(timeline.raw(day))] for day in timeline.starts]
    whole["cannot_say"] = [to_plain(row) for layer in book.layers for row in layer.cannot_say]
    return _digest(whole)


def _with_articles(value: object) -> object:
    if isinstance(value, Part):
        inner = {str(key): _with_articles(one) for key, one in value.items()}
        return {"": value.article, **inner}
    return [_with_articles(one) for one in value] if isinstance(value, list) else value


def _outcome(ruling: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in ruling.items() if key not in _NOT_RULED}


def _trace(ruling: Mapping[str, Any]) -> list[list[str]]:
    return [[reason["article"], reason["ruling"]] for reason in ruling["because"]]


def _digest(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
