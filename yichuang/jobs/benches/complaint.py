"""Complaints of every form, simple and complex, over a year."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from yichuang.jobs.benches import Bench
from yichuang.phrases import Phrase
from yichuang.rules.complaint import Facts
from yichuang.rules.sections.complaints import Form

_START = datetime.combine(date(2025, 9, 1), time(8, 0))
_FORMS: tuple[Form, ...] = ("oral", "phone", "written", "web")


def _fact(number: int) -> Facts:
    received = _START + timedelta(days=number % 300, minutes=number * 7 % 720)
    return Facts(
        form=_FORMS[number % 4],
        received_at=received,
        now=received + timedelta(days=number % 9),
        departments=number % 3 + 1,
        complex=number % 5 == 0,
        severe=number % 7 == 0,
        replied_at=received + timedelta(days=2) if number % 2 else None,
        reply_form="oral" if number % 2 else None,
    )


BENCHES = (
    Bench("complaint", Phrase("投诉", "complaints"), ("baodi",), _fact),
    Bench("complaint", Phrase("供电投诉", "power complaints"), ("power-supply",), _fact),
)
