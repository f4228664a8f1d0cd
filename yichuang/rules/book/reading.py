"""Reading a composed section into its type (读入一节), with the article in force on every part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from yichuang.phrases import Phrase
from yichuang.rules import sections
from yichuang.rules.book.merge import has_own_figures
from yichuang.rules.book.part import Mark, Part, Rows, mark_at, to_plain
from yichuang.rules.book.problems import BookError, Problem
from yichuang.rules.expected import expected
from yichuang.rules.parts.node import Node
from yichuang.rules.shape import Step, instead_of

_SAYS = Phrase("写的是 {found}", "it says {found}")
_NOTHING = Phrase("没有写", "nothing is written")
_UNKNOWN = Phrase("没有“{key}”这一项", "there is no {key}")
_NO_ARTICLE = Phrase("有数字而无条款", "there are figures and no article")
_WITHOUT_FIGURES = frozenset({"sources"})
"""Sections that hold the words of articles and no figures."""
_ARTICLE = Phrase("article：这些数字出自哪一条", "article: where these figures come from")


def read_section(section: str, raw: Part) -> Node:
    """The section as its type. Raises BookError with everything that doesn't fit in it."""
    problems = [*articles_missing(section, raw)]
    model = sections.known()[section].model()
    try:
        node = model.model_validate_json(json.dumps(to_plain(raw)), strict=True)
    except ValidationError as error:
        problems += of_validation(error, section, raw, model)
        raise BookError(problems) from None
    if problems:
        raise BookError(problems)
    _dress(node, raw, raw.article)
    return node


def articles_missing(section: str, raw: Part) -> Iterator[Problem]:
    """Every part with figures to which no article applies; the outermost ones only."""
    if section not in _WITHOUT_FIGURES:
        yield from _articles_missing(raw, section)


def _articles_missing(value: object, path: str) -> Iterator[Problem]:
    if isinstance(value, Part):
        if not value.article and has_own_figures(value):
            mark = value.mark
            yield Problem("no_article", mark.book, mark.line, path, _NO_ARTICLE, _ARTICLE)
            return
        for key, inner in value.items():
            yield from _articles_missing(inner, f"{path}.{key}")
    elif isinstance(value, Rows):
        for index, inner in enumerate(value):
            yield from _articles_missing(inner, f"{path}[{index}]")


def _dress(value: object, raw: object, article: str) -> None:
    """Write the article in force into every part that names none itself.

    The nodes are fresh from validation and seen by nobody yet, so they are written in place;
    only the defaults are shared, and those are replaced by copies.
    """
    if isinstance(value, Node):
        inside = raw if isinstance(raw, Part) else None
        article = inside.article if inside is not None and inside.article else article
        if not value.article:
            value.__dict__["article"] = article
        for name, field in type(value).model_fields.items():
            inner = value.__dict__[name]
            if _is_plain_table(inner) and inside is not None:
                # A table of bare figures can't name an article; the part around it does.
                table = inside.get(field.alias or name)
                if isinstance(table, Part) and table.level > inside.level and table:
                    value.__dict__["article"] = table.article
            if inside is not None and (field.alias or name) in inside:
                _dress(inner, inside[field.alias or name], article)
            elif isinstance(inner, Node):
                value.__dict__[name] = inner.model_copy(update={"article": article})
    elif isinstance(value, tuple | list):
        rows = raw if isinstance(raw, Rows) and len(raw) == len(value) else [raw] * len(value)
        for inner, row in zip(value, rows, strict=True):
            _dress(inner, row, article)
    elif isinstance(value, Mapping):
        table = raw if isinstance(raw, Part) and len(raw) == len(value) else None
        rows = list(table.values()) if table is not None else [raw] * len(value)
        for inner, row in zip(value.values(), rows, strict=True):
            _dress(inner, row, article)


def _is_plain_table(value: object) -> bool:
    return isinstance(value, Mapping) and not any(isinstance(v, Node) for v in value.values())


def of_validation(
    error: ValidationError, section: str, raw: Part, model: type[BaseModel]
) -> Iterator[Problem]:
    """What the types refuse (不合类型之处), each with its line; `section` empty: the whole text."""
    seen: set[tuple[str, str]] = set()
    for one in error.errors(include_url=False):
        steps = _steps(one["loc"], raw)
        mark = mark_at(raw, steps) or Mark(section, 0)
        path = path_text(section, steps)
        code, found, wanted, args = _said(one, steps, model)
        if (path, code) not in seen:
            seen.add((path, code))
            yield Problem(code, mark.book, mark.line, path, found, wanted, args)


def _said(
    one: ErrorDetails, steps: tuple[Step, ...], model: type[BaseModel]
) -> tuple[str, Phrase, Phrase, dict[str, object]]:
    if one["type"] == "extra_forbidden":
        wanted, args = instead_of(steps[-1], model, steps[:-1])
        return "unknown_key", _UNKNOWN, wanted, {"key": steps[-1], **args}
    wanted, context = expected(one)
    if one["type"] == "missing":
        return "missing", _NOTHING, wanted, context
    found = json.dumps(one["input"], ensure_ascii=False, default=str)
    shown = found if len(found) <= _LONGEST else found[:_LONGEST] + "…"
    return one["type"], _SAYS, wanted, {**context, "found": shown}


_LONGEST = 60
_FIRST_YEAR = 1000
"""A whole number from here on is the key of a year, below it the place in a list."""


def path_text(section: str, steps: tuple[Step, ...]) -> str:
    """A place in a book as people write it, e.g. ``attendance.late.tiers[1].over``."""
    path = section + "".join(
        f"[{s}]" if isinstance(s, int) and s < _FIRST_YEAR else f".{s}" for s in steps
    )
    return path.removeprefix(".")


def _steps(loc: tuple[Step, ...], raw: Part) -> tuple[Step, ...]:
    """The place in the book of a place in the types: names of alternatives are left out."""
    made: list[Step] = []
    value: object = raw
    for index, step in enumerate(loc):
        key = _key_of(value, step)
        if key is not None:
            made.append(key)
            value = value[key]  # type: ignore[index]
        elif index == len(loc) - 1 and isinstance(value, Part) and step != "[key]":
            made.append(step)
    return tuple(made)


def _key_of(value: object, step: Step) -> Step | None:
    """The key of a raw part that a step of the types means; years are numbers in the book."""
    if isinstance(value, Part):
        if step in value:
            return step
        return (
            int(step) if isinstance(step, str) and step.isdigit() and int(step) in value else None
        )
    if isinstance(value, Rows) and isinstance(step, int) and step < len(value):
        return step
    return None
