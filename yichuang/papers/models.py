"""Papers as they went out (文书), and how they were served (送达). Both are facts: only added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from yichuang.papers.states import Copy, Way


class Paper(models.Model):
    """One paper as it was first printed; printed again, it is these octets."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, db_index=False)
    subject = models.CharField(max_length=96)
    seq = models.PositiveSmallIntegerField()
    """Which fact of the subject it tells."""
    copy = models.CharField(max_length=8, choices=Copy.choices)
    title = models.CharField(max_length=60)
    number = models.CharField(max_length=100)
    """Its document number (文号); empty where it has none."""
    digest = models.CharField(max_length=64)
    attachment = models.ForeignKey(
        "attachments.Attachment", on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "seq", "copy"], name="paper_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["number"], condition=~Q(number=""), name="paper_by_number")
        ]


class Delivery(models.Model):
    """One attempt at serving a paper, however it ended."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, db_index=False)
    subject = models.CharField(max_length=96)
    seq = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=12, choices=Way.choices)
    at = models.DateTimeField()
    person = models.ForeignKey(
        "organization.Person", on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    """Who served it (送达人)."""
    sealed = models.BinaryField()
    """Who took it, the postal number, witnesses, why: encrypted."""
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "papers_delivery"
        indexes: ClassVar = [models.Index(fields=["subject", "seq"], name="delivery_of")]


class Serial(models.Model):
    """How far the numbers of papers of one pattern and period have been counted."""

    key = models.CharField(max_length=160, unique=True)
    last = models.PositiveIntegerField()
