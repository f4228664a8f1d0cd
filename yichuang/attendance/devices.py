"""Terminals and numbers (考勤机和考勤号): admitted, refused, removed, assigned.

A terminal proves who it is by nothing but a serial number that is printed on its box, so a
person says which ones count. Each action is one transaction with its entry.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from yichuang.attendance.models import Device, Pin
from yichuang.attendance.protocol import is_pin, serial_of
from yichuang.attendance.refusals import BadPin, BadSerial, NotNow, PinTaken
from yichuang.attendance.states import DEVICE_STATES, DeviceState
from yichuang.errors import NotFound
from yichuang.journal.actions import record
from yichuang.organization.face import MANAGE_DEVICES
from yichuang.organization.queries import (
    SYSTEM,
    Reader,
    name_by_staff_no,
    person_by_staff_no,
    site_by_code,
)

MOST_QUARANTINED = 200
"""Anybody can make serial numbers up; more than this at once nobody would look through."""


def admit(*, serial: str, site: str, at: datetime, by: Reader) -> bool:
    """Admit a terminal at a site (准入), known or not; whether it wasn't there already.

    From then on its records are taken, also those it kept meanwhile. Raises BadSerial,
    NotFound, NotAllowed.
    """
    _must(by)
    number, place = serial_of(serial), site_by_code(site)
    if number is None:
        raise BadSerial(serial=serial[:40], field="serial")
    if by is not SYSTEM and place.pk != by.site_id:
        raise NotFound(what=site, field="site")
    with transaction.atomic():
        device = Device.objects.select_for_update().filter(serial=number).first()
        if device and device.state == DeviceState.ADMITTED and device.site_id == place.pk:
            return False
        device = device or Device(serial=number)
        device.state, device.site, device.since = DeviceState.ADMITTED, place, at
        device.save()
        _told(device, "terminal.admitted", place.code, at, by)
    return True


def refuse(*, serial: str, at: datetime, by: Reader) -> None:
    """Refuse a terminal that waits for admission (拒绝). Raises NotFound, NotNow, NotAllowed."""
    _end(serial, DeviceState.QUARANTINED, DeviceState.REFUSED, at, by)


def remove(*, serial: str, at: datetime, by: Reader) -> None:
    """Take a terminal out of use (停用); what it brought stays. Raises NotFound, NotNow."""
    _end(serial, DeviceState.ADMITTED, DeviceState.REMOVED, at, by)


def assign_pin(
    *, staff_no: str, pin: str, from_on: date | None = None, at: datetime, by: Reader
) -> None:
    """Say that somebody has this number at the terminals (指定考勤号), in place of their own.

    `from_on`: from which day; None: always, so that what came under it before counts too.
    Raises BadPin, PinTaken, NotFound, NotAllowed.
    """
    _must(by)
    pin = pin.strip()
    if not is_pin(pin):
        raise BadPin(pin=pin[:40], field="pin")
    person = person_by_staff_no(staff_no)
    if by is not SYSTEM and person.site_id != by.site_id:
        raise NotFound(what=staff_no, field="person")
    with transaction.atomic():
        _must_be_free(pin, from_on, person.pk, staff_no)
        Pin.objects.create(person=person, pin=pin, from_on=from_on, assigned_at=at)
        record(
            site=person.site.code, kind="attendance.pin_assigned", subject=f"person:{staff_no}",
            actor=by.name, at=at, data={"from": from_on.isoformat() if from_on else None},
        )  # fmt: skip


def _must_be_free(pin: str, from_on: date | None, person_id: int, staff_no: str) -> None:
    rows = Pin.objects.filter(pin=pin).select_related("person")
    for row in rows.exclude(person=person_id):
        if from_on is None or (row.from_on or date.min) >= from_on:
            raise PinTaken(pin=pin, name=row.person.name, staff_no=row.person.staff_no, field="pin")
    if from_on is None and rows.filter(person=person_id, from_on=None).exists():
        raise PinTaken(pin=pin, name=name_by_staff_no(staff_no), staff_no=staff_no, field="pin")
    owner = name_by_staff_no(pin) if pin != staff_no and from_on is None else ""
    if owner and not Pin.objects.filter(person__staff_no=pin).exists():
        raise PinTaken(pin=pin, name=owner, staff_no=pin, field="pin")


def _end(serial: str, before: DeviceState, after: DeviceState, at: datetime, by: Reader) -> None:
    _must(by)
    with transaction.atomic():
        device = Device.objects.select_for_update().filter(serial=serial.strip()).first()
        if device is None or not _is_here(device, by):
            raise NotFound(what=serial, field="serial")
        if device.state != before:
            raise NotNow(serial=serial, state=DEVICE_STATES[device.state])
        device.state, device.since = after, at
        device.save()
        site = device.site.code if device.site else by.site_code
        _told(device, f"terminal.{after}", site, at, by)


def _is_here(device: Device, by: Reader) -> bool:
    return by is SYSTEM or device.site_id in (None, by.site_id)


def _must(by: Reader) -> None:
    if by is not SYSTEM:
        by.must(MANAGE_DEVICES)


def _told(device: Device, kind: str, site: str, at: datetime, by: Reader) -> None:
    record(site=site, kind=kind, subject=f"terminal:{device.serial}", actor=by.name, at=at)
