"""The menus: what the public finds at the top, what each member of staff starts from.

Assembled from the faces of the capabilities. A page that isn't part of this hall is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from yichuang.faces import Page, faces
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    words: Phrase
    purpose: Phrase
    here: bool = False


def public_menu(request: HttpRequest) -> list[Link]:
    return _links((page for face in faces() for page in face.public), request)


def staff_menu(request: HttpRequest, reader: Reader) -> list[Link]:
    """The pages that this person's roles open."""
    pages = (page for face in faces() for page in face.staff)
    opened = [page for page in pages if not page.any_of or any(map(reader.may, page.any_of))]
    return _links(opened, request)


def _links(pages: Iterable[Page], request: HttpRequest) -> list[Link]:
    found = []
    for page in sorted(pages, key=lambda page: page.place):
        address = _address(page)
        if address:
            here = request.path == address or request.path.startswith(address.rstrip("/") + "/")
            found.append(Link(address, page.words, page.purpose, here))
    return found


def _address(page: Page) -> str:
    """Where it is; empty where this hall doesn't have it."""
    try:
        return reverse(page.name)
    except NoReverseMatch:
        return ""
