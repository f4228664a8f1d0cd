"""What the journal calls a subject, in words, and the page on which staff open it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from django.urls import NoReverseMatch, reverse

from yichuang.faces import faces
from yichuang.phrases import Phrase


class Subject(NamedTuple):
    """A subject (``case:…``) as a page shows it."""

    words: Phrase
    number: str
    address: str
    """Where it opens; empty where no page shows it."""


def subject(named: str) -> Subject:
    """A subject in words, with the address of its page."""
    kind, _, number = named.partition(":")
    return Subject(_words().get(kind, Phrase(kind, kind)), number, _address(kind, number))


def _address(kind: str, number: str) -> str:
    page = _pages().get(kind)
    try:
        return reverse(page, args=[number]) if page else ""
    except NoReverseMatch:
        return ""


@cache
def _words() -> Mapping[str, Phrase]:
    return MappingProxyType({k: said for face in faces() for k, said in face.subjects.items()})


@cache
def _pages() -> Mapping[str, str]:
    return MappingProxyType({k: page for face in faces() for k, page in face.opens.items()})
