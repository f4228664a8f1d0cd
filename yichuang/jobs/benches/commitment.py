"""Service commitments of every business, over a year."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from yichuang.jobs.benches import Bench
from yichuang.phrases import Phrase
from yichuang.rules.commitment import Facts

_START = datetime.combine(date(2025, 9, 1), time(8, 0))
_BUSINESS = ("supply_plan", "connection", "meter_check", "reading_dispute", "counter_business")
_CUSTOMERS = ("resident", "low_voltage", "high_voltage_single", "high_voltage_dual")


def _fact(number: int) -> Facts:
    started = _START + timedelta(days=number % 300, minutes=number * 7 % 720)
    return Facts(
        business=_BUSINESS[number % 5],
        customer=_CUSTOMERS[number % 4],
        started_at=started,
        now=started + timedelta(days=number % 20),
        done_at=started + timedelta(days=4) if number % 3 == 0 else None,
    )


BENCHES = (Bench("commitment", Phrase("服务承诺", "commitments"), ("power-supply",), _fact),)
