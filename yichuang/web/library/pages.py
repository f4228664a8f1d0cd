"""The library (制度库): the regulations a hall runs by, their words, and what runs by each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yichuang import clock
from yichuang.errors import NotFound
from yichuang.organization.queries import main_site
from yichuang.phrases import Phrase
from yichuang.regulations.queries import NoBook, book_of, versions
from yichuang.rules.book.presets import preset
from yichuang.web.base.texts import texts_of

_OWN = Phrase("本中心补充规定", "The centre's own rules")


@dataclass(frozen=True, slots=True)
class Version:
    """What the site adopted from a day on."""

    from_on: date
    books: tuple[Phrase, ...]
    in_force: bool


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """The texts in force today, each article with its words, and the versions adopted."""
    today = clock.today()
    try:
        site_id = main_site().pk
        texts = texts_of(book_of(site_id, today), today)
    except (NoBook, NotFound):
        return render(request, "web/library/library.html", {"texts": [], "versions": []})
    context = {
        "texts": texts,
        "asked": request.GET.get("article", "")[:96],
        "versions": list(_versions(site_id, today)),
    }
    return render(request, "web/library/library.html", context)


def _versions(site_id: int, today: date) -> list[Version]:
    rows = versions(site_id)
    current = next((row for row in rows if row.from_on <= today), None)
    return [
        Version(
            row.from_on,
            (*(preset(name).title for name in row.presets), *([_OWN] if row.text.strip() else [])),
            row is current,
        )
        for row in rows
    ]
