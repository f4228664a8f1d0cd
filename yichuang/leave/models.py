"""The tables of leave. Other packages read them through `queries` alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Leave(models.Model):
    """Where one leave stands: folded from the facts of its course, and kept for lists.

    The database refuses two open leaves of one person that overlap.
    """

    number = models.CharField(max_length=50, unique=True)
    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organization.Person", on_delete=models.PROTECT, related_name="+")
    substitute = models.ForeignKey(
        "organization.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=60)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField()
    days = models.FloatField()
    """As the book counts them."""
    counts_as = models.CharField(max_length=60)
    """The kind it is counted as by the book, `absence` among them."""
    state = models.CharField(max_length=16)
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["site", "from_at", "to_at"], name="leave_of_a_time"),
        ]

    def __str__(self) -> str:
        return self.number


class Holding(models.Model):
    """That somebody holds an office of the rule book (任职), at a site or in one department."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    department = models.ForeignKey(
        "organization.Department", null=True, blank=True, on_delete=models.PROTECT,
        related_name="+",
    )  # fmt: skip
    person = models.ForeignKey("organization.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["site", "role", "department"], condition=Q(until=None),
                name="one_holder_of_an_office", nulls_distinct=False,
            )
        ]  # fmt: skip


class Post(models.Model):
    """Who is A and who is B (AB岗): the holder of a post, and who takes over by itself."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey(
        "organization.Window", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The window it is; None: a post behind the windows."""
    holder = models.ForeignKey("organization.Person", on_delete=models.PROTECT, related_name="+")
    backup = models.ForeignKey("organization.Person", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["holder"], condition=Q(until=None), name="one_post_at_a_time"
            ),
            models.CheckConstraint(name="a_and_b_are_two_people", condition=~Q(holder=F("backup"))),
        ]


class Outing(models.Model):
    """Somebody is out for a while (临时外出): where, why, and when they are expected back."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey("organization.Person", on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey(
        "organization.Window", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=12)
    place = models.CharField(max_length=60)
    """What the window shows (去向留言)."""
    sealed = models.BinaryField()
    """The reason, encrypted."""
    notice = models.CharField(max_length=120, default="", blank=True)
    """For a recall to the home unit: the number of its written notice."""
    out_at = models.DateTimeField()
    back_by = models.DateTimeField()
    consented_at = models.DateTimeField(null=True, blank=True)
    consented_by = models.ForeignKey(
        "organization.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(back_at=None), name="out_once_at_a_time"
            ),
            models.CheckConstraint(
                name="back_after_going_out",
                condition=Q(back_at=None) | Q(back_at__gte=F("out_at")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "-out_at"], name="outings_of_a_person"),
            models.Index(fields=["site"], condition=Q(back_at=None), name="out_now"),
        ]
