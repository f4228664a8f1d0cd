"""In which order items answer a question: name before other names before text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from yichuang.catalog.search.documents import Document, Names
from yichuang.catalog.search.questions import Question

Key = TypeVar("Key")

_SURE = 50
"""From here on an item was meant; below it is offered only where no other was."""
_A_CODE = 4
"""So many characters may be the beginning of an item's code; words never are."""
_MANY_LETTERS = 5
"""So many letters of pinyin may have one wrong among them."""
_NEAR = 40
"""The likeness (0–100) from which an item is near to a question that nothing answers."""


def ranked(asked: Question, items: Mapping[Key, Document]) -> list[Key]:
    """The items that answer, the best first; those that answer only nearly if none does."""
    if len(asked.core) >= _A_CODE:
        coded = [key for key, document in items.items() if document.code.startswith(asked.core)]
        if coded:
            return coded
    scores = {key: score(asked, document) for key, document in items.items()}
    if not any(points >= _SURE for points in scores.values()):
        scores = {key: _slip(asked, document) for key, document in items.items()}
        return sorted((k for k in scores if scores[k] > 0), key=lambda key: -scores[key])
    best = [key for key, points in scores.items() if points >= _SURE]
    return sorted(best, key=lambda key: -scores[key])


def nearest(asked: Question, items: Mapping[Key, Document], most: int = 3) -> list[Key]:
    """What is most like a question that nothing answers, so that nobody is left without a way."""
    if not asked.asks:
        return []
    likeness = {
        key: max(fuzz.partial_ratio(asked.core, names.text) for names in _all(document))
        for key, document in items.items()
    }
    near = [key for key, like in likeness.items() if like >= _NEAR]
    return sorted(near, key=lambda key: -likeness[key])[:most]


def score(asked: Question, item: Document) -> int:
    """How well an item answers, 0–100."""
    if not asked.asks:
        return 0
    return max(_by_name(asked, item), _by_meaning(asked, item), _by_letters(asked, item),
               _by_terms(asked, item))  # fmt: skip


def _by_name(asked: Question, item: Document) -> int:
    core, name = asked.core, item.name.text
    others = [other.text for other in item.others]
    if core == name:
        return 100
    if name.startswith(core):
        return 96
    if core in others:
        return 94
    if core in name:
        return 90
    if any(core in other for other in others):
        return 80
    return 0


def _by_meaning(asked: Question, item: Document) -> int:
    """What the everyday words mean; the first meaning is the likeliest."""
    for place, words in enumerate(asked.meanings):
        if all(word in item.name.text for word in words):
            return max(92 - 2 * place - (len(item.name.text) > 24), _SURE)
    for place, words in enumerate(asked.meanings):
        if any(all(word in other.text for word in words) for other in item.others):
            return max(78 - 2 * place, _SURE)
    return 0


def _by_letters(asked: Question, item: Document) -> int:
    """Pinyin, whole or initials, of the name or another name."""
    letters = asked.letters
    if len(letters) < 2:
        return 0
    best = 0
    for less, names in [(0, item.name), *((6, other) for other in item.others)]:
        if names.pinyin.startswith(letters):
            best = max(best, 92 - less)
        elif names.initials.startswith(letters):
            best = max(best, 88 - less)
        elif letters in names.pinyin and len(letters) >= _MANY_LETTERS:
            best = max(best, 84 - less)
        elif letters in names.initials and len(letters) > 2:
            best = max(best, 76 - less)
    return best


def _by_terms(asked: Question, item: Document) -> int:
    """All the words that matter, wherever they stand."""
    if not asked.terms:
        return 0
    name, others = item.name.text, " ".join(other.text for other in item.others)
    if all(term in name for term in asked.terms):
        return 72
    if all(term in name or term in others for term in asked.terms):
        return 66
    if all(term in item.english for term in asked.terms):
        return 64
    if all(term in item.text for term in asked.terms):
        return 54
    inside = sum(len(term) for term in asked.terms if len(term) > 1 and term in name)
    return min(48, 48 * inside // (2 * max(1, len(asked.core)))) if inside else 0


def _slip(asked: Question, item: Document) -> int:
    """A slip of the finger: the same sound, or one character more, less or other."""
    points = score(asked, item)
    for less, names in [(0, item.name), *((4, other) for other in item.others)]:
        if len(asked.core) > 1 and asked.sounded and asked.sounded in names.pinyin:
            points = max(points, 49 - less)
        elif len(asked.core) > 2 and _one_edit(asked.core, names.text):
            points = max(points, 47 - less)
        elif len(asked.letters) > _MANY_LETTERS and _one_edit(asked.letters, names.pinyin):
            points = max(points, 44 - less)
    return points


def _one_edit(said: str, text: str) -> bool:
    """Whether some piece of the text is what was said but for one character."""
    for length in (len(said), len(said) - 1, len(said) + 1):
        for start in range(len(text) - length + 1):
            piece = text[start : start + length]
            if Levenshtein.distance(said, piece, score_cutoff=1) <= 1:
                return True
    return False


def _all(item: Document) -> tuple[Names, ...]:
    return (item.name, *item.others)
