"""What shows that somebody was there (打卡依据): terminals' records, slips, sheets, by person.

A number at the terminals is a person's by what was assigned, else by their staff number; both
are looked up when results are ruled, so a number assigned late brings its punches along.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from yichuang.attendance.models import Pin, Punch, Slip
from yichuang.attendance.states import DeviceState, Shown
from yichuang.organization.queries import staff_numbers
from yichuang.organization.times import instant, local

BELIEVED_AHEAD = timedelta(days=1)
"""A record more than this in the future when it came shows a wrong clock, not a presence."""


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """One punch: the wall time, what shows it, and the terminal."""

    at: datetime
    kind: str
    device: str = ""
    verify: int | None = None


def evidence_of(
    people: Collection[int], first: date, last: date
) -> Mapping[int, tuple[Evidence, ...]]:
    """What shows these people's comings and goings, from a day through the night after a day."""
    start = instant(datetime.combine(first, time()))
    end = instant(datetime.combine(last, time())) + timedelta(days=2)
    found: dict[int, set[Evidence]] = {person: set() for person in people}
    owners = _owners(people)
    rows = Punch.objects.filter(pin__in=owners, at__gte=start, at__lt=end)
    rows = rows.exclude(device__state=DeviceState.REFUSED)
    values = rows.values_list("pin", "at", "device__serial", "verify", "received_at")
    for pin, at, serial, verify, received_at in values.iterator(chunk_size=20_000):
        wall = local(at)
        owner = _owner(owners[pin], wall.date())
        if owner in found and at <= received_at + BELIEVED_AHEAD:
            found[owner].add(Evidence(wall, Shown.TERMINAL, serial, verify))
    slips = Slip.objects.filter(person__in=people, at__gte=start, at__lt=end)
    for person, at, kind in slips.values_list("person", "at", "kind"):
        found[person].add(Evidence(local(at), kind))
    return {person: tuple(sorted(one, key=_order)) for person, one in found.items()}


def _order(one: Evidence) -> tuple[datetime, str, str, int]:
    return one.at, one.kind, one.device, one.verify or 0


_Owned = list[tuple[date, int]]


def _owners(people: Collection[int]) -> dict[str, _Owned]:
    """Every number that is or was one of theirs: from which day it is whose."""
    numbers = staff_numbers(people)
    theirs = list(Pin.objects.filter(person__in=people).order_by("pk"))
    known = {row.pin for row in theirs} | set(numbers.values())
    made: dict[str, _Owned] = {}
    for row in Pin.objects.filter(pin__in=known).order_by("pk"):
        made.setdefault(row.pin, []).append((row.from_on or date.min, row.person_id))
    begins: dict[int, date] = {}
    for row in theirs:
        first = row.from_on or date.min
        begins[row.person_id] = min(first, begins.get(row.person_id, first))
    for person, number in numbers.items():
        # A staff number is its owner's until another number of theirs begins, or until it is
        # somebody else's; what was assigned comes after it and wins.
        until = begins.get(person, date.max)
        own = [(date.min, person)] if until > date.min else []
        made[number] = [*own, (until, NOBODY), *made.get(number, [])]
    for owned in made.values():
        owned.sort(key=lambda one: one[0])
    return made


NOBODY = 0


def _owner(owned: _Owned, day: date) -> int:
    """Whose a number is on a day."""
    return next((person for begins, person in reversed(owned) if begins <= day), NOBODY)
