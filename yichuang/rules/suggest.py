"""Naming the nearest known code for one nobody knows (相近代码)."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from yichuang.phrases import Phrase
from yichuang.rules.facts import FactsError

_NEAREST_NAME = Phrase("“{nearest}”（最接近的一项）", "{nearest} (the nearest there is)")
_NEAREST = Phrase("目录中的代码，是否为“{nearest}”", "a code of the catalogue, perhaps {nearest}")
_ONE_OF = Phrase("以下之一：{known}", "one of {known}")


def unknown(at: str, found: str, known: Iterable[str]) -> FactsError:
    """The error for a code the book doesn't have, with the nearest one it has."""
    names = list(known)
    near = get_close_matches(found, names, n=1, cutoff=0.5)
    if near:
        return FactsError(at, _NEAREST, found, {"nearest": near[0]})
    return FactsError(at, _ONE_OF, found, {"known": ", ".join(names) or "—"})


def nearest(
    found: str, known: Iterable[str], cutoff: float = 0.6
) -> tuple[Phrase, dict[str, object]]:
    """What to write instead of a name nobody knows: the nearest one, or all there are."""
    names = sorted(known)
    near = get_close_matches(found, names, n=1, cutoff=cutoff)
    if near:
        return _NEAREST_NAME, {"nearest": near[0]}
    return _ONE_OF, {"known": ", ".join(names)}
