"""What a leave would be (请假预览), before it is sent: days, chain, what lacks, what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yichuang.leave.asking import Asked, ruled, rules_of, taken
from yichuang.leave.cost import Cost, cost_of
from yichuang.leave.lacking import missing_words, not_needed, still_missing
from yichuang.leave.offices import holder_of
from yichuang.leave.queries import StepView
from yichuang.organization.queries import Reader, person_of
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import in_force
from yichuang.rules.book.rulebook import Book
from yichuang.rules.leave.facts import Ruling
from yichuang.rules.parts.approver import role_words
from yichuang.rules.sections.leave import LeaveRules
from yichuang.rules.workcalendar import calendar_of


@dataclass(frozen=True, slots=True)
class Balance:
    """How much of a kind of leave was taken in its period, and how much the book allows."""

    taken: float
    at_most: float
    per: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a leave would be (请假预览), before it is sent."""

    ruling: Ruling
    steps: tuple[StepView, ...]
    missing: tuple[Phrase, ...]
    costs: tuple[Cost, ...]
    balance: Balance | None


def balance_of(asked: Asked, person_id: int, book: Book) -> Balance | None:
    """Where the book limits this kind by period (年休假余额): what is taken and what is allowed.

    Limits that depend on years of service stand for the longest-serving; the rule says which holds.
    """
    for row in rules_of(book, asked.from_.date()).limits.values():
        if row.per != "leave" and asked.type in row.kinds:
            used = taken(person_id, asked.type, row.per, asked.from_.date())
            return Balance(used, row.at_most, row.per)
    return None


def preview(asked: Asked, *, reader: Reader, at: datetime) -> Preview:
    """What the rule says of a leave that nobody has sent yet. Raises FactsError, NobodyHolds."""
    person = person_of(reader)
    book = in_force(person.site_id, local(at).date()).book
    ruling = ruled(asked, person, book, local(at))
    if "days_off_only" in ruling.findings:
        raise not_needed(asked)
    steps = [
        StepView(role, role_words(role), holder_of(role, person).name, "later")
        for role in ruling.chain
    ]
    lacks = still_missing(book, asked, ruling)
    lacking = tuple(missing_words(book, asked, one) for one in lacks)
    balance = balance_of(asked, person.pk, book)
    return Preview(ruling, tuple(steps), lacking, cost_of(asked, book), balance)


def kinds_of(reader: Reader, at: datetime) -> tuple[tuple[str, Phrase], ...]:
    """The kinds of leave that the book in force knows, in words. Raises BookLacks."""
    rules = _rules_now(reader, at)
    own = {code: kind.title for code, kind in rules.kinds.items() if kind.title is not None}
    return tuple(
        (code, Phrase(own[code].zh, own[code].en) if code in own else role_words(code))
        for code in rules.known_kinds()
    )


def levels_of(reader: Reader, at: datetime) -> tuple[tuple[str, Phrase], ...]:
    """Who may sign a certificate, the lowest first, in words."""
    rules = _rules_now(reader, at)
    return tuple((level, role_words(level)) for level in rules.certificate_levels)


def _rules_now(reader: Reader, at: datetime) -> LeaveRules:
    assert reader.site_id is not None
    on = local(at).date()
    return rules_of(in_force(reader.site_id, on).book, on)


def next_day(reader: Reader, at: datetime) -> tuple[datetime, datetime]:
    """The working hours of the next working day, which most leaves are asked for."""
    assert reader.site_id is not None
    on = local(at).date()
    calendar = calendar_of(in_force(reader.site_id, on).book)
    day = calendar.add_working_days(on, 1)
    hours = calendar.sessions(day)
    return datetime.combine(day, hours[0].start), datetime.combine(day, hours[-1].end)


def offices_named(reader: Reader, at: datetime) -> tuple[str, ...]:
    """The offices that the book in force names as approvers of leave, in its order."""
    rules = _rules_now(reader, at)
    steps = (step for route in rules.routes.values() for step in route.steps)
    consents = (one.role for row in rules.requires.values() for one in row.of)
    chain = (one.role for step in steps for one in step.chain)
    return tuple(dict.fromkeys((*chain, *consents)))
