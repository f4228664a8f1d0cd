"""A person's month of allowance: a few faults, leaves and findings."""

from __future__ import annotations

from yichuang.jobs.benches import Bench
from yichuang.phrases import Phrase
from yichuang.rules.allowance.facts import Facts


def _fact(number: int) -> Facts:
    return Facts(
        monthly_allowance=f"{800 + number % 900}.00",
        working_days=18 + number % 6,
        attendance_faults=number % 5,
        absence_days=number % 7 / 2 if number % 11 == 0 else 0,
        leave_days=number % 5 / 2,
        off_post=number % 3,
        computer_misuse=number % 2,
        verified_complaints=1 if number % 13 == 0 else 0,
        outings=number % 14,
    )


BENCHES = (
    Bench(
        "allowance",
        Phrase("一人一月津贴", "a person's month of allowance"),
        ("allowance-hall",),
        _fact,
    ),
)
"""There is no target: it is worked out once a month."""
