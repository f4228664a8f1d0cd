"""Why: the reasons every ruling carries (`because`), never empty.

A reason is an article, a fact and what follows from it. The fact is a phrase with its
arguments, so a reason can be stored once and read in Chinese or English, and costs
nothing to make until somebody reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, NotRequired, TypedDict

from yichuang.phrases import Language, Phrase
from yichuang.rules.effects import At, Effect, words_of


class Reason(NamedTuple):
    """One step of a ruling: by this article, from this fact, that follows."""

    article: str
    """Where it is written, e.g. ``S0 五.2`` or ``行政许可法 42``."""
    fact: Phrase
    args: Mapping[str, object]
    ruling: str
    """What follows, as a code or a short value, e.g. ``late``: see `effects`."""

    @property
    def words(self) -> Phrase | None:
        """What follows in words, where it is a code that has them."""
        return (
            self.ruling.words
            if isinstance(self.ruling, Effect)
            else words_of(self.fact.key, self.ruling)
        )


class ReasonJson(TypedDict):
    article: str
    fact: str
    ruling: str
    key: str
    args: dict[str, object]
    times: list[str]
    """Which of the arguments, and ``ruling``, are days or moments."""
    words: NotRequired[dict[str, str]]
    """What follows in the words of the book, where it names it."""


def to_json(reasons: Iterable[Reason], language: Language = "zh") -> list[ReasonJson]:
    """The `because` of a ruling as it is printed and stored."""
    return [_json(reason, language) for reason in reasons]


def _json(reason: Reason, language: Language) -> ReasonJson:
    times = [name for name, value in reason.args.items() if isinstance(value, date | At)]
    if isinstance(reason.ruling, At):
        times.append("ruling")
    made = ReasonJson(
        article=reason.article,
        fact=reason.fact.say(language, **reason.args),
        ruling=str(reason.ruling),
        key=reason.fact.key,
        args={
            name: value if isinstance(value, int | float | str | None) else str(value)
            for name, value in reason.args.items()
        },
        times=times,
    )
    if isinstance(reason.ruling, Effect):
        made["words"] = {"zh": reason.ruling.words.zh, "en": reason.ruling.words.en}
    return made
