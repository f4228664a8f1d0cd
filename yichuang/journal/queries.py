"""Reading the journal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from yichuang.journal import store
from yichuang.journal.digests import Fact, leaf
from yichuang.journal.models import Entry, Hall, TrainingClock

_FIELDS = (
    "id", "site", "kind", "subject", "actor", "happened_at", "recorded_at",
    "second", "reason", "data",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClockSetting:
    """The training clock: it showed `training_at` when it was really `real_at`."""

    training_at: datetime
    real_at: datetime
    run_until: datetime
    speed: float
    bound_for: datetime | None = None

    def at(self, real: datetime) -> datetime:
        running = max(min(real, self.run_until), self.real_at) - self.real_at
        return self.training_at + running * self.speed


def is_training() -> bool:
    """Whether this is a training hall. A hall not opened yet is none."""
    return Hall.objects.filter(training=True).exists()


def opened_at() -> datetime | None:
    """When the journal's first entry happened."""
    return Entry.objects.order_by("id").values_list("happened_at", flat=True).first()


def is_open() -> bool:
    return Hall.objects.exists()


def training_clock() -> ClockSetting | None:
    row = TrainingClock.objects.values_list(
        "training_at", "real_at", "run_until", "speed", "bound_for"
    ).first()
    return ClockSetting(*row) if row else None


def of_subject(subject: str) -> list[Fact]:
    """Everything that happened to one thing, in the order it was recorded."""
    rows = Entry.objects.filter(subject=subject).order_by("id").values_list(*_FIELDS)
    return [Fact(*row) for row in rows]


def was_noted(
    *, kind: str, subject: str, actor: str, since: datetime,
    data: Mapping[str, object] | None = None,
) -> bool:  # fmt: skip
    """Whether the same was written down after that instant."""
    same = Entry.objects.filter(subject=subject, kind=kind, actor=actor, happened_at__gt=since)
    return same.filter(data__contains=dict(data)).exists() if data else same.exists()


def leaf_of(entry_id: int) -> str | None:
    """The leaf of an entry, for a receipt; None where there is no such entry."""
    found = fact(entry_id)
    return leaf(found, store.tip().algorithm) if found else None


def fact(entry_id: int) -> Fact | None:
    row = Entry.objects.filter(id=entry_id).values_list(*_FIELDS).first()
    return Fact(*row) if row else None


def database_now() -> datetime:
    """The hall's time as the database tells it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_now()")
        row = cursor.fetchone()
    instant: datetime = row[0]
    return instant


@dataclass(frozen=True, slots=True)
class TreeState:
    """How far the journal is sealed."""

    sealed: int
    root: str
    sealed_at: datetime | None
    waiting: int
    """Entries that are not sealed yet."""


def tree_state() -> TreeState:
    """How far the journal is sealed (封存情况); vouches for nothing."""
    tip = store.tip()
    waiting = Entry.objects.filter(id__gt=-(2**63) if tip.entry_id is None else tip.entry_id)
    root = store.Tree(tip.algorithm).root(tip.size).hex() if tip.size else ""
    return TreeState(tip.size, root, tip.sealed_at, waiting.count())


def entries(
    *, sites: Sequence[str], subject: str = "", before: int | None = None, most: int = 50
) -> list[Fact]:
    """The newest entries of these sites (流水), of one subject where it is named."""
    rows = Entry.objects.filter(site__in=sites).order_by("-id")
    if subject:
        rows = rows.filter(subject=subject)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return [Fact(*row) for row in rows.values_list(*_FIELDS)[:most]]
