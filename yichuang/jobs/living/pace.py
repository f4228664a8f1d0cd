"""At which pace time goes by: as fast as it is lived, or as the hall's clock shows it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from yichuang import clock
from yichuang.journal.actions import set_training_clock


class Pace(Protocol):
    """Waits for an instant of the hall's time; False when it is time to stop."""

    def until(self, at: datetime) -> bool: ...


class Driven:
    """Drives the training clock itself: every instant is there as soon as it is asked for.

    `sealing` is called every ten minutes of the hall's time, as the sealer would.
    """

    _SEAL_EVERY = timedelta(minutes=5)
    _HOLD = timedelta(hours=1)  # of real time; the clock stands, whoever looks at it

    def __init__(self, sealing: Callable[[], object]) -> None:
        self._sealing = sealing
        self._now: datetime | None = None
        self._sealed: datetime | None = None

    def until(self, at: datetime) -> bool:
        if self._now is None or at > self._now:
            if self._sealed is None or at - self._sealed >= self._SEAL_EVERY:
                self._sealing()
                self._sealed = at
            set_training_clock(at=at, speed=0, run_for=self._HOLD)
            self._now = at
        return True


class Lived:
    """Waits until the hall's clock shows the instant."""

    def __init__(self, stop: threading.Event) -> None:
        self._stop = stop

    def until(self, at: datetime) -> bool:
        while not self._stop.is_set():
            missing = (at - clock.now()).total_seconds()
            if missing <= 0:
                return True
            setting = clock.speed()
            self._stop.wait(min(0.5, max(0.005, missing / max(setting, 0.001))))
        return False
