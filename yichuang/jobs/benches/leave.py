"""Leaves of an hour to a week, some of them overdue."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from yichuang.jobs.benches import Bench
from yichuang.phrases import Phrase
from yichuang.rules.leave.facts import Facts

_START = datetime.combine(date(2026, 1, 5), time(8))
_KINDS = ("personal", "sick", "annual", "official")
_HOURS = (1, 4, 9, 33, 57, 105)


def _fact(number: int) -> Facts:
    start = _START + timedelta(days=number % 300)
    end = start + timedelta(hours=_HOURS[number % len(_HOURS)])
    late = timedelta(hours=number % 5 * 12)
    return Facts(
        type=_KINDS[number % len(_KINDS)],
        from_=start,
        to=end,
        now=end + late,
        window_staff=1 + number % 3,
        substitute="P07" if number % 2 else None,
        certificate="county_hospital" if number % 3 else None,
        returned_at=end + late if number % 4 else None,
    )


BENCHES = (
    Bench(
        "leave",
        Phrase("一次请假（一小时至一周）", "a leave of an hour to a week"),
        ("county-hall",),
        _fact,
    ),
)
"""There is no target: a hall of 500 people asks for some twenty leaves a day."""
