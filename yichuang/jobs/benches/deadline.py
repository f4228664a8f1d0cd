"""Cases with segments, extensions and decisions, all over a year."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from yichuang.jobs.benches import Bench, Target
from yichuang.phrases import Phrase
from yichuang.rules.deadline import Extension, Facts, Limit, Segment

_START = datetime.combine(date(2025, 9, 1), time(9, 0))
_KINDS = ("expert_review", "site_survey", "hearing", "testing")


def _fact(number: int) -> Facts:
    received = _START + timedelta(days=number % 300, minutes=number % 170)
    day = received.date()
    segments = [
        _segment(number + k, day + timedelta(days=2 + 5 * k)) for k in range(number % 3 + 1)
    ]
    asked = Extension(5, "复杂", "authority_head", day + timedelta(days=6), day + timedelta(days=6))
    return Facts(
        received_at=received,
        now=received + timedelta(days=number % 45),
        accepted_at=received + timedelta(minutes=20),
        promised=Limit(10, "working_day"),
        statutory=Limit(20, "working_day"),
        joint=number % 5 == 0,
        segments=tuple(segments),
        extension=asked if number % 4 == 0 else None,
        decided_at=received + timedelta(days=12) if number % 3 == 0 else None,
    )


def _segment(number: int, first: date) -> Segment:
    return Segment(
        kind=_KINDS[number % len(_KINDS)],
        from_=first,
        to=None if number % 7 == 0 else first + timedelta(days=number % 9),
        notified_on=first if number % 6 else None,
    )


BENCHES = (
    Bench(
        "deadline",
        Phrase("办件期限（含 1–3 个环节）", "deadlines of cases with 1–3 segments"),
        ("county-hall",),
        _fact,
        with_reasons=Target(200_000, 10),
        without_reasons=Target(200_000, 5),
    ),
)
