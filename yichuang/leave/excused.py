"""What attendance takes of leaves and outings (考勤所据的请假外出): half-days and stretches.

A leave covers its half-days; one that takes no day (an hour asked for orally) is a stretch out of
the hall with approval. Who signs out for themselves is out without anybody's approval.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from yichuang.attendance.queries import Away
from yichuang.leave.queries import Absence, absent
from yichuang.leave.whereabouts import outings
from yichuang.rules.attendance.facts import Leave, Outing
from yichuang.rules.leave.required import ABSENCE

_NOON = time(12, 0)
_LAST_SECOND = time(23, 59, 59)


def away(people: Collection[int], first: date, last: date) -> Mapping[int, Away]:
    """Who was away from a day through a day with the house's knowledge, by person."""
    found = {}
    for person, granted in absent(people, first, last).items():
        out = (Outing(one.from_, one.to, approved=True) for one in granted if not one.days)
        own = (
            Outing(one.out_at, one.back_at or one.back_by, approved=one.kind == "recall")
            for one in outings(person, first, last)
        )
        leaves = tuple(_leaves([one for one in granted if one.days], first, last))
        cut = (_cut(one, first, last) for one in (*out, *own))
        within = sorted((one for one in cut if one.from_ < one.to), key=lambda one: one.from_)
        found[person] = Away(leaves, tuple(within))
    return found


def _cut(one: Outing, first: date, last: date) -> Outing:
    """An outing as far as it lies within these days; who isn't back yet may be out for longer."""
    start, end = datetime.combine(first, time()), datetime.combine(last, _LAST_SECOND)
    return Outing(max(one.from_, start), min(one.to, end), approved=one.approved)


def _leaves(granted: list[Absence], first: date, last: date) -> Iterator[Leave]:
    """Each with its half-days, cut to these days; of two in one half-day the earlier has it."""
    taken = _half(datetime.combine(first, time())) - 1
    end = _half(datetime.combine(last, time(23)))
    for one in granted:
        if one.kind == ABSENCE:
            continue
        start, until = _half(one.from_), _half(one.to - timedelta(seconds=1))
        start, until = max(start, taken + 1), min(until, end)
        if start <= until:
            taken = until
            yield Leave(_said(start), _said(until), one.kind)


def _half(at: datetime) -> int:
    """Half-days counted through: two for each day."""
    return 2 * at.toordinal() + (at.time() >= _NOON)


def _said(half: int) -> str:
    return f"{date.fromordinal(half // 2)}{'pm' if half % 2 else 'am'}"
