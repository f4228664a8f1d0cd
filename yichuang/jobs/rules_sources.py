"""The page of the sources (条款去向): article by article of the five documents, where it lives.

What a built-in book cites is listed by the book and the key that runs by it; the rest by
`rules/sources/elsewhere.yaml`: a requirement, `none` where nothing is ruled on, `not yet`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pkgutil import get_data
from typing import TypedDict, cast

from yichuang.rules.book import presets
from yichuang.rules.book.part import Part, Rows, to_plain
from yichuang.rules.book.source import read_part
from yichuang.rules.citation import NUMERAL, Citation, cite, figure, shipped

TITLES = {
    "S0": "窗口管理制度（汇编）",
    "S1": "窗口服务制度（十三篇）",
    "S2": "行政许可（政务）服务中心管理制度（汇编）",
    "S3": "服务大厅（窗口）管理办法（汇编）",
    "S4": "便民服务中心工作制度（汇编）",
}
"""The five source documents."""

_MARK = re.compile(r"S\d")
_WORDS = {"none": "没有规则 / no rule in it", "not yet": "尚未 / not yet"}
_HEAD = """# 条款去向 / Where each article lives

<!-- 由内置手册与 elsewhere.yaml 生成 / made from the built-in books and elsewhere.yaml -->

五份制度汇编逐条列出：由哪一册内置手册的哪一项执行；手册没有的，由哪一项需求（见
[requirements.md](../requirements.md)）实现；没有规则的、尚未实现的，照实写明。

Article by article of the five source documents: which key of which built-in book runs by it; else
which requirement carries it out; what rules on nothing, and what is not there yet, is said as such.
"""


class Document(TypedDict, total=False):
    """A regulation in a source document, and where its articles live."""

    part: str
    title: str
    begins: str
    places: dict[str, str]


@cache
def elsewhere() -> Mapping[str, list[Document]]:
    """What no built-in book cites, by document."""
    data = get_data("yichuang.rules", "sources/elsewhere.yaml") or b""
    raw, problems = read_part(data.decode("utf-8"), "elsewhere")
    assert not problems, [p.say("en") for p in problems]
    return cast("Mapping[str, list[Document]]", to_plain(raw))


def cited() -> Mapping[str, dict[str, None]]:
    """Every place of the sources that a built-in book cites, with the books' keys."""
    found: dict[str, dict[str, None]] = {}
    for name in presets.names():
        raw, _ = read_part(presets.text_of(name), name)
        for article, path in _articles(raw, ""):
            for one in cite(article):
                if _MARK.match(one.mark):
                    found.setdefault(one.mark, {})[f"`{name}` {path}"] = None
    return found


def sources_page() -> str:
    """The page, in Markdown."""
    places = cited()
    made = [_HEAD]
    for document, title in TITLES.items():
        made.append(f"\n## {document} {title}\n")
        left = {str(d.get("part")): d for d in elsewhere()[document] if "part" in d}
        for mark in shipped().texts:
            if mark.split("-")[0].split(" ")[0] != document:
                continue
            own = {m: keys for m, keys in places.items() if cite(m)[0].source == mark}
            rest = left.pop(mark, None)
            if own or rest:
                made += _table(cite(mark)[0].say("zh"), own, rest)
        for part, one in left.items():
            made += _table(part.removeprefix(document).strip(" -"), {}, one)
        for one in elsewhere()[document]:
            if "title" in one:
                made += _table(one["title"], {}, one)
    return "\n".join(made).rstrip("\n") + "\n"


def _table(title: str, own: Mapping[str, dict[str, None]], rest: Document | None) -> Iterator[str]:
    yield f"\n### {title}\n"
    yield "| 条款 / article | 在哪里 / where |"
    yield "| --- | --- |"
    rows = {_place(cite(mark)[0]): "<br>".join(keys) for mark, keys in own.items()}
    for place, where in (rest["places"] if rest else {}).items():
        rows[place] = "<br>".join(filter(None, (rows.get(place), _where(where))))
    for place in sorted(rows, key=_order):
        yield f"| {place} | {rows[place]} |"


def _place(one: Citation) -> str:
    return one.mark[len(one.source) :].strip().lstrip(".") or "全文 / the whole"


def _order(place: str) -> tuple[int, ...]:
    return tuple(figure(found) for found in NUMERAL.findall(place)) or (0,)


def _where(where: str) -> str:
    kind, _, row = where.partition(": ")
    return f"{_WORDS[kind]}{f'（{row}）' if row else ''}" if kind in _WORDS else where


def _articles(value: object, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Part):
        if value.get("article"):
            yield str(value["article"]), path
        for key, inner in value.items():
            yield from _articles(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, Rows):
        for inner in value:
            yield from _articles(inner, path)
