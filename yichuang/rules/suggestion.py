"""By when a suggestion (意见建议) is answered, and the improvement it led to is done (R67).

Both limits are the book's, and so is how many working days before its end a limit warns. A
book that is silent sets no limit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from yichuang.rules.book.rulebook import Book
from yichuang.rules.limits import due
from yichuang.rules.worktime import calendar_of

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A limit that runs: from when it warns, when it ends, and the article it comes from."""

    warn_at: datetime
    due: datetime
    article: str


def rule(book: Book, of: Literal["answer", "improve"], begins: datetime) -> Term | None:
    """The limit for the answer, from receipt, or for the improvement, from its adoption.

    By the book in force on the day it begins, on the hall's wall; None where it sets none.
    """
    section = book.on(begins.date()).suggestions
    limit = getattr(section, of) if section else None
    if section is None or limit is None:
        return None
    calendar = calendar_of(book)
    ends = due(limit, begins, calendar, None, section.counting)
    day = ends.date()
    while calendar.working_days_between(day - _DAY, ends.date()) <= section.warn_working_days:
        day -= _DAY
    return Term(max(begins, datetime.combine(day, time())), ends, limit.article or section.article)
