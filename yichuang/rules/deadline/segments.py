"""Which segments (环节) of a case stop its clock."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple

from yichuang.rules.deadline import said
from yichuang.rules.deadline.facts import Segment, SegmentRuling
from yichuang.rules.limits import Pause, Pauses, due
from yichuang.rules.reasons import Reason
from yichuang.rules.sections.deadlines import Deadlines, SegmentKind
from yichuang.rules.wording import minute
from yichuang.rules.worktime import WorkCalendar

NOT_NOTIFIED = "segment_not_notified"
NOT_ALLOWED = "segment_does_not_stop_clock"


class BothPauses(NamedTuple):
    """The days that don't count (期限中止), by the centre's days and by those of the law."""

    own: Pauses | None
    legal: Pauses | None


def finding_of(segment: Segment, section: Deadlines) -> str | None:
    """Why the clock doesn't stop for a segment; None: it stops.

    A kind the clock never stops for needs no telling, so only that is found.
    """
    if segment.kind not in section.stopping:
        return NOT_ALLOWED
    if segment.notified_on is None or segment.notified_on > segment.from_:
        return NOT_NOTIFIED
    return None


def tracked(
    segments: tuple[Segment, ...], section: Deadlines, calendar: WorkCalendar, until: datetime
) -> tuple[SegmentRuling, ...]:
    """Every segment, with the end of its own limit (环节时限) where the book sets one.

    The limit counts from the segment's first day, which isn't counted. A segment that ended
    on the last day of it is in time; an open one is looked at as of `until`.
    """
    return tuple([_tracked(segment, section, calendar, until) for segment in segments])


def _tracked(
    segment: Segment, section: Deadlines, calendar: WorkCalendar, until: datetime
) -> SegmentRuling:
    kind = section.segments.get(segment.kind)
    ends: datetime | None = None
    overdue = False
    if kind is not None and kind.limit is not None:
        start = datetime.combine(segment.from_, time())
        ends = due(kind.limit, start, calendar, None, section.counting, "facts.segments")
        overdue = until > ends if segment.to is None else segment.to > ends.date()
    finding = finding_of(segment, section)
    return SegmentRuling(segment.kind, segment.from_, segment.to, finding, ends, overdue)


def pauses_of(
    segments: tuple[SegmentRuling, ...],
    section: Deadlines,
    calendar: WorkCalendar,
    until: date,
    findings: list[str],
) -> BothPauses:
    """The days that don't count; what is wrong with segments goes into `findings`.

    An open segment lasts until `until`. Where the book counts the days beyond a kind's own
    limit, the clock goes on with them.
    """
    pauses: list[Pause] = []
    for one in segments:
        if one.finding is None:
            through = until if one.to is None else one.to
            if one.due is not None and section.segments[one.kind].beyond_limit_counts:
                through = min(through, one.due.date())
            pauses.append(Pause(one.from_, through))
        elif one.finding not in findings:
            findings.append(one.finding)
    if not pauses:
        return BothPauses(None, None)
    own, legal = Pauses(pauses, calendar), calendar.legal
    return BothPauses(own, own if legal is calendar else Pauses(pauses, legal))


def reasons_for(
    segments: tuple[Segment, ...], ruled: tuple[SegmentRuling, ...], section: Deadlines
) -> list[Reason]:
    """Why each segment stops the clock or doesn't, and how it stands to its own limit."""
    made: list[Reason] = []
    for segment, ruling in zip(segments, ruled, strict=True):
        kind = section.segments.get(segment.kind)
        args = _args(segment, kind)
        article = kind.article if kind else section.counting.article
        if ruling.finding is None:
            fact = said.STOPS if segment.to else said.STOPS_STILL
            made.append(Reason(article, fact, args, "clock_stopped"))
        else:
            fact = said.NOT_ALLOWED if ruling.finding == NOT_ALLOWED else said.NOT_NOTIFIED
            made.append(Reason(article, fact, args, ruling.finding))
        if kind and kind.limit and ruling.due:
            outcome = "segment_overdue" if ruling.overdue else "segment_in_time"
            own = {**args, "due": minute(ruling.due)}
            made.append(Reason(kind.limit.article, said.SEGMENT_DUE, own, outcome))
    return made


def _args(segment: Segment, kind: SegmentKind | None) -> dict[str, object]:
    return {
        "kind": segment.kind,
        "zh": kind.zh if kind else said.UNKNOWN_SEGMENT.zh,
        "en": kind.en if kind else said.UNKNOWN_SEGMENT.en,
        "since": segment.from_,
        "until": segment.to,
        "told": segment.notified_on,
    }
