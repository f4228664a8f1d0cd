"""The outbox (外发消息). A message is written once; only what became of it is added."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Channel(models.TextChoices):
    """By which way somebody is told."""

    PAGE = "page"
    """Their own page in the product."""
    MAIL = "mail"
    SMS = "sms"
    GROUP = "group"
    """A group of WeCom or DingTalk, by its robot."""


class Result(models.TextChoices):
    WAITING = "waiting"
    SENT = "sent"
    REFUSED = "refused"


class Message(models.Model):
    """One event told to one recipient by one channel."""

    site = models.ForeignKey("organization.Site", on_delete=models.PROTECT, db_index=False)
    key = models.CharField(max_length=64, unique=True)
    """Digest of event, recipient and channel: nobody is told the same twice."""
    subject = models.CharField(max_length=96)
    """What it is about, as the journal calls it: ``case:<number>``."""
    event = models.CharField(max_length=120)
    """What happened: the subject and which of its facts."""
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    person = models.ForeignKey(
        "organization.Person", null=True, blank=True, on_delete=models.PROTECT, db_index=False,
        related_name="+",
    )  # fmt: skip
    """Which member of staff is told; none: the applicant."""
    sealed = models.BinaryField()
    """Address and words, encrypted."""
    written_at = models.DateTimeField()
    result = models.CharField(max_length=8, choices=Result.choices)
    settled_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=60, default="", blank=True)
    """What the server said to it, as a code alone: servers repeat addresses."""
    read_at = models.DateTimeField(null=True, blank=True)

    # The worker's own, no part of the record.
    tries = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField()
    """When it is tried next, in real time."""
    trouble = models.CharField(max_length=60, default="", blank=True)
    """Why the last try failed, as a code."""

    class Meta:
        db_table = "messages_message"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="message_settled_or_waiting",
                condition=Q(result=Result.WAITING, settled_at=None)
                | (~Q(result=Result.WAITING) & Q(settled_at__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], condition=Q(result=Result.WAITING), name="message_waiting"
            ),
            models.Index(fields=["subject", "id"], name="message_about"),
            models.Index(
                fields=["person", "-id"], condition=Q(channel=Channel.PAGE), name="message_own_page"
            ),
        ]
