"""Taking what terminals send (收取考勤记录): each upload is one transaction with its entry.

A terminal sends what it has as often as it likes: after a failure, a restart, on a whim. So a
terminal, a number and a time are one fact, and an upload that brings nothing new writes
nothing. Uploads of one terminal come one after another under its lock; the rows they find
there are therefore all there are, and nothing is tried that the constraint would refuse (the
triggers that note rows would note those, too).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from django.db import connection, transaction

from yichuang.attendance import protocol
from yichuang.attendance.devices import MOST_QUARANTINED
from yichuang.attendance.models import Alarm, Device, Enrolled, OddLine
from yichuang.attendance.protocol import Garbled, Operation, Record, User
from yichuang.attendance.refusals import UnknownDevice
from yichuang.attendance.states import AlarmKind, DeviceState, OddKind
from yichuang.journal.actions import record
from yichuang.organization.times import instant, local

_AHEAD = timedelta(minutes=2)
"""How far ahead of the hall a terminal's clock may be: less than it corrects by itself is 10 s."""
_SEEN_EVERY = timedelta(seconds=10)
_OPERATIONS: Mapping[int, AlarmKind] = MappingProxyType({
    21: AlarmKind.CLOCK_SET,
    13: AlarmKind.LOG_CLEARED, 23: AlarmKind.LOG_CLEARED, 24: AlarmKind.LOG_CLEARED,
    6: AlarmKind.USER_CHANGED, 9: AlarmKind.USER_CHANGED, 30: AlarmKind.USER_CHANGED,
    101: AlarmKind.USER_CHANGED,
})  # fmt: skip

_NEW = """
INSERT INTO attendance_punch (device_id, pin, at, status, verify, workcode, received_at)
SELECT DISTINCT ON (g.pin, g.at) %(device)s, g.pin, g.at, g.status, g.verify, g.workcode, %(now)s
FROM unnest(%(pins)s::text[], %(times)s::timestamptz[], %(statuses)s::smallint[],
  %(ways)s::smallint[], %(codes)s::text[]) WITH ORDINALITY
  AS g(pin, at, status, verify, workcode, n)
WHERE NOT EXISTS (
  SELECT FROM attendance_punch p WHERE p.device_id = %(device)s AND p.pin = g.pin AND p.at = g.at)
ORDER BY g.pin, g.at, g.n
"""
_STANDING = """
SELECT pin, at, status, verify, workcode FROM attendance_punch
WHERE device_id = %(device)s
  AND (pin, at) IN (SELECT * FROM unnest(%(pins)s::text[], %(times)s::timestamptz[]))
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an upload: the lines received, and how many of them were new."""

    lines: int
    new: int


def heard(serial: str, *, address: str, at: datetime, told: str = "", stamp: str = "") -> Device:
    """Note that a terminal called (来访); one that nobody knows is put into quarantine."""
    device = Device.objects.filter(serial=serial).first()
    if device is None:
        return _quarantined(serial, address, at)
    moved = bool(device.address) and device.address != address
    fresh = device.seen_at is not None and at - device.seen_at < _SEEN_EVERY
    changed = (told and told != device.told) or (stamp and stamp != device.stamp)
    if moved and device.state == DeviceState.ADMITTED:
        with transaction.atomic():
            _alarm(device, [(AlarmKind.ADDRESS, f"{address}/{local(at):%Y-%m-%d}",
                             f"{device.address} → {address}")], at)  # fmt: skip
    if moved or changed or not fresh:
        Device.objects.filter(pk=device.pk).update(
            seen_at=at, address=address, told=told or device.told, stamp=stamp or device.stamp
        )
    device.stamp = stamp or device.stamp
    return device


def _quarantined(serial: str, address: str, at: datetime) -> Device:
    device = Device(serial=serial, state=DeviceState.QUARANTINED, since=at, seen_at=at,
                    address=address)  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        # One at a time: the number of them is bounded, and two calls make one row.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('attendance.quarantine'))")
        known = Device.objects.filter(serial=serial).first()
        waiting = Device.objects.filter(state=DeviceState.QUARANTINED).count()
        if known is None and waiting < MOST_QUARANTINED:
            device.save()
            record(site="-", kind="terminal.seen", subject=f"terminal:{serial}",
                   actor=f"terminal:{serial}", at=at)  # fmt: skip
    return known or device


def take(serial: str, *, table: str, body: bytes, at: datetime) -> Taken:
    """Take an upload (收取), all of it or nothing. Raises UnknownDevice.

    What is no record is kept aside and counts as received: a terminal would send it for ever.
    """
    lines = protocol.lines_of(body)
    with transaction.atomic():
        device = (
            Device.objects.select_for_update(of=("self",), no_key=True)
            .filter(serial=serial)
            .select_related("site")
            .first()
        )
        if device is None or device.state != DeviceState.ADMITTED:
            raise UnknownDevice(serial=serial)
        read = _READERS.get(table)
        new = read(device, lines, body, at) if read else 0
    return Taken(len(lines), new)


def take_records(
    device: Device, found: Iterable[Record | Garbled], *, digest: str, by: str, at: datetime
) -> int:
    """Keep records of a terminal that stands under its lock; how many were new."""
    everything = list(found)
    given = [one for one in everything if isinstance(one, Record)]
    new = _insert(device, given, at) if given else 0
    odd = [*_odd(everything), *(_again(device, given) if new < len(given) else ())]
    kept = _keep_aside(device, odd, at)
    alarms = _keep_alarms(device, _ahead(given, at), at)
    if new or kept or alarms:
        told = {"lines": len(everything), "new": new, "odd": kept, "digest": digest}
        _tell(device, "attendance.received", at, by=by, data=told)
    return new


def _attlog(device: Device, lines: Sequence[str], body: bytes, at: datetime) -> int:
    return take_records(device, protocol.records(lines), digest=hashlib.sha256(body).hexdigest(),
                        by=f"terminal:{device.serial}", at=at)  # fmt: skip


def _rtlog(device: Device, lines: Sequence[str], body: bytes, at: datetime) -> int:
    return take_records(device, protocol.door_records(lines),
                        digest=hashlib.sha256(body).hexdigest(),
                        by=f"terminal:{device.serial}", at=at)  # fmt: skip


def _operlog(device: Device, lines: Sequence[str], body: bytes, at: datetime) -> int:
    alarms = []
    for one in protocol.operations(lines):
        if isinstance(one, User):
            Enrolled.objects.update_or_create(
                device=device, pin=one.pin, defaults={"name": one.name}
            )
        elif isinstance(one, Operation) and one.code in _OPERATIONS:
            kind = _OPERATIONS[one.code]
            alarms.append((kind, protocol.digest_of(one.line), one.line[:120].replace("\t", " ")))
    _alarm(device, alarms, at)
    return 0


_READERS: Mapping[str, Callable[[Device, Sequence[str], bytes, datetime], int]] = MappingProxyType({
    "ATTLOG": _attlog, "RTLOG": _rtlog, "OPERLOG": _operlog,
})  # fmt: skip


def _values(device: Device, given: Sequence[Record], at: datetime) -> dict[str, Any]:
    return {
        "device": device.pk,
        "now": at,
        "pins": [one.pin for one in given],
        "times": [instant(one.at) for one in given],
        "statuses": [one.status for one in given],
        "ways": [one.verify for one in given],
        "codes": [one.workcode for one in given],
    }


def _insert(device: Device, given: Sequence[Record], at: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_NEW, _values(device, given, at))
        count: int = cursor.rowcount
    return count


def _odd(found: Iterable[Record | Garbled]) -> Iterator[OddLine]:
    for one in found:
        if isinstance(one, Garbled):
            yield OddLine(kind=OddKind.GARBLED, line=one.line, day=one.day,
                          digest=protocol.digest_of(one.line))  # fmt: skip


def _again(device: Device, given: Sequence[Record]) -> Iterator[OddLine]:
    """Records of a second that has its fact already, and that say something else of it."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, _values(device, given, device.since))
        standing = {(pin, at): tuple(said) for pin, at, *said in cursor.fetchall()}
    for one in given:
        if standing.get((one.pin, instant(one.at))) != one.said:
            key = "\t".join(map(str, (one.pin, one.at, *one.said)))
            yield OddLine(kind=OddKind.AGAIN, line=key, day=one.at.date(),
                          digest=protocol.digest_of(key))  # fmt: skip


def _keep_aside(device: Device, odd: Sequence[OddLine], at: datetime) -> int:
    by_digest = {one.digest: one for one in odd}
    there = OddLine.objects.filter(device=device, digest__in=by_digest)
    for digest in there.values_list("digest", flat=True):
        del by_digest[digest]
    for one in by_digest.values():
        one.device, one.received_at = device, at
    OddLine.objects.bulk_create(by_digest.values())
    return len(by_digest)


_Alarms = Sequence[tuple[AlarmKind, str, str]]


def _ahead(given: Sequence[Record], at: datetime) -> _Alarms:
    """One alarm a day where records come from the future: the terminal's clock is wrong."""
    latest = max((one.at for one in given), default=None)
    now = local(at)
    if latest is None or latest - now <= _AHEAD:
        return ()
    return [(AlarmKind.CLOCK_AHEAD, f"{now:%Y-%m-%d}", f"{latest} > {now}")]


def _keep_alarms(device: Device, alarms: _Alarms, at: datetime) -> int:
    new = 0
    for kind, key, said in alarms:
        if not Alarm.objects.filter(device=device, kind=kind, key=key).exists():
            Alarm.objects.create(device=device, kind=kind, key=key, said=said[:120], at=at)
            new += 1
    return new


def _alarm(device: Device, alarms: _Alarms, at: datetime) -> None:
    new = _keep_alarms(device, alarms, at)
    if new:
        _tell(device, "terminal.alarmed", at, by=f"terminal:{device.serial}", data={"new": new})


def _tell(device: Device, kind: str, at: datetime, *, by: str, data: Mapping[str, object]) -> None:
    site = device.site.code if device.site else "-"
    record(site=site, kind=kind, subject=f"terminal:{device.serial}", actor=by, at=at, data=data)
