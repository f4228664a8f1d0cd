"""What follows from a fact (后果), typed: a code or a value, with its words beside the rule.

A reason's `ruling` stays the code that programs read (`accepted_late`) or the value itself.
Where it is a code of the rule, its words are declared by the rule (`effects`); where the book
names it, they come with it (`Effect`); where it is a time, it stays one (`At`) until a page
writes it as its reader does.
"""

from __future__ import annotations

from datetime import date, datetime

from yichuang.phrases import Phrase


class Effect(str):
    """A code with the words that the book has for it (手册命名的后果)."""

    __slots__ = ("words",)
    words: Phrase

    def __new__(cls, code: str, words: Phrase) -> Effect:
        made = super().__new__(cls, code)
        made.words = words
        return made


class At(str):
    """A day, or a moment on the hall's wall, as it is written, that remembers what it is."""

    __slots__ = ("time",)
    time: date | datetime

    def __new__(cls, time: date | datetime) -> At:
        text = str(time)
        if isinstance(time, datetime):
            text = time.isoformat(" ", "seconds" if time.second else "minutes")
        made = super().__new__(cls, text)
        made.time = time
        return made


_WORDS: dict[tuple[str, str], Phrase] = {}


def effects(rule: str, **words: tuple[str, str]) -> None:
    """Declare what the codes of a rule are called, in Chinese and in English.

    `rule` is what stands before the point in the keys of its sentences.
    """
    for code, (zh, en) in words.items():
        if (rule, code) in _WORDS:
            raise ValueError(f"the effect {code!r} of {rule!r} is declared twice")
        _WORDS[rule, code] = Phrase(zh, en)


def words_of(key: str, code: str) -> Phrase | None:
    """What the code of a reason is called; `key`: that of its sentence."""
    return _WORDS.get((key.partition(".")[0], code))
