"""Why: the reasons every ruling carries (`because`), never empty.

A reason is an article, a fact and what follows from it. The fact is a phrase with its
arguments, so a reason can be stored once and read in Chinese or English, and costs
nothing to make until somebody reads it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypedDict

from yichuang.phrases import Language, Phrase


class Reason(NamedTuple):
    """One step of a ruling: by this article, from this fact, that follows."""

    article: str
    """Where it is written, e.g. ``S0 五.2`` or ``行政许可法 42``."""
    fact: Phrase
    args: Mapping[str, object]
    ruling: str
    """What follows, as a code or a short value, e.g. ``late``."""


class ReasonJson(TypedDict):
    article: str
    fact: str
    ruling: str
    key: str
    args: dict[str, object]


def to_json(reasons: Iterable[Reason], language: Language = "zh") -> list[ReasonJson]:
    """The `because` of a ruling as it is printed and stored."""
    return [
        ReasonJson(
            article=r.article,
            fact=r.fact.say(language, **r.args),
            ruling=r.ruling,
            key=r.fact.key,
            args={
                k: v if isinstance(v, int | float | str | None) else str(v)
                for k, v in r.args.items()
            },
        )
        for r in reasons
    ]
