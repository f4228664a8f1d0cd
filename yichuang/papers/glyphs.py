"""Which characters papers can be printed with (字库覆盖), told before a paper is made.

The fonts that come with the product have the characters of `coverage.txt`. What they lack is
printed as its code, never as an empty box, and the clerk is told so while the applicant is there.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from pathlib import Path

from yichuang.phrases import Phrase

_COVERAGE = Path(__file__).with_name("fonts") / "coverage.txt"
# What no font draws: line breaks, joiners, marks of Mongolian variants.
_NOT_DRAWN = frozenset("\n\u200c\u200d\u180b\u180c\u180d\u180e\u180f")

NOT_PRINTED = Phrase(
    "字库里没有“{found}”，文书上会印作{codes}；请在文书上手写该字并加盖校对章。",
    "The fonts lack “{found}”: papers will show {codes}. Write it in by hand and stamp it.",
)


def missing(text: str) -> tuple[str, ...]:
    """The characters of a text that can't be printed, each once, in their order."""
    return tuple(dict.fromkeys(one for one in text if not _drawn(one)))


def printable(text: str) -> str:
    """The text as it is printed: what the fonts lack as its code, e.g. 〔U+2A6D6〕."""
    return "".join(one if _drawn(one) else code_of(one) for one in text)


def code_of(character: str) -> str:
    return f"〔U+{ord(character):04X}〕"


def warning(text: str) -> Phrase | None:
    """What to tell the clerk before a text is printed; None: nothing."""
    lacking = missing(text)
    if not lacking:
        return None
    args = {"found": "".join(lacking), "codes": "".join(map(code_of, lacking))}
    return Phrase(NOT_PRINTED.say("zh", **args), NOT_PRINTED.say("en", **args))


def _drawn(character: str) -> bool:
    if character in _NOT_DRAWN:
        return True
    starts, ends = _ranges()
    at = bisect_right(starts, ord(character)) - 1
    return at >= 0 and ord(character) <= ends[at]


@cache
def _ranges() -> tuple[list[int], list[int]]:
    """First and last code point of each range the fonts have, in order."""
    pairs = [one.partition("-") for one in _COVERAGE.read_text(encoding="ascii").split()]
    starts = [int(first, 16) for first, _, _ in pairs]
    return starts, [int(last or first, 16) for first, _, last in pairs]
