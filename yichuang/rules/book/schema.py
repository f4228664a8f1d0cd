"""The JSON Schema of a rule book (手册的 JSON Schema), for editors that complete and check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from yichuang.rules import sections
from yichuang.rules.book import presets
from yichuang.rules.book.cases import Case
from yichuang.rules.book.floors import Floor
from yichuang.rules.book.unsaid import Unsaid

_TEXT = {"type": "string"}
_HEADER: dict[str, type[BaseModel]] = {"limits": Floor, "cannot_say": Unsaid, "cases": Case}
"""Lists that stand beside the sections, by the type of their rows."""


def schema() -> dict[str, Any]:
    """The schema of one book as written: every figure may be left to the layers beneath."""
    models = {name: section.model() for name, section in sections.known().items()}
    every: list[type[BaseModel]] = [*models.values(), *_HEADER.values()]
    asked: list[tuple[type[BaseModel], Literal["validation"]]] = [(m, "validation") for m in every]
    found, definitions = models_json_schema(asked, by_alias=True)
    defs = {name: _partial(d) for name, d in definitions.get("$defs", {}).items()}
    properties: dict[str, Any] = {
        "name": _TEXT,
        "title": {
            "type": "object",
            "properties": {"zh": _TEXT, "en": _TEXT},
            "required": ["zh", "en"],
            "additionalProperties": False,
        },
        "source": _TEXT,
        "note": _TEXT,
        "extends": {"type": "array", "items": {"type": "string", "examples": [*presets.names()]}},
    }
    for name, row in _HEADER.items():
        properties[name] = {"type": "array", "items": found[row, "validation"]}
    for name, model in models.items():
        properties[name] = _section(found[model, "validation"], defs)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "规则手册 / rule book",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": defs,
    }


def keys_of() -> dict[str, dict[str, type[BaseModel]]]:
    """Every key that a book may write, and the parts that have it: the vocabulary of books.

    The types alone are asked; codes and names that a book gives itself are no keys.
    """
    found: dict[str, dict[str, type[BaseModel]]] = {}
    seen: set[type[BaseModel]] = set()
    tops = {name: section.model() for name, section in sections.known().items()} | _HEADER
    for name, model in tops.items():
        found.setdefault(name, {})
        _collect(model, found, seen)
    return found


def _collect(
    model: type[BaseModel],
    found: dict[str, dict[str, type[BaseModel]]],
    seen: set[type[BaseModel]],
) -> None:
    if model in seen:
        return
    seen.add(model)
    for name, field in model.model_fields.items():
        found.setdefault(field.alias or name, {})[model.__name__] = model
        for inner in _models(field.annotation):
            _collect(inner, found, seen)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def _section(ref: dict[str, Any], defs: dict[str, Any]) -> dict[str, Any]:
    """A section is a mapping, or a list of versions that may start on a day."""
    name = ref["$ref"].rsplit("/", 1)[1]
    version = dict(defs[name])
    version["properties"] = {
        "from": {"type": "string", "format": "date"},
        **version.get("properties", {}),
    }
    return {"anyOf": [ref, {"type": "array", "items": version}, {"type": "null"}]}


def _partial(definition: dict[str, Any]) -> dict[str, Any]:
    """A part as a layer may write it: nothing is required, and null takes an entry away."""
    made = {key: value for key, value in definition.items() if key != "required"}
    if "properties" in made:
        made["properties"] = {k: _or_null(v) for k, v in made["properties"].items()}
    return made


def _or_null(value: dict[str, Any]) -> dict[str, Any]:
    inner = dict(value)
    described: dict[str, Any] = {k: inner.pop(k) for k in ("title", "description") if k in inner}
    extra = inner.get("additionalProperties")
    if isinstance(extra, dict):
        inner["additionalProperties"] = {"anyOf": [extra, {"type": "null"}]}
    return {**described, "anyOf": [inner, {"type": "null"}]}
