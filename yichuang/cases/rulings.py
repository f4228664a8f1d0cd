"""From a case's facts to the rules, and what is kept of their rulings.

Nothing is decided here: facts are put as the rules read them (wall-clock time of the hall),
and what lists need of a ruling is picked out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from yichuang.cases.states import OPEN, State
from yichuang.organization.times import instant, local
from yichuang.phrases import Language
from yichuang.rules import deadline, intake
from yichuang.rules.reasons import Reason

if TYPE_CHECKING:
    from yichuang.cases.course import Course
    from yichuang.cases.items import Item
    from yichuang.rules.book.rulebook import Book

_DAY = timedelta(days=1)
_LOOK_BACK_DAYS = 60
"""How far before a due day the yellow light is looked for; further is yellow from the start."""


class Dues(NamedTuple):
    """What lists and scans keep of a clock; instants, null where no clock runs."""

    acceptance_due: datetime | None
    accepted_at: datetime | None
    warn_from: datetime | None
    promised_due: datetime | None
    statutory_due: datetime | None
    tacit_from: datetime | None


def clock_facts(course: Course, item: Item, at: datetime) -> deadline.Facts:
    """The case as the deadline rule reads it (时限事实)."""
    received = course.received_at
    silent = course.acceptance is not None and course.acceptance.data.get("deemed") is True
    spoken = course.acceptance if not silent else None
    last = course.submissions[-1].seq
    extension, decision = course.extension, course.decision
    return deadline.Facts(
        received_at=local(received),
        now=local(at),
        accepted_at=local(spoken.at) if spoken else None,
        correction_notices=tuple(local(n.at) for n in course.notices if n.seq > last),
        promised=item.promised,
        statutory=item.statutory,
        joint=item.joint,
        segments=tuple(
            deadline.Segment(one.kind, one.from_, one.to, one.notified_on)
            for one in course.segments
        ),
        extension=deadline.Extension(
            days=extension.days, reason=extension.reason, approved_by=extension.approved_by,
            approved_on=extension.on, notified_on=extension.notified_on,
        ) if extension else None,
        tacit_approval=deadline.TacitApproval(item.tacit_basis) if item.tacit_basis else None,
        decided_at=local(decision.at) if decision else None,
    )  # fmt: skip


def clock(
    course: Course, item: Item, book: Book, at: datetime, *, reasons: bool = True
) -> deadline.Ruling:
    """The clock of a case at an instant (办理时限), with its reasons."""
    return deadline.rule(facts_that_stand(course, item, book, at), book, reasons=reasons)


def deemed_no_longer(course: Course, item: Item, book: Book, at: datetime) -> bool:
    """Whether silence accepted the case and, as days are counted now, would not have yet.

    A year of days off was published after it, or an earlier version read provisional days
    otherwise. What was said to the applicant stands; a person has to know.
    """
    if course.acceptance is None or course.acceptance.data.get("deemed") is not True:
        return False
    facts = clock_facts(course, item, at)
    return deadline.rule(facts, book, reasons=False).promised_due is None


def facts_that_stand(course: Course, item: Item, book: Book, at: datetime) -> deadline.Facts:
    """The facts of a case; an acceptance on record is one, whatever is counted today."""
    facts = clock_facts(course, item, at)
    if deemed_no_longer(course, item, book, at):
        return replace(facts, accepted_at=facts.received_at)
    return facts


def dues(course: Course, item: Item, book: Book, at: datetime) -> Dues:
    """What is kept of the clock for lists and scans."""
    if course.state == State.RECEIVED:
        ruling = clock(course, item, book, at, reasons=False)
        return Dues(instant(ruling.acceptance_due), None, None, None, None, None)
    if course.acceptance is None:
        return Dues(None, None, None, None, None, None)
    facts = facts_that_stand(course, item, book, at)
    ruling = deadline.rule(facts, book, reasons=False)
    running = course.state in OPEN
    assert ruling.promised_due is not None, "an accepted case has its dues"
    assert ruling.statutory_due is not None
    return Dues(
        acceptance_due=None,
        accepted_at=_accepted_at(course),
        warn_from=_warn_from(facts, ruling, book) if running else None,
        promised_due=instant(ruling.promised_due),
        statutory_due=instant(ruling.statutory_due),
        tacit_from=_tacit_from(facts, ruling.promised_due, book) if running else None,
    )


def _accepted_at(course: Course) -> datetime | None:
    accepted = course.acceptance
    if accepted is None:
        return None
    return course.received_at if accepted.data.get("deemed") is True else accepted.at


def _warn_from(facts: deadline.Facts, ruling: deadline.Ruling, book: Book) -> datetime:
    """When the light turns yellow: the first day the rule would show it."""
    assert ruling.promised_due is not None
    assert ruling.accepted_on is not None
    day = ruling.promised_due.date()
    first = max(ruling.accepted_on, day - _LOOK_BACK_DAYS * _DAY)
    while day > first:
        before = datetime.combine(day - _DAY, time())
        if deadline.rule(replace(facts, now=before), book, reasons=False).light == "green":
            break
        day -= _DAY
    return instant(datetime.combine(day, time()))


def _tacit_from(facts: deadline.Facts, due: datetime, book: Book) -> datetime | None:
    if facts.tacit_approval is None:
        return None
    after = replace(facts, now=due + timedelta(seconds=1), decided_at=None)
    on = deadline.rule(after, book, reasons=False).tacit_approval_on
    return instant(datetime.combine(on, time())) if on else None


@dataclass(frozen=True, slots=True)
class Grounds:
    """What may stand against an application besides its papers (R16)."""

    competent: bool = True
    false_materials: bool = False


def intake_ruling(
    course: Course, item: Item, book: Book, at: datetime, *,
    grounds: Grounds = Grounds(), prior_breaches: int = 0,
) -> intake.Ruling:  # fmt: skip
    """What happens to the materials handed in so far (收件处理), with its reasons."""
    facts = intake.Facts(
        required=tuple(intake.Material(code) for code in asked_for(course, item)),
        submissions=tuple(
            intake.Submission(local(s.at), dict(s.materials)) for s in course.submissions
        ),
        notices=tuple(intake.Notice(local(n.at), n.items) for n in course.notices),
        now=local(at),
        competent=grounds.competent,
        false_materials=grounds.false_materials,
        prior_breaches=prior_breaches,
    )
    return intake.rule(facts, book)


def asked_for(course: Course, item: Item) -> tuple[str, ...]:
    """What this application needs: the required materials, and those that came up in it."""
    mentioned = {code for s in course.submissions for code in s.materials}
    return tuple(m.code for m in item.materials if m.required or m.code in mentioned)


def named(because: Sequence[Reason], item: Item, language: Language) -> list[Reason]:
    """Reasons that name materials by what they are called, not by code."""
    names = {material.code: material.name.say(language) for material in item.materials}
    between = "、" if language == "zh" else "; "
    made = []
    for reason in because:
        items = reason.args.get("items")
        if isinstance(items, str) and items:
            said = between.join(names.get(code, code) for code in items.split(", "))
            reason = reason._replace(args={**reason.args, "items": said})
        made.append(reason)
    return made
