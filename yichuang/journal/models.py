"""Tables of the journal. Written by `actions`, `sealing` and the training clock alone."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class Hall(models.Model):
    """Which hall this database is, for good: a real one or one for training."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    hall_id = models.UUIDField()
    training = models.BooleanField()
    opened_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "journal_hall"
        constraints: ClassVar = [
            models.CheckConstraint(name="journal_one_hall", condition=models.Q(id=1))
        ]


class TrainingClock(models.Model):
    """The clock of a training hall: this training time at that real time, this fast.

    It stands still from `run_until` on, so a hall that is switched off loses no days.
    While a past month is being lived through, `bound_for` is where that ends.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    training_at = models.DateTimeField()
    real_at = models.DateTimeField()
    run_until = models.DateTimeField()
    bound_for = models.DateTimeField(null=True)
    speed = models.FloatField()

    class Meta:
        db_table = "journal_clock"
        constraints: ClassVar = [
            models.CheckConstraint(name="journal_one_clock", condition=models.Q(id=1)),
            models.CheckConstraint(name="journal_clock_forward", condition=models.Q(speed__gte=0)),
        ]


class Entry(models.Model):
    """One fact: what happened to what, by whom, when, and when that was written down."""

    id = models.BigAutoField(primary_key=True)
    site = models.CharField(max_length=32)
    kind = models.CharField(max_length=64)
    subject = models.CharField(max_length=96)
    actor = models.CharField(max_length=96)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    second = models.CharField(max_length=96, default="", db_default="")
    reason = models.TextField(default="", db_default="")
    data = models.JSONField(default=dict)

    class Meta:
        db_table = "journal_entry"
        indexes: ClassVar = [models.Index(fields=["subject", "id"], name="journal_by_subject")]


class Batch(models.Model):
    """Leaves that were sealed together: the entries, their hashes, and when.

    `first` is the place of the first leaf in the tree; the hashes stand one after another.
    """

    first = models.BigIntegerField(primary_key=True)
    entry_ids = ArrayField(models.BigIntegerField())
    leaves = models.BinaryField()
    sealed_at = models.DateTimeField()
    algorithm = models.CharField(max_length=16)

    class Meta:
        db_table = "journal_batch"


class Node(models.Model):
    """The root of a full subtree of 256, 65,536, … leaves: what proofs are made from."""

    pk = models.CompositePrimaryKey("level", "place")
    level = models.SmallIntegerField()
    place = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "journal_node"


class Seal(models.Model):
    """One link of the linear chain that came before the tree; kept, never added to."""

    seq = models.BigIntegerField(primary_key=True)
    entry_id = models.BigIntegerField(unique=True)
    leaf = models.CharField(max_length=64)
    head = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    algorithm = models.CharField(max_length=16, default="sha256")

    class Meta:
        db_table = "journal_seal"
