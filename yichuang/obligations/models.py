"""The tables of what is owed. Other packages read them through `queries` alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Case, F, GeneratedField, Q, When
from django.db.models.functions import Greatest, Least

from yichuang.obligations.states import Rung

_OPEN = Q(settled_at=None)
# Silence speaks when its instant has come, but not before a putting-off has passed.
_LAPSE = Case(When(lapse_at__isnull=False, then=Greatest(F("lapse_at"), F("put_off_until"))))


class Obligation(models.Model):
    """One thing that somebody owes, from the fact that made it due to the one that settles it."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=96)
    kind = models.CharField(max_length=48)
    about = models.CharField(max_length=300)
    about_en = models.CharField(max_length=400)
    permission = models.CharField(max_length=48, default="", blank=True)
    department = models.ForeignKey(
        "organization.Department", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_index=False,
    )  # fmt: skip
    person = models.ForeignKey(
        "organization.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    passed_to = models.ForeignKey(
        "organization.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    """Whoever stands in (代办) for who owes it."""
    since = models.DateTimeField()
    warn_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    lapse_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=120, default="", blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    # How far the scan has come with it; nothing of the record.
    rung = models.CharField(max_length=8, default=Rung.OPEN)
    put_off_until = models.DateTimeField(null=True, blank=True)
    put_off_times = models.PositiveSmallIntegerField(default=0)
    put_off_why = models.TextField(default="", blank=True)
    next_at = GeneratedField(
        expression=Case(
            When(rung=Rung.OPEN, then=Least(F("warn_at"), F("due_at"), _LAPSE)),
            When(rung=Rung.YELLOW, then=Least(F("due_at"), _LAPSE)),
            default=_LAPSE,
        ),
        output_field=models.DateTimeField(), db_persist=True,
    )  # fmt: skip
    """When something is to be done about it next."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "kind"], condition=_OPEN, name="owed_once_at_a_time"
            ),
            models.CheckConstraint(
                name="obligation_has_a_debtor",
                condition=~Q(permission="") | Q(person__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], condition=_OPEN & Q(next_at__isnull=False),
                name="falls_due_next",
            ),
            models.Index(
                fields=["site", "permission", "department", "due_at"], condition=_OPEN,
                name="owed_by_role",
            ),
            models.Index(
                fields=["person"], condition=_OPEN & Q(person__isnull=False), name="owed_by_person"
            ),
            models.Index(
                fields=["passed_to"], condition=_OPEN & Q(passed_to__isnull=False),
                name="owed_by_stand_in",
            ),
            models.Index(
                fields=["site", "due_at"], condition=_OPEN & Q(rung=Rung.RED),
                name="overdue_at_a_site",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class Firing(models.Model):
    """A rung that was reached, once for each due instant. Added, never changed."""

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="firings")
    rung = models.CharField(max_length=8)
    for_due = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["obligation", "rung", "for_due"], name="a_rung_is_reached_once"
            )
        ]


class StandingIn(models.Model):
    """That somebody stands in (顶岗、代办) for somebody: all that the one owes, the other may do.

    Arranged ahead where its time is known; it counts from when it began until it ended.
    """

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "organization.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    stand_in = models.ForeignKey(
        "organization.Person", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    subject = models.CharField(max_length=96)
    """What it rests on, as the journal calls it: a leave, an outing, an arrangement ahead."""
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    """When it ends by itself; None: once the person is back."""
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="nobody_stands_in_for_themselves", condition=~Q(person=F("stand_in"))
            ),
            models.UniqueConstraint(
                fields=["subject", "person"],
                condition=Q(ended_at=None),
                name="one_stand_in_of_a_subject",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["stand_in"], condition=Q(ended_at=None), name="stands_in_for"),
            models.Index(fields=["person"], condition=Q(ended_at=None), name="is_stood_in_for"),
        ]


class Opening(models.Model):
    """A periodic duty that was opened for its period, once. Added, never changed."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    opened_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "key"], name="opened_once_a_period")
        ]
