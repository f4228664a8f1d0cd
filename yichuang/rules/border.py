"""The border of the rule kernel: JSON in, JSON out.

Facts come in as JSON text and are checked strictly against a rule's `Facts` type: an unknown
key, a time with an offset, a number that isn't finite is an error with its place. A field
whose JSON name is a word of Python (`from`, `class`, `as`) ends in `_` in the type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator, core_schema

from yichuang.phrases import Language, Phrase
from yichuang.rules.book.rulebook import Book
from yichuang.rules.expected import DATE, MOMENT, TIME, expected, wrong
from yichuang.rules.facts import FactsError, printable
from yichuang.rules.reasons import Reason, to_json
from yichuang.rules.registry import Rule
from yichuang.rules.shape import instead_of

F = TypeVar("F")
_NOTHING = "—"


_TEXT = Phrase("UTF-8 编码的 JSON", "JSON in UTF-8")
_SMALLER = Phrase(
    "日期在公元 1 年至 9999 年之内的事实", "facts whose dates stay within the years 1 to 9999"
)


_validators: dict[type[Any], SchemaValidator] = {}


def _validator(facts: type[Any]) -> SchemaValidator:
    found = _validators.get(facts)
    if found is not None:
        return found
    # pydantic hands the configuration down to the dataclasses inside.
    facts.__pydantic_config__ = {
        "extra": "forbid",
        "strict": True,
        "allow_inf_nan": False,
        "alias_generator": lambda name: name.rstrip("_"),
    }
    schema = _as_written(TypeAdapter(facts).core_schema)
    made = _validators[facts] = SchemaValidator(schema)
    return made


def _as_written(schema: Any) -> Any:
    """The schema with dates and times only as they are written; a count of seconds is none."""
    if isinstance(schema, list | tuple):
        return type(schema)(_as_written(inner) for inner in schema)
    if not isinstance(schema, dict):
        return schema
    made = {key: _as_written(inner) for key, inner in schema.items()}
    form = _FORMS.get(str(made.get("type")))
    if form is not None:
        # The text reaches the inner schema as text, which only a lax one reads.
        made["strict"] = False
        return core_schema.no_info_before_validator_function(form, made)
    return made


def _date_form(value: object) -> object:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise wrong("date_form", DATE.zh, DATE.en)
    return value


def _moment_form(value: object) -> object:
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise wrong("datetime_form", MOMENT.zh, MOMENT.en)
    return value


def _clock_form(value: object) -> object:
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise wrong("time_form", TIME.zh, TIME.en)
    return value


_FORMS = {"date": _date_form, "datetime": _moment_form, "time": _clock_form}
_CLOCK = re.compile(r"\d\d:\d\d(:\d\d)?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?", re.ASCII)


def read_facts(facts: type[F], text: str | bytes) -> F:
    """The facts in a JSON text (读取事实). Raises FactsError at the first place that is wrong."""
    try:
        made: F = _validator(facts).validate_json(text)
    except ValidationError as error:
        raise _first_wrong(error, facts) from None
    except UnicodeError:
        raise FactsError("facts", _TEXT) from None
    return made


def _first_wrong(error: ValidationError, facts: type[Any]) -> FactsError:
    one = error.errors(include_url=False)[0]
    cause = (one.get("ctx") or {}).get("error")
    if isinstance(cause, FactsError):
        return cause
    steps = [s for s in one["loc"] if s != "[key]"]
    at = "facts" + "".join(f"[{s}]" if isinstance(s, int) else f".{printable(s)}" for s in steps)
    if one["type"] == "unexpected_keyword_argument":
        instead, known = instead_of(steps[-1], facts, tuple(steps[:-1]))
        return FactsError(at, instead, str(steps[-1]), known)
    phrase, args = expected(one)
    found = _NOTHING if one["type"].startswith("missing") else one["input"]
    return FactsError(at, phrase, found, args)


def decide(rule: Rule, facts: Any, book: Book, *, reasons: bool = True) -> Any:
    """Rule on facts (裁定). Raises FactsError also where the dates run out of the calendar."""
    try:
        return rule.decide(facts, book, reasons=reasons)
    except OverflowError:
        raise FactsError("facts", _SMALLER) from None


def ruling_json(value: Any, language: Language = "zh") -> Any:
    """A ruling as plain JSON values: dates and times in ISO, money as decimal strings."""
    if is_dataclass(value) and not isinstance(value, type):
        return {
            f.name.rstrip("_"): ruling_json(getattr(value, f.name), language) for f in fields(value)
        }
    if isinstance(value, Mapping):
        return {str(k): ruling_json(v, language) for k, v in value.items()}
    if isinstance(value, Reason):
        return to_json([value], language)[0]
    if isinstance(value, Phrase):
        return value.say(language)
    if isinstance(value, list | tuple | set | frozenset):
        return [ruling_json(v, language) for v in value]
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="minutes" if not value.second else "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Decimal) else value
