"""The table of acts. Other packages read it through `queries` alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yichuang.acts.states import State


class Act(models.Model):
    """Something somebody did or left undone, once for each event."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(
        "organization.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    department = models.ForeignKey(
        "organization.Department", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+", db_index=False,
    )  # fmt: skip
    """The person's at the time, or the one that it concerns itself."""
    window = models.ForeignKey(
        "organization.Window", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        db_index=False,
    )  # fmt: skip
    adoption = models.ForeignKey(
        "regulations.Adoption", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    """The book of the day on which it happened."""
    code = models.CharField(max_length=64)
    on = models.DateField()
    happened_at = models.DateTimeField()
    event = models.CharField(max_length=160)
    known_by = models.CharField(max_length=16)
    evidence = models.CharField(max_length=96, default="", blank=True)
    article = models.CharField(max_length=120, default="", blank=True)
    said = models.TextField()
    said_en = models.TextField()

    count = models.PositiveIntegerField(default=1)
    days = models.FloatField(null=True, blank=True)
    quantity = models.FloatField(null=True, blank=True)
    severity = models.CharField(max_length=64, default="", blank=True)
    points = models.FloatField(null=True, blank=True)

    # Folded from its course, for lists:
    state = models.CharField(max_length=16, default=State.NEW)
    until = models.DateTimeField(null=True, blank=True)
    """By when it may be contested; empty while it is not told, or where the book sets no limit."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "code", "event", "person"], condition=Q(person__isnull=False),
                name="one_event_is_one_act_of_a_person",
            ),
            models.UniqueConstraint(
                fields=["site", "code", "event", "department", "window"],
                condition=Q(person=None), nulls_distinct=False,
                name="one_event_is_one_act_of_a_unit",
            ),
            models.CheckConstraint(
                name="an_act_concerns_somebody",
                condition=Q(person__isnull=False) | Q(department__isnull=False)
                | Q(window__isnull=False),
            ),
        ]  # fmt: skip
        indexes: ClassVar = [
            models.Index(fields=["person", "-on"], name="acts_of_a_person"),
            models.Index(fields=["department", "-on"], name="acts_of_a_department"),
            models.Index(fields=["site", "-on", "-id"], name="acts_at_a_site"),
            models.Index(
                fields=["until"], condition=Q(state=State.TOLD, until__isnull=False),
                name="acts_to_become_final",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.on}"
