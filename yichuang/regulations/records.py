"""When an entry of the journal is late (迟记), by the book in force."""

from __future__ import annotations

from datetime import date, timedelta

from yichuang.errors import NotFound
from yichuang.journal.spans import Limits
from yichuang.organization.queries import main_site
from yichuang.regulations.queries import NoBook, book_of
from yichuang.rules.book.rulebook import Book


def limits_on(on: date) -> Limits:
    """How long recording and sealing may take, by the centre's book (else by `statute`)."""
    try:
        book = book_of(main_site().pk, on)
    except (NoBook, NotFound):
        book = Book.of("statute")
    records = book.on(on).records
    assert records is not None, "statute has the section"
    return Limits(
        sealing=timedelta(minutes=records.seal_within_minutes),
        recording=timedelta(minutes=records.late_entry_minutes),
    )
