"""When the limits of a case end: what was promised, what the law allows, the extension."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from yichuang.rules import extension
from yichuang.rules.deadline.facts import Classed, Dues, Facts
from yichuang.rules.deadline.segments import BothPauses
from yichuang.rules.limits import AnyLimit, Limit, due, longer
from yichuang.rules.parts.limit import Limit as BookLimit
from yichuang.rules.sections.deadlines import Deadlines
from yichuang.rules.worktime import WorkCalendar

EXCEEDS = "promise_exceeds_statutory"


def dues_of(
    facts: Facts,
    section: Deadlines,
    calendar: WorkCalendar,
    start: datetime,
    pauses: BothPauses,
    findings: list[str],
) -> Dues:
    """When the limits end, with segments and extension; faults go into `findings`."""
    dues = _plain(facts, section, calendar, start, pauses)
    legal = calendar.legal
    if dues.exceeds:
        findings.append(EXCEEDS)
    asked = facts.extension
    if asked is None:
        return dues
    allowed = section.joint.extension if facts.joint else section.extension
    limit = dues.statutory if dues.promised is None or dues.exceeds else dues.promised
    days = limit.n
    if limit.unit != allowed.unit:
        days = calendar.working_days_between(start.date(), dues.promised_due.date())
    dues = dues._replace(days=days)
    if not extension.is_valid(asked, allowed, dues.promised_due, days):
        findings.append(extension.INVALID)
        return dues
    if asked.notified_on is None:
        findings.append(extension.NOT_NOTIFIED)
    by, at = Limit(asked.days, allowed.unit), "facts.extension.days"
    return dues._replace(
        promised_due=longer(dues.promised_due, by, calendar, pauses.own, section.counting, at),
        statutory_due=longer(dues.statutory_due, by, legal, pauses.legal, section.counting, at),
        extended=True,
    )


def _plain(
    facts: Facts,
    section: Deadlines,
    calendar: WorkCalendar,
    start: datetime,
    pauses: BothPauses,
) -> Dues:
    """When the limits end before any extension; a promise beyond the law gives way to it.

    A closure of the centre's own moves the promise alone, and not beyond the law.
    """
    counting = section.counting
    statutory: AnyLimit = facts.statutory or (
        section.joint.decision if facts.joint else section.decision
    )
    law = due(statutory, start, calendar.legal, pauses.legal, counting, "facts.statutory.n")
    promised = _promised(facts, section)
    since = _since(promised, facts, start)
    base, exceeds = law, False
    if promised is not None:
        base = due(promised, since, calendar, pauses.own, counting, "facts.promised.n")
        same = promised.unit == statutory.unit
        exceeds = promised.n > statutory.n if same else base > law
    unit = promised.unit if promised is not None and base <= law else statutory.unit
    base = min(base, law)
    if exceeds:
        base = law
        if facts.promised is None:
            # What the centre promises for everything is no fault of this item.
            promised, exceeds = None, False
    return Dues(
        promised, statutory, base, law, base, law, 0, exceeds, extended=False, unit=unit,
        promised_from=since,
    )  # fmt: skip


class Standing(NamedTuple):
    """The class a case is of now, and since when; whether it was of another one before."""

    class_: str
    since: datetime
    changed: bool


def class_now(facts: Facts) -> Standing | None:
    """The class in force (类别): the last one that began by `now`; None where none is told."""
    begun = [one for one in facts.classes if one.since <= facts.now]
    if not begun:
        return None
    last = max(begun, key=_begun)
    return Standing(last.class_, last.since, any(one.class_ != last.class_ for one in begun))


def _begun(one: Classed) -> datetime:
    return one.since


def _promised(facts: Facts, section: Deadlines) -> AnyLimit | None:
    """What is promised: by the item itself, by the class of the case, else for every item."""
    if facts.promised is not None:
        return facts.promised
    of_class = class_now(facts)
    if of_class is not None:
        return section.promise.classes[of_class.class_].limit
    return section.promise.default


def _since(promised: AnyLimit | None, facts: Facts, start: datetime) -> datetime:
    """From when the promised limit is counted: acceptance, unless the book says otherwise."""
    of = promised.from_ if isinstance(promised, BookLimit) else None
    if of == "received":
        return facts.received_at
    stand = class_now(facts)
    return stand.since if of == "reclassed" and stand and stand.changed else start
