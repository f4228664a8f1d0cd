"""Tables of the reception. Other packages read them through `queries` alone.

A number and a call are written hundreds of times a second, and a foreign key locks the row
it points to each time: the one row of the site and the few of the services would be what
everybody queues for. Tickets and calls take these keys from rows they are made from in the
same statement, and none of those is ever deleted: the database refuses to delete services,
sessions and tickets, and their own foreign keys hold sites and windows. So tickets and
calls leave the constraint out (`db_constraint=False`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yichuang.reception.states import (
    AT_WINDOW,
    IN_QUEUE,
    OVER,
    WITH_WINDOW,
    Booked,
    State,
    WindowState,
)

CLASS_LENGTH = 60
"""The longest code that a book gives a class of tickets or a ground."""


class Service(models.Model):
    """A business (业务) visitors take numbers for, in their own words."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT)
    code = models.CharField(max_length=32)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=120)
    words = models.CharField(max_length=120, default="", blank=True)
    words_en = models.CharField(max_length=200, default="", blank=True)
    prefix = models.CharField(max_length=4)
    usual_minutes = models.PositiveSmallIntegerField(default=8)
    """What a turn usually takes, for the estimate until there are turns to go by."""
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "code"], name="service_code_per_site")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class WindowService(models.Model):
    """That a window serves a service (窗口承办业务)."""

    window = models.ForeignKey("organization.Window", on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="windows")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["window", "service"], name="window_service_once")
        ]


class WindowSession(models.Model):
    """Somebody at a window, from opening to closing (坐席)."""

    window = models.ForeignKey("organization.Window", on_delete=models.PROTECT)
    person = models.ForeignKey("organization.Person", null=True, on_delete=models.PROTECT)
    state = models.CharField(max_length=8, default=WindowState.OPEN)
    reason = models.CharField(max_length=60, default="", db_default="")
    since = models.DateTimeField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["window"], condition=Q(closed_at=None), name="one_session_per_window"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(closed_at=None), name="one_window_per_person"
            ),
            models.CheckConstraint(
                name="session_closed_when_it_says_so",
                condition=Q(closed_at=None) ^ Q(state=WindowState.CLOSED),
            ),
        ]


class Counter(models.Model):
    """The last number of a prefix on a day; its row is the turnstile of everybody who takes one."""

    site = models.ForeignKey(
        "organization.Site", on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    prefix = models.CharField(max_length=4)
    day = models.DateField()
    last = models.IntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "prefix", "day"], name="counter_once")
        ]


class Ticket(models.Model):
    """A visitor's number and where its turn stands (号单)."""

    site = models.ForeignKey(
        "organization.Site", on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    day = models.DateField()
    prefix = models.CharField(max_length=4)
    seq = models.IntegerField()
    number = models.CharField(max_length=12)
    ticket_class = models.CharField(max_length=CLASS_LENGTH)
    """A class of the rule book in force on its day; `ground`: a ground of that class."""
    ground = models.CharField(max_length=CLASS_LENGTH, default="", db_default="")
    personal = models.BinaryField(null=True)
    """Whose number it is, where the hall asks (取号人): encrypted, erased after the day."""
    slip = models.CharField(max_length=16)
    """Opens the page that shows how many are ahead; printed on the slip."""
    source = models.CharField(max_length=96)
    """Where it was taken: the device's or person's name in the journal."""
    taken_at = models.DateTimeField()
    slot = models.DateTimeField(null=True)
    checked_in_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(null=True)
    """From when its place counts; null while an appointment has not checked in."""
    rank = models.CharField(max_length=CLASS_LENGTH)
    """The class it is looked up as; who is called is the rule's to say."""
    rank_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=State.WAITING, db_default=State.WAITING)
    since = models.DateTimeField()
    window = models.ForeignKey(
        "organization.Window", null=True, on_delete=models.PROTECT, db_index=False,
        db_constraint=False,
    )  # fmt: skip
    session = models.ForeignKey(
        WindowSession, null=True, on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    calls = models.SmallIntegerField(default=0, db_default=0)
    recalls = models.SmallIntegerField(default=0, db_default=0)
    called_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)
    """How it stood before the window sent it away, so that a slip of the hand can be undone."""

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["service", "day", "rank", "rank_at", "seq"],
                condition=Q(state__in=IN_QUEUE, queued_at__isnull=False),
                name="ticket_in_queue",
            ),
            models.Index(fields=["window"], condition=Q(state=State.HELD), name="ticket_held"),
            models.Index(
                fields=["site", "-called_at"], condition=Q(called_at__isnull=False),
                name="ticket_last_called",
            ),
            models.Index(fields=["service", "ended_at"], condition=Q(state=State.FINISHED),
                         name="ticket_turns"),
            models.Index(fields=["site", "day"], condition=Q(personal__isnull=False),
                         name="ticket_with_holder"),
            models.Index(fields=["site", "day"], condition=~Q(state__in=OVER),
                         name="ticket_not_over"),
            models.Index(fields=["session", "-since"], condition=Q(before__isnull=False),
                         name="ticket_sent_away"),
        ]  # fmt: skip
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "prefix", "day", "seq"], name="number_once"),
            models.UniqueConstraint(
                fields=["window"], condition=Q(state__in=AT_WINDOW), name="one_ticket_per_window"
            ),
            models.UniqueConstraint(fields=["slip"], name="slip_once"),
            models.CheckConstraint(
                name="ticket_has_window_when_at_one",
                condition=Q(state__in=WITH_WINDOW, window__isnull=False)
                | Q(~Q(state__in=WITH_WINDOW), window__isnull=True),
            ),
            models.CheckConstraint(
                name="checked_in_appointments_wait",
                condition=Q(queued_at__isnull=False) | Q(slot__isnull=False, checked_in_at=None),
            ),
            models.CheckConstraint(
                name="ticket_times_in_order",
                condition=Q(started_at=None) | Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Call(models.Model):
    """One call of a ticket to a window, with its reasons. The database keeps it as it is."""

    ticket = models.ForeignKey(
        Ticket, on_delete=models.PROTECT, related_name="called", db_index=False,
        db_constraint=False,
    )  # fmt: skip
    nth = models.SmallIntegerField()
    window = models.ForeignKey(
        "organization.Window", on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    session = models.ForeignKey(
        WindowSession, on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, db_index=False, db_constraint=False
    )
    day = models.DateField()
    called_as = models.CharField(max_length=CLASS_LENGTH)
    counts_as = models.CharField(max_length=CLASS_LENGTH)
    """The class the next call remembers it by."""
    because = models.JSONField()
    book = models.CharField(max_length=64)
    """Digest of the rule book that decided."""
    actor = models.CharField(max_length=96)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["service", "day", "id"], name="call_of_queue"),
            models.Index(fields=["window", "id"], name="call_of_window"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["ticket", "nth"], name="call_once"),
        ]


class Request(models.Model):
    """A request that made something (幂等请求), so that the same one makes it once.

    `ref` is the ticket that was taken or called; whatever else was made keeps its `answer`,
    encrypted. A key holds for its day; rows of days that are over are forgotten.
    """

    source = models.CharField(max_length=96)
    """Who asked: the device, person or form."""
    what = models.CharField(max_length=24)
    key = models.CharField(max_length=200)
    day = models.DateField()
    digest = models.CharField(max_length=64)
    """A keyed digest of what was asked for."""
    ref = models.BigIntegerField(null=True)
    answer = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "what", "key", "day"], name="request_once")
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="request_of_day")]


class Closing(models.Model):
    """That a day of a site was closed (闭厅), and, where it was, that this was undone."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT)
    day = models.DateField()
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=96)
    windows = models.JSONField()
    """Codes of the windows that were closed with it."""
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=96, default="")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["site", "-day"], name="closings_of_site")]


class Closed(models.Model):
    """What a closing did to one number."""

    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="numbers")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, db_constraint=False)
    was = models.CharField(max_length=12)
    became = models.CharField(max_length=12)
    at_window = models.CharField(max_length=16, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["closing", "ticket"], name="number_closed_once")
        ]


class Appointment(models.Model):
    """A time that somebody booked for a service (预约): held, confirmed, come to or not.

    Whether a hold has run out, or nobody came, is read from the times; nothing has to run for it.
    """

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT)
    code = models.CharField(max_length=12)
    """What its holder shows: opens its page and checks in."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=Booked.HELD)
    since = models.DateTimeField()
    held_until = models.DateTimeField()
    frees_at = models.DateTimeField(null=True)
    """When its place is given to others, after it was cancelled."""
    personal = models.BinaryField(null=True)
    """Name and telephone: encrypted, erased with the holders of numbers."""
    whose = models.CharField(max_length=64)
    """A keyed digest of the telephone."""
    source = models.CharField(max_length=96)
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=200, default="", blank=True)
    """Why the hall cancelled or excused it."""
    ticket = models.OneToOneField(Ticket, null=True, on_delete=models.PROTECT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], name="appointment_code_once"),
            models.CheckConstraint(
                name="appointment_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))
            ),
            models.CheckConstraint(
                name="appointment_has_its_number_once_come",
                condition=Q(ticket__isnull=False) ^ ~Q(state=Booked.COME),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["service", "starts_at"], name="appointment_of_service"),
            models.Index(fields=["whose", "starts_at"], name="appointment_of_holder"),
        ]


class DayOff(models.Model):
    """That a site takes no appointments on a day (停约), and why; those there were are told."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT)
    day = models.DateField()
    reason = models.CharField(max_length=200)
    closed_at = models.DateTimeField()
    closed_by = models.CharField(max_length=96)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "day"], name="day_off_once")
        ]
