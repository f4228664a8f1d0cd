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
    waiting: str = ""
    """How much waits there, as the menu says it; empty for nothing."""


def public_menu(request: HttpRequest) -> list[Link]:
    return _links((page for face in faces() for page in face.public), request)


def staff_menu(request: HttpRequest, reader: Reader) -> list[Link]:
    """The pages that this person's roles open."""
    pages = (page for face in faces() for page in face.staff)
    opened = [page for page in pages if not page.any_of or any(map(reader.may, page.any_of))]
    return _links(opened, request, reader)


_IN_A_LINE = 7
_MORE = Phrase("更多", "More")


def in_a_line(links: list[Link]) -> list[Link]:
    """What the head of a page has room for; the rest stands on the start page, where it leads.

    The page one is on keeps its place in the line.
    """
    if len(links) <= _IN_A_LINE + 1:
        return links
    shown = links[:_IN_A_LINE]
    here = next((link for link in links[_IN_A_LINE:] if link.here), None)
    if here is not None:
        shown[-1] = here
    return [*shown, Link(reverse("web:start"), _MORE, _MORE)]


_MOST = 99


def _links(pages: Iterable[Page], request: HttpRequest, reader: Reader | None = None) -> list[Link]:
    found = []
    for page in sorted(pages, key=lambda page: page.place):
        address = _address(page)
        if address:
            here = request.path == address or request.path.startswith(address.rstrip("/") + "/")
            waiting = page.count(reader) if page.count and reader else 0
            said = f"{_MOST}+" if waiting > _MOST else str(waiting or "")
            found.append(Link(address, page.words, page.purpose, here, said))
    return found


def _address(page: Page) -> str:
    """Where it is; empty where this hall doesn't have it."""
    try:
        return reverse(page.name)
    except NoReverseMatch:
        return ""
