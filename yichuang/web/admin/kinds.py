"""What the kinds of journal entries are called, as the capabilities say it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from yichuang.faces import faces
from yichuang.organization.queries import name_by_staff_no
from yichuang.phrases import Phrase


@cache
def all_kinds() -> Mapping[str, Phrase]:
    """Every kind of entry of every capability, in words."""
    return {kind: words for face in faces() for kind, words in face.journal.items()}


@cache
def _subjects() -> Mapping[str, Phrase]:
    return {kind: words for face in faces() for kind, words in face.subjects.items()}


def kind_words(kind: str) -> Phrase:
    """The kind in words; the code itself where it has none yet."""
    return all_kinds().get(kind, Phrase(kind, kind))


def subject_words(subject: str) -> Phrase:
    """What an entry is about, in words: ``person:1008`` is 人员 林晓（1008）."""
    kind, _, which = subject.partition(":")
    known = _subjects().get(kind, Phrase(kind, kind))
    name = name_by_staff_no(which) if kind == "person" else ""
    if name:
        return Phrase(f"{known.zh} {name}（{which}）", f"{known.en} {name} ({which})")
    return Phrase(f"{known.zh} {which}".strip(), f"{known.en} {which}".strip())
