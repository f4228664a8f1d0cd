"""By when a decision must reach the person it is for (送达期限, 行政许可法 44)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yichuang.rules.book.rulebook import Book
from yichuang.rules.limits import due
from yichuang.rules.worktime import calendar_of


@dataclass(frozen=True, slots=True)
class Term:
    """The last instant, on the hall's wall, and the article it comes from."""

    due: datetime
    article: str


def rule(book: Book, decided: datetime) -> Term | None:
    """The limit that runs from a decision, by the book in force then; None: it sets none.

    Counted by the days of the law, whatever days the hall opens besides.
    """
    section = book.on(decided.date()).deadlines
    if section is None or section.delivery is None:
        return None
    ends = due(section.delivery, decided, calendar_of(book).legal, None, section.counting)
    return Term(ends, section.delivery.article)
