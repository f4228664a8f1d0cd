"""Tables of the ratings. One invitation per service, at most one rating per invitation.

Who was served stands in neither: only the service's own record knows, and following a bad
rating up needs a right that the rated don't have. A rating is never changed or deleted; the
database refuses it. An invitation without a rating is *not rated*, and nothing else.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from yichuang.feedback.levels import LONGEST_TEXT, Channel


class Invitation(models.Model):
    """One service that may be rated once: a ticket that was served, or a case closed."""

    subject = models.CharField(max_length=96)
    digest = models.CharField(max_length=64)
    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT)
    window = models.ForeignKey("organization.Window", null=True, on_delete=models.PROTECT)
    department = models.ForeignKey("organization.Department", null=True, on_delete=models.PROTECT)
    person = models.ForeignKey("organization.Person", null=True, on_delete=models.PROTECT)
    item = models.CharField(max_length=64, default="", blank=True)
    about = models.CharField(max_length=200)
    about_en = models.CharField(max_length=300)
    invited_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject"], name="one_invitation_per_service"),
            models.UniqueConstraint(fields=["digest"], name="one_invitation_per_code"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["site", "invited_at"], name="invitations_of_a_time"),
            models.Index(fields=["window", "-invited_at"], name="newest_at_a_window"),
        ]


class Rating(models.Model):
    """What one applicant said about one service, once."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT)
    level = models.SmallIntegerField()
    tags = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    text = models.CharField(max_length=LONGEST_TEXT, default="", blank=True)
    channel = models.CharField(max_length=8, choices=[(c.value, c.value) for c in Channel])
    rated_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="rating_of_five_levels", condition=Q(level__range=(1, 5)))
        ]
