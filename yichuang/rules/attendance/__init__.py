"""Attendance (考勤): what a period's punches, leaves and outings come to, half-day by half-day.

Punches belong to a session by time: the first one from the middle of the gap before it (the
first session: `opens_before_first`) up to its middle signs in; the last one after its middle
up to the middle of the gap that follows (the last session: `closes_after_last`) signs out.
A punch exactly in the middle of a gap belongs to the earlier session. Neither the order nor
the repetition of punches changes anything.

Each day is judged by the hours and the section in force on that day; the counts of a period
(`counts`, `absence_count_days`) by the section in force on its last day.

Where the texts are silent, the reading that favours the person: a half-day that isn't absent
is attended (`attended`), an outing is measured in working time (`outings.measured`), a
session in the middle of which somebody is on leave is judged by the other half alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from yichuang.rules import money
from yichuang.rules.attendance import sentences as say
from yichuang.rules.attendance.away import judge_outings, judge_proxies
from yichuang.rules.attendance.counting import Sums
from yichuang.rules.attendance.deeds import deeds
from yichuang.rules.attendance.facts import Facts, HalfDay, Leave, Outing, Ruling, Totals
from yichuang.rules.attendance.judging import judge_day
from yichuang.rules.attendance.period import Period, period_of
from yichuang.rules.attendance.plan import DayPlan, Hall, closing, hall_of, meeting, opening
from yichuang.rules.attendance.sessions import DAY, Session
from yichuang.rules.attendance.sheet import Sheet
from yichuang.rules.attendance.slots import hours_from
from yichuang.rules.attendance.unused import find_unused
from yichuang.rules.book.rulebook import Book
from yichuang.rules.facts import FactsError
from yichuang.rules.limits import due
from yichuang.rules.parts.reading import Reading, Readings
from yichuang.rules.ruled import ruled
from yichuang.rules.sections.attendance import COUNTED, Attendance
from yichuang.rules.workcalendar import calendar_of

__all__ = [
    "Facts",
    "HalfDay",
    "Leave",
    "Outing",
    "Ruling",
    "Totals",
    "objections_end",
    "rule",
    "spans",
]

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


@ruled("attendance")
def rule(facts: Facts, book: Book, *, reasons: bool = True) -> Ruling:
    """Judge a period of attendance (考勤认定); days in days, an absence count is a half-day.

    Raises FactsError for a punch outside the period, leaves that overlap, a session or count
    the book doesn't know; BookLacks where the book says nothing about attendance.
    """
    hall = hall_of(book)
    period = period_of(facts, hall)
    attendance = hall.attendance(facts.to)
    _check_brought(facts.brought_forward, attendance)
    sheet = Sheet(reasons, absent_run=facts.brought_forward.get("consecutive_absence_days", 0))
    sheet.because += period.evidence.because if reasons else ()
    if period.evidence.void:
        sheet.find("punch_not_shown")
    days = _days(period, hall)
    for plan, sessions in days.values():
        judge_day(plan, sessions, period, sheet)
    judge_outings(facts.outings, days, period, sheet)
    judge_proxies(days, period, hall, sheet)
    unclaimed = find_unused(facts, days, period, sheet)
    found = tuple(sheet.events)
    sums = Sums(attendance, period, sheet, facts.brought_forward, hall.act_names(facts.to))
    sums.run()
    _close(sheet, sums, attendance)
    return Ruling(
        half_days=tuple(sheet.half_days),
        totals=_totals(sheet, sums),
        counts=tuple(sums.counts),
        consequences=tuple(sheet.consequences),
        findings=tuple(sheet.findings),
        uncovered=tuple(sheet.uncovered),
        acts=deeds(found, sums.by_count, sheet.half_days, attendance.absence_count_days),
        readings=_readings(attendance, facts.to, hall),
        provisional=sheet.provisional is not None,
        unclaimed=unclaimed,
        because=tuple(sheet.because),
    )


class Span(NamedTuple):
    """A session of a day and the time whose punches are its own, both ends inside."""

    day: date
    session: str
    opens: datetime
    closes: datetime
    starts: str
    """When the session itself begins, ``HH:MM``."""
    ends: datetime
    """When it is over."""


def spans(facts: Facts, book: Book) -> list[Span]:
    """Which punches belong to which session (打卡归属), over the days of these facts."""
    hall = hall_of(book)
    period = period_of(replace(facts, punches=(), other_punches=(), proxy_punches=()), hall)
    made = []
    for ordinal, (plan, sessions) in _days(period, hall).items():
        midnight = datetime.combine(date.fromordinal(ordinal), time())
        for one in sessions:
            opens, closes, ends = (
                midnight + timedelta(seconds=second) for second in (one.opens, one.closes, one.end)
            )
            made.append(Span(plan.day, one.code, opens, closes, one.start_text, ends))
    return made


def objections_end(published_on: date, book: Book) -> date | None:
    """The last day to object to what was published (异议期限); None where the book sets none.

    By the section in force on the day of publication, which itself doesn't count.
    """
    section = book.on(published_on).attendance
    publication = section.publication if section else None
    if publication is None or publication.objection is None:
        return None
    start = datetime.combine(published_on, time())
    return due(publication.objection, start, calendar_of(book)).date()


def _days(period: Period, hall: Hall) -> dict[int, tuple[DayPlan, Sequence[Session]]]:
    """Each day with its sessions; where an evening reaches into a morning, they share the gap."""
    nobody: frozenset[str] = frozenset()

    def plan_of(ordinal: int) -> DayPlan | None:
        if not _FIRST <= ordinal <= _LAST:
            return None
        return hall.day(ordinal, period.rosters.get(ordinal, nobody))

    made: dict[int, tuple[DayPlan, Sequence[Session]]] = {}
    before, plan = None, plan_of(period.first)
    if period.first > _FIRST:
        before = plan_of(period.first - 1)
    for ordinal in range(period.first, period.last + 1):
        assert plan is not None
        after = plan_of(ordinal + 1)
        made[ordinal] = (plan, _cut(before, plan, after))
        before, plan = plan, after
    return made


def _cut(before: DayPlan | None, plan: DayPlan, after: DayPlan | None) -> Sequence[Session]:
    sessions: Sequence[Session] = plan.sessions
    met = meeting(before, plan) if before else None
    if met and before:
        opens = met[1] - (plan.ordinal - before.ordinal) * DAY
        sessions = (opening(sessions[0], opens), *sessions[1:])
    met = meeting(plan, after) if after else None
    if met:
        sessions = (*sessions[:-1], closing(sessions[-1], met[0]))
    return sessions


def _check_brought(brought: Mapping[str, float], attendance: Attendance) -> None:
    if not brought:
        return
    known = COUNTED | attendance.codes() | set(attendance.evidence)
    for what, count in brought.items():
        at = f"facts.brought_forward.{what}"
        if what not in known:
            raise FactsError(at, say.KNOWN_COUNT, what, {"known": ", ".join(sorted(known))})
        if count < 0:
            raise FactsError(at, say.COUNT, count)


def _close(sheet: Sheet, sums: Sums, attendance: Attendance) -> None:
    """The reasons that stand for the whole period; there is always one."""
    if sheet.rest_days:
        sheet.why(attendance.article, say.REST, "rest", days=sheet.rest_days)
    if sheet.provisional is not None and sheet.reasons:
        sheet.because.append(sheet.provisional)
    sheet.why(
        attendance.article,
        say.ATTENDED[attendance.attended],
        f"absence_days {sums.absence_days:g}",
        attended=f"{sheet.attended_days:g}",
        leave=f"{sheet.leave_days:g}",
        absence=f"{sums.absence_days:g}",
    )


def _readings(attendance: Attendance, day: date, hall: Hall) -> tuple[Reading, ...]:
    made = Readings()
    made.of(attendance)
    if attendance.hours_from is not None or not hall.calendar.has_own_hours(day):
        value = hours_from(day, attendance, hall.calendar)
        options = ("worktime", "windows")
        made.add(Reading("hours_from", value, options, attendance.article, attendance.note))
    made.setting("precision", attendance, "precision")
    made.setting("attended", attendance, "attended")
    if attendance.outings is not None:
        made.setting("outings.measured", attendance.outings, "measured")
    for part in (attendance.late, attendance.early, attendance.absent, attendance.outings):
        if part is not None:
            made.of(part)
    for name, counting in attendance.counts.items():
        made.of(counting)
        if len(counting.of) > 1:
            made.setting(f"counts.{name}.together", counting, "together")
    return made.listed()


def _totals(sheet: Sheet, sums: Sums) -> Totals:
    return Totals(
        late=sheet.late,
        early=sheet.early,
        missing=sheet.missing,
        absence_counts=_number(sheet.absence_counts),
        absence_days=_number(sums.absence_days),
        leave_days=_number(sheet.leave_days),
        attended_days=_number(sheet.attended_days),
        points=_number(sheet.points),
        money=money.to_text(sheet.cents),
    )


def _number(x: float) -> float:
    """The number without the dust of adding tenths; whole where it is whole."""
    rounded = round(x, 6)
    return int(rounded) if rounded == int(rounded) else rounded
