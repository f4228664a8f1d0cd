"""Reading attendance: terminals, what is odd, and what is known of people's comings and goings.

Leaves and outings belong to packages above this one: they give a `Provider`, and day results
ask all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from django.db import connection
from django.db.models import Count as Counted
from django.db.models import Max, Q

from yichuang.attendance.models import Alarm, Count, Device, OddLine, Punch
from yichuang.attendance.permissions import SEE_ATTENDANCE
from yichuang.attendance.states import ALARMS, DEVICE_STATES, ODD_KINDS
from yichuang.organization.face import MANAGE_DEVICES
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.phrases import Phrase
from yichuang.rules.attendance.facts import Leave, Outing

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Away:
    """When somebody was away with the house's knowledge (请假、外出), as the rule takes it."""

    leaves: tuple[Leave, ...] = ()
    """Approved ones, no two over one half-day."""
    outings: tuple[Outing, ...] = ()
    """Approved or not; wall time."""


Provider: TypeAlias = Callable[[Collection[int], date, date], Mapping[int, Away]]
"""Who was away from a day through a day, by person; whoever wasn't may be left out."""
_providers: list[Provider] = []


def provide_away(provider: Provider) -> Provider:
    """Let a package say who was away; once, when it is loaded. Usable as a decorator."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def away_of(people: Collection[int], first: date, last: date) -> Mapping[int, Away]:
    """Leaves and outings of these people, of all who know of them (请假和外出)."""
    found: dict[int, Away] = {}
    for provider in _providers:
        for person, away in provider(people, first, last).items():
            before = found.get(person, _NEVER)
            found[person] = Away(before.leaves + away.leaves, before.outings + away.outings)
    return found


_NEVER = Away()


@dataclass(frozen=True, slots=True)
class Terminal:
    """A terminal as the page and the command show it."""

    serial: str
    site: str
    state: str
    state_said: Phrase
    since: datetime
    seen_at: datetime | None
    address: str
    told: str
    records: int
    latest: datetime | None
    proven_to: date | None
    """The newest day that is proven whole."""
    short: int
    """On how many days it said it has more than stand here, and that isn't mended yet."""


def terminals(reader: Reader) -> list[Terminal]:
    """The terminals of the reader's site and those nobody admitted (考勤机), by serial number.

    Raises NotAllowed for who neither manages devices nor sees attendance.
    """
    if reader is not SYSTEM and not reader.may(MANAGE_DEVICES):
        reader.must(SEE_ATTENDANCE)
    rows = Device.objects.select_related("site").order_by("-state", "serial")
    if reader is not SYSTEM:
        rows = rows.filter(Q(site=None) | Q(site=reader.site_id))
    counts = Punch.objects.values_list("device").annotate(Counted("pk"), Max("at"))
    by_device = {device: (count, latest) for device, count, latest in counts}
    proven = dict(
        Count.objects.filter(proven=True).values_list("device").annotate(latest=Max("day"))
    )
    short = _short()
    made = []
    for one in rows:
        found = by_device.get(one.pk, (0, None))
        made.append(Terminal(
            one.serial, one.site.code if one.site else "", one.state, DEVICE_STATES[one.state],
            one.since, one.seen_at, one.address, one.told, found[0], found[1],
            proven.get(one.pk), short.get(one.pk, 0),
        ))  # fmt: skip
    return made


def _short() -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT device_id, count(*) FROM (SELECT device_id, day FROM attendance_count "
            "GROUP BY device_id, day HAVING NOT bool_or(proven)) d GROUP BY device_id"
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class Unknown:
    """A number under which punches came and that nobody has (无主考勤号)."""

    pin: str
    name: str
    """What the terminal calls it, where it said so."""
    count: int
    first: datetime
    last: datetime


_UNKNOWN = """
SELECT p.pin, coalesce(max(e.name), ''), count(DISTINCT p.id), min(p.at), max(p.at)
FROM attendance_punch p JOIN attendance_device v ON v.id = p.device_id
LEFT JOIN attendance_enrolled e ON e.device_id = p.device_id AND e.pin = p.pin
WHERE (%(site)s::bigint IS NULL OR v.site_id = %(site)s::bigint)
  AND NOT EXISTS (SELECT FROM attendance_pin x WHERE x.pin = p.pin)
  AND NOT EXISTS (SELECT FROM organization_person o WHERE o.staff_no = p.pin)
GROUP BY p.pin ORDER BY max(p.at) DESC LIMIT 200
"""


def unknown_pins(reader: Reader) -> list[Unknown]:
    """The numbers nobody has, with their punches (无主考勤号). Raises NotAllowed."""
    if reader is not SYSTEM and not reader.may(MANAGE_DEVICES):
        reader.must(SEE_ATTENDANCE)
    with connection.cursor() as cursor:
        cursor.execute(_UNKNOWN, {"site": reader.site_id})
        return [Unknown(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Odd:
    """A line to look at: of which terminal, what is odd about it, when it came."""

    serial: str
    what: Phrase
    line: str
    at: datetime


def odd_lines(reader: Reader) -> list[Odd]:
    """What terminals of the site sent that is no fact of its own, the newest first."""
    rows = OddLine.objects.filter(device__site=reader.site_id).select_related("device")
    found = rows.order_by("-pk")[:_SHOWN]
    return [Odd(r.device.serial, ODD_KINDS[r.kind], r.line, r.received_at) for r in found]


def alarms(reader: Reader) -> list[Odd]:
    """What the terminals of the site raised an alarm about, the newest first (告警)."""
    rows = Alarm.objects.filter(device__site=reader.site_id).select_related("device")
    found = rows.order_by("-pk")[:_SHOWN]
    return [Odd(r.device.serial, ALARMS[r.kind], r.said, r.at) for r in found]


def serials(device_ids: Sequence[int]) -> Mapping[int, str]:
    """The serial numbers of terminals, by key."""
    return dict(Device.objects.filter(pk__in=device_ids).values_list("pk", "serial"))
