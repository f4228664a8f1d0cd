"""Adopted rule books. Rows are added, never changed: what was in force stays known."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Adoption(models.Model):
    """From a day on, a site runs by these books: presets by name, then its own text."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT)
    from_on = models.DateField()
    presets = models.JSONField(default=list)
    text = models.TextField(default="", blank=True)
    digest = models.CharField(max_length=64)
    adopted_at = models.DateTimeField()
    adopted_by = models.CharField(max_length=96)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["site", "from_on", "id"], name="adoption_in_force")
        ]
