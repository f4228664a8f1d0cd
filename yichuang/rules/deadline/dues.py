"""When the limits of a case end: what was promised, what the law allows, the extension."""

from __future__ import annotations

from datetime import datetime

from yichuang.rules import extension
from yichuang.rules.deadline.facts import Dues, Facts
from yichuang.rules.deadline.segments import BothPauses
from yichuang.rules.limits import AnyLimit, Limit, due, longer
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
    allowed = section.joint_extension if facts.joint else section.extension
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
        section.joint_decision if facts.joint else section.decision
    )
    law = due(statutory, start, calendar.legal, pauses.legal, counting, "facts.statutory.n")
    promised: AnyLimit | None = facts.promised or section.promise.default
    base, exceeds = law, False
    if promised is not None:
        base = due(promised, start, calendar, pauses.own, counting, "facts.promised.n")
        same = promised.unit == statutory.unit
        exceeds = promised.n > statutory.n if same else base > law
    unit = promised.unit if promised is not None and base <= law else statutory.unit
    base = min(base, law)
    if exceeds:
        base = law
        if facts.promised is None:
            # What the centre promises for everything is no fault of this item.
            promised, exceeds = None, False
    return Dues(promised, statutory, base, law, base, law, 0, exceeds, extended=False, unit=unit)
