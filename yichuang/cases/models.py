"""Tables of cases. A case's terms never change, its facts are only added.

`State` and the instants beside it are folded from the facts and the rule book, and kept
for lists and look-ups alone: they can be computed again at any time (`actions.refold`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from yichuang.cases.states import OPEN, Kind, State


class Case(models.Model):
    """One case (办件): its terms, and what its facts add up to."""

    # Its terms, kept by a trigger: the item version and the book it was taken in under.
    number = models.CharField(max_length=50, unique=True)
    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT)
    department = models.ForeignKey("organization.Department", on_delete=models.PROTECT)
    item_version = models.ForeignKey("catalog.ItemVersion", on_delete=models.PROTECT)
    item_code = models.CharField(max_length=64)
    item_name = models.CharField(max_length=300)
    item_name_en = models.CharField(max_length=400, default="", blank=True)
    adoption = models.ForeignKey("regulations.Adoption", on_delete=models.PROTECT)
    book_names = models.JSONField()
    book_digest = models.CharField(max_length=64)
    ticket = models.ForeignKey(
        "reception.Ticket", null=True, blank=True, on_delete=models.PROTECT, db_index=False
    )
    code_index = models.CharField(max_length=64)
    """Blind index of the public code by which the applicant follows the case."""

    # The applicant, encrypted; found by the identity number or the whole name alone.
    personal = models.BinaryField()
    applicant_kind = models.CharField(max_length=16)
    applicant_index = models.CharField(max_length=64, default="", blank=True)
    name_index = models.CharField(max_length=64, default="", blank=True)
    """Blind index of the whole name; empty for cases taken in before there was one."""

    # Folded from the facts.
    state = models.CharField(max_length=24)
    facts_held = models.PositiveSmallIntegerField(default=0)
    clock_stopped = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    acceptance_due = models.DateTimeField(null=True, blank=True)
    """When silence becomes acceptance; null once somebody spoke."""
    accepted_at = models.DateTimeField(null=True, blank=True)
    warn_from = models.DateTimeField(null=True, blank=True)
    promised_due = models.DateTimeField(null=True, blank=True)
    statutory_due = models.DateTimeField(null=True, blank=True)
    tacit_from = models.DateTimeField(null=True, blank=True)
    """When silence becomes approval; null where no law says so, or once decided."""
    decided_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="case_open_has_dues",
                condition=~Q(state__in=sorted(OPEN)) | Q(promised_due__isnull=False),
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["department", "promised_due"],
                condition=Q(state__in=sorted(OPEN)), name="case_desk",
            ),
            models.Index(
                fields=["site", "promised_due"],
                condition=Q(state__in=sorted(OPEN)), name="case_open_by_due",
            ),
            models.Index(
                fields=["site", "state", "decided_at"],
                condition=Q(state=State.DECIDED), name="case_to_issue",
            ),
            models.Index(fields=["site", "received_at"], name="case_by_day"),
            models.Index(
                fields=["applicant_index"],
                condition=~Q(applicant_index=""), name="case_applicant",
            ),
            models.Index(
                fields=["name_index"], condition=~Q(name_index=""), name="case_applicant_name",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Fact(models.Model):
    """Something that happened to a case. Added, never changed or taken away."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="facts")
    seq = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=96)
    person = models.ForeignKey(
        "organization.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answers = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """The fact this one is about: a verification is of a review."""
    answers_person = models.ForeignKey(
        "organization.Person", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    """Whose that fact is; a foreign key of three columns keeps it true."""
    entry_id = models.BigIntegerField(unique=True)
    data = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "seq"], name="case_fact_in_order"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind=Kind.ACCEPTED), name="case_accepted_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind=Kind.DECIDED), name="case_decided_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind=Kind.EXTENDED), name="case_extended_once"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(kind=Kind.ISSUED), name="case_issued_once"
            ),
            models.CheckConstraint(
                name="case_one_reviews_another_verifies",
                condition=~Q(kind__in=[Kind.VERIFIED, Kind.RETURNED])
                | (
                    Q(answers__isnull=False)
                    & Q(person__isnull=False)
                    & Q(answers_person__isnull=False)
                    & ~Q(person=F("answers_person"))
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["person", "at"],
                condition=Q(kind=Kind.BREACH_FOUND), name="case_breaches_of",
            )
        ]  # fmt: skip


class Serial(models.Model):
    """How far the numbers of one period, and of the codes they carry, have been counted."""

    key = models.CharField(max_length=120, unique=True)
    last = models.PositiveIntegerField()


class WrongCode(models.Model):
    """A wrong code tried on the public page, so that guessing can be stopped."""

    number_index = models.CharField(max_length=64)
    source_index = models.CharField(max_length=64)
    tried_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source_index", "tried_at"], name="wrong_code_from"),
        ]
