"""Sentences that people read, in Chinese and in English, side by side.

Both languages stand where the sentence is used, so neither can be missing. A phrase has
a key when it is stored (the reason of a ruling, an error code): what is stored is the key
and the arguments, and each reader gets it in their own language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence; `{name}` stands for an argument in both languages."""

    zh: str
    en: str
    key: str = ""

    def say(self, language: Language = "zh", /, **args: object) -> str:
        template = self.en if language == "en" else self.zh
        return template.format(**args) if args else template


_known: dict[str, Phrase] = {}


def phrase(key: str, zh: str, en: str) -> Phrase:
    """Declare a phrase that is stored by its key. The key is declared once, at import."""
    if key in _known:
        raise ValueError(f"the phrase {key!r} is declared twice")
    made = Phrase(zh=zh, en=en, key=key)
    _known[key] = made
    return made


def known(key: str) -> Phrase | None:
    """The phrase that is stored by a key; None where the key is no longer known."""
    return _known.get(key)


def say(key: str, args: Mapping[str, object], language: Language, otherwise: str = "") -> str:
    """The stored phrase in a language; `otherwise` where the key is no longer known."""
    known = _known.get(key)
    return known.say(language, **args) if known else otherwise
