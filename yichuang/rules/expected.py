"""What was expected (应为), in Chinese and English, for everything the types can refuse.

The border (facts) and the check of rule books say the same things in the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic_core import ErrorDetails, PydanticCustomError

from yichuang.phrases import Phrase

DATE = Phrase("存在的日期，写作 YYYY-MM-DD", "a date that exists, YYYY-MM-DD")
MOMENT = Phrase(
    "当地时间，写作 YYYY-MM-DDTHH:MM（不带时区）", "a local time YYYY-MM-DDTHH:MM, without offset"
)
TIME = Phrase("钟点，写作 HH:MM", "a time of day, HH:MM")
_WHOLE = Phrase("整数", "a whole number")
_NUMBER = Phrase("数", "a number")
_FINITE = Phrase("有限的数", "a finite number")
_MONEY = Phrase("十进制数，如 57.14", "a decimal number, e.g. 57.14")
_TEXT = Phrase("文字", "text")
_YES_NO = Phrase("true 或 false", "true or false")
_LIST = Phrase("列表", "a list")
_MAPPING = Phrase("键与值的映射", "a mapping of keys to values")
_GIVEN = Phrase("写明的值，不能省略", "a value; it can't be left out")
_NO_KEY = Phrase("已有的项（没有这一项）", "a key that exists (there is none like this)")
_JSON = Phrase("一个有效的 JSON 对象（{error}）", "one valid JSON object ({error})")
_ONE_OF = Phrase("以下之一：{expected}", "one of {expected}")
_NULL = Phrase("null 或不写", "null, or nothing")

SIMPLE: Mapping[str, Phrase] = {
    "missing": _GIVEN,
    "missing_argument": _GIVEN,
    "missing_keyword_only_argument": _GIVEN,
    "extra_forbidden": _NO_KEY,
    "unexpected_keyword_argument": _NO_KEY,
    "none_required": _NULL,
    "json_invalid": _JSON,
    "json_type": _JSON,
    "literal_error": _ONE_OF,
    "enum": _ONE_OF,
    "finite_number": _FINITE,
    "string_unicode": _TEXT,
    "model_type": _MAPPING,
    "model_attributes_type": _MAPPING,
    "dataclass_type": _MAPPING,
    "greater_than": Phrase("大于 {gt}", "more than {gt}"),
    "greater_than_equal": Phrase("不小于 {ge}", "{ge} or more"),
    "less_than": Phrase("小于 {lt}", "less than {lt}"),
    "less_than_equal": Phrase("不大于 {le}", "{le} or less"),
    "multiple_of": Phrase("{multiple_of} 的整数倍", "a multiple of {multiple_of}"),
    "too_short": Phrase("至少 {min_length} 项", "{min_length} entries or more"),
    "too_long": Phrase("至多 {max_length} 项", "{max_length} entries or fewer"),
    "string_too_short": Phrase("至少 {min_length} 字", "{min_length} characters or more"),
    "string_too_long": Phrase("至多 {max_length} 字", "{max_length} characters or fewer"),
    "string_pattern_mismatch": Phrase("符合格式 {pattern} 的文字", "text of the form {pattern}"),
    "union_tag_invalid": Phrase(
        "{discriminator} 为以下之一：{expected_tags}",
        "{discriminator} to be one of {expected_tags}",
    ),
    "union_tag_not_found": Phrase("写明 {discriminator}", "{discriminator} to be given"),
    "timezone_naive": MOMENT,
}
_BY_START: tuple[tuple[str, Phrase], ...] = (
    ("date_", DATE),
    ("datetime_", MOMENT),
    ("timezone_", MOMENT),
    ("time_", TIME),
    ("int_", _WHOLE),
    ("float_", _NUMBER),
    ("decimal_", _MONEY),
    ("string_", _TEXT),
    ("bool_", _YES_NO),
    ("list_", _LIST),
    ("tuple_", _LIST),
    ("set_", _LIST),
    ("frozen_set_", _LIST),
    ("dict_", _MAPPING),
    ("mapping_", _MAPPING),
)
_AS_SAID = Phrase("{zh}", "{en}")
_ZH, _EN = "zh", "en"


def wrong(code: str, zh: str, en: str, /, **args: object) -> PydanticCustomError:
    """An error for the validators of a schema, with what is expected in both languages.

    `{name}` in the sentences stands for an argument.
    """
    context = {**args, _ZH: zh.format(**args), _EN: en.format(**args)}
    # The message is itself a template, so the sentence goes in as an argument.
    return PydanticCustomError(code, "{en}", context)


def expected(error: ErrorDetails) -> tuple[Phrase, dict[str, Any]]:
    """What a refused value should have been, as a phrase and its arguments."""
    context = dict(error.get("ctx") or {})
    if _ZH in context and _EN in context:
        return _AS_SAID, context
    found = SIMPLE.get(error["type"])
    if found is None:
        starts = (p for start, p in _BY_START if error["type"].startswith(start))
        found = next(starts, None)
    if found is None:
        return _AS_SAID, {_ZH: error["msg"], _EN: error["msg"]}
    if "expected" in context:
        # Written for programmers: 'a', 'b' or 'c'.
        context["expected"] = context["expected"].replace(" or ", ", ").replace("'", "")
    return found, context
