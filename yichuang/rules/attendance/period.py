"""The facts of a period, checked and laid out for judging (期间与事实核对).

Punches become whole seconds on one line, counted from day 0 of the calendar, sorted, each
once; leaves become half-days. What can't be is refused with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from yichuang.phrases import Phrase
from yichuang.rules.attendance import sentences as say
from yichuang.rules.attendance.evidence import Shown, shown
from yichuang.rules.attendance.facts import Facts, Leave
from yichuang.rules.attendance.plan import Hall, meeting
from yichuang.rules.attendance.sessions import AM, DAY, PM
from yichuang.rules.facts import FactsError

LONGEST = 1_100
"""Days in one ruling: three years and a little."""

_HALF_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(am|pm)")
_TYPE = re.compile(r"[a-z][a-z0-9_]{0,59}")


@dataclass(frozen=True, slots=True)
class Period:
    """What happened, laid out: days as ordinals, times as absolute seconds."""

    first: int
    last: int
    punches: tuple[int, ...]
    proxies: tuple[int, ...]
    helped: tuple[int, ...]
    leaves: Mapping[int, str]
    """Half-day (twice the ordinal, one more for the afternoon) → kind of leave."""
    rosters: Mapping[int, frozenset[str]]
    excused: frozenset[tuple[int, str, str]]
    shown: Mapping[int, Phrase]
    """The punches that no terminal shows, by their second → what shows them."""
    evidence: Shown
    set_aside: frozenset[tuple[int, str]]


def period_of(facts: Facts, hall: Hall) -> Period:
    """The facts of a period. Raises FactsError where they can't be."""
    first, last = facts.from_.toordinal(), facts.to.toordinal()
    if last < first:
        raise FactsError("facts.to", say.FROM_BEFORE_TO, facts.to, {"start": facts.from_})
    if last - first >= LONGEST:
        raise FactsError("facts.to", say.PERIOD_LENGTH, facts.to, {"days": LONGEST})
    rosters = _rosters(facts, hall)
    latest = _latest(last, rosters.get(last, frozenset()), hall)
    minutes = hall.attendance(facts.from_).precision == "minute"

    def placed(field: str, times: Iterable[datetime]) -> set[int]:
        made = set()
        for index, at in enumerate(times):
            made.add(_second(at, first, latest, f"facts.{field}[{index}]", facts, minutes=minutes))
        return made

    proxies = placed("proxy_punches", facts.proxy_punches)
    punches = placed("punches", facts.punches) - proxies
    for index, outage in enumerate(facts.outages):
        if outage.to < outage.from_:
            args = {"start": outage.from_}
            raise FactsError(f"facts.outages[{index}].to", say.NOT_BEFORE, outage.to, args)
    evidence = shown(facts, hall)
    others: dict[int, Phrase] = {}
    for index, punch in enumerate(facts.other_punches):
        at = f"facts.other_punches[{index}].at"
        second = _second(punch.at, first, latest, at, facts, minutes=minutes)
        if index in evidence.by and second not in punches:
            others[second] = evidence.by[index]
    for index, outing in enumerate(facts.outings):
        at = f"facts.outings[{index}]"
        _second(outing.from_, first, latest, f"{at}.from", facts)
        _second(outing.to, first, latest, f"{at}.to", facts)
        if outing.to < outing.from_:
            raise FactsError(f"{at}.to", say.NOT_BEFORE, outing.to, {"start": outing.from_})
    return Period(
        first,
        last,
        tuple(sorted(punches | set(others))),
        tuple(sorted(proxies)),
        tuple(sorted(placed("punches_for_others", facts.punches_for_others))),
        _half_days(facts.leaves, first, last),
        rosters,
        _excused(facts, hall),
        others,
        evidence,
        _set_aside(facts, hall),
    )


def seconds(at: datetime) -> int:
    """An instant as absolute seconds."""
    return at.toordinal() * DAY + at.hour * 3600 + at.minute * 60 + at.second


def _second(
    at: datetime, first: int, latest: int, where: str, facts: Facts, *, minutes: bool = False
) -> int:
    found = seconds(at)
    if not first * DAY <= found <= latest:
        args = {"start": facts.from_, "end": facts.to}
        raise FactsError(where, say.IN_PERIOD, at.isoformat(), args)
    return found - found % 60 if minutes else found


def _latest(last: int, rostered: frozenset[str], hall: Hall) -> int:
    """The last second that can still belong to the last day."""
    plan = hall.day(last, rostered)
    closes = plan.sessions[-1].closes if plan.sessions else 0
    if closes >= DAY and last < date.max.toordinal():
        met = meeting(plan, hall.day(last + 1))
        closes = met[0] if met else closes
    return last * DAY + max(DAY - 1, closes)


def _half_days(leaves: tuple[Leave, ...], first: int, last: int) -> dict[int, str]:
    spans = []
    for index, leave in enumerate(leaves):
        at = f"facts.leaves[{index}]"
        start = _half_day(leave.from_, f"{at}.from")
        end = _half_day(leave.to, f"{at}.to")
        if end < start:
            raise FactsError(f"{at}.to", say.NOT_BEFORE, leave.to, {"start": leave.from_})
        if not _TYPE.fullmatch(leave.type):
            raise FactsError(f"{at}.type", say.LEAVE_TYPE, leave.type)
        spans.append((start, end, index, leave))
    spans.sort(key=lambda span: span[:3])
    for (_, end, one, leave), (start, _, other, later) in pairwise(spans):
        if start <= end:
            index, found = (other, later) if other > one else (one, leave)
            against = leave if found is later else later
            raise FactsError(
                f"facts.leaves[{index}]",
                say.NO_OVERLAP,
                f"{found.from_} – {found.to}",
                {"other": f"{against.from_} – {against.to}"},
            )
    low, high = 2 * first, 2 * last + PM
    return {
        half: leave.type
        for start, end, _, leave in spans
        for half in range(max(start, low), min(end, high) + 1)
    }


def halves_of_leave(leave: Leave) -> tuple[int, int]:
    """The first and the last half-day of a leave, both inside."""
    return _half_day(leave.from_, "facts.leaves"), _half_day(leave.to, "facts.leaves")


def _half_day(text: str, at: str) -> int:
    found = _HALF_DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError
        day = date.fromisoformat(found[1])
    except ValueError:
        raise FactsError(at, say.HALF_DAY, text) from None
    return 2 * day.toordinal() + (AM if found[2] == "am" else PM)


def _rosters(facts: Facts, hall: Hall) -> dict[int, frozenset[str]]:
    made: dict[int, set[str]] = {}
    for index, duty in enumerate(facts.duties):
        _known_session(duty.date_, duty.session, f"facts.duties[{index}]", hall)
        made.setdefault(duty.date_.toordinal(), set()).add(duty.session)
    return {day: frozenset(codes) for day, codes in made.items()}


def _excused(facts: Facts, hall: Hall) -> frozenset[tuple[int, str, str]]:
    made = set()
    for index, one in enumerate(facts.excused):
        _known_session(one.date_, one.session, f"facts.excused[{index}]", hall)
        made.add((one.date_.toordinal(), one.session, one.punch))
    return frozenset(made)


def _set_aside(facts: Facts, hall: Hall) -> frozenset[tuple[int, str]]:
    made = set()
    for index, one in enumerate(facts.set_aside):
        _known_session(one.date_, one.session, f"facts.set_aside[{index}]", hall)
        made.add((one.date_.toordinal(), one.session))
    return frozenset(made)


def _known_session(day: date, session: str, at: str, hall: Hall) -> None:
    known = {"am", "pm", "day", *hall.attendance(day).sessions}
    planned = {s.code for s in hall.day(day.toordinal()).sessions}
    if session not in known | planned:
        args = {"known": ", ".join(sorted(known | planned))}
        raise FactsError(f"{at}.session", say.KNOWN_SESSION, session, args)
