"""What a leave costs (请假的影响): the entries of assessment and allowance that it falls under.

The month's own rules are asked about the days of the leave alone, as if everything else were in
order: so the preview says what the end of the month will say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from yichuang.leave.asking import Asked
from yichuang.phrases import Phrase
from yichuang.rules import month
from yichuang.rules.attendance.facts import Leave
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.approver import role_words
from yichuang.rules.workcalendar import calendar_of

_NOMINAL = "1000.00"
"""Any allowance: which entries it falls under doesn't depend on how much it is."""


@dataclass(frozen=True, slots=True)
class Cost:
    """One entry of the book that a leave falls under; `points` where it takes points."""

    what: Phrase
    points: Decimal | None


def cost_of(asked: Asked, book: Book) -> tuple[Cost, ...]:
    """What this leave takes, by entry; nothing where the book takes nothing for it."""
    first, last = asked.from_.date(), (asked.to - timedelta(seconds=1)).date()
    leave = Leave(_half(asked.from_), _half(asked.to - timedelta(seconds=1)), asked.type)
    facts = month.Facts(
        from_=first, to=last, leaves=(leave,), punches=tuple(_in_order(asked, book)),
        monthly_allowance=_NOMINAL,
    )  # fmt: skip
    try:
        ruling = month.rule(facts, book, reasons=False)
    except FactsError:
        return ()
    sections, found = book.on(first), dict[Phrase, Decimal | None]()
    for one in ruling.months or (ruling,):
        for line in one.assessment.lines if one.assessment else ():
            entry = sections.assessment.deductions.get(line.code) if sections.assessment else None
            what = _called(entry, line.code)
            found[what] = (found.get(what) or Decimal()) + Decimal(str(abs(line.points)))
        for paid in one.allowance.lines if one.allowance else ():
            item = sections.allowance.items.get(paid.code) if sections.allowance else None
            found.setdefault(_called(item, paid.code), None)
    return tuple(Cost(what, points) for what, points in found.items())


def _half(at: datetime) -> str:
    return f"{at:%Y-%m-%d}{'am' if at.hour < 12 else 'pm'}"


def _called(entry: object, code: str) -> Phrase:
    title = getattr(entry, "title", None)
    return Phrase(title.zh, title.en) if title is not None else role_words(code)


def _in_order(asked: Asked, book: Book) -> Iterator[datetime]:
    """Punches in time for the sessions of these days that the leave leaves alone."""
    calendar, day = calendar_of(book), asked.from_.date()
    while day <= asked.to.date():
        for session in calendar.sessions(day):
            start = datetime.combine(day, session.start)
            end = datetime.combine(day, session.end)
            if end <= asked.from_ or start >= asked.to:
                yield start - timedelta(minutes=10)
                yield end
        day += timedelta(days=1)
