"""Forty candidates of one award, many of them tied."""

from __future__ import annotations

from yichuang.jobs.benches import Bench
from yichuang.phrases import Phrase
from yichuang.rules.awards import Candidate, Facts


def _fact(number: int) -> Facts:
    return Facts(
        award="advanced_worker",
        candidates=tuple(
            Candidate(f"p{k:03d}", total=80 + (number * 7 + k * 11) % 21) for k in range(40)
        ),
        tie_votes={f"p{k:03d}": (number + k) % 6 for k in range(40)},
    )


BENCHES = (
    Bench(
        "awards",
        Phrase("四十人评先进", "an award among forty"),
        ("yunnan-assessment",),
        _fact,
    ),
)
