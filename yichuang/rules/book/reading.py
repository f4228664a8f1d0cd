"""Reading a composed section into its type (读入一节), with the article in force on every part."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from yichuang.phrases import Phrase
from yichuang.rules import sections
from yichuang.rules.book.merge import has_own_figures
from yichuang.rules.book.part import Mark, Part, Rows, to_plain
from yichuang.rules.book.problems import BookError, Problem
from yichuang.rules.book.refused import of_validation, refused
from yichuang.rules.parts.node import Node

M = TypeVar("M", bound=BaseModel)
_NO_ARTICLE = Phrase("有数字而无条款", "there are figures and no article")
_WITHOUT_FIGURES = frozenset({"sources"})
"""Sections that hold the words of articles and no figures."""
_ARTICLE = Phrase("article：这些数字出自哪一条", "article: where these figures come from")


def read_section(section: str, raw: Part) -> Node:
    """The section as its type. Raises BookError with everything that doesn't fit in it."""
    node, problems = read_as_far(section, raw)
    if node is None or problems:
        raise BookError(problems)
    return node


def read_as_far(section: str, raw: Part) -> tuple[Node | None, list[Problem]]:
    """As much of the section as fits its type, and everything that doesn't."""
    problems = [*articles_missing(section, raw)]
    model = sections.known()[section].model()
    try:
        node = model.model_validate_json(json.dumps(to_plain(raw)), strict=True)
    except ValidationError as error:
        found, rest = refused(error, section, raw, model)
        return rest, [*problems, *found]
    if not problems:
        _dress(node, raw, raw.article)
    return node, problems


def read_row(model: type[M], row: object, mark: Mark, path: str) -> tuple[M | None, list[Problem]]:
    """A row of a list beside the sections as its type, or what doesn't fit in it."""
    raw = row if isinstance(row, Part) else Part(mark)
    text = json.dumps(to_plain(row))
    try:
        return model.model_validate_json(text, strict=True), []
    except ValidationError as error:
        return None, [*of_validation(error, path, raw, model)]


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
