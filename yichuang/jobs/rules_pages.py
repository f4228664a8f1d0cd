"""One page per rule: what it decides, its figures with articles, readings, worked examples."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import yaml

from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.book.outline import NAMES, Leaf, leaves, section_title
from yichuang.rules.book.part import Part, Rows, to_plain
from yichuang.rules.book.presets import names, preset
from yichuang.rules.book.source import read
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.parts.node import Node
from yichuang.rules.sections import known

_SHARED = {"calendar": "worktime", "worktime": "worktime"}
"""Sections shown on the page of one rule; other rules that use them link there."""
_EXAMPLES = 6


def index() -> str:
    """The list of the rules and of the presets."""
    lines = [
        "# 规则与规则手册 / Rules and rule books",
        "",
        _MADE,
        "",
        "想用自己的制度？见 [十分钟写好自己的规则手册](write-your-own.md)。  ",
        "To run your own regulations, see [Your own book in ten minutes](write-your-own.md).",
        "",
        "[各键一览](keys.md)：手册里可以写的每一个键。 [Every key](keys.md) that a book may write.",
        "",
        "| 规则 / rule | 裁定 / decides |",
        "| --- | --- |",
    ]
    for name, entry in registry.RULES.items():
        about = f"{entry.decides.zh}<br>{entry.decides.en}"
        lines.append(f"| [{entry.title.zh}<br>{entry.title.en}]({name}.md) `{name}` | {about} |")
    lines += ["", "| 内置手册 / preset | 出处 / source | 各节 / sections |", "| --- | --- | --- |"]
    for name in names():
        layer = preset(name)
        held = ", ".join(f"`{section}`" for section in layer.sections)
        lines.append(f"| `{name}` {layer.title.zh}<br>{layer.title.en} | {layer.source} | {held} |")
    return "\n".join(lines) + "\n"


_MADE = "<!-- 由代码、内置手册与判例表生成 / made from code, presets and case tables -->"


def page(name: str, cases: Path) -> str:
    """The page of one rule."""
    entry = registry.RULES[name]
    rule = registry.find(name)
    parts = [
        f"# {entry.title.zh} / {entry.title.en} (`{name}`)",
        _MADE,
        f"裁定：{entry.decides.zh}。  \nDecides {entry.decides.en}.",
        f"```\nyichuang rules explain {name} --book county-hall < facts.json\n```",
        "## 怎样裁定 / How it decides",
        _docstring(import_module(entry.module)),
        _docstring(rule.decide),
        "## 事实 / Facts",
        *_types(rule.facts, {}),
        "## 数字与条款 / Figures and articles",
        *_figures(name, entry.sections),
        "## 所取的解释 / Readings chosen",
        *_readings(name, entry.sections),
        "## 判例 / Worked examples",
        *_examples(rule, cases),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _docstring(thing: object) -> str:
    """A docstring as Markdown; the code in it is marked the same way."""
    text = inspect.getdoc(thing) or ""
    return text.replace("``", "`")


def _types(facts: type[Any], seen: dict[str, bool]) -> Iterator[str]:
    """The facts and everything inside them, one table a type."""
    if facts.__name__ in seen:
        return
    seen[facts.__name__] = True
    hints = get_type_hints(facts, include_extras=False)
    lines = [
        _docstring(facts),
        "",
        "| 键 / key | 类型 / type | 不写时 / left out |",
        "| --- | --- | --- |",
    ]
    inner: list[type[Any]] = []
    for field in fields(facts):
        inner += _dataclasses_in(hints[field.name])
        key = field.name.rstrip("_")
        lines.append(f"| `{key}` | {_type_text(hints[field.name])} | {_default_text(field)} |")
    title = "" if len(seen) == 1 else f"### {facts.__name__}\n\n"
    yield title + "\n".join(lines)
    for one in inner:
        yield from _types(one, seen)


def _dataclasses_in(hint: Any) -> list[type[Any]]:
    if isinstance(hint, type) and is_dataclass(hint):
        return [hint]
    return [found for arg in getattr(hint, "__args__", ()) for found in _dataclasses_in(arg)]


def _type_text(hint: Any) -> str:
    text = hint.__name__ if isinstance(hint, type) and not hasattr(hint, "__args__") else str(hint)
    text = re.sub(r"\b(?:[a-z_]+\.)+(?=[A-Za-z])", "", text).replace("NoneType", "null")
    text = text.replace("None", "null").replace(", ...]", "…]").replace("|", "\\|")
    return f"`{text}`" if "\\|" not in text else text


def _default_text(field: Any) -> str:
    if field.default is not MISSING:
        return f"`{json.dumps(field.default, ensure_ascii=False, default=str)}`"
    return "`[]`／`{}`" if field.default_factory is not MISSING else "必须写 / required"


def _figures(name: str, used: tuple[str, ...]) -> Iterator[str]:
    for section in used:
        home = _SHARED.get(section, name)
        title = _title(section)
        if home != name:
            yield f"{title}：见 / see [{registry.RULES[home].title.zh}]({home}.md)"
            continue
        yield f"### {title}"
        for book in names():
            if section in preset(book).sections:
                yield from _figures_of(book, section)


def _title(section: str) -> str:
    model: type[Node] = known()[section].model()
    return f"{section_title(model, section).zh} (`{section}`)"


def _figures_of(book: str, section: str) -> Iterator[str]:
    timeline = Book.of(book).timeline(section)
    for start in timeline.starts:
        raw, node = timeline.raw(start), timeline.read(start)
        if raw is None or node is None:
            continue
        own = [leaf for leaf in leaves(node, section, raw) if _is_own_figure(leaf, book)]
        if own:
            since = "" if start == timeline.starts[0] else f"，自 {start} 起 / from {start}"
            yield f"#### {preset(book).title.zh} `{book}`{since}\n\n" + _table(own)


def _is_own_figure(leaf: Leaf, book: str) -> bool:
    return leaf.is_set and leaf.book == book and leaf.path[-1] not in NAMES


def _table(own: list[Leaf]) -> str:
    lines = ["| 数字 / figure | 值 / value | 条款 / article |", "| --- | --- | --- |"]
    for leaf in own:
        place = ".".join(leaf.path[1:])
        name = _cell(leaf.name("zh", 1) or leaf.name("zh"))
        lines.append(f"| {name}<br>`{place}` | {_cell(leaf.text('zh'))} | {_cell(leaf.article)} |")
    return "\n".join(lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _readings(name: str, used: tuple[str, ...]) -> Iterator[str]:
    """The notes of the presets: gaps in the texts, and how they are filled."""
    lines = []
    for section in used:
        if _SHARED.get(section, name) != name:
            continue
        for book in names():
            for version in preset(book).sections.get(section, ()):
                for path, note in _notes(version.part, section):
                    lines.append(f"- `{book}` `{path}`：{' '.join(note.split())}")
    yield "\n".join(lines) if lines else "—"


def _notes(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Part):
        note = value.get("note")
        if isinstance(note, str) and note:
            yield path, note
        for key, inner in value.items():
            yield from _notes(inner, f"{path}.{key}")
    elif isinstance(value, Rows):
        for position, inner in enumerate(value):
            yield from _notes(inner, f"{path}[{position}]")


def _examples(rule: registry.Rule, cases: Path) -> Iterator[str]:
    """Examples out of the case tables, ruled on while the page is made."""
    tables = [(file, _rows_of(file)) for file in sorted(cases.glob("*.yaml"))]
    chosen = [(file, row) for file, rows in tables for row in rows if "ruling" in row]
    step = max(1, len(chosen) // _EXAMPLES)
    for _, row in chosen[::step][:_EXAMPLES]:
        yield _example(rule, row)
    count = sum(len(rows) for _, rows in tables)
    lines = [f"### 全部判例 / All cases ({count})", ""]
    for file, rows in tables:
        lines.append(f"- `{file.name}`（{len(rows)}）：" + "；".join(str(r["name"]) for r in rows))
    yield "\n".join(lines)


def _rows_of(file: Path) -> list[dict[str, Any]]:
    rows, problems = read(file.read_text("utf-8"), file.name)
    if problems or not isinstance(rows, list):
        raise ValueError(f"{file}: not a table of cases")
    return [row for row in (to_plain(r) for r in rows) if isinstance(row, dict)]


def _example(rule: registry.Rule, row: dict[str, Any]) -> str:
    book = row["book"]
    parts = book if isinstance(book, list) else [book]
    facts = read_facts(rule.facts, json.dumps(row["facts"]))
    ruling = ruling_json(decide(rule, facts, Book.of(*parts)))
    inline = [p for p in parts if not isinstance(p, str)]
    own = {"book": inline[0] if len(inline) == 1 else inline} if inline else {}
    named = "、".join(p if isinstance(p, str) else "自拟手册 / own book" for p in parts)
    reasons = [
        f"| {_cell(r['article'])} | {_cell(r['fact'])} | {_cell(r['ruling'])} |"
        for r in ruling["because"]
    ]
    return "\n".join(
        [
            f"### {row['name']}",
            "",
            f"手册 / book：{named}",
            "",
            "```yaml",
            _yaml({**own, "facts": row["facts"], "ruling": row["ruling"]}),
            "```",
            "",
            "| 条款 / article | 事实 / fact | 裁定 / ruling |",
            "| --- | --- | --- |",
            *reasons,
        ]
    )


def _yaml(value: object) -> str:
    return yaml.safe_dump(
        value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=96
    ).rstrip()
