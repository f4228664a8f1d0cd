"""The deadline ruling itself; what it means is told by the package."""

from __future__ import annotations

from datetime import date, datetime

from yichuang.phrases import Phrase
from yichuang.rules import extension
from yichuang.rules.book.rulebook import Book
from yichuang.rules.deadline import reminders, said, segments, told
from yichuang.rules.deadline.acceptance import (
    TO_CONFIRM,
    Accepted,
    accepted,
    reasons_for,
    told_on,
)
from yichuang.rules.deadline.dues import class_now, dues_of
from yichuang.rules.deadline.facts import Facts, Ruling, SegmentRuling
from yichuang.rules.facts import BookLacks, FactsError
from yichuang.rules.lateness import AS_A_RULE, lateness
from yichuang.rules.limits import AnyLimit, Pauses, check, counted_days, due, light
from yichuang.rules.parts.limit import Limit as BookLimit
from yichuang.rules.parts.reading import Reading, Readings
from yichuang.rules.reasons import Reason
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.deadlines import Deadlines
from yichuang.rules.worktime import WorkCalendar, calendar_of

TACITLY_APPROVED = "tacitly_approved"
WITHOUT_ACCEPTANCE = "decided_without_acceptance"
NO_BASIS = "tacit_approval_without_basis"

CLASS = Phrase(
    "手册 deadlines.promise.classes 中的类别：{known}",
    "a class among the book's deadlines.promise.classes: {known}",
)
RECEIVED = Phrase("不早于收到材料（{when}）", "no time before the receipt ({when})")
ACCEPTED = Phrase("不早于受理（{when}）", "no time before the acceptance ({when})")
BEGUN = Phrase("不早于该环节开始（{when}）", "no day before the segment began ({when})")


@ruled("deadline")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Rule on the clock of a case (限时办结).

    How long silence may last is taken from the book in force on the day of receipt, all
    else from that on the day of acceptance: a case keeps the rules it was accepted under.
    Articles: 行政许可法 32, 42, 45, 82. Raises FactsError where the facts contradict one
    another, BookLacks where the book has no `deadlines`.
    """
    _check(facts)
    received_on = facts.received_at.date()
    section = section_on(book, received_on)
    calendar = calendar_of(book)
    found = accepted(facts, section, calendar)
    if found.start is None:
        return _no_clock(facts, section, calendar, found, reasons)
    accepted_on = found.start.date()
    before = section
    if accepted_on != received_on:
        section = section_on(book, accepted_on)
    findings: list[str] = []
    _check_classes(facts, section)
    stand = _standing(facts, found.start, section, calendar, findings)
    of_class = class_now(facts)
    late = lateness(stand.dues.promised, stand.dues.promised_due, facts.decided_at, facts.now)
    if late and not late.breach:
        findings.append(AS_A_RULE)
    because: tuple[Reason, ...] = ()
    if reasons:
        because = (*reasons_for(facts, found, before), *told.reasons_for(stand, section))
        because += late.reasons if late else ()
    return Ruling(
        acceptance=found.how,
        acceptance_due=found.silence,
        accepted_on=accepted_on,
        promised_due=stand.dues.promised_due,
        statutory_due=stand.dues.statutory_due,
        extended=stand.dues.extended,
        hand_over_by=_own(section.hand_over, found.start, section, calendar),
        deliver_by=_own(section.delivery, facts.decided_at, section, calendar.legal),
        light=stand.light,
        clock_stopped=stand.stopped is not None,
        remaining_working_days=stand.remaining,
        tacit_approval_on=stand.tacit.on if stand.tacit and not stand.tacit.to_confirm else None,
        reminders=stand.reminders,
        class_=of_class.class_ if of_class else None,
        acts=(late.act,) if late and late.act else (),
        readings=_readings(facts, section, stand),
        provisional=stand.provisional is not None,
        findings=tuple(findings),
        segments=stand.segments,
        because=because,
    )


def _standing(
    facts: Facts,
    start: datetime,
    section: Deadlines,
    calendar: WorkCalendar,
    findings: list[str],
) -> told.Standing:
    """How a case stands whose clock runs from `start`; faults go into `findings`."""
    accepted_on, now = start.date(), facts.now
    until = now if facts.decided_at is None else min(now, facts.decided_at)
    tracked = segments.tracked(facts.segments, section, calendar, until)
    pauses = segments.pauses_of(tracked, section, calendar, until.date(), findings)
    dues = dues_of(facts, section, calendar, start, pauses, findings)
    ends, due_on = dues.promised_due, dues.promised_due.date()
    remaining = counted_days(max(now.date(), accepted_on), due_on, calendar, pauses.own)
    lamp = light(ends, now, facts.decided_at, remaining, section.warn_working_days)
    tacit = _tacit(facts, section, calendar, start, ends, findings)
    pace: reminders.Pace | None = None
    reached: tuple[str, ...] = ()
    if section.reminders:
        pace = _pace(facts, calendar, pauses.own, accepted_on, ends, remaining)
        reached = reminders.reached(section, pace)
    last = max(due_on, dues.statutory_due.date(), tacit.on if tacit else due_on)
    return told.Standing(
        facts,
        start,
        dues,
        lamp,
        remaining,
        tacit,
        tracked,
        reached,
        pace,
        calendar.provisional_reason(accepted_on, last),
        _stopping(tracked, facts),
    )


def _stopping(tracked: tuple[SegmentRuling, ...], facts: Facts) -> SegmentRuling | None:
    """The open segment that stops the clock of an undecided case now, the newest if several."""
    if facts.decided_at is not None:
        return None
    today = facts.now.date()
    still = [one for one in tracked if one.finding is None and one.from_ <= today]
    return next((one for one in reversed(still) if one.to is None), None)


def section_on(book: Book, day: date) -> Deadlines:
    """The deadlines in force on a day. Raises BookLacks where the book has none."""
    section = book.on(day).deadlines
    if section is None:
        raise BookLacks("deadlines", book.name)
    return section


def _no_clock(
    facts: Facts, section: Deadlines, calendar: WorkCalendar, found: Accepted, reasons: bool
) -> Ruling:
    provisional = calendar.provisional_reason(facts.received_at.date(), found.silence.date())
    because: tuple[Reason, ...] = ()
    unused = _unused(facts)
    # Segments and an extension wait for the acceptance; a decision without one is at fault.
    found_out = tuple(code for code in unused if code == WITHOUT_ACCEPTANCE)
    if reasons:
        because = tuple(reasons_for(facts, found, section))
        because += tuple(_unused_reasons(unused, section))
        if provisional is not None:
            because += (provisional,)
    return Ruling(
        acceptance=found.how,
        acceptance_due=found.silence,
        accepted_on=None,
        promised_due=None,
        statutory_due=None,
        extended=False,
        hand_over_by=None,
        deliver_by=None,
        light=None,
        clock_stopped=False,
        remaining_working_days=None,
        tacit_approval_on=None,
        reminders=(),
        class_=None,
        acts=(),
        readings=(),
        provisional=provisional is not None,
        findings=((TO_CONFIRM,) if found.to_confirm else ()) + found_out,
        segments=segments.tracked(facts.segments, section, calendar, facts.now),
        because=because,
    )


def _readings(facts: Facts, section: Deadlines, stand: told.Standing) -> tuple[Reading, ...]:
    """The readings of the book that were used, among them from when a new class counts."""
    made = Readings()
    for part in (section, section.counting, section.promise):
        made.of(part)
    of_class, promised = class_now(facts), stand.dues.promised
    if isinstance(promised, BookLimit):
        made.of(promised)
        if of_class is not None and of_class.changed:
            value = promised.from_ or "accepted"
            starts = ("received", "accepted", "reclassed")
            made.add(Reading("promise.from", value, starts, promised.article, promised.note))
    if facts.tacit_approval is not None:
        made.of(section.tacit_approval)
    return made.listed()


def _check_classes(facts: Facts, section: Deadlines) -> None:
    known = section.promise.classes
    for i, one in enumerate(facts.classes):
        if one.class_ not in known:
            args = {"known": ", ".join(known) or "—"}
            raise FactsError(f"facts.classes[{i}].class", CLASS, one.class_, args)


def _unused(facts: Facts) -> tuple[str, ...]:
    """What was given of a case whose clock doesn't run, so that nothing can follow from it."""
    given = (
        ("segments_without_clock", facts.segments),
        ("extension_without_clock", facts.extension),
        (WITHOUT_ACCEPTANCE, facts.decided_at),
    )
    return tuple(code for code, fact in given if fact)


def _unused_reasons(codes: tuple[str, ...], section: Deadlines) -> list[Reason]:
    article = section.counting.article
    return [Reason(article, said.WITHOUT_CLOCK[code], {}, code) for code in codes]


def _pace(
    facts: Facts,
    calendar: WorkCalendar,
    pauses: Pauses | None,
    accepted_on: date,
    ends: datetime,
    remaining: int,
) -> reminders.Pace:
    """How far the case has come; once decided, only by how much it was late."""
    at = facts.decided_at or facts.now
    over = calendar.working_days_between(ends.date(), at.date()) if at > ends else None
    if facts.decided_at is not None:
        return reminders.Pace(None, None, over)
    whole = counted_days(accepted_on, ends.date(), calendar, pauses)
    used = (whole - remaining) / whole if whole else 1.0
    return reminders.Pace(remaining, used, over)


def _own(
    limit: AnyLimit | None, start: datetime | None, section: Deadlines, calendar: WorkCalendar
) -> datetime | None:
    """When a limit ends that no segment stops, if there is one and it has begun."""
    if limit is None or start is None:
        return None
    return due(limit, start, calendar, None, section.counting)


def _tacit(
    facts: Facts,
    section: Deadlines,
    calendar: WorkCalendar,
    start: datetime,
    promised_due: datetime,
    findings: list[str],
) -> told.Tacit | None:
    """The day as of which silence approves, if it does; by itself only on published days."""
    asked = facts.tacit_approval
    if asked is None or facts.decided_at is not None or facts.now <= promised_due:
        return None
    if not (asked.legal_basis and asked.legal_basis.strip()):
        findings.append(NO_BASIS)
        return None
    on = due(section.tacit_approval, promised_due, calendar, None, section.counting).date()
    to_confirm = calendar.unpublished(start.date(), on) is not None
    findings.append(told.TACIT_TO_CONFIRM if to_confirm else TACITLY_APPROVED)
    return told.Tacit(on, to_confirm)


def _check(facts: Facts) -> None:
    """Raise FactsError where the facts contradict one another."""
    received = facts.received_at
    if facts.accepted_at is not None and facts.accepted_at < received:
        raise _too_early("facts.accepted_at", facts.accepted_at, RECEIVED, received)
    if facts.decided_at is not None:
        if facts.accepted_at is not None and facts.decided_at < facts.accepted_at:
            raise _too_early("facts.decided_at", facts.decided_at, ACCEPTED, facts.accepted_at)
        if facts.decided_at < received:
            raise _too_early("facts.decided_at", facts.decided_at, RECEIVED, received)
    for i, notice in enumerate(facts.correction_notices):
        on = told_on(notice)
        if on < received if isinstance(on, datetime) else on < received.date():
            raise _too_early(f"facts.correction_notices[{i}]", on, RECEIVED, received)
    for i, segment in enumerate(facts.segments):
        if segment.to is not None and segment.to < segment.from_:
            raise _too_early(f"facts.segments[{i}].to", segment.to, BEGUN, segment.from_)
    if facts.promised is not None:
        check(facts.promised, "facts.promised")
    if facts.statutory is not None:
        check(facts.statutory, "facts.statutory")
    if facts.extension is not None:
        extension.check(facts.extension, received.date())


def _too_early(at: str, found: date, than: Phrase, when: date) -> FactsError:
    return FactsError(at, than, found, {"when": when})
