"""Attachments (附件) and uploads on their way. The octets lie outside the database, encrypted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Attachment(models.Model):
    """One file of one subject. Added, and at most withdrawn."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, db_index=False)
    subject = models.CharField(max_length=96)
    """What it belongs to, as the journal calls it: ``case:<number>``."""
    part = models.CharField(max_length=64)
    """Which part of it: the code of a material."""
    digest = models.CharField(max_length=64)
    """SHA-256 of the content, which is also where it lies."""
    media = models.CharField(max_length=80)
    """What it is by its own first octets, whatever its name says."""
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()
    """Its name, encrypted: names of files tell of people."""
    added_at = models.DateTimeField()
    actor = models.CharField(max_length=96)
    person = models.ForeignKey(
        "organization.Person", null=True, blank=True, on_delete=models.PROTECT, db_index=False,
        related_name="+",
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "part", "digest"], condition=Q(withdrawn_at=None),
                name="attachment_once",
            )
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["digest"], name="attachment_content")]


class Upload(models.Model):
    """An upload on its way, of which `received` octets have arrived. No part of the record."""

    token = models.CharField(max_length=43, unique=True)
    site = models.ForeignKey("organization.Site", on_delete=models.CASCADE, db_index=False)
    subject = models.CharField(max_length=96)
    part = models.CharField(max_length=64)
    source = models.CharField(max_length=64)
    """Blind index of who uploads which file: choosing it again goes on where it stopped."""
    sealed = models.BinaryField()
    size = models.PositiveIntegerField()
    received = models.PositiveIntegerField(default=0)
    touched_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source"], name="upload_of_one_source")
        ]
