"""The codes an item and a body are known by: implementation codes, credit codes, divisions.

An implementation code (实施编码) is the credit code of the body (18), the digit of its
level (1) and the basic code of the item (12); a handling item adds two characters. A basic
code (基本编码) is the region (2, ``00`` where national), the kind (2), the main number (5)
and the sub-number (3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from yichuang.phrases import Phrase
from yichuang.rules.identity import check_credit_code, check_organization_code
from yichuang.text import number

_BASIC = re.compile(r"[0-9]{2}(?:0[1-9]|10|20)[0-9]{5}[0-9]{3}")
_CREDIT = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")


def implementation_code(
    *, credit_code: str, level: str, basic_code: str, handling: str = ""
) -> str:
    """Put an implementation code (实施编码) together: 31 characters, 33 for a handling item.

    Raises ValueError where a part hasn't its form.
    """
    credit_code, basic_code = number(credit_code), number(basic_code)
    if not _CREDIT.fullmatch(credit_code):
        raise ValueError(f"{credit_code!r} is not a credit code of 18 characters")
    if not re.fullmatch(r"[1-7]", level):
        raise ValueError(f"{level!r} is not the digit of a level (1–7)")
    if not _BASIC.fullmatch(basic_code):
        raise ValueError(f"{basic_code!r} is not a basic code of 12 digits with a known kind")
    if not re.fullmatch(r"(?:[0-9]{2})?", handling):
        raise ValueError(f"{handling!r} is not the two digits of a handling item")
    return credit_code + level + basic_code + handling


@dataclass(frozen=True, slots=True)
class Doubt:
    """A code that is taken as it is, but looks odd; or one that can't be taken."""

    refused: bool
    why: Phrase


NOT_A_BODY = Phrase(
    "不是统一社会信用代码（18 位）、组织机构代码（9 位）或者平台内部编号",
    "neither a credit code (18 characters), nor an organisation code (9), nor a platform's number",
)
PLATFORM_NUMBER = Phrase(
    "既不是统一社会信用代码也不是组织机构代码，按平台内部编号保留",
    "neither a credit code nor an organisation code; kept as the platform's own number",
)
NOT_AN_AREA = Phrase(
    "应为 6、9 或 12 位行政区划代码，且前两位是省级代码",
    "should be a division code of 6, 9 or 12 digits that begins with a province",
)

# GB/T 2260; 99 is no province: the fictional divisions of training halls begin with it.
_PROVINCES = frozenset(
    {*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55)}
    | {*range(61, 66), 71, 81, 82, 99}
)
_AREA_LENGTHS = (6, 9, 12)
_PLATFORM = re.compile(r"[0-9]{5,20}|1[0-9A-Z]{14,16}(?:_[0-9]{2,6})?")
_ORGANIZATION = re.compile(r"[0-9A-Z]{8}-?[0-9X]")


def doubt_body_code(text: str) -> Doubt | None:
    """What is odd about a department's code (部门代码); None: nothing.

    A credit code whose check character is wrong is taken, with a doubt: such codes were
    issued. Old platforms number departments in their own way; those are taken too, as the
    district's catalogue really has them. What has none of these forms is refused.
    """
    code = number(text)
    if _CREDIT.fullmatch(code):
        checked = check_credit_code(code)
    elif _ORGANIZATION.fullmatch(code):
        checked = check_organization_code(code)
        if checked.level != "ok" and not code.replace("-", "")[:8].isdigit():
            return Doubt(refused=True, why=NOT_A_BODY)
    elif _PLATFORM.fullmatch(code):
        return Doubt(refused=False, why=PLATFORM_NUMBER)
    else:
        return Doubt(refused=True, why=NOT_A_BODY)
    if checked.level == "ok":
        return None
    return Doubt(refused=False, why=Phrase(checked.say("zh"), checked.say("en")))


def is_area_code(text: str) -> bool:
    """Whether a text has the form of a division code (行政区划代码, GB/T 2260)."""
    digits = text.isascii() and text.isdigit() and len(text) in _AREA_LENGTHS
    return digits and int(text[:2]) in _PROVINCES
