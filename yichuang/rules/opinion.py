"""By when a department of a joint case gives its opinion (联合办理的部门期限, R20).

Its limit is the item's own; how it is counted, and how many working days before its end it
warns, is the book's. It runs from when the department was asked, so the parts of a later stage
lose nothing by those before them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from yichuang.rules.book.rulebook import Book
from yichuang.rules.limits import AnyLimit, due
from yichuang.rules.worktime import calendar_of

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A limit that runs: from when it warns, when it ends, and the article it is counted by."""

    warn_at: datetime
    due: datetime
    article: str

    def is_late(self, at: datetime) -> bool:
        """Whether an opinion given at this time of the hall's wall comes after the limit."""
        return at > self.due


def rule(limit: AnyLimit, asked: datetime, book: Book) -> Term | None:
    """The limit of a department that was asked then, by the hall's wall.

    By the book in force on that day; None where it doesn't count deadlines at all.
    """
    section = book.on(asked.date()).deadlines
    if section is None:
        return None
    calendar = calendar_of(book)
    ends = due(limit, asked, calendar, None, section.counting)
    day = ends.date()
    while calendar.working_days_between(day - _DAY, ends.date()) <= section.warn_working_days:
        day -= _DAY
    warns = max(asked, datetime.combine(day, time()))
    return Term(warns, ends, section.joint.article or section.article)
