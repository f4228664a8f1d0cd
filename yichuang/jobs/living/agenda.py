"""What is going to happen, in order of time, for all places at once."""

from __future__ import annotations

import heapq
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from yichuang.errors import HallError
from yichuang.jobs.living.pace import Pace

log = logging.getLogger(__name__)
Deed = Callable[[datetime], None]


@dataclass(slots=True)
class Agenda:
    """Deeds to come. A deed may put further ones on it."""

    done: int = 0
    refused: int = 0
    """Deeds the hall refused; a living hall has a few, a broken one many."""
    _deeds: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    _order: count[int] = field(default_factory=count)

    def at(self, at: datetime, deed: Deed) -> None:
        """Put a deed on the agenda."""
        heapq.heappush(self._deeds, (at, next(self._order), deed))

    def live(self, pace: Pace) -> None:
        """Do everything in order of time, until nothing is left or the pace says stop."""
        while self._deeds:
            at, _, deed = heapq.heappop(self._deeds)
            if not pace.until(at):
                return
            self.do(deed, at)

    def do(self, deed: Deed, at: datetime) -> None:
        """Do one deed now; a refusal is the hall's answer and is counted."""
        try:
            deed(at)
            self.done += 1
        except HallError as error:
            self.refused += 1
            log.info("refused: %s", error)
