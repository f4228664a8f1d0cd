"""What falls due by itself: cases that silence accepts, cases that silence approves.

A case that can't be ruled on is put off, each time twice as long, and written down once with
its sentence, so that somebody sees it. The delays are this process's own: after a restart
everything due is tried again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from yichuang import clock
from yichuang.cases import actions, queries
from yichuang.errors import HallError
from yichuang.reception import actions as reception
from yichuang.reception.once import forget_requests
from yichuang.rules.facts import FactsError

log = logging.getLogger(__name__)
_FIRST, _LONGEST = timedelta(minutes=1), timedelta(hours=6)


@dataclass(slots=True)
class Waiting:
    """The cases put off: until when, and how long it was this time."""

    until: dict[str, tuple[datetime, timedelta]] = field(default_factory=dict)

    def now(self, real: datetime) -> list[str]:
        return [number for number, (until, _) in self.until.items() if until > real]

    def put_off(self, number: str, real: datetime) -> None:
        _, before = self.until.get(number, (real, _FIRST / 2))
        delay = min(before * 2, _LONGEST)
        self.until[number] = (real + delay, delay)


_waiting = Waiting()


def fall_due(waiting: Waiting = _waiting) -> int:
    """Let what is due happen; how much did. One case that can't be ruled on holds up no other."""
    at, real = clock.now(), clock.real_now()
    keep_the_hall(at)
    without = waiting.now(real)
    due = [(actions.accept_by_silence, number) for number in queries.silent(at, without=without)]
    due += [(actions.approve_by_silence, number) for number in queries.tacit(at, without=without)]
    happened = 0
    for act, number in due:
        try:
            happened += act(number=number, at=at)
            waiting.until.pop(number, None)
        except (HallError, FactsError) as error:
            waiting.put_off(number, real)
            if actions.tell(number=number, error=error, at=at):
                log.warning("case %s is due and can't be ruled on: %s", number, error)
    return happened


def keep_the_hall(at: datetime) -> None:
    """Close days nobody closed, and forget what the hall need not know any longer."""
    reception.close_days_that_are_over(at)
    reception.erase_holders(at)
    forget_requests(before=clock.local(at).date())
