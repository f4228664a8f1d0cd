"""What attendance finds, as acts (考勤所见的行为), for what follows from it elsewhere.

`late`, `early`, `missing`, what a tier or an outing calls its own, `outings`, `proxy_punches`;
`absence` with its days, two half-days of one date being a day; `absence_by_count` with the days
that a count of late and early came to; `leave_KIND` with its days.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from yichuang.rules.acts import LEAVE
from yichuang.rules.attendance.facts import HalfDay
from yichuang.rules.parts.deed import Deed

Event = tuple[int, str, float]
_SUMS = frozenset({"absence_counts", "absence_days", "leave_days", "consecutive_absence_days"})
_AWAY = "leave:"


def deeds(
    events: Sequence[Event], by_count: Iterable[Event], half_days: Iterable[HalfDay], day: float
) -> tuple[Deed, ...]:
    """The acts of a period in the order of their days; `day`: what an absence count is of one."""
    made: list[Deed] = []
    absent: dict[int, float] = defaultdict(float)
    leave: dict[int, float] = defaultdict(float)
    for ordinal, what, times in events:
        if what == "absence_counts":
            absent[ordinal] += times * day
        elif what == "leave_days":
            leave[ordinal] += times
        elif what not in _SUMS:
            made.append(Deed(what, date.fromordinal(ordinal), count=int(times)))
    for ordinal, days in absent.items():
        made += _absences(ordinal, days)
    made += _leaves(leave, half_days)
    made += [
        Deed("absence_by_count", date.fromordinal(ordinal), days=days)
        for ordinal, _, days in by_count
    ]
    return tuple(sorted(made, key=lambda deed: (deed.on, deed.code)))


def _absences(ordinal: int, days: float) -> Iterator[Deed]:
    on, whole = date.fromordinal(ordinal), int(days)
    if whole:
        yield Deed("absence", on, days=1, count=whole)
    if days > whole:
        yield Deed("absence", on, days=round(days - whole, 6))


def _leaves(leave: dict[int, float], half_days: Iterable[HalfDay]) -> Iterator[Deed]:
    kinds: dict[int, list[str]] = defaultdict(list)
    for half in half_days:
        kinds[half.date_.toordinal()] += [
            status.removeprefix(_AWAY) for status in half.status if status.startswith(_AWAY)
        ]
    for ordinal, days in leave.items():
        rows = kinds[ordinal] or ["outing"]
        for kind in dict.fromkeys(rows):
            share = days * rows.count(kind) / len(rows)
            yield Deed(LEAVE + kind, date.fromordinal(ordinal), days=round(share, 6))
