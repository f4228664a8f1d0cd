"""Where courses stand, and their facts, for all that need no table of their own.

A capability with millions of courses (cases) keeps its own; everything else stands here.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Standing(models.Model):
    """Where one course stands: folded from its facts, and kept for lists."""

    course = models.CharField(max_length=32)
    number = models.CharField(max_length=50)
    subject = models.CharField(max_length=96)
    """How the journal names what it is about."""
    site = models.ForeignKey(
        "organization.Site", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    department = models.ForeignKey(
        "organization.Department", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    person = models.ForeignKey(
        "organization.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Whom it concerns, where it concerns somebody of the house."""
    adoption = models.ForeignKey(
        "regulations.Adoption", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The rule book that it goes by."""
    state = models.CharField(max_length=24)
    began_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["course", "number"], name="one_course_of_a_number")
        ]
        indexes: ClassVar = [
            models.Index(fields=["course", "site", "state", "-began_at"], name="courses_in_a_state")
        ]

    def __str__(self) -> str:
        return f"{self.course} {self.number}"


class Fact(models.Model):
    """Something that happened in a course. Added, never changed or taken away."""

    standing = models.ForeignKey(Standing, on_delete=models.PROTECT, related_name="facts")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=96)
    person = models.ForeignKey(
        "organization.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    entry_id = models.BigIntegerField(unique=True)
    data = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["standing", "seq"], name="course_fact_in_order")
        ]


class Serial(models.Model):
    """How far the numbers of one kind of course have been counted in a period."""

    key = models.CharField(max_length=64, unique=True)
    last = models.PositiveIntegerField()
