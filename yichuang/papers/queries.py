"""Reading what became of papers. Who may, says the capability whose papers they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from yichuang.organization.personal import decrypt
from yichuang.papers.actions import WAYS
from yichuang.papers.models import Delivery, Paper
from yichuang.papers.states import Copy, Way
from yichuang.phrases import Phrase
from yichuang.rules import masking


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper as it was first printed."""

    title: str
    number: str
    digest: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at serving a paper."""

    way: Way
    said: Phrase
    at: datetime
    recorded_at: datetime
    who: str
    receiver: str
    tracking: str
    reason: str
    witness: str

    @property
    def served(self) -> bool:
        return self.way != Way.REFUSED


def printed(subject: str, seq: int) -> Printed | None:
    """A paper as it went out; None: it was never printed."""
    row = Paper.objects.filter(subject=subject, seq=seq, copy=Copy.WHOLE).first()
    return Printed(row.title, row.number, row.digest, row.made_at) if row else None


def numbered(number: str) -> str:
    """The subject whose paper carries this document number (文号); empty: no paper does."""
    rows = Paper.objects.filter(number=number).exclude(number="")
    return rows.values_list("subject", flat=True).first() or ""


def deliveries(subject: str, seq: int, *, whole: bool) -> tuple[Attempt, ...]:
    """How a paper was served (送达情况), every attempt; `whole`: people's names in full."""
    rows = Delivery.objects.filter(subject=subject, seq=seq).select_related("person")
    return tuple(_attempt(row, whole=whole) for row in rows.order_by("at", "id"))


def served(subject: str) -> frozenset[int]:
    """Which papers of a subject were served."""
    rows = Delivery.objects.filter(subject=subject).exclude(way=Way.REFUSED)
    return frozenset(rows.values_list("seq", flat=True))


def _attempt(row: Delivery, *, whole: bool) -> Attempt:
    said = json.loads(decrypt(bytes(row.sealed), of=f"delivery:{row.subject}/{row.seq}"))
    if not whole:
        mask = masking.email if "@" in said["receiver"] else masking.name
        said |= {"receiver": mask(said["receiver"]), "witness": masking.name(said["witness"])}
    way = Way(row.way)
    return Attempt(way, WAYS[way], row.at, row.recorded_at, row.person.name, **said)
