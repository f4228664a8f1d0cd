"""Asking terminals (向考勤机查询), and the proof that a day of theirs is here whole.

Nobody's absence is final before every terminal of the site has said how many records of that
day it has, and that many stand here. So at its poll a terminal is asked the count of each day
that is over and not proven (`VERIFY SUM`); where it has more than stand here it is asked for
the day again (`DATA QUERY`), and then for the count once more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from yichuang.attendance.models import Command, Count, Device, OddLine, Punch
from yichuang.attendance.protocol import Returned, count_of_day, may_be_sent, records_of_day
from yichuang.attendance.states import DeviceState
from yichuang.journal.actions import record
from yichuang.organization.times import ZONE, instant, local

# How the asking is paced; no figures of a regulation.
_AT_ONCE = 16
_GIVE_AGAIN = timedelta(minutes=2)
_TIMES = 5
_ROUND = timedelta(hours=6)
_A_ROUND = 6  # commands about one day of one terminal
_BACK = 400  # days

_UNPROVEN = """
SELECT d::date FROM generate_series(%(first)s::date, %(last)s::date, '1 day') d
WHERE NOT EXISTS (
    SELECT FROM attendance_count c WHERE c.device_id = %(device)s AND c.day = d::date AND c.proven)
  AND NOT EXISTS (
    SELECT FROM attendance_command o WHERE o.device_id = %(device)s AND o.day = d::date
    AND o.made_at > %(round)s)
ORDER BY EXISTS (
    SELECT FROM attendance_punch p WHERE p.device_id = %(device)s
    AND p.at >= d::date::timestamp AT TIME ZONE %(zone)s
    AND p.at < (d::date + 1)::timestamp AT TIME ZONE %(zone)s) DESC, d DESC
LIMIT %(most)s
"""


def commands_for(device: Device, at: datetime) -> list[tuple[int, str]]:
    """What a terminal is given at its poll (取指令): what it was asked and hasn't answered.

    Where there is nothing, the counts of days that aren't proven are asked for.
    """
    if device.state != DeviceState.ADMITTED:
        return []
    waiting = Command.objects.filter(device=device, answered_at=None, times__lt=_TIMES)
    if not waiting.exists():
        _plan(device, at)
    due = Q(given_at=None) | Q(given_at__lt=at - _GIVE_AGAIN)
    given = list(waiting.filter(due).order_by("pk")[:_AT_ONCE])
    Command.objects.filter(pk__in=[one.pk for one in given]).update(
        given_at=at, times=F("times") + 1
    )
    return [(one.pk, one.text) for one in given]


def ask(device: Device, text: str, at: datetime, day: date | None = None) -> None:
    """Put a command in the way of a terminal, one of those that only ask."""
    assert may_be_sent(text), text
    Command.objects.create(device=device, text=text, day=day, made_at=at)


def _plan(device: Device, at: datetime) -> None:
    today = local(at).date()
    oldest = Punch.objects.filter(device=device).order_by("at").values_list("at", flat=True).first()
    began = min(local(one).date() for one in (oldest, device.since) if one is not None)
    values: dict[str, Any] = {
        "device": device.pk, "first": max(began, today - timedelta(days=_BACK)),
        "last": today - timedelta(days=1), "round": at - _ROUND, "most": _AT_ONCE,
        "zone": _ZONE,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_UNPROVEN, values)
        days = [row[0] for row in cursor.fetchall()]
    for day in days:
        ask(device, count_of_day(day), at, day)


def answered(serial: str, results: Iterable[Returned], at: datetime) -> None:
    """Take what a terminal says of its commands (指令结果). The same answer twice is one answer."""
    with transaction.atomic():
        device = Device.objects.select_for_update(no_key=True).filter(serial=serial).first()
        if device is None or device.state != DeviceState.ADMITTED:
            return
        counted = 0
        for one in results:
            rows = Command.objects.filter(pk=one.command, device=device, answered_at=None)
            command = rows.first()
            if command is None:
                continue
            command.answered_at, command.returned = at, one.code
            command.save()
            if command.day is not None:
                counted += _follow(device, command, command.day, one, at)
        if counted:
            site = device.site.code if device.site else "-"
            record(site=site, kind="terminal.counted", subject=f"terminal:{serial}",
                   actor=f"terminal:{serial}", at=at, data={"days": counted})  # fmt: skip


def _follow(device: Device, command: Command, day: date, result: Returned, at: datetime) -> int:
    if command.text == records_of_day(day):
        if result.code >= 0:
            ask(device, count_of_day(day), at, day)
        return 0
    if result.count is None:
        return 0
    stored = stored_on(device, day)
    whole = stored >= result.count
    Count.objects.create(device=device, day=day, said=result.count, stored=stored, at=at,
                         proven=whole and day < local(at).date())  # fmt: skip
    asked = Command.objects.filter(device=device, day=day, made_at__gt=at - _ROUND).count()
    if not whole and asked < _A_ROUND:
        ask(device, records_of_day(day), at, day)
    return 1


def stored_on(device: Device, day: date) -> int:
    """How many records of a terminal's day stand here, also those that are no facts."""
    first = instant(datetime.combine(day, time()))
    rows = Punch.objects.filter(device=device, at__gte=first, at__lt=first + timedelta(days=1))
    return rows.count() + OddLine.objects.filter(device=device, day=day).count()


def whole_days(site_id: int, first: date, last: date) -> frozenset[date]:
    """The days from first through last of which every terminal of a site is proven whole.

    A terminal counts from the day it was admitted or, if that is earlier, of its first record.
    A day that every terminal came after needs no proof.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE, {"site": site_id, "first": first, "last": last, "zone": _ZONE})
        return frozenset(row[0] for row in cursor.fetchall())


_ZONE = str(ZONE)
_WHOLE = """
WITH terminal AS (
  SELECT v.id, least((v.since AT TIME ZONE %(zone)s)::date,
    (SELECT (min(p.at) AT TIME ZONE %(zone)s)::date FROM attendance_punch p
     WHERE p.device_id = v.id)) AS began
  FROM attendance_device v WHERE v.site_id = %(site)s AND v.state = 'admitted'
)
SELECT d::date FROM generate_series(%(first)s::date, %(last)s::date, '1 day') d
WHERE NOT EXISTS (
  SELECT FROM terminal t WHERE t.began <= d::date AND NOT EXISTS (
    SELECT FROM attendance_count c
    WHERE c.device_id = t.id AND c.day = d::date AND c.proven))
"""
