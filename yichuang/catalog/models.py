"""Tables of the catalogue. Other packages read them through `queries` alone.

An item keeps its code for good; what it says is a row of versions. Versions in force never
overlap, and one that was ever in force is never changed or deleted (the database refuses
both): a case keeps the version it was accepted under.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q


class ServiceItem(models.Model):
    """A service item (事项), by its stable code."""

    code = models.CharField(max_length=64, unique=True)
    basic_code = models.CharField(max_length=12, default="", blank=True)
    department = models.ForeignKey("organization.Department", on_delete=models.PROTECT)
    body_code = models.CharField(max_length=32, default="", blank=True)
    """The body's code as the catalogue writes it; a department may appear under several."""
    area_code = models.CharField(max_length=12, default="", blank=True)

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """What an item says from one instant until another (事项版本)."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        ADOPTED = "adopted"
        REFUSED = "refused"

    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.DRAFT)
    valid = DateTimeRangeField(null=True, blank=True)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=300)
    name_en = models.CharField(max_length=400)
    kind = models.CharField(max_length=2)
    case_kind = models.CharField(max_length=12)
    missing = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    """Which of the six disclosures are missing."""
    grounded = models.BooleanField()
    """It and all its parts have a legal basis."""
    published_at = models.DateTimeField(null=True, blank=True)
    ground = models.CharField(max_length=200, default="", blank=True)
    """The document it was admitted by."""
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=96)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "number"], name="item_version_number_once"),
            ExclusionConstraint(
                name="item_versions_do_not_overlap",
                expressions=[("item", RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
                condition=Q(status="adopted"),
            ),
            models.CheckConstraint(
                name="item_version_adopted_has_validity",
                condition=Q(status="adopted", valid__isnull=False, valid__isempty=False)
                | Q(status__in=["draft", "refused"], valid=None),
            ),
            models.CheckConstraint(
                name="item_version_published_is_complete",
                condition=Q(published_at=None) | Q(status="adopted", missing__len=0, grounded=True),
            ),
        ]
        indexes: ClassVar = [GistIndex(fields=["valid"], name="item_version_valid")]

    def __str__(self) -> str:
        return f"{self.name} ({self.number})"


class Admission(models.Model):
    """An application to admit, change or withdraw an item, and how far it got (进驻申请)."""

    class Kind(models.TextChoices):
        ADMIT = "admit"
        CHANGE = "change"
        WITHDRAW = "withdraw"

    class Stage(models.TextChoices):
        APPLIED = "applied"
        AGREED = "agreed"
        APPROVED = "approved"
        REFUSED = "refused"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    item = models.ForeignKey(ServiceItem, on_delete=models.PROTECT)
    version = models.OneToOneField(ItemVersion, null=True, blank=True, on_delete=models.PROTECT)
    reason = models.CharField(max_length=500)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.APPLIED)
    applied_at = models.DateTimeField()
    applied_by = models.CharField(max_length=96)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=96, default="", blank=True)
    minutes = models.CharField(max_length=100, default="", blank=True)
    """Number of the minutes of the directors' meeting."""
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=96, default="", blank=True)
    document = models.CharField(max_length=100, default="", blank=True)
    """Number of the government's approval."""
    effective_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(stage__in=["applied", "agreed"]),
                name="one_open_admission_per_item",
            ),
            models.CheckConstraint(
                name="admission_approved_after_the_meeting",
                condition=~Q(stage="approved")
                | (
                    Q(decided_at__isnull=False, approved_at__isnull=False)
                    & Q(effective_at__isnull=False)
                    & ~Q(minutes="")
                    & ~Q(document="")
                ),
            ),
        ]  # fmt: skip


class HandledElsewhere(models.Model):
    """A matter that is not admitted to the hall, and where it is handled (未进驻事项)."""

    name = models.CharField(max_length=300, unique=True)
    name_en = models.CharField(max_length=400)
    where = models.CharField(max_length=200)
    where_en = models.CharField(max_length=300)
    why = models.CharField(max_length=200, default="", blank=True)
    why_en = models.CharField(max_length=300, default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)
    listed_at = models.DateTimeField()
