"""Reading appointments: what is free, how one stands, who didn't come (预约, R12)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeAlias

from django.db.models import Q

from yichuang.organization.times import instant, local
from yichuang.reception.errors import AppointmentUnknown, ServiceUnknown
from yichuang.reception.hours import queue_rules
from yichuang.reception.models import Appointment, DayOff, Service, WindowService
from yichuang.reception.states import Booked
from yichuang.regulations.queries import in_force
from yichuang.rules.slots import Slot, slots

Kept: TypeAlias = Appointment
"""An appointment as it is kept, for those who show one."""
_FORTNIGHT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Free:
    """A slot, and how many places of it are left."""

    at: datetime
    capacity: int
    free: int


def free_slots(
    site_id: int, service: str, at: datetime, first: date | None = None, last: date | None = None
) -> list[Free]:
    """The slots of a service that lie ahead (可约时段); no days: the next fourteen.

    Raises ServiceUnknown.
    """
    known = Service.objects.filter(site=site_id, code=service, active=True).first()
    if known is None:
        raise ServiceUnknown(service=service, field="service")
    from_ = first or local(at).date()
    every = slots_of(known, from_, last or from_ + _FORTNIGHT, at)
    if not every:
        return []
    taken = _places(known.pk, instant(every[0].at), instant(every[-1].until), at)
    made = []
    for slot in every:
        start, end = instant(slot.at), instant(slot.until)
        used = sum(starts < end and ends > start for starts, ends in taken)
        made.append(Free(start, slot.capacity, max(0, slot.capacity - used)))
    return made


def slots_of(service: Service, first: date, last: date, at: datetime) -> Sequence[Slot]:
    """The slots of a service, without the days on which the site takes no appointments."""
    windows = WindowService.objects.filter(service=service).count()
    adopted = in_force(service.site_id, local(at).date())
    off = set(DayOff.objects.filter(site=service.site_id, day__range=(first, last))
              .values_list("day", flat=True))  # fmt: skip
    every = slots(adopted.book, first, last, windows, local(at)) if windows else ()
    return [slot for slot in every if slot.at.date() not in off]


def takes_a_place(service_id: int, start: datetime, end: datetime, at: datetime) -> int:
    """How many places of a stretch are taken now: by bookings, holds, and what isn't free yet."""
    return len(_places(service_id, start, end, at))


def _places(
    service_id: int, start: datetime, end: datetime, at: datetime
) -> list[tuple[datetime, datetime]]:
    taken = (
        Q(state__in=(Booked.CONFIRMED, Booked.COME)) | Q(state=Booked.HELD, held_until__gt=at)
        | Q(state=Booked.CANCELLED, frees_at__gt=at)
    )  # fmt: skip
    rows = Appointment.objects.filter(taken, service=service_id, starts_at__lt=end,
                                      ends_at__gt=start)  # fmt: skip
    return list(rows.values_list("starts_at", "ends_at"))


def standing_of(row: Appointment, at: datetime) -> str:
    """How it stands at an instant: as it is kept, or ``lapsed``, or ``no_show``."""
    if row.state == Booked.HELD and row.held_until <= at:
        return "lapsed"
    grace = timedelta(minutes=queue_rules(row.site_id, at).appointments.grace_minutes)
    if row.state == Booked.CONFIRMED and row.starts_at + grace < at:
        return "no_show"
    return str(row.state)


def missed_days(whose: str, site_id: int, at: datetime) -> list[date]:
    """The days on which somebody had booked and didn't come, unless they were excused."""
    over = instant(datetime.combine(local(at).date(), datetime.min.time()))
    rows = Appointment.objects.filter(
        whose=whose, site=site_id, state=Booked.CONFIRMED, starts_at__lt=over
    )
    return [local(row.starts_at).date() for row in rows.order_by("starts_at")]


def by_code(code: str, site_id: int) -> Appointment:
    """An appointment by what its holder shows. Raises AppointmentUnknown."""
    rows = Appointment.objects.select_related("service", "site")
    found = rows.filter(code=code.strip().upper()[:12], site=site_id).first()
    if found is None:
        raise AppointmentUnknown(code=code[:20])
    return found


def code_of(pk: int, site_id: int) -> str:
    """The code of an appointment by its id. Raises AppointmentUnknown."""
    rows = Appointment.objects.filter(pk=pk, site=site_id)
    code = rows.values_list("code", flat=True).first()
    if code is None:
        raise AppointmentUnknown(code=pk)
    return code


def of_day(site_id: int, day: date) -> list[Appointment]:
    """The appointments of a day that are booked, come to, or were not, by their times."""
    first = instant(datetime.combine(day, datetime.min.time()))
    rows = Appointment.objects.select_related("service").filter(
        site=site_id, starts_at__gte=first, starts_at__lt=first + timedelta(days=1)
    )
    kept = rows.exclude(state__in=(Booked.CANCELLED, Booked.HELD))
    return list(kept.order_by("starts_at", "pk"))
