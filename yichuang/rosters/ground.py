"""What a roster is made on: windows, people, absences, the past twelve months (排班底数)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yichuang.leave.queries import Absence, absent
from yichuang.organization.queries import who_hold, windows_of
from yichuang.organization.roles import Role
from yichuang.rosters.models import Place
from yichuang.rules.book.rulebook import Book
from yichuang.rules.halfdays import Half
from yichuang.rules.roster import Facts, Post, Slot, Worker, slots

_YEAR = timedelta(days=366)
_WINDOW_ROLES = (Role.WINDOW_CLERK, Role.INTEGRATED_WINDOW)


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything a roster of some days is proposed and judged by, read once."""

    facts: Facts
    slots: tuple[Slot, ...]
    people: dict[str, int]
    """Ids of people by staff number, and of windows by code."""
    windows: dict[str, int]
    names: dict[str, str]


def ground(site_id: int, book: Book, first: date, last: date) -> Ground:
    """The windows and people of a site, and who of them is away, over these days."""
    windows = list(windows_of(site_id))
    held = who_hold(site_id, *_WINDOW_ROLES)
    open_slots = slots(book, first, last)
    away = absent([one.pk for one in held], first, last)
    workers = [
        Worker(one.staff_no, one.department_id, Role.INTEGRATED_WINDOW in roles)
        for one, roles in held.items()
    ]
    facts = Facts(
        first, last, [Post(one.code, one.department_id) for one in windows], workers,
        [(one.staff_no, *key) for one in held for key in _touched(away[one.pk], open_slots)],
    )  # fmt: skip
    return Ground(
        facts, open_slots, {one.staff_no: one.pk for one in held},
        {one.code: one.pk for one in windows}, {one.staff_no: one.name for one in held},
    )  # fmt: skip


def rest_days_before(site_id: int, book: Book, first: date) -> dict[str, int]:
    """Half-days of rest that each worked in the twelve months before a day, by staff number."""
    since = first - _YEAR
    rest = {slot.key for slot in slots(book, since, first - timedelta(days=1)) if slot.rest}
    if not rest:
        return {}
    rows = Place.objects.filter(site=site_id, on__gte=since, on__lt=first)
    counted = Counter(
        number for number, *key in rows.values_list("person__staff_no", "on", "half")
        if tuple(key) in rest
    )  # fmt: skip
    return dict(counted)


def usual_windows(site_id: int, before: date) -> dict[str, str]:
    """The window each sat at most in the quarter before a day, by staff number."""
    rows = Place.objects.filter(site=site_id, on__gte=before - _YEAR / 4, on__lt=before)
    counted = Counter(rows.values_list("person__staff_no", "window__code"))
    most = sorted(counted, key=lambda key: (counted[key], key))
    return dict(most)


def _touched(away: Iterable[Absence], open_slots: Iterable[Slot]) -> set[tuple[date, Half]]:
    absences = list(away)
    if not absences:
        return set()
    return {
        slot.key for slot in open_slots for one in absences
        if one.from_ < datetime.combine(slot.on, slot.end)
        and datetime.combine(slot.on, slot.start) < one.to
    }  # fmt: skip
