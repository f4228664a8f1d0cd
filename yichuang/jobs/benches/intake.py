"""Handed-in materials: one to three submissions of twelve materials, with notices."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from yichuang.jobs.benches import Bench
from yichuang.phrases import Phrase
from yichuang.rules.intake import Facts, Material, Notice, State, Submission

_FIRST = date(2026, 1, 5)
_CODES = tuple(f"m{n:02}" for n in range(12))
_STATES: tuple[State, ...] = ("ok", "ok", "ok", "missing", "ok", "defective", "correctable")


def _fact(number: int) -> Facts:
    first = _FIRST + timedelta(days=number % 200)
    rounds = number % 3 + 1
    days = [first + timedelta(days=3 * k) for k in range(rounds)]
    return Facts(
        required=tuple(Material(code) for code in _CODES),
        submissions=tuple(
            _submission(number + k, first + timedelta(days=3 * k)) for k in range(rounds)
        ),
        now=datetime.combine(first + timedelta(days=10), time(9, 0)),
        notices=tuple(Notice(day, (_CODES[(number + k) % 12],)) for k, day in enumerate(days[:-1])),
        prior_breaches=number % 4,
    )


def _submission(number: int, on: date) -> Submission:
    return Submission(on, {c: _STATES[(number + i) % 7] for i, c in enumerate(_CODES)})


BENCHES = (
    Bench(
        "intake",
        Phrase("收件（12 种材料，1–3 次提交）", "intake of 12 materials, 1–3 submissions"),
        ("county-hall",),
        _fact,
    ),
)
