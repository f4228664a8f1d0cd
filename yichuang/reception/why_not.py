"""Why somebody who waits hasn't been called (为什么还没叫我, R11): who goes first, and why.

Numbers and classes alone: nothing that is told here says who somebody is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Count, F, Q

from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.reception.hours import queue_rules
from yichuang.reception.models import Call, Ticket
from yichuang.reception.states import IN_QUEUE
from yichuang.rules.claims import class_words, ground_words

if TYPE_CHECKING:
    from yichuang.rules.reasons import ReasonJson

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Ahead:
    """How many of a class are called before."""

    class_: Phrase
    people: int


@dataclass(frozen=True, slots=True)
class Overtook:
    """A number that came later and was called first."""

    number: str
    class_: Phrase
    ground: Phrase | None
    at: datetime
    because: list[ReasonJson]


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Who goes first: those ahead by class, and the last ones who came later and went first."""

    ahead: Sequence[Ahead]
    overtook: Sequence[Overtook]


def why_not_yet(ticket_id: int, at: datetime) -> WhyNot | None:
    """Why a number hasn't been called yet; None for one that doesn't wait today."""
    mine = Ticket.objects.filter(
        pk=ticket_id, day=local(at).date(), state__in=IN_QUEUE, queued_at__isnull=False
    ).first()
    if mine is None:
        return None
    assert mine.queued_at is not None
    rules = queue_rules(mine.site_id, at)
    waiting = Ticket.objects.filter(
        service=mine.service_id, day=mine.day, state__in=IN_QUEUE, queued_at__isnull=False
    ).exclude(pk=mine.pk)
    first = Q(rank__in=rules.before(mine.rank)) | Q(rank=mine.rank, rank_at__lt=mine.rank_at)
    counts = waiting.filter(first).values_list("ticket_class").annotate(n=Count("id"))
    calls = (
        Call.objects.filter(service=mine.service_id, day=mine.day, at__gte=mine.queued_at)
        .annotate(came=F("ticket__queued_at"))
        .filter(came__gt=mine.queued_at)
        .select_related("ticket")
        .order_by("-id")[:_SHOWN]
    )
    return WhyNot(
        [Ahead(class_words(rules, code), n) for code, n in counts.order_by("ticket_class")],
        [
            Overtook(
                one.ticket.number, class_words(rules, one.ticket.ticket_class),
                ground_words(rules, one.ticket.ticket_class, one.ticket.ground), one.at,
                one.because,
            )
            for one in calls
        ],
    )  # fmt: skip
