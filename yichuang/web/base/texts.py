"""The regulations a site runs by, for its pages: its texts, and what runs by each article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import Error

from yichuang import clock
from yichuang.errors import NotFound
from yichuang.organization.queries import main_site
from yichuang.phrases import Phrase
from yichuang.regulations.queries import NoBook, book_of
from yichuang.rules.book.outline import section_title
from yichuang.rules.book.part import Part, Rows
from yichuang.rules.book.rulebook import Book
from yichuang.rules.citation import Citation, cite
from yichuang.rules.sections import known
from yichuang.rules.sections.sources import Sources

_KINDS = ("statute", "notice", "standard", "regulation")


def own_texts() -> Sources | None:
    """The texts that the main site's book in force names; None where it names none."""
    try:
        return book_of(main_site().pk, clock.today()).on(clock.today()).sources
    except (NoBook, NotFound, Error):
        # A page that says the database is away can't ask it.
        return None


@dataclass(slots=True)
class Article:
    """One article, and what runs by it: the sections and named entries of the book."""

    citation: Citation
    runs: list[Phrase] = field(default_factory=list)


@dataclass(slots=True)
class Text:
    """One regulation of a book, with its articles that something runs by."""

    title: Citation
    articles: list[Article] = field(default_factory=list)


def texts_of(book: Book, on: date) -> list[Text]:
    """The texts by which a book runs on a day: statutes first, articles as the book has them."""
    own = book.on(on).sources
    texts: dict[str, Text] = {}
    articles: dict[str, Article] = {}
    for mark, what in _running(book, on):
        for citation in cite(mark, own):
            article = articles.get(citation.mark)
            if article is None:
                (title, *_) = cite(citation.source, own)
                article = articles[citation.mark] = Article(citation)
                texts.setdefault(citation.source, Text(title)).articles.append(article)
            if what not in article.runs:
                article.runs.append(what)
    return sorted(texts.values(), key=lambda text: _KINDS.index(text.title.kind))


def _running(book: Book, on: date) -> Iterator[tuple[str, Phrase]]:
    """Every article of a book on a day with the section or entry that rests on it."""
    for name, section in known().items():
        raw = book.timeline(name).raw(on)
        if raw is not None and name != "sources":
            yield from _walk(raw, section_title(section.model(), name), "")


def _walk(value: object, title: Phrase, around: str) -> Iterator[tuple[str, Phrase]]:
    inner: list[object] = []
    if isinstance(value, Part):
        own = str(value.get("article") or "")
        if own and own != around:
            yield own, title
        around, inner = own or around, list(value.values())
    elif isinstance(value, Rows):
        inner = list(value)
    for one in inner:
        yield from _walk(one, title, around)
