"""Deeds (行为事实): what somebody did or left undone, on a day; the facts of all that follows.

The same dated deeds give assessment, allowance, accountability and awards their answers, each
by its own counters and periods. One event is one deed, however many reported it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Deed:
    """Something somebody did (行为), on a day, `count` times.

    `event`: what happened; two deeds of one code and one event are one. `source`: how it is
    known (a letter, a patrol). `days` of an absence or a leave; `quantity`, `days_late` and
    `points` (chosen by a person) where the catalogue goes by them; `severity` where known.
    `about`: the act that this one is about, e.g. the one that was hidden.
    """

    code: str
    on: date
    days: float | None = None
    severity: str | None = None
    count: int = 1
    event: str | None = None
    source: str | None = None
    quantity: float | None = None
    days_late: float | None = None
    points: float | None = None
    about: Deed | None = None

    @property
    def amount(self) -> float | None:
        """The quantity of the deed, whichever way it is told."""
        told = (self.days, self.quantity, self.days_late)
        return next((amount for amount in told if amount is not None), None)


def once_each(deeds: Iterable[Deed]) -> list[Deed]:
    """Each event once (一事一次), in the order of the days; of two reports the first stays."""
    kept: dict[object, Deed] = {}
    for index, deed in enumerate(sorted(deeds, key=lambda d: d.on)):
        kept.setdefault(index if deed.event is None else (deed.code, deed.event), deed)
    return list(kept.values())


def perhaps_the_same(deeds: Iterable[Deed]) -> list[tuple[Deed, Deed]]:
    """Pairs that a person is to be asked about: one code, one day, two sources, no event said."""
    first: dict[tuple[str, date], Deed] = {}
    pairs = []
    for deed in once_each(deeds):
        before = first.setdefault((deed.code, deed.on), deed)
        told = deed.source is not None and before.source is not None
        same_event = deed.event is not None and before.event is not None
        if before is not deed and told and before.source != deed.source and not same_event:
            pairs.append((before, deed))
    return pairs
