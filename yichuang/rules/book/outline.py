"""A section as a flat list of figures (数字清单): each with its place, its names and its article.

Made from the types alone, so that `diff`, the docs and the pages that show a book need no
knowledge of any section. The Chinese name of a figure is the description of its field, up to
the first colon or semicolon; where the description goes on to name the codes a setting may
have (``minute 分钟，hour 小时``), those names are used too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import repeat
from typing import Any, NamedTuple

from pydantic.fields import FieldInfo

from yichuang.phrases import Language, Phrase
from yichuang.rules.book.part import Part, Rows
from yichuang.rules.parts.figure import Figure
from yichuang.rules.parts.node import Node
from yichuang.rules.parts.range import Range
from yichuang.rules.parts.reading import Choice, is_reading
from yichuang.rules.words import WORDS, value_text

_SKIPPED = frozenset({"article", "note", "checked_on"})
NAMES = frozenset({"zh", "en", "name"})
"""Keys that say what an entry is called; their values are no codes."""
_ENDS = frozenset({"at_least", "over", "at_most", "under"})
_RANGE = Phrase("范围", "range")
_NTH = Phrase("第{n}次", "time {n}")
_TIER = Phrase("第{n}档", "tier {n}")
_ENTRY = Phrase("第{n}项", "entry {n}")
_IDENTITIES = ("code", "nth", "kind", "role", "name")
"""The fields by which the rows of a list are told apart, where every row has one."""
_CODE = re.compile(r"([a-z][a-z0-9_]*) ([^\s，；、,;：（(]+)")


class Leaf(NamedTuple):
    """One figure or setting of a book."""

    path: tuple[str, ...]
    names: tuple[Phrase, ...]
    value: object
    """As its type."""
    written: object
    """As it stands in the book, or the value where it is left to the default."""
    article: str
    is_set: bool
    """Written in a book; False: left to its default."""
    words: Mapping[str, str]
    """The Chinese names of the codes it may have."""
    book: str
    """The layer in which it stands; empty where it is left to its default."""
    reads: bool = False
    """Chooses between readings of a text."""

    def name(self, language: Language, from_step: int = 0) -> str:
        """The place of the figure as people read it."""
        return " › ".join(name.say(language) for name in self.names[from_step:])

    def text(self, language: Language) -> str:
        """The figure as people read it."""
        if self.path[-1] in NAMES:
            return str(self.written)
        return _text(self.written, self.words if language == "zh" else {}, language)


class _Place(NamedTuple):
    path: tuple[str, ...]
    names: tuple[Phrase, ...]
    article: str
    is_set: bool
    words: Mapping[str, str]
    book: str = ""
    reads: bool = False

    def into(self, step: str, name: Phrase) -> _Place:
        return self._replace(path=(*self.path, step), names=(*self.names, name))


def leaves(section: Node, name: str, raw: Part | None = None) -> list[Leaf]:
    """Every figure and setting of a section, in the order of its schema."""
    title = section_title(type(section), name)
    place = _Place((name,), (title,), section.article, is_set=True, words={})
    return list(_walk(section, raw, place))


def section_title(model: type[Node], name: str) -> Phrase:
    """What a section is called: the Chinese term in the first line of its docstring."""
    first = (model.__doc__ or "").strip().split("\n", 1)[0]
    zh = first.partition("(")[2].partition(")")[0] or re.split("[：。，；:.]", first)[0]
    return Phrase(zh or name, name.replace("_", " "))


def _walk(value: object, raw: object, at: _Place) -> Iterator[Leaf]:
    if isinstance(value, Choice):
        yield _leaf(value.value, None, at._replace(reads=True))
    elif isinstance(value, Figure):
        yield _leaf(value.words(), None, at)
    elif isinstance(value, Node):
        yield from _walk_node(value, raw, at)
    elif isinstance(value, Mapping) and value:
        same = isinstance(raw, Part) and len(raw) == len(value)
        rows: Iterable[object] = raw.values() if same and isinstance(raw, Part) else repeat(None)
        books = _books(raw, same)
        for (key, inner), row, book in zip(value.items(), rows, books, strict=False):
            inside = at.into(str(key), entry_name(str(key), inner))._replace(book=book or at.book)
            yield from _walk(inner, row, inside)
    elif isinstance(value, tuple | list) and any(isinstance(v, Node) for v in value):
        rows = raw if isinstance(raw, Rows) and len(raw) == len(value) else repeat(None)
        for (step, name, inner), row in zip(_rows(value), rows, strict=False):
            yield from _walk(inner, row, at.into(step, name))
    else:
        yield _leaf(value, raw, at)


def _books(raw: object, same: bool) -> Iterable[str]:
    """The layers in which the entries of a table stand."""
    if not same or not isinstance(raw, Part):
        return repeat("")
    return [raw.marks[key].book for key in raw]


def _leaf(value: object, raw: object, at: _Place) -> Leaf:
    value = () if value == {} else value
    written = value if raw is None or isinstance(raw, Part) else raw
    return Leaf(
        at.path, at.names, value, written, at.article, at.is_set, at.words, at.book, at.reads
    )


def _walk_node(node: Node, raw: object, at: _Place) -> Iterator[Leaf]:
    at = at._replace(article=node.article)
    if isinstance(node, Range) and (node.lower or node.upper):
        yield _leaf(node.span.words(), None, at.into("range", _RANGE))
    for name, field in type(node).model_fields.items():
        if name in _SKIPPED or (isinstance(node, Range) and name in _ENDS):
            continue
        if name == "readings" and not node.readings:
            continue
        key = field.alias or name
        inside = at.into(key, field_name(field, key))._replace(
            is_set=at.is_set and name in node.model_fields_set,
            words=field_words(field),
            reads=is_reading(field),
        )
        row, book = None, ""
        if isinstance(raw, Part) and key in raw:
            row, book = raw[key], raw.marks[key].book
        yield from _walk(getattr(node, name), row, inside._replace(book=book))


def field_name(field: FieldInfo, key: str) -> Phrase:
    """What a figure is called: the first part of its description, and its key in English."""
    zh = re.split("[：；:;]", field.description or key, maxsplit=1)[0]
    return Phrase(_plain(zh), field.title or key.replace("_", " "))


def field_words(field: FieldInfo) -> dict[str, str]:
    """The names of the codes that a description goes on to explain."""
    return dict(_CODE.findall(field.description or ""))


def entry_name(key: str, value: object) -> Phrase:
    """What an entry of a table is called: by its title, its `zh` and `en`, its `name`, its key."""
    value = getattr(value, "title", value)
    zh, en, name = (getattr(value, field, None) for field in ("zh", "en", "name"))
    if isinstance(zh, str) and isinstance(en, str) and zh and en:
        return Phrase(_plain(zh), _plain(en))
    if isinstance(name, Phrase):
        return name
    if isinstance(name, str) and name:
        return Phrase(_plain(name), _plain(key))
    return WORDS.get(key, Phrase(_plain(key), _plain(key)))


def _plain(text: str) -> str:
    """Text that is no template."""
    return text.replace("{", "（").replace("}", "）")


def _rows(rows: Sequence[object]) -> Iterator[tuple[str, Phrase, object]]:
    """The rows of a list, each by what tells it apart from the others."""
    field = next((name for name in _IDENTITIES if _tells_apart(name, rows)), None)
    for index, row in enumerate(rows, start=1):
        if field == "nth":
            nth = getattr(row, field)
            yield f"nth={nth}", _numbered(_NTH, nth), row
        elif field is not None:
            value = str(getattr(row, field))
            yield f"{field}={value}", entry_name(value, row), row
        else:
            yield str(index), _numbered(_TIER if isinstance(row, Range) else _ENTRY, index), row


def _numbered(phrase: Phrase, n: object) -> Phrase:
    return Phrase(phrase.say("zh", n=n), phrase.say("en", n=n))


def _tells_apart(field: str, rows: Sequence[object]) -> bool:
    """Whether every row has the field, and no two have the same."""
    found = [str(value) for row in rows if (value := getattr(row, field, None)) not in (None, "")]
    return len(found) == len(rows) == len(set(found))


def _text(value: Any, words: Mapping[str, str], language: Language) -> str:
    """A figure, a setting or a list of them as people read it."""
    if isinstance(value, tuple | list | set | frozenset | Mapping):
        rows = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        between = "、" if language == "zh" else ", "
        return between.join(_text(v, words, language) for v in rows) or value_text(None, language)
    if isinstance(value, Enum):
        value = value.value
    said = getattr(value, language, None)
    if isinstance(said, str):
        return said
    if isinstance(value, str) and value in words:
        return words[value]
    return value_text(value, language)
