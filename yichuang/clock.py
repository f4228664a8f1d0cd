"""The only reader of the wall clock.

A real hall runs by the machine's time. A training hall runs by its own clock, kept in the
database so that all processes agree, which may show another day and run faster.
"""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from yichuang.journal import queries as journal

ZONE = ZoneInfo("Asia/Shanghai")
_LOOK_AGAIN_AFTER = 0.5  # seconds; a training clock is set rarely
_looked: tuple[float, journal.ClockSetting | None] | None = None
_real_for_good = False


def real_now() -> datetime:
    """The machine's time, whatever the hall's clock shows (for time-outs, not for facts)."""
    return datetime.now(UTC)


def now() -> datetime:
    """The hall's time, with offset."""
    real = real_now()
    setting = _setting()
    return setting.at(real) if setting else real


def speed() -> float:
    """How many times as fast as time the hall's clock runs."""
    setting = _setting()
    return setting.speed if setting else 1.0


def today() -> date:
    """The hall's day, in its own time zone."""
    return in_zone(now()).date()


def in_zone(at: datetime) -> datetime:
    """The same instant with the hall's offset; `organization.times.local` has none."""
    return at.astimezone(ZONE)


def forget() -> None:
    """Look at the clock's setting again (after setting it, and between tests)."""
    global _looked, _real_for_good
    _looked, _real_for_good = None, False


def _setting() -> journal.ClockSetting | None:
    global _looked, _real_for_good
    if _real_for_good:
        return None
    tick = time.monotonic()
    if _looked is None or tick - _looked[0] > _LOOK_AGAIN_AFTER:
        setting = journal.training_clock()
        _looked = (tick, setting)
        # A hall that is open and has no training clock never gets one.
        _real_for_good = setting is None and journal.is_open()
    return _looked[1]
