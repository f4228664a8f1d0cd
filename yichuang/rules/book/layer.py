"""One rule book by itself (一册规则): its header, and its sections as dated versions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches

from yichuang.phrases import Phrase
from yichuang.rules import sections
from yichuang.rules.book import source
from yichuang.rules.book.merge import join_versions, with_articles
from yichuang.rules.book.part import Mark, Part, Rows, from_plain
from yichuang.rules.book.problems import BookError, Problem

HEADER = frozenset({"name", "title", "source", "extends", "limits", "note", "cannot_say", "cases"})

_A_FROM = re.compile(r"\bfrom: *[\"']?(\d{4}-\d\d-\d\d)")
_VERSIONS = 1000
"""More than the versions one layer has."""

_UNKNOWN_KEY = Phrase("没有“{key}”这一项", "there is no {key}")
_NEAREST = Phrase("“{nearest}”（最接近的一项）", "{nearest} (the nearest there is)")
_ONE_OF = Phrase("以下之一：{known}", "one of {known}")
_SECTION = Phrase(
    "映射，或若干带 from 日期的版本", "a mapping, or a list of versions with from dates"
)
_FOUND = Phrase("写的是 {what}", "it says {what}")
_DATE = Phrase("存在的日期，写作 YYYY-MM-DD", "a date that exists, YYYY-MM-DD")
_FROM_ORDER = Phrase("{what} 不晚于前一版本", "{what} is not after the version before it")
_LATER = Phrase("各版本按日期先后排列", "versions in the order of their dates")
_NO_FROM = Phrase("这一版本没有 from", "this version has no from")
_TEXT = Phrase("文字", "text")
_QUOTED = Phrase("文字，数字须加引号", "text; a number in quotes")
_NAMES = Phrase("规则手册名称的列表", "a list of the names of rule books")
_TITLE = Phrase("{{zh: …, en: …}}", "{{zh: …, en: …}}")


@dataclass(frozen=True, slots=True)
class Version:
    """What a section says from one day on, over what the lower layers say."""

    starts: date
    part: Part


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One book as written: the lower layers it stands on (`extends`) and its own sections."""

    name: str
    title: Phrase
    source: str
    extends: tuple[str, ...]
    limits: Rows
    cannot_say: Rows
    """Articles that the language of books can't express, as written."""
    cases: Rows
    """Cases with their outcomes, as written; a check rules on them."""
    sections: Mapping[str, tuple[Version, ...]]
    raw: Part

    @classmethod
    def parse(cls, text: str, name: str) -> Layer:
        """Read the text of a book. `name` is what it is called where it names itself nothing.

        Raises BookError with every problem of form (YAML, header, sections, dates).
        """
        raw, problems = source.read_part(text, name)
        layer = cls.of_part(raw, name, problems)
        if problems:
            raise BookError(problems)
        return layer

    @classmethod
    def of_plain(cls, plain: Mapping[str, object], name: str = "inline") -> Layer:
        """A book given as a mapping instead of a text."""
        part = from_plain(plain, Mark(name, 0))
        assert isinstance(part, Part)
        problems: list[Problem] = []
        layer = cls.of_part(part, name, problems)
        if problems:
            raise BookError(problems)
        return layer

    @classmethod
    def of_part(cls, raw: Part, name: str, problems: list[Problem]) -> Layer:
        """The layer of a read book; what is wrong with its form is added to `problems`."""
        known = sections.known()
        made: dict[str, tuple[Version, ...]] = {}
        for key, value in raw.items():
            if key in known:
                problems += _articles_not_text(value, str(key))
                made[str(key)] = _versions(str(key), value, raw.marks[key], problems)
            elif key not in HEADER:
                problems.append(_unknown_key(str(key), raw.marks[key], [*known, *HEADER]))
        return cls(
            name=_text(raw, "name", problems) or name,
            title=_title(raw, problems),
            source=_text(raw, "source", problems),
            extends=_names(raw, problems),
            limits=_rows(raw, "limits", problems),
            cannot_say=_rows(raw, "cannot_say", problems),
            cases=_rows(raw, "cases", problems),
            sections=made,
            raw=raw,
        )

    @property
    def starts(self) -> set[date]:
        """The days on which something in it changes (or that look so, unread as yet)."""
        if isinstance(self.sections, _Unread):
            return self.sections.starts
        return {version.starts for versions in self.sections.values() for version in versions}

    @property
    def is_sound(self) -> bool:
        """Whether it was read as known to be sound."""
        return isinstance(self.sections, _Unread)

    @classmethod
    def sound(cls, text: str, name: str) -> Layer:
        """A book known to be sound (a preset), each section read when it is first asked for."""
        blocks = source.blocks(text)
        head = {key: block for key, block in blocks.items() if key in HEADER}
        layer = cls.parse("".join(block.lstrip("\n") for block in head.values()), name)
        unread = {key: block for key, block in blocks.items() if key not in HEADER}
        return replace(layer, sections=_Unread(name, unread))

    def versions_on(self, section: str, day: date, height: int = 0) -> Part | None:
        """What this layer says about a section on a day: its versions up to then, joined.

        Every part has the article in force in it, as far as this layer names one. `height`
        is how many layers lie beneath.
        """
        joined: object = None
        for index, version in enumerate(self.sections.get(section, ())):
            if version.starts <= day:
                part = with_articles(version.part, height * _VERSIONS + index)
                joined = part if joined is None else join_versions(joined, part)
        return joined if isinstance(joined, Part) else None


class _Unread(Mapping[str, tuple[Version, ...]]):
    """The sections of a sound book, read one by one."""

    def __init__(self, book: str, blocks: Mapping[str, str]) -> None:
        self.book = book
        self.blocks = blocks
        self.known: dict[str, tuple[Version, ...]] = {}
        days = _A_FROM.findall("".join(blocks.values()))
        self.starts = {date.min, *(date.fromisoformat(day) for day in days)}

    def __getitem__(self, section: str) -> tuple[Version, ...]:
        if section not in self.known:
            raw, problems = source.read_part(self.blocks[section], self.book)
            self.known[section] = _versions(section, raw[section], raw.marks[section], problems)
            if problems:
                raise BookError(problems)
        return self.known[section]

    def __iter__(self) -> Iterator[str]:
        return iter(self.blocks)

    def __len__(self) -> int:
        return len(self.blocks)


def _versions(
    section: str, value: object, mark: Mark, problems: list[Problem]
) -> tuple[Version, ...]:
    if isinstance(value, Part):
        return (Version(date.min, value),)
    if value is None:
        return ()
    if not isinstance(value, Rows) or not all(isinstance(row, Part) for row in value):
        problems.append(
            _problem("not_a_section", mark, section, _FOUND, _SECTION, what=str(value)[:60])
        )
        return ()
    made: list[Version] = []
    latest: date | None = None
    for index, row in enumerate(value):
        assert isinstance(row, Part)
        at = f"{section}[{index}]"
        starts = _starts(row, index, at, value.marks[index], problems)
        if starts is not None and latest is not None and starts <= latest:
            where = row.marks.get("from", value.marks[index])
            problems.append(
                _problem("date_order", where, f"{at}.from", _FROM_ORDER, _LATER, what=starts)
            )
            starts = None
        latest = starts or latest
        # A version without a date that can be is still looked at, the day after the one before.
        then = starts or (made[-1].starts + timedelta(days=1) if made else date.min)
        made.append(Version(then, _without(row, "from")))
    return tuple(made)


def _articles_not_text(value: object, path: str) -> Iterator[Problem]:
    """`article: 5.2` is a number; 5.10 and 5.1 would be the same one."""
    if isinstance(value, Part):
        article = value.get("article")
        if article is not None and not isinstance(article, str):
            mark = value.marks["article"]
            yield _problem("wrong_type", mark, f"{path}.article", _FOUND, _QUOTED, what=article)
        for key, inner in value.items():
            yield from _articles_not_text(inner, f"{path}.{key}")
    elif isinstance(value, Rows):
        for index, inner in enumerate(value):
            yield from _articles_not_text(inner, f"{path}[{index}]")


def _starts(row: Part, index: int, at: str, mark: Mark, problems: list[Problem]) -> date | None:
    if "from" not in row:
        if index == 0:
            return date.min
        problems.append(_problem("no_from", mark, at, _NO_FROM, _DATE))
        return None
    found = row["from"]
    if isinstance(found, date):
        return found
    try:
        if not isinstance(found, str) or len(found) != 10:
            raise ValueError
        return date.fromisoformat(found)
    except ValueError:
        problems.append(
            _problem("no_such_date", row.marks["from"], f"{at}.from", _FOUND, _DATE, what=found)
        )
        return None


def _without(part: Part, key: str) -> Part:
    made = Part(part.mark)
    made.update((k, v) for k, v in part.items() if k != key)
    made.marks = part.marks
    return made


def _text(raw: Part, key: str, problems: list[Problem]) -> str:
    value = raw.get(key)
    if value is None or isinstance(value, str):
        return value or ""
    problems.append(_problem("wrong_type", raw.marks[key], key, _FOUND, _TEXT, what=str(value)))
    return ""


def _title(raw: Part, problems: list[Problem]) -> Phrase:
    value = raw.get("title")
    if isinstance(value, str):
        return Phrase(value, value)
    if value is None:
        name = raw.get("name")
        return Phrase(str(name or ""), str(name or ""))
    if isinstance(value, Part):
        zh, en = value.get("zh"), value.get("en")
        if isinstance(zh, str) and isinstance(en, str) and len(value) == 2:
            return Phrase(zh, en)
    problems.append(
        _problem("wrong_type", raw.marks["title"], "title", _FOUND, _TITLE, what=str(value))
    )
    return Phrase("", "")


def _names(raw: Part, problems: list[Problem]) -> tuple[str, ...]:
    value = raw.get("extends")
    if isinstance(value, str):
        return (value,)
    rows = _rows(raw, "extends", problems)
    if all(isinstance(name, str) for name in rows):
        return tuple(str(name) for name in rows)
    problems.append(
        _problem("wrong_type", raw.marks["extends"], "extends", _FOUND, _NAMES, what=str(value))
    )
    return ()


def _rows(raw: Part, key: str, problems: list[Problem]) -> Rows:
    value = raw.get(key)
    if isinstance(value, Rows):
        return value
    if value is not None:
        problems.append(
            _problem("wrong_type", raw.marks[key], key, _FOUND, _NAMES, what=str(value))
        )
    return Rows(raw.mark)


def _unknown_key(key: str, mark: Mark, known: list[str]) -> Problem:
    near = get_close_matches(key, known, n=1)
    expected = _NEAREST if near else _ONE_OF
    args = {"nearest": near[0]} if near else {"known": ", ".join(sorted(known))}
    return _problem("unknown_key", mark, key, _UNKNOWN_KEY, expected, key=key, **args)


def _problem(
    code: str, mark: Mark, path: str, found: Phrase, expected: Phrase, **args: object
) -> Problem:
    return Problem(code, mark.book, mark.line, path, found, expected, args)
