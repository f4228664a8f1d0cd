"""What was given and no session has a use for (未用到的事实): it doesn't vanish, it is found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from yichuang.rules.attendance import sentences as say
from yichuang.rules.attendance.facts import ExcusedPunch, Facts, Leave
from yichuang.rules.attendance.period import Period, halves_of_leave
from yichuang.rules.attendance.plan import DayPlan
from yichuang.rules.attendance.punches import clock_text
from yichuang.rules.attendance.sessions import DAY, Session
from yichuang.rules.attendance.sheet import Sheet

UNCLAIMED = "punch_unclaimed"
_Days = Mapping[int, tuple[DayPlan, Sequence[Session]]]


def find_unused(facts: Facts, days: _Days, period: Period, sheet: Sheet) -> tuple[datetime, ...]:
    """Find what no session used; gives the punches that belong to none."""
    article = next(iter(days.values()))[0].attendance.article
    unclaimed = [at for at in period.punches if not _is_claimed(at, days)]
    for at in unclaimed:
        sheet.find(UNCLAIMED)
        day = date.fromordinal(at // DAY)
        sheet.why(article, say.UNCLAIMED, UNCLAIMED, date=day, at=clock_text(at))
    for leave in facts.leaves:
        _leave(leave, days, article, sheet)
    for one in facts.excused:
        _excuse(one, days, article, sheet)
    return tuple(_instant(at) for at in unclaimed)


def _leave(leave: Leave, days: _Days, article: str, sheet: Sheet) -> None:
    first, last = halves_of_leave(leave)
    low, high = 2 * min(days), 2 * max(days) + 1
    halves = range(max(first, low), min(last, high) + 1)
    told = {"first": leave.from_[:10], "last": leave.to[:10]}
    if not halves:
        sheet.find("leave_outside_period")
        sheet.why(article, say.LEAVE_OUTSIDE, "leave_outside_period", **told)
    elif not any(half % 2 in s.halves for half in halves for s in days[half // 2][1]):
        sheet.find("leave_on_days_off")
        sheet.why(article, say.LEAVE_AT_REST, "leave_on_days_off", **told)


def _excuse(one: ExcusedPunch, days: _Days, article: str, sheet: Sheet) -> None:
    found = days.get(one.date_.toordinal())
    if found is None or all(session.code != one.session for session in found[1]):
        sheet.find("excuse_unused")
        sheet.why(article, say.EXCUSE_UNUSED, "excuse_unused", date=one.date_)


def _is_claimed(at: int, days: _Days) -> bool:
    """Whether the time is a session's own; an evening may reach into the next morning."""
    today = at // DAY
    return any(
        s.opens <= at - ordinal * DAY <= s.closes
        for ordinal in (today - 1, today, today + 1)
        if ordinal in days
        for s in days[ordinal][1]
    )


def _instant(at: int) -> datetime:
    day, second = divmod(at, DAY)
    return datetime.combine(date.fromordinal(day), time()) + timedelta(seconds=second)
