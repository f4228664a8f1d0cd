"""Within what an outcome is contested (异议、申诉的期限), and when that ends.

Of several sections that set one, the nearest holds: what a patrol found has its own limit where
the book gives one. A book that is silent sets no limit.
"""

from __future__ import annotations

from datetime import date, datetime

from yichuang.rules import limits
from yichuang.rules.book.rulebook import Book
from yichuang.rules.parts.limit import Limit
from yichuang.rules.workcalendar import calendar_of

PATROL = "patrol"
"""How an act is known that somebody saw on their round."""


def limit_of_act(book: Book, day: date, known_by: str) -> Limit | None:
    """Within what an act of a day is contested; None: the book sets no limit."""
    sections = book.on(day)
    patrols, accountability = sections.patrols, sections.accountability
    if known_by == PATROL and patrols is not None and patrols.objection is not None:
        return patrols.objection
    return accountability.contest if accountability is not None else None


def ends(limit: Limit | None, since: datetime, book: Book) -> datetime | None:
    """When the time to contest ends that runs from a moment on the hall's wall."""
    return limits.due(limit, since, calendar_of(book)) if limit is not None else None
