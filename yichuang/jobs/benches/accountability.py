"""The acts of one person over two years: a ladder, acts without one, days of absence."""

from __future__ import annotations

from datetime import date, timedelta

from yichuang.jobs.benches import Bench
from yichuang.phrases import Phrase
from yichuang.rules.accountability import Deed, Facts

_START = date(2025, 1, 6)


def _fact(number: int) -> Facts:
    days = [_START + timedelta(days=(37 * (number + k)) % 700) for k in range(1 + number % 8)]
    return Facts(
        acts=tuple(
            Deed("once_only_breach", day)
            if k % 3
            else Deed("absence", day, days=0.5 + (number + k) % 3)
            for k, day in enumerate(days)
        )
    )


BENCHES = (
    Bench(
        "accountability",
        Phrase("一人两年的行为（1–8 件）", "a person's two years with 1–8 acts"),
        ("county-hall", "baodi"),
        _fact,
    ),
)
