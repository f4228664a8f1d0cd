"""Pinyin initials of a Chinese name (拼音首字母), to find it without an input method.

The common characters of GB 2312 stand in the order of their pinyin, so each initial is a
range of codes. Rare characters are left out of the initials, and a character with several
readings gets its most common one: good for searching, not for anything else.
"""

from __future__ import annotations

from bisect import bisect_right

_STARTS = (
    (0xB0A1, "a"), (0xB0C5, "b"), (0xB2C1, "c"), (0xB4EE, "d"), (0xB6EA, "e"), (0xB7A2, "f"),
    (0xB8C1, "g"), (0xB9FE, "h"), (0xBBF7, "j"), (0xBFA6, "k"), (0xC0AC, "l"), (0xC2E8, "m"),
    (0xC4C3, "n"), (0xC5B6, "o"), (0xC5BE, "p"), (0xC6DA, "q"), (0xC8BB, "r"), (0xC8F6, "s"),
    (0xCBFA, "t"), (0xCDDA, "w"), (0xCEF4, "x"), (0xD1B9, "y"), (0xD4D1, "z"),
)  # fmt: skip
_CODES = [code for code, _ in _STARTS]
_LAST = 0xD7F9


def initials(text: str) -> str:
    """``食品经营许可`` → ``spjyxk``; ASCII letters and digits stay, all else is left out."""
    return "".join(_initial(character) for character in text)


def _initial(character: str) -> str:
    if character.isascii():
        return character.lower() if character.isalnum() else ""
    try:
        code = int.from_bytes(character.encode("gb2312"), "big")
    except UnicodeEncodeError:
        return ""
    if not _CODES[0] <= code <= _LAST:
        return ""
    return _STARTS[bisect_right(_CODES, code) - 1][1]
