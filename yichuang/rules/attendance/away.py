"""Outings (外出) and proxy punches (代签): what they add to the sheet of half-days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from yichuang.phrases import Phrase
from yichuang.rules.attendance import sentences as say
from yichuang.rules.attendance.facts import Outing, Uncovered
from yichuang.rules.attendance.period import Period, seconds
from yichuang.rules.attendance.plan import DayPlan, Hall
from yichuang.rules.attendance.sessions import DAY, Session
from yichuang.rules.attendance.sheet import Sheet
from yichuang.rules.attendance.tiers import bands, pick

Judged = Mapping[int, tuple[DayPlan, Sequence[Session]]]
"""The days of the period by ordinal, with their sessions."""


def judge_outings(outings: Sequence[Outing], days: Judged, period: Period, sheet: Sheet) -> None:
    """Judge each outing once, however often it is told, by the section of its first day."""
    seen = set()
    for outing in outings:
        key = (outing.from_, outing.to, outing.approved)
        if key not in seen:
            seen.add(key)
            _judge_outing(outing, days, period, sheet)


def _judge_outing(outing: Outing, days: Judged, period: Period, sheet: Sheet) -> None:
    start, end = seconds(outing.from_), seconds(outing.to)
    touched = _touched(start, end, days, period)
    if not touched:
        told: dict[str, object] = {"from_time": _instant(outing.from_)}
        told["to_time"] = _instant(outing.to)
        _unused(start // DAY, "outing_outside_hours", say.OUTING_NOWHERE, days, sheet, **told)
        return
    if touched[0][0].provisional is not None:
        aside = sheet.aside()
        _measure(outing, touched, aside)
        sheet.put_before_a_person(aside)
    else:
        _measure(outing, touched, sheet)


def _unused(
    ordinal: int, code: str, fact: Phrase, days: Judged, sheet: Sheet, **told: object
) -> None:
    """Something given that no session has a use for: a finding, with its reason."""
    found = days.get(ordinal) or next(iter(days.values()))
    sheet.find(code)
    sheet.why(found[0].attendance.article, fact, code, **told)


def _measure(outing: Outing, touched: Sequence[tuple[DayPlan, Session, int]], sheet: Sheet) -> None:
    start, end = seconds(outing.from_), seconds(outing.to)
    plan, session, _ = touched[0]
    rules = plan.attendance.outings
    sheet.count(plan.ordinal, "outings", 1)
    told: dict[str, object]
    if rules is None:
        sheet.find("outing_not_ruled_on")
        told = {"from_time": _instant(outing.from_), "to_time": _instant(outing.to)}
        sheet.why(plan.attendance.article, say.OUTING_NOT_RULED, "outing_not_ruled_on", **told)
        return
    away = sum(part for _, _, part in touched)
    if rules.measured == "clock_time":
        away = end - start
    table = rules.approved if outing.approved else rules.unapproved
    band = pick(bands(table), away)
    if band is None:
        return
    article = table.article if table else rules.article
    told = {
        "from_time": _instant(outing.from_),
        "to_time": _instant(outing.to),
        "minutes": f"{away / 60:.2f}".rstrip("0").rstrip("."),
    }
    fact = say.OUTING_APPROVED if outing.approved else say.OUTING
    if band.tier is None:
        sheet.find("uncovered")
        hole = band.hole().zh
        sheet.uncovered.append(
            Uncovered(plan.day, session.code, "outing", round(away / 60, 2), hole)
        )
        sheet.why(article, fact, "uncovered", **told)
        return
    tier = band.tier
    ruling = "absence_count" if tier.absence_counts else "leave" if tier.leave_days else "outing"
    sheet.why(tier.article or article, fact, tier.code or ruling, **told)
    sheet.absence(plan.ordinal, tier.absence_counts)
    if tier.leave_days:
        _take_leave(tier.leave_days, touched, sheet)
    if tier.code:
        sheet.count(plan.ordinal, tier.code, 1)
    sheet.extras(tier, tier.code or ruling, plan.text)


def _take_leave(days: float, touched: Sequence[tuple[DayPlan, Session, int]], sheet: Sheet) -> None:
    """So much leave instead of attendance, out of the sessions the outing reached into."""
    sheet.leave_days += days
    sheet.count(touched[0][0].ordinal, "leave_days", days)
    for plan, session, _ in touched:
        attended = sheet.attended.get((plan.ordinal, session.code), 0)
        taken = min(days, attended)
        if taken:
            sheet.attended[plan.ordinal, session.code] = attended - taken
            days -= taken


def _touched(
    start: int, end: int, days: Judged, period: Period
) -> list[tuple[DayPlan, Session, int]]:
    """The sessions of work the span reaches into, with the seconds; none on leave or at rest."""
    made = []
    for ordinal in range(start // DAY - 1, end // DAY + 1):
        if ordinal not in days:
            continue
        plan, sessions = days[ordinal]
        for session in sessions:
            if any(2 * ordinal + half in period.leaves for half in session.halves):
                continue
            base = ordinal * DAY
            part = min(end, base + session.end) - max(start, base + session.start)
            if part > 0:
                made.append((plan, session, part))
    return made


def judge_proxies(days: Judged, period: Period, hall: Hall, sheet: Sheet) -> None:
    """Charge each proxy punch, and each punch made for somebody else, on this person's sheet."""
    for at in period.proxies:
        ordinal = _day_of(at, days)
        if _on_leave_or_at_rest(at, ordinal, days, period):
            told: dict[str, object] = {"at": _absolute(at)}
            _unused(ordinal, "proxy_punch_off_duty", say.PROXY_OFF_DUTY, days, sheet, **told)
        else:
            _put(at, days[ordinal][0], hall, sheet, helper=False)
    for at in period.helped:
        _put(at, days[_day_of(at, days)][0], hall, sheet, helper=True)


def _put(at: int, plan: DayPlan, hall: Hall, sheet: Sheet, *, helper: bool) -> None:
    """Charge a proxy punch, on a provisional day as something to be confirmed."""
    if plan.provisional is None:
        _charge(at, plan.ordinal, hall, sheet, helper=helper)
        return
    aside = sheet.aside()
    _charge(at, plan.ordinal, hall, aside, helper=helper)
    sheet.put_before_a_person(aside)


def _day_of(at: int, days: Judged) -> int:
    """The day a punch belongs to: its own, unless the evening before is still open."""
    ordinal = at // DAY
    before = days.get(ordinal - 1)
    if before is not None and before[1] and at <= (ordinal - 1) * DAY + before[1][-1].closes:
        return ordinal - 1
    return ordinal if ordinal in days else ordinal - 1


def _on_leave_or_at_rest(at: int, ordinal: int, days: Judged, period: Period) -> bool:
    sessions = days[ordinal][1]
    own = [s for s in sessions if s.opens <= at - ordinal * DAY <= s.closes] or list(sessions)
    return all(2 * ordinal + half in period.leaves for s in own for half in s.halves)


def _charge(at: int, ordinal: int, hall: Hall, sheet: Sheet, *, helper: bool) -> None:
    attendance = hall.attendance(date.fromordinal(ordinal))
    proxy = attendance.proxy
    fact = say.HELPER if helper else say.PROXY
    told: dict[str, object] = {"at": _absolute(at)}
    sheet.find("helped_proxy" if helper else "proxy_punch")
    if proxy is None:
        sheet.why(attendance.article, fact, "void", **told)
        return
    counts = proxy.helper_absence_counts if helper else proxy.absence_counts
    sheet.why(proxy.article or attendance.article, fact, "absence_count", **told)
    sheet.absence(ordinal, counts)
    sheet.count(ordinal, "proxy_punches", 1)


def _instant(at: datetime) -> str:
    return at.isoformat(sep=" ", timespec="seconds" if at.second else "minutes")


def _absolute(at: int) -> str:
    day, second = divmod(at, DAY)
    return f"{date.fromordinal(day).isoformat()} {second // 3600:02d}:{second // 60 % 60:02d}"
