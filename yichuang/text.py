"""What people type, paste and upload, made fit to keep (文字规整): one policy at every door.

Four kinds of text: a **name** (of a person or a body), a **number** (identity numbers, codes),
a **telephone number**, and a **passage** (anything else that is written). Each has one function
and one type for pydantic (`Name`, `Number`, `Telephone`, `Passage`); forms have fields of the
same names (`yichuang.web.base.fields`). The ranges are the product's own and not those of the
interpreter: what is a letter doesn't change with the version of Python a hall runs.
"""

from __future__ import annotations

import re
from typing import Annotated, Final

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from yichuang.phrases import Phrase

NAME_WITHOUT_LETTER: Final = Phrase(
    "看不到文字，请写明名称", "nothing can be seen in it; please give a name"
)
NAME_BROKEN: Final = Phrase(
    "含有换行或控制字符，请写在一行", "it has a line break or a control character; use one line"
)
NAME_DIRECTION: Final = Phrase(
    "含有看不见的书写方向标记，请删除后重新输入",
    "it has invisible marks of writing direction; please type it again without them",
)


# White_Space of Unicode, and the fillers that look like a space.
_SPACES = "\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u115f\u1160\u2800\u3164\uffa0"
_BREAKS = "\n\v\f\r\x1c-\x1f\x85\u2028\u2029"
_CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_JOINERS = "\u200c\u200d"
# Variants and the vowel separator of Mongolian writing: part of the word.
_MONGOLIAN_MARKS = "\u180b-\u180f"
_FORMATS = (
    "\u00ad\u034f\u17b4\u17b5\u200b\u2060-\u2065\u206a-\u206f\ufe00-\ufe0f\ufeff\ufff9-\uffff"
    "\ufdd0-\ufdef\ud800-\udfff\U000e0000-\U000e0fff"
)
_JOINING = (  # scripts in which a joiner changes how a word looks
    "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\u0f00-\u0fff\u1800-\u18af\ua840-\ua877\u0900-\u0dff"
)
_LETTERS = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u0373\u0376-\u03ff\u0400-\u052f"
    "\u0531-\u0556\u0561-\u0587\u05d0-\u05ea\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff"
    "\u0750-\u077f\u08a0-\u08c9\u0904-\u0939\u0e01-\u0e30\u0f40-\u0f6c\u10a0-\u10ff"
    "\u1100-\u115e\u1161-\u11ff\u1820-\u1878\u1880-\u18aa\u18b0-\u18f5\u1950-\u1974"
    "\u1980-\u19ab\u1a20-\u1a54\u1e00-\u1fff\u3005-\u3007\u3041-\u3096\u30a1-\u30fa"
    "\u3105-\u312f\u3131-\u3163\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua48c\ua4d0-\ua4fd"
    "\ua840-\ua871\uac00-\ud7a3\uf900-\ufad9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7"
    "\ufe70-\ufefc\uff21-\uff3a\uff41-\uff5a\uff66-\uff9d\U00016f00-\U00016f9f"
    "\U00020000-\U0002ffff\U00030000-\U0003ffff"
)
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufad9\U00020000-\U0003ffff"
_DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65"

_a_space = re.compile(f"[{_SPACES}]+")
_a_break = re.compile(f"\r\n|[{_BREAKS}]")
_a_control = re.compile(f"[{_CONTROLS}]")
_a_broken = re.compile(f"[{_BREAKS}{_CONTROLS}]")
_a_direction = re.compile(f"[{_DIRECTIONS}]")
_a_format = re.compile(f"[{_FORMATS}]")
_a_lone_joiner = re.compile(
    f"(?<![{_JOINING}{_MONGOLIAN_MARKS}])[{_JOINERS}]|[{_JOINERS}](?![{_JOINING}])"
)
_a_letter = re.compile(f"[{_LETTERS}]")
_a_dot = re.compile(f"(?<=[{_LETTERS}]) ?[{_DOTS}] ?(?=[{_LETTERS}])")
_not_in_a_number = re.compile(
    f"[{_SPACES}{_BREAKS}{_CONTROLS}{_DIRECTIONS}{_JOINERS}{_MONGOLIAN_MARKS}{_FORMATS}]"
)
_between_han = re.compile(f"(?<=[{_HAN}]) +(?=[{_HAN}])")

# Full-width forms; the digits of Arabic and Tibetan writing; what people take for an X or a dash.
_FOLDED: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    **{start + n: ord("0") + n for start in (0x0660, 0x06F0, 0x0F20, 0x1810) for n in range(10)},
    **dict.fromkeys(map(ord, "\u2169\u2179\u00d7\u0425\u0445\u03a7\u03c7\u2715\u2716"), "X"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe63"), "-"),
}


def passage(text: str) -> str:
    """Something written: controls and stray marks gone, spaces plain, its lines kept."""
    text = _a_control.sub("", _a_break.sub("\n", text))
    text = _a_lone_joiner.sub("", _a_direction.sub("", _a_format.sub("", text)))
    return _a_space.sub(lambda found: " " * len(found[0]), text).strip()


def name(text: str) -> str:
    """A name as it is kept: one plain space between its parts, one kind of middle dot.

    What must not be kept silently is left for `name_fault` to complain of.
    """
    text = _a_lone_joiner.sub("", _a_format.sub("", text.strip("\r\n\ufeff")))
    text = _a_space.sub(" ", text).strip()
    return _a_dot.sub("·", text)


def name_fault(text: str) -> Phrase | None:
    """Why a text can't be a name; None: it can. A name has a letter one can see, on one line."""
    if _a_broken.search(text):
        return NAME_BROKEN
    if _a_direction.search(text):
        return NAME_DIRECTION
    return None if _a_letter.search(text) else NAME_WITHOUT_LETTER


def code(text: str) -> str:
    """A code as written: no spaces or marks, full width folded; small letters and dashes stay."""
    return _not_in_a_number.sub("", text).translate(_FOLDED)


def number(text: str) -> str:
    """A number or code in the one form in which they are compared: as `code`, in capitals."""
    return code(text).upper()


def telephone(text: str) -> str:
    """A telephone number: digits and signs plain, one space where there were some."""
    text = _a_break.sub(" ", _a_space.sub(" ", text)).translate(_FOLDED)
    return re.sub(" +", " ", _not_in_a_number_but_space(text)).strip()


def unspaced(text: str) -> str:
    """A name without the spaces that only set its Chinese characters apart (李　明)."""
    return _between_han.sub("", text)


def unreadable(text: str) -> bool:
    """Whether a text has control characters or line breaks in it."""
    return bool(_a_broken.search(text))


def _not_in_a_number_but_space(text: str) -> str:
    return " ".join(_not_in_a_number.sub("", part) for part in text.split(" "))


def _cleaned(value: object) -> object:
    return passage(value) if isinstance(value, str) else value


def _numbered(value: object) -> object:
    return number(value) if isinstance(value, str) else value


def _dialled(value: object) -> object:
    return telephone(value) if isinstance(value, str) else value


def _named(value: object) -> object:
    if not isinstance(value, str):
        return value
    text = name(value)
    why = name_fault(text) if text else None
    if why is not None:
        raise PydanticCustomError("name", "{zh} / {en}", {"zh": why.zh, "en": why.en})
    return text


Passage = Annotated[str, BeforeValidator(_cleaned)]
Number = Annotated[str, BeforeValidator(_numbered)]
Telephone = Annotated[str, BeforeValidator(_dialled)]
Name = Annotated[str, BeforeValidator(_named)]
"""A name, or nothing; whether there must be one is the field's to say."""
