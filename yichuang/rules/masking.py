"""What of a person's data is shown to those who need not see all of it (脱敏).

Enough stays that somebody who knows the person recognises the entry; not enough to find
or call them. What is too short for its form is hidden completely. The number of characters
stays, except in addresses, where the length of the rest would tell something.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from yichuang.text import unspaced

Kind = Literal["name", "id_number", "phone", "address", "email", "account"]

_STAR = "*"
_COMPOUND_SURNAMES = frozenset(
    {
        "欧阳", "太史", "端木", "上官", "司马", "东方", "独孤", "南宫", "万俟", "闻人",
        "夏侯", "诸葛", "尉迟", "公羊", "赫连", "澹台", "皇甫", "宗政", "濮阳", "公冶",
        "太叔", "申屠", "公孙", "慕容", "仲孙", "钟离", "长孙", "宇文", "司徒", "鲜于",
        "司空", "令狐", "百里", "呼延", "东郭", "西门",
    }
)  # fmt: skip
_PLACE = "[^0-9０-９路街道号巷弄村镇乡]{1,10}?"
_DIVISIONS = re.compile(
    f"(?:{_PLACE}(?:省|自治区|特别行政区))?"
    f"(?:{_PLACE}(?:自治州|地区|盟|市|州))?"
    f"(?:{_PLACE}(?:自治县|自治旗|县|区|旗|市))?"
)


def name(text: str) -> str:
    """A name: the surname stays (张**, 欧阳*); of other scripts, each word's first letter."""
    text = unspaced(text.strip())
    if not text:
        return ""
    if text.isascii() or " " in text:
        return " ".join(_keep(word, 1, 0) for word in text.split())
    if "·" in text:
        return "·".join(_keep(word, 1, 0) for word in text.split("·"))
    return _keep(text, 2 if text[:2] in _COMPOUND_SURNAMES and len(text) > 2 else 1, 0)


def id_number(text: str) -> str:
    """An identity number: the first two and the last three stay (35*************123)."""
    return _keep(text.strip(), 2, 3, least_hidden=8)


def phone(text: str) -> str:
    """A telephone number: 138****1234; of a landline the area code and the last three stay."""
    text = text.strip()
    landline = re.fullmatch(r"(0[0-9]{2,3}-?)([0-9]{7,8})", text)
    if landline:
        return landline[1] + _keep(landline[2], 0, 3, least_hidden=4)
    abroad = re.fullmatch(r"(\+?86[- ]?)(1[0-9]{10})", text)
    if abroad:
        return abroad[1] + _keep(abroad[2], 3, 4, least_hidden=4)
    return _keep(text, 3, 4, least_hidden=4)


def address(text: str) -> str:
    """An address: province, city and county stay, everything finer is hidden (…区****)."""
    text = text.strip()
    if not text:
        return ""
    known = _DIVISIONS.match(text)
    return (known[0] if known and known.end() < len(text) else "") + _STAR * 4


def email(text: str) -> str:
    """An e-mail address: the first letter and the domain stay."""
    local, at, domain = text.strip().rpartition("@")
    if not at or not local:
        return _keep(text.strip(), 0, 0)
    return _keep(local, 1, 0, least_hidden=1) + at + domain


def account(text: str) -> str:
    """An account or card number: the last four stay."""
    return _keep(text.strip(), 0, 4, least_hidden=4)


_MASKS: dict[Kind, Callable[[str], str]] = {
    "name": name,
    "id_number": id_number,
    "phone": phone,
    "address": address,
    "email": email,
    "account": account,
}


def mask(kind: Kind, text: str) -> str:
    """The text as it is shown where it is not needed in full (脱敏)."""
    return _MASKS[kind](text)


def _keep(text: str, first: int, last: int, *, least_hidden: int = 1) -> str:
    hidden = len(text) - first - last
    if hidden < least_hidden:
        return _STAR * len(text)
    return text[:first] + _STAR * hidden + (text[-last:] if last else "")
