"""Booking a time for a service (预约, R12).

Who books waits in a short line per service (one advisory lock), so what is counted holds until
the commit. A hold takes its place until it runs out; what was cancelled, for as long as the book
says; a long matter all the slots it covers. So two holds of a last place can't be.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from yichuang.journal.actions import record
from yichuang.messages.actions import About, tell_applicant
from yichuang.messages.words import Told, filled
from yichuang.organization.personal import blind_index, decrypt, encrypt
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.reception.actions.tickets import Taken, issue
from yichuang.reception.appointments import missed_days, slots_of, standing_of, takes_a_place
from yichuang.reception.errors import (
    AppointmentState,
    AppointmentUnknown,
    Barred,
    DayOver,
    HasAppointment,
    HolderNeeded,
    NotBookable,
    ServiceUnknown,
    SlotFull,
    TooManyNumbers,
)
from yichuang.reception.face import CLOSE_DAY, GUIDE
from yichuang.reception.hours import queue_rules
from yichuang.reception.models import Appointment, DayOff, Service
from yichuang.reception.states import BOOKED_NAMES, Booked
from yichuang.rules.citation import cited
from yichuang.rules.slots import barred_until, run_of
from yichuang.text import passage

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader
    from yichuang.rules.sections.queue import Booking

_LOCK = 0x7962
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
_CODE = 8
# Against machines; no figure of a regulation.
_WINDOW = timedelta(minutes=10)
_PER_ADDRESS = 5


class Noticed(NamedTuple):
    """Somebody whose appointment was called off, and whether a message went out."""

    code: str
    name: str
    phone: str
    at: datetime
    told: bool


def book(
    *, service: str, slot: datetime, holder: Mapping[str, str], matters: int = 1, at: datetime,
    by: Reader,
) -> Appointment:  # fmt: skip
    """Hold a time (预约占位) until it is confirmed, for so many matters one after another.

    `holder`: name and phone, kept encrypted. Raises HolderNeeded, ServiceUnknown, NotBookable,
    SlotFull, HasAppointment, Barred.
    """
    name, phone = passage(holder.get("name", "")), passage(holder.get("phone", ""))
    if not name or not phone:
        raise HolderNeeded(field="holder")
    known = Service.objects.filter(site=by.site_id, code=service, active=True).first()
    if known is None:
        raise ServiceUnknown(service=service, field="service")
    with transaction.atomic():
        with connection.cursor() as cursor:  # one after another, so that the count holds
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", (_LOCK, known.pk))
        section, whose = _section(known, at), blind_index("phone", phone)
        _may_book(section, whose, known, slot, at)
        day = local(slot).date()
        run = run_of(slots_of(known, day, day, at), local(slot), max(1, matters))
        if not run:
            raise NotBookable(field="slot")
        for one in run:
            if takes_a_place(known.pk, instant(one.at), instant(one.until), at) >= one.capacity:
                raise SlotFull(field="slot")
        code = "".join(secrets.choice(_LETTERS) for _ in range(_CODE))
        made = Appointment.objects.create(
            site_id=known.site_id, service=known, code=code, starts_at=slot,
            ends_at=instant(run[-1].until), since=at, made_at=at, whose=whose, source=by.name,
            held_until=at + timedelta(minutes=section.held_minutes),
            personal=encrypt(json.dumps({"name": name, "phone": phone}, ensure_ascii=False),
                             of=f"appointment:{code}"),
        )  # fmt: skip
        _record(made, "held", at, by)
    return made


def book_by_browser(
    *, service: str, slot: datetime, holder: Mapping[str, str], matters: int, address: str,
    at: datetime, by: Reader,
) -> Appointment:  # fmt: skip
    """Hold a time from a visitor's own browser (网上预约); an address holds a few at a time.

    Only a keyed digest of the address is kept. Raises TooManyNumbers, and as `book`.
    """
    by = replace(by, name=f"visitor:{blind_index('address', address)[:16]}")
    with transaction.atomic():
        made = book(service=service, slot=slot, holder=holder, matters=matters, at=at, by=by)
        lately = Appointment.objects.filter(source=by.name, made_at__gt=at - _WINDOW)
        if lately.count() > _PER_ADDRESS:
            seconds = int(_WINDOW.total_seconds())
            raise TooManyNumbers(minutes=seconds // 60, retry_after=seconds)
    return made


def confirm(*, code: str, at: datetime, by: Reader) -> Appointment:
    """Confirm a hold while it stands (确认预约); its holder is told. Raises AppointmentState."""
    with transaction.atomic():
        row = _held(code, by, at, "held")
        _change(row, Booked.CONFIRMED, at, by)
        said = filled(_BOOKED, {"at": f"{local(row.starts_at):%Y-%m-%d %H:%M}", "c": row.code})
        _tell(row, "confirmed", Told(Phrase("预约成功", "Booked"), said), at, by)
    return row


def cancel(*, code: str, at: datetime, by: Reader) -> Appointment:
    """Cancel it (取消预约); its place is free for others after the book's minutes."""
    with transaction.atomic():
        row = _held(code, by, at, "held", "confirmed")
        was_held = row.state == Booked.HELD
        wait = 0 if was_held else _section(row.service, at).freed_after_minutes
        row.frees_at = at + timedelta(minutes=wait)
        _change(row, Booked.CANCELLED, at, by)
    return row


def come(*, code: str, at: datetime, by: Reader) -> Taken:
    """Check in (预约签到): its holder gets a number and waits by the slot.

    How late one may be is the queue rule's to say. Raises AppointmentState, and as `issue`.
    """
    with transaction.atomic():
        row = _held(code, by, at, "confirmed", "no_show")
        if local(row.starts_at).date() != local(at).date():
            raise _not_now(row, at)
        classes = queue_rules(row.site_id, at).classes
        class_ = next((c for c, one in classes.items() if one.since == "slot"), "")
        taken = issue(service=row.service.code, ticket_class=class_,
                      slot=row.starts_at if class_ else None, at=at, by=by)  # fmt: skip
        row.ticket_id = taken.id
        _change(row, Booked.COME, at, by)
    return taken


def excuse(*, code: str, reason: str, at: datetime, by: Reader) -> Appointment:
    """Let an absence not count, for a reason (爽约申诉成立).

    Raises NotAllowed, AppointmentState.
    """
    by.must(GUIDE)
    with transaction.atomic():
        row = _held(code, by, at, "no_show")
        row.reason = passage(reason)[:200]
        _change(row, Booked.EXCUSED, at, by)
    return row


def call_off(*, day: date, reason: str, at: datetime, by: Reader) -> list[Noticed]:
    """Take no appointments on a day and call off those there are (停办一天).

    Everybody who had one is told where the hall has a way to; the list says who wasn't, to be
    rung up. Raises NotAllowed, DayOver.
    """
    by.must(CLOSE_DAY)
    assert by.site_id is not None
    reason = passage(reason)[:200]
    if day < local(at).date():
        raise DayOver(day=day.isoformat())
    told = []
    with transaction.atomic():
        DayOff.objects.get_or_create(
            site_id=by.site_id, day=day,
            defaults={"reason": reason, "closed_at": at, "closed_by": by.name},
        )  # fmt: skip
        first = instant(datetime.combine(day, datetime.min.time()))
        rows = Appointment.objects.select_for_update(of=("self",)).filter(
            site=by.site_id, starts_at__gte=first, starts_at__lt=first + timedelta(days=1),
            state__in=(Booked.HELD, Booked.CONFIRMED),
        ).order_by("starts_at", "pk")  # fmt: skip
        for row in rows.select_related("service", "site"):
            holder = holder_of(row)
            row.reason = reason
            _change(row, Booked.CALLED_OFF, at, by)
            said = filled(_OFF, {"at": f"{local(row.starts_at):%Y-%m-%d %H:%M}", "why": reason})
            sent = _tell(row, "called_off", Told(Phrase("预约取消", "Called off"), said), at, by)
            told.append(Noticed(row.code, holder.get("name", ""), holder.get("phone", ""),
                              row.starts_at, sent))  # fmt: skip
        record(site=by.site_code, kind="appointments.day_off", actor=by.name, at=at,
               subject=f"day:{by.site_code}:{day}", data={"called_off": len(told)})  # fmt: skip
    return told


def holder_of(row: Appointment) -> dict[str, str]:
    """Name and telephone of whose it is; empty once they were erased."""
    if row.personal is None:
        return {}
    held: dict[str, str] = json.loads(decrypt(bytes(row.personal), of=f"appointment:{row.code}"))
    return held


_BOOKED = Phrase(
    "已预约 {at}，预约码 {c}。请按时到大厅签到。",
    "Booked for {at}; your code is {c}. Please check in at the hall in time.",
)
_OFF = Phrase(
    "您 {at} 的预约因“{why}”取消，请另约时间。对不起。",
    "Your appointment of {at} is called off: {why}. Please book another. We are sorry.",
)


def _section(service: Service, at: datetime) -> Booking:
    section = queue_rules(service.site_id, at).booking
    if section is None:
        raise NotBookable(field="service")
    return section


def _may_book(section: Booking, whose: str, service: Service, slot: datetime, at: datetime) -> None:
    until = barred_until(section, missed_days(whose, service.site_id, at), local(at).date())
    if until is not None and section.no_shows is not None:
        raise Barred(until=until.isoformat(), article=cited(section.no_shows.article))
    first = instant(datetime.combine(local(slot).date(), datetime.min.time()))
    same = _alive(Appointment.objects.filter(
        whose=whose, service=service, starts_at__gte=first,
        starts_at__lt=first + timedelta(days=1)), at).first()  # fmt: skip
    if same is not None:
        raise HasAppointment(at=f"{local(same.starts_at):%H:%M}")


def _alive(rows: QuerySet[Appointment], at: datetime) -> QuerySet[Appointment]:
    return rows.filter(Q(state=Booked.CONFIRMED) | Q(state=Booked.HELD, held_until__gt=at))


def _held(code: str, by: Reader, at: datetime, *standings: str) -> Appointment:
    """The appointment under its lock, if it stands so. Raises AppointmentUnknown, …State."""
    row = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("service", "site")
        .filter(code=code.strip().upper(), site=by.site_id)
        .first()
    )
    if row is None:
        raise AppointmentUnknown(code=code[:20])
    if standing_of(row, at) not in standings:
        raise _not_now(row, at)
    return row


def _not_now(row: Appointment, at: datetime) -> AppointmentState:
    said = BOOKED_NAMES[standing_of(row, at)]
    return AppointmentState(code=row.code, zh=said.zh, en=said.en)


def _change(row: Appointment, state: Booked, at: datetime, by: Reader) -> None:
    row.state, row.since = state, at
    row.save()
    _record(row, state.value, at, by)


def _record(row: Appointment, kind: str, at: datetime, by: Reader) -> None:
    record(site=row.site.code, kind=f"appointment.{kind}", subject=f"appointment:{row.pk}",
           actor=by.name, at=at, data={"slot": local(row.starts_at).isoformat()})  # fmt: skip


def _tell(row: Appointment, kind: str, told: Told, at: datetime, by: Reader) -> bool:
    about = About(
        site_id=row.site_id, site_code=row.site.code, subject=f"appointment:{row.pk}",
        event=f"appointment:{row.pk}/{kind}", kind=f"appointment.{kind}", at=at,
    )  # fmt: skip
    phone = holder_of(row).get("phone", "")
    return bool(tell_applicant(about, told, phone=phone, actor=by.name))
