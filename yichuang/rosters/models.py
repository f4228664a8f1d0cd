"""Who sits where by the rosters that were filed. Others read it through `queries` alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Deferrable

from yichuang.phrases import Phrase
from yichuang.rules.roster import HALVES


class Place(models.Model):
    """A post somebody has for a half-day (一个班次): derived from the roster's facts.

    Nobody is at two windows at once and no window has two people, whatever two swaps do at the
    same time; both are asked at the commit, so that two people can change places.
    """

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, related_name="+")
    roster = models.CharField(max_length=50)
    on = models.DateField()
    half = models.CharField(max_length=4)
    window = models.ForeignKey("organization.Window", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organization.Person", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["window", "on", "half"], name="one_person_a_post",
                deferrable=Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["person", "on", "half"], name="one_post_a_person",
                deferrable=Deferrable.DEFERRED,
            ),
        ]  # fmt: skip
        indexes: ClassVar = [models.Index(fields=["site", "on"], name="posts_of_a_day")]

    @property
    def half_said(self) -> Phrase:
        """The half-day in words."""
        return next(words for half, words in HALVES.items() if half == self.half)

    def __str__(self) -> str:
        return f"{self.on} {self.half} {self.window_id} {self.person_id}"
