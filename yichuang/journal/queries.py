"""Reading the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from yichuang.journal.digests import Fact, canonical, leaf
from yichuang.journal.models import Entry, Hall, Seal, TrainingClock

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


def was_noted(*, kind: str, subject: str, actor: str, since: datetime) -> bool:
    """Whether the same was written down after that instant."""
    same = Entry.objects.filter(subject=subject, kind=kind, actor=actor, happened_at__gt=since)
    return same.exists()


def leaf_of(entry_id: int) -> str | None:
    """The leaf of an entry, for a receipt; None where there is no such entry."""
    row = Entry.objects.filter(id=entry_id).values_list(*_FIELDS).first()
    return leaf(Fact(*row)) if row else None


@dataclass(frozen=True, slots=True)
class Proof:
    """An entry as anybody can check it: the text that is hashed, its leaf, its place."""

    leaf: str
    text: str
    seq: int | None
    """Its place in the sealed chain; None: not sealed yet."""
    sealed_at: datetime | None


def proof(entry_id: int) -> Proof | None:
    """What proves an entry to somebody outside (存证); None where there is no such entry."""
    row = Entry.objects.filter(id=entry_id).values_list(*_FIELDS).first()
    if row is None:
        return None
    fact = Fact(*row)
    seal = Seal.objects.filter(entry_id=entry_id).first()
    algorithm = seal.algorithm if seal else "sha256"
    place, sealed_at = (seal.seq, seal.sealed_at) if seal else (None, None)
    return Proof(leaf(fact, algorithm), canonical(fact), place, sealed_at)


def database_now() -> datetime:
    """The hall's time as the database tells it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT journal_now()")
        row = cursor.fetchone()
    instant: datetime = row[0]
    return instant


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the journal is sealed."""

    sealed: int
    head: str
    sealed_at: datetime | None
    waiting: int
    """Entries among the newest that are not sealed yet."""


_NEWEST = 20_000
_WAITING = """
SELECT count(*) FROM (SELECT id FROM journal_entry ORDER BY id DESC LIMIT %s) newest
WHERE NOT EXISTS (SELECT 1 FROM journal_seal s WHERE s.entry_id = newest.id)
"""


def chain_state() -> ChainState:
    """How far the journal is sealed (封存情况); looks at its newest part, vouches for nothing."""
    newest = Seal.objects.order_by("-seq").values_list("seq", "head", "sealed_at").first()
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, (_NEWEST,))
        waiting: int = cursor.fetchone()[0]
    seq, head, sealed_at = newest or (0, "", None)
    return ChainState(seq, head, sealed_at, waiting)


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
