"""Adding working days, all over the published calendar."""

from __future__ import annotations

from datetime import date

from yichuang.jobs.benches import Bench, Target
from yichuang.phrases import Phrase
from yichuang.rules.worktime import Facts

_FIRST = date(2018, 1, 2).toordinal()
_SPAN = 3200


def _fact(number: int) -> Facts:
    start = date.fromordinal(_FIRST + number * 7 % _SPAN)
    return Facts("add_working_days", from_=start, days=1 + number % 30)


BENCHES = (
    Bench(
        "worktime",
        Phrase("加若干个工作日", "adding working days"),
        ("county-hall",),
        _fact,
        with_reasons=Target(200_000, 10),
        without_reasons=Target(200_000, 5),
    ),
)
