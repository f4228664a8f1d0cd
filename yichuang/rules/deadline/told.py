"""Why a case is due when it is: the reasons of a deadline ruling."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from yichuang.phrases import Phrase
from yichuang.rules import extension
from yichuang.rules.deadline import reminders, said, segments
from yichuang.rules.deadline.dues import class_now
from yichuang.rules.deadline.facts import Dues, Facts, SegmentRuling
from yichuang.rules.lights import deciding
from yichuang.rules.limits import AnyLimit, Light
from yichuang.rules.parts.limit import Limit as BookLimit
from yichuang.rules.parts.limit import Unit
from yichuang.rules.parts.node import Node
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.deadlines import Deadlines
from yichuang.rules.wording import minute

TACIT_TO_CONFIRM = "tacit_approval_to_confirm"


class Tacit(NamedTuple):
    """The day as of which silence approves; `to_confirm`: not by itself, it is provisional."""

    on: date
    to_confirm: bool


class Standing(NamedTuple):
    """A ruling as far as it is made."""

    facts: Facts
    start: datetime
    dues: Dues
    light: Light
    remaining: int
    tacit: Tacit | None
    segments: tuple[SegmentRuling, ...]
    reminders: tuple[str, ...]
    pace: reminders.Pace | None
    provisional: Reason | None
    stopped: SegmentRuling | None
    """The segment that stands open and stops the clock."""


def reasons_for(stand: Standing, section: Deadlines) -> list[Reason]:
    """The reasons from the limits to the light."""
    made = _limits(stand, section)
    if stand.segments:
        made += segments.reasons_for(stand.facts.segments, stand.segments, section)
    if stand.facts.extension is not None:
        made += _extension(stand, section)
    made.append(_light(stand, section))
    if stand.facts.tacit_approval is not None:
        made += _tacit(stand, section)
    if stand.pace is not None:
        made += reminders.reasons_for(stand.reminders, section, stand.pace)
    if stand.provisional is not None:
        made.append(stand.provisional)
    return made


def _limits(stand: Standing, section: Deadlines) -> list[Reason]:
    """What was promised and what the law allows, segments counted in, extension not."""
    dues = stand.dues
    law = _limit(dues.statutory, said.STATUTORY, stand.start, dues.statutory_base, section.decision)
    if dues.promised is None:
        return [law, Reason(section.promise.article, said.NOTHING_PROMISED, {}, "statutory")]
    if dues.exceeds:
        args = {"n": dues.promised.n}
        return [law, Reason(law.article, said.EXCEEDS, args, "promise_exceeds_statutory")]
    base = dues.promised_base
    since = dues.promised_from
    return [
        *_class(stand, section),
        _limit(dues.promised, said.PROMISED, since, base, section.promise),
        law,
    ]


def _class(stand: Standing, section: Deadlines) -> list[Reason]:
    """Which class the case is of, where the promise goes by its class."""
    found = class_now(stand.facts)
    if found is None or stand.facts.promised is not None:
        return []
    row = section.promise.classes[found.class_]
    fact = said.RECLASSED if found.changed else said.CLASSED
    args: dict[str, object] = {"zh": row.zh, "en": row.en, "since": minute(found.since)}
    return [Reason(row.article, fact, args, found.class_)]


def _limit(
    limit: AnyLimit, facts: dict[Unit, Phrase], start: datetime, ends: datetime, by: Node
) -> Reason:
    article = limit.article if isinstance(limit, BookLimit) else by.article
    until = minute(ends)
    args = {"n": limit.n, "start": minute(start), "due": until}
    return Reason(article, facts[limit.unit], args, until)


def _extension(stand: Standing, section: Deadlines) -> list[Reason]:
    asked, dues = stand.facts.extension, stand.dues
    assert asked is not None
    allowed = section.joint.extension if stand.facts.joint else section.extension
    if not dues.extended:
        return extension.faults(asked, allowed, dues.promised_base, dues.days)
    promised, statutory = minute(dues.promised_due), minute(dues.statutory_due)
    args = {"promised": promised, "statutory": statutory}
    until = Reason(allowed.article, said.EXTENDED_TO, args, promised)
    return [*extension.held(asked, allowed), until]


def _light(stand: Standing, section: Deadlines) -> Reason:
    ends = minute(stand.dues.promised_due)
    args: dict[str, object] = {"due": ends}
    if stand.facts.decided_at is not None:
        args["done"] = minute(stand.facts.decided_at)
        return Reason(section.promise.article, said.DONE, args, stand.light)
    if stand.stopped is not None and stand.light != "red":
        return _stopped(stand, stand.stopped, section)
    fact, args = deciding(
        said.LIGHTS,
        stand.light,
        stand.dues.unit,
        stand.dues.promised_due,
        stand.facts.now,
        stand.remaining,
        section.warn_working_days,
    )
    article = section.promise.article if stand.light == "red" else section.article
    return Reason(article, fact, args, stand.light)


def _stopped(stand: Standing, segment: SegmentRuling, section: Deadlines) -> Reason:
    """While the clock stands still no date is due: say since when, and how much is left."""
    kind = section.segments[segment.kind]
    args: dict[str, object] = {"zh": kind.zh, "en": kind.en, "since": segment.from_}
    return Reason(kind.article, said.STOPPED, args | {"left": stand.remaining}, stand.light)


def _tacit(stand: Standing, section: Deadlines) -> list[Reason]:
    article = section.tacit_approval.article
    asked = stand.facts.tacit_approval
    if stand.tacit is not None and asked is not None:
        args = {"on": stand.tacit.on, "basis": asked.legal_basis}
        if stand.tacit.to_confirm:
            return [Reason(article, said.TACIT_TO_CONFIRM, args, TACIT_TO_CONFIRM)]
        return [Reason(article, said.TACIT, args, "tacitly_approved")]
    if stand.light == "red":
        return [Reason(article, said.TACIT_NO_BASIS, {}, "tacit_approval_without_basis")]
    return []
