"""A month of one person, four punches a day, with lates, leaves and outings."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from yichuang.jobs.benches import Bench, Target
from yichuang.phrases import Phrase
from yichuang.rules.attendance.facts import Facts, Leave, Outing

_FIRST, _LAST = date(2026, 3, 1), date(2026, 3, 31)
_TIMES = (time(8, 0), time(12, 0), time(14, 30), time(17, 30))


def _fact(number: int) -> Facts:
    punches: list[datetime] = []
    for offset in range((_LAST - _FIRST).days + 1):
        day = _FIRST + timedelta(days=offset)
        if day.weekday() < 5:
            shift = (number * 31 + offset * 7) % 40 - 15
            punches += [datetime.combine(day, t) + _minutes(shift, i) for i, t in enumerate(_TIMES)]
    return Facts(
        from_=_FIRST,
        to=_LAST,
        punches=tuple(punches),
        leaves=(Leave("2026-03-10am", "2026-03-10pm", "personal"),) if number % 4 == 0 else (),
        outings=(_outing(number),) if number % 3 == 0 else (),
    )


def _minutes(shift: int, which: int) -> timedelta:
    # Signing in a little early or late, signing out a little late or early.
    return timedelta(minutes=shift if which % 2 == 0 else -shift // 2)


def _outing(number: int) -> Outing:
    start = datetime.combine(date(2026, 3, 12), time(9, 0))
    end = start + timedelta(minutes=30 + number % 90)
    return Outing(start, end, approved=number % 2 == 0)


BENCHES = (
    Bench(
        "attendance",
        Phrase("一人一月考勤（每日四次打卡）", "a person's month, four punches a day"),
        ("county-hall",),
        _fact,
        with_reasons=Target(1_000, 10),
    ),
)
