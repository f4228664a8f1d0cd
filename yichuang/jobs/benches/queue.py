"""Calls as a hall makes them: among the few candidates of its services."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from yichuang.jobs.benches import Bench
from yichuang.phrases import Phrase
from yichuang.rules.queue import Facts, Ticket, Window

_NOW = datetime.combine(date(2026, 3, 2), time(10, 0))
_CANDIDATES = 10
_CLASSES = ("normal", "priority", "appointment", "returning", "normal", "normal")


def _fact(number: int) -> Facts:
    tickets = tuple(_ticket(number + k, k) for k in range(_CANDIDATES))
    recent = (_CLASSES[number % 6], _CLASSES[number // 6 % 6])
    return Facts(_NOW, tickets, Window(("tax", "social")), recent)


def _ticket(number: int, place: int) -> Ticket:
    taken = _NOW - timedelta(minutes=number % 50)
    slot = _NOW + timedelta(minutes=number % 40 - 20)
    return Ticket(
        no=f"A{place:04}",
        service=("tax", "social", "land")[number % 3],
        taken_at=taken,
        class_=_CLASSES[number % 6],
        slot=slot,
        checked_in_at=slot - timedelta(minutes=number % 25 - 12),
        returned_at=taken,
    )


BENCHES = (
    Bench(
        "queue",
        Phrase("叫号（10 个候选）", "calls among 10 candidates"),
        ("hall-roster",),
        _fact,
    ),
)
