"""Whether and as of when a case is accepted (受理)."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from yichuang.rules.deadline import said
from yichuang.rules.deadline.facts import Acceptance, CorrectionNotice, Facts
from yichuang.rules.limits import due
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.deadlines import Deadlines
from yichuang.rules.wording import minute
from yichuang.rules.worktime import WorkCalendar

TO_CONFIRM = "deemed_acceptance_to_confirm"


class Accepted(NamedTuple):
    """How a case was accepted, and from when its clocks run (None: they don't)."""

    how: Acceptance
    start: datetime | None
    silence: datetime
    """When silence is, or would have been, acceptance."""
    told: date | datetime | None
    """The first correction notice that was in time."""
    to_confirm: bool
    """Whether silence would have accepted, were its last day not provisional."""


def accepted(facts: Facts, section: Deadlines, calendar: WorkCalendar) -> Accepted:
    """Accepted in words, awaiting the applicant, accepted by silence, or pending.

    Silence is counted by the days of the law. While a day on the way isn't published yet it
    accepts nothing: a person decides (`to_confirm`).
    """
    calendar = calendar.legal
    received = facts.received_at.date()
    silence = due(section.pre_acceptance, facts.received_at, calendar, None, section.counting)
    last = silence.date()
    if facts.accepted_at is not None:
        return Accepted("explicit", facts.accepted_at, silence, None, to_confirm=False)
    for notice in facts.correction_notices:
        on = told_on(notice)
        if on <= silence if isinstance(on, datetime) else on <= last:
            return Accepted("awaiting_applicant", None, silence, on, to_confirm=False)
    if facts.now >= silence:  # the day has ended the moment its work ends
        if calendar.unpublished(received, last) is not None:
            return Accepted("pending", None, silence, None, to_confirm=True)
        return Accepted("deemed", facts.received_at, silence, None, to_confirm=False)
    return Accepted("pending", None, silence, None, to_confirm=False)


def told_on(notice: date | datetime | CorrectionNotice) -> date | datetime:
    """When a correction notice was given."""
    return notice.on if isinstance(notice, CorrectionNotice) else notice


def reasons_for(facts: Facts, found: Accepted, section: Deadlines) -> list[Reason]:
    """Why the case is accepted or not."""
    node = section.pre_acceptance
    args: dict[str, object] = {
        "received": minute(facts.received_at),
        "until": minute(found.silence),
        "n": node.n,
    }
    if found.to_confirm:
        return [Reason(node.article, said.SILENCE_TO_CONFIRM, args, TO_CONFIRM)]
    if found.how == "pending":
        return [Reason(node.article, said.PENDING, args, "pending")]
    if found.how == "awaiting_applicant":
        args["told"] = minute(found.told)
        return [Reason(node.article, said.AWAITING, args, "awaiting_applicant")]
    if found.how == "explicit":
        assert facts.accepted_at is not None
        args["accepted"] = minute(facts.accepted_at)
        in_time = facts.accepted_at <= found.silence or bool(facts.correction_notices)
        fact = said.EXPLICIT if in_time else said.EXPLICIT_LATE
        return [Reason(node.article, fact, args, "accepted" if in_time else "accepted_late")]
    made = [Reason(node.article, said.DEEMED[node.unit], args, "deemed_accepted")]
    for notice in facts.correction_notices:
        late = {**args, "told": minute(told_on(notice))}
        made.append(Reason(node.article, said.TOLD_LATE, late, "notice_too_late"))
    return made
