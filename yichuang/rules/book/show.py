"""A rule book after composition, written out as one book (合成后的手册)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from yichuang.rules import sections
from yichuang.rules.book import presets
from yichuang.rules.book.compose import compose
from yichuang.rules.book.merge import ABOUT, has_own_figures
from yichuang.rules.book.part import Part, to_plain
from yichuang.rules.book.rulebook import Book
from yichuang.rules.parts.node import Node


def show(book: Book) -> str:
    """The composed book as YAML. Read in again, it composes to the same figures and articles."""
    top = book.layers[-1]
    whole: dict[str, object] = {
        "name": book.name,
        "title": {"zh": top.title.zh, "en": top.title.en},
        "source": top.source,
        "extends": [],
    }
    unsaid = [to_plain(row) for layer in book.layers for row in layer.cannot_say]
    if unsaid:
        whole["cannot_say"] = unsaid
    statute = compose((presets.STATUTE,))
    for name in sections.known():
        written = _section(book, statute, name)
        if written is not None:
            whole[name] = written
    return yaml.dump(whole, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)


class _Dumper(yaml.SafeDumper):
    """Block style, and short lists of plain values on one line."""

    def represent_sequence(
        self, tag: str, sequence: Iterable[Any], flow_style: bool | None = None
    ) -> yaml.SequenceNode:
        node: yaml.SequenceNode = super().represent_sequence(tag, sequence, flow_style)
        if all(isinstance(item, yaml.ScalarNode) for item in node.value):
            node.flow_style = True
        return node

    def ignore_aliases(self, data: object) -> bool:
        return True


def _section(book: Book, statute: Book, name: str) -> object:
    timeline = book.timeline(name)
    versions: list[dict[str, object]] = []
    before: object = None
    for start in timeline.starts:
        raw, node = timeline.raw(start), timeline.read(start)
        if raw is None or node is None:
            continue
        everywhere = bool(versions)
        plain = _written(node, raw, "", everywhere=everywhere)
        assert isinstance(plain, dict)
        for lower in (statute.timeline(name).raw(start), before):
            _mark_removed(plain, to_plain(lower))
        first = {"from": start} if start != timeline.starts[0] else {}
        versions.append({**first, **plain})
        before = plain
    if not versions:
        return None
    return versions[0] if len(versions) == 1 and "from" not in versions[0] else versions


def _written(value: object, raw: object, article: str, *, everywhere: bool) -> object:
    """What is written of a part, with the articles in force where a part can name one."""
    if isinstance(value, Node) and isinstance(raw, Part):
        own: dict[str, object] = {}
        if everywhere or value.article != article or not has_own_figures(raw):
            own["article"] = value.article
        for name, field in type(value).model_fields.items():
            key = field.alias or name
            if key in raw and key != "article":
                inner = getattr(value, name)
                own[key] = _written(inner, raw[key], value.article, everywhere=everywhere)
        return own
    if isinstance(value, Mapping) and isinstance(raw, Part) and len(raw) == len(value):
        pairs = zip(raw.items(), value.values(), strict=True)
        return {k: _written(v, r, article, everywhere=everywhere) for (k, r), v in pairs}
    if isinstance(value, tuple | list) and isinstance(raw, list) and len(raw) == len(value):
        rows = zip(value, raw, strict=True)
        return [_written(v, r, article, everywhere=everywhere) for v, r in rows]
    return to_plain(raw)


def _mark_removed(plain: dict[str, object], lower: object) -> None:
    """Set to null what lies beneath and is gone, so that it stays gone when read in again."""
    if not isinstance(lower, dict):
        return
    for key, value in lower.items():
        inner = plain.get(key)
        if key not in plain:
            if key not in {*ABOUT, "from"} and value is not None:
                plain[key] = None
        elif isinstance(inner, dict):
            _mark_removed(inner, value)
