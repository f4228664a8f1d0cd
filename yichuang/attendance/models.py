"""Tables of attendance. What a terminal or a person says is added and never changed.

Nothing here says how a half-day counts: that is ruled from these rows whenever it is asked
(`days`), so late records and corrections need no repair of results.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yichuang.attendance.states import AlarmKind, DeviceState, OddKind, Shown


class Device(models.Model):
    """An attendance terminal (考勤机), by its serial number.

    One that nobody registered is quarantined: nothing of it is taken until somebody admits it.
    """

    serial = models.CharField(max_length=32, unique=True)
    site = models.ForeignKey("organization.Site", null=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=16, choices=[(s.value, s.value) for s in DeviceState])
    since = models.DateTimeField()
    """From when it stands in this state."""
    seen_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=45, default="", blank=True)
    """Where it was last heard from."""
    told = models.CharField(max_length=200, default="", blank=True)
    """What it says of itself: firmware, numbers of users and records."""
    stamp = models.CharField(max_length=20, default="", blank=True)
    """The last stamp it gave, echoed to it; nothing rests on it."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="admitted_terminal_has_a_site",
                condition=~Q(state=DeviceState.ADMITTED) | Q(site__isnull=False),
            )
        ]


class Punch(models.Model):
    """A punch as a terminal recorded it (打卡): terminal, number and time are one fact."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT)
    pin = models.CharField(max_length=24)
    at = models.DateTimeField()
    status = models.SmallIntegerField(null=True)
    """What the terminal took it for. 255: undefined. Says nothing of coming or going."""
    verify = models.SmallIntegerField(null=True)
    """How the person was known: 1 finger, 3 password, 4 card, 15 face …"""
    workcode = models.CharField(max_length=16, default="", blank=True)
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "pin", "at"], name="punch_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["pin", "at"], name="punches_of_a_number"),
            models.Index(fields=["device", "at"], name="punches_of_a_terminal"),
        ]


class OddLine(models.Model):
    """A line of a terminal that is no fact of its own (存疑记录): kept, shown, judged by nobody."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT)
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in OddKind])
    line = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    day = models.DateField(null=True)
    """The day it speaks of, where it can be read: the terminal counts it among that day's."""
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "digest"], name="odd_line_once")
        ]


class Pin(models.Model):
    """The number somebody has at the terminals from a day on, where not their staff number."""

    person = models.ForeignKey("organization.Person", on_delete=models.PROTECT)
    pin = models.CharField(max_length=24)
    from_on = models.DateField(null=True)
    """None: always."""
    assigned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pin", "from_on"], nulls_distinct=False, name="one_person_per_pin"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="pins_of_a_person")]


class Enrolled(models.Model):
    """What a terminal calls one of its numbers: a hint for who assigns it, no record."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT)
    pin = models.CharField(max_length=24)
    name = models.CharField(max_length=40)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "pin"], name="enrolled_once")
        ]


class Alarm(models.Model):
    """Something at a terminal that somebody should look at (告警): its clock, its log."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT)
    kind = models.CharField(max_length=16, choices=[(k.value, k.value) for k in AlarmKind])
    key = models.CharField(max_length=64)
    """What makes it the same alarm: the line, or the day."""
    said = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["device", "kind", "key"], name="alarm_once")
        ]


class Command(models.Model):
    """A command on its way to a terminal (指令). What it brings is recorded by itself."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT)
    text = models.CharField(max_length=200)
    day = models.DateField(null=True)
    made_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    times = models.SmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    returned = models.IntegerField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["device", "id"], condition=Q(answered_at=None), name="commands_open"
            ),
            models.Index(fields=["device", "day"], name="commands_of_a_day"),
        ]


class Count(models.Model):
    """How many records of a day a terminal says it has (条数核对), and how many stand here."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT)
    day = models.DateField()
    said = models.IntegerField()
    stored = models.IntegerField()
    at = models.DateTimeField()
    proven = models.BooleanField()
    """The day was over, and nothing of it is missing here."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["device", "day"], name="counts_of_a_day")]


class Slip(models.Model):
    """A punch that no terminal has and two people stand for (补签): a correction, a paper sheet."""

    person = models.ForeignKey("organization.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=[(k.value, k.value) for k in Shown])
    number = models.CharField(max_length=64)
    """The correction that brought it."""
    approved_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "at"], name="slips_of_a_person")]


class MonthClosing(models.Model):
    """A month of a site closed or reopened (锁定、重开), by whom and why."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT)
    month = models.DateField()
    revision = models.SmallIntegerField()
    closed = models.BooleanField()
    person = models.ForeignKey("organization.Person", on_delete=models.PROTECT)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, default="", blank=True)
    adoption_id = models.BigIntegerField()
    """The book by which the month is ruled on."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "month", "revision", "closed"], name="month_closed_once"
            )
        ]


class MonthFacts(models.Model):
    """What was known of one person when a month was closed (锁定时的事实)."""

    closing = models.ForeignKey(MonthClosing, on_delete=models.PROTECT)
    person = models.ForeignKey("organization.Person", on_delete=models.PROTECT)
    facts = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["closing", "person"], name="month_facts_once")
        ]
