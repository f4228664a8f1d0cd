"""The page of every key (各键一览): what a book may write, made from the types, with examples.

An example is where a built-in book, or an article of the tables, writes the key; all of them
are composed and ruled by in the tests.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel

from yichuang.rules.book.outline import field_name
from yichuang.rules.book.part import Part, Rows, to_plain
from yichuang.rules.book.presets import names, text_of
from yichuang.rules.book.schema import keys_of
from yichuang.rules.book.source import read

_TABLES = ("articles/*.yaml", "books/*.yaml", "invented/*.yaml")
_LONGEST = 70


class Example(NamedTuple):
    """Where a key is written, and what."""

    file: str
    path: str
    value: object


def keys_page(tables: Path) -> str:
    """The page, with the examples of the built-in books before those of the tables."""
    found = examples(tables)
    lines = [
        "# 各键一览 / Every key",
        "",
        "<!-- 由代码、内置手册与判例表生成 / made from code, presets and case tables -->",
        "",
        "手册里可以写的每一个键、它的意思和一处实例。`yichuang rules schema` 给出完整的类型。  ",
        "Every key a book may write, what it means, and a place where it is written."
        " `yichuang rules schema` gives the whole types.",
        "",
        "| 键 / key | 意思 / meaning | 所在 / part of | 实例 / example |",
        "| --- | --- | --- | --- |",
    ]
    for key, parts in sorted(keys_of().items()):
        row = (f"`{key}`", _meanings(key, parts), _parts(parts), _shown(found.get(key)))
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def without_example(tables: Path) -> list[str]:
    """The keys that nothing writes."""
    return sorted(set(keys_of()) - set(examples(tables)))


def _meanings(key: str, parts: dict[str, type[BaseModel]]) -> str:
    said: dict[str, None] = {}
    for model in parts.values():
        for name, field in model.model_fields.items():
            if key == (field.alias or name):
                said[field.description or field_name(field, key).zh] = None
    if not said:
        said["一节 / a section"] = None
    return _cell("；".join([*said][:3])) + f"<br>{key.replace('_', ' ')}"


def _parts(parts: dict[str, type[BaseModel]]) -> str:
    shown = [f"`{name}`" for name in sorted(parts) if "[" not in name][:4]
    return ", ".join(shown) or "—"


def _shown(example: Example | None) -> str:
    if example is None:
        return "—"
    text = json.dumps(to_plain(example.value), ensure_ascii=False, default=str)
    text = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return f"`{example.file}` `{example.path}`：`{_cell(text)}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("`", "'")


def examples(tables: Path) -> dict[str, Example]:
    """The first place at which each key is written."""
    found: dict[str, Example] = {}
    texts = [(name, text_of(name)) for name in names()]
    for pattern in _TABLES:
        texts += [(file.name, file.read_text("utf-8")) for file in sorted(tables.glob(pattern))]
    for name, text in texts:
        for path, key, value in _written(read(text, name)[0], ""):
            found.setdefault(key, Example(name, path, value))
    return found


def _written(value: object, path: str) -> Iterator[tuple[str, str, object]]:
    if isinstance(value, Part):
        for key, inner in value.items():
            if key == "facts":
                continue
            here = f"{path}.{key}" if path else str(key)
            yield here, str(key), inner
            yield from _written(inner, here)
    elif isinstance(value, Rows):
        for index, inner in enumerate(value):
            yield from _written(inner, f"{path}[{index}]")
