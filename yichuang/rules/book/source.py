"""Reading the text of a rule book (YAML): parts with their lines, and every problem at once.

A small and safe YAML: `true`/`false` alone are booleans, times like ``08:30`` and dates
stay text (the schema reads them), no anchors, no tags, no key twice. An article that names
six acts is written once: ``phone, chat, games: {points: 2}``.
"""

from __future__ import annotations

import re

import yaml

from yichuang.phrases import Phrase
from yichuang.rules.book.part import Mark, Part, Rows
from yichuang.rules.book.problems import Problem

LONGEST = 1_000_000
DEEPEST = 60

_NOT_YAML = Phrase("不是有效的 YAML（{detail}）", "this is not YAML ({detail})")
_YAML = Phrase("一份 YAML 映射", "a YAML mapping")
_TWICE = Phrase("键“{key}”在第{first}行已写过", "the key {key} stands on line {first} already")
_ONCE = Phrase("每个键只写一次", "each key once")
_ALIAS = Phrase("引用或标签 {what}", "an anchor, alias or tag {what}")
_WRITE_OUT = Phrase("直接写出内容", "the thing itself, written out")
_BAD_KEY = Phrase("键不是文字或整数", "a key that is neither text nor a whole number")
_KEY = Phrase("文字或整数作键", "text or a whole number as the key")
_DEEP = Phrase("嵌套过深或文件过大", "nested too deeply, or too long")
_SHALLOW = Phrase(
    "不超过 {deepest} 层、{longest} 字", "at most {deepest} levels and {longest} characters"
)

_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,18}")
_TOP_KEY = re.compile(r"^([a-z_]+):", re.MULTILINE)
_SEVERAL = re.compile(r"[\w.-]+(?:, *[\w.-]+)+")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_QUOTED = frozenset("'\"|>")
_BOOLS = {"true": True, "True": True, "false": False, "False": False}


class _Reader:
    def __init__(self, book: str) -> None:
        self.book = book
        self.problems: list[Problem] = []
        self.seen: set[int] = set()

    def complain(
        self, code: str, line: int, path: str, found: Phrase, expected: Phrase, **args: object
    ) -> None:
        self.problems.append(Problem(code, self.book, line, path, found, expected, args))

    def value(self, node: yaml.Node, path: str) -> object:
        line = node.start_mark.line + 1
        if id(node) in self.seen or (node.tag or "").startswith(("tag:yaml.org,2002:python", "!")):
            self.complain("alias", line, path, _ALIAS, _WRITE_OUT, what=node.tag)
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.mapping(node, path, line)
        if isinstance(node, yaml.SequenceNode):
            rows = Rows(Mark(self.book, line))
            for index, inner in enumerate(node.value):
                rows.append(self.value(inner, f"{path}[{index}]"))
                rows.marks.append(Mark(self.book, inner.start_mark.line + 1))
            return rows
        assert isinstance(node, yaml.ScalarNode)
        return _scalar(node)

    def mapping(self, node: yaml.MappingNode, path: str, line: int) -> Part:
        part = Part(Mark(self.book, line))
        for key_node, inner in node.value:
            key_line = key_node.start_mark.line + 1
            key = _scalar(key_node) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str | int) or isinstance(key, bool):
                self.complain("bad_key", key_line, path, _BAD_KEY, _KEY)
                continue
            at = f"{path}.{key}" if path else str(key)
            value = self.value(inner, at)
            for one in _each(key):
                if one in part:
                    first = part.marks[one].line
                    self.complain(
                        "duplicate_key", key_line, at, _TWICE, _ONCE, key=one, first=first
                    )
                    continue
                part[one] = value
                part.marks[one] = Mark(self.book, key_line)
        return part


def _each(key: str | int) -> list[str | int]:
    """The keys that one entry is written for: ``phone, chat: …`` says the same of both."""
    if isinstance(key, str) and _SEVERAL.fullmatch(key):
        return [one.strip() for one in key.split(",")]
    return [key]


def _scalar(node: yaml.ScalarNode) -> object:
    """A single value by its plain form; anything quoted is text."""
    text: str = node.value
    if node.style in _QUOTED:
        return text
    if text in _NULLS:
        return None
    if text in _BOOLS:
        return _BOOLS[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def read_part(text: str, book: str) -> tuple[Part, list[Problem]]:
    """The parts of a book's text, and what is wrong with it as YAML."""
    whole, problems = read(text, book)
    if not isinstance(whole, Part):
        if not problems:
            args = {"detail": type(whole).__name__}
            problems.append(Problem("not_yaml", book, 1, "", _NOT_YAML, _YAML, args))
        return Part(Mark(book, 1)), problems
    return whole, problems


def blocks(text: str) -> dict[str, str]:
    """The text of each key at the left margin, with empty lines before it.

    Each block read by itself gives what it gives in the whole, on the same lines. Only for
    texts known to be sound: a key that stands twice would not be noticed.
    """
    found = [*_TOP_KEY.finditer(text)]
    ends = [m.start() for m in found[1:]] + [len(text)]
    return {
        m[1]: "\n" * text.count("\n", 0, m.start()) + text[m.start() : end]
        for m, end in zip(found, ends, strict=True)
    }


def read(text: str, book: str) -> tuple[object, list[Problem]]:
    """Whatever a YAML text holds, and what is wrong with it."""
    reader = _Reader(book)
    if len(text) > LONGEST or _too_deep(text):
        reader.complain("too_deep", 1, "", _DEEP, _SHALLOW, deepest=DEEPEST, longest=LONGEST)
        return None, reader.problems
    try:
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        detail = getattr(error, "problem", None) or type(error).__name__
        line = mark.line + 1 if mark else 1
        reader.complain("not_yaml", line, "", _NOT_YAML, _YAML, detail=detail)
        return None, reader.problems
    return None if node is None else reader.value(node, ""), reader.problems


def _too_deep(text: str) -> bool:
    """Whether brackets, indents or dashes could nest deeper than anybody writes by hand."""
    depth = deepest = 0
    for char in re.findall(r"[\[{\]}]", text):
        depth = depth + 1 if char in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    indents = re.findall(r"^[ \-?:]+", text, re.MULTILINE)
    return deepest > DEEPEST or any(len(i) > 4 * DEEPEST for i in indents)
