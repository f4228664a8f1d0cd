"""What falls due by itself: cases that silence accepts, cases that silence approves."""

from __future__ import annotations

import logging
from datetime import datetime

from yichuang import clock
from yichuang.cases import actions, queries
from yichuang.errors import HallError
from yichuang.reception import actions as reception
from yichuang.reception.once import forget_requests
from yichuang.rules.facts import FactsError

log = logging.getLogger(__name__)


def fall_due() -> int:
    """Let what is due happen; how much did. One case that can't be ruled on holds up no other."""
    at = clock.now()
    keep_the_hall(at)
    due = [(actions.accept_by_silence, number) for number in queries.silent(at)]
    due += [(actions.approve_by_silence, number) for number in queries.tacit(at)]
    happened = 0
    for act, number in due:
        try:
            happened += act(number=number, at=at)
        except (HallError, FactsError):
            log.exception("case %s is due and can't be ruled on", number)
    return happened


def keep_the_hall(at: datetime) -> None:
    """Close days nobody closed, and forget what the hall need not know any longer."""
    reception.close_days_that_are_over(at)
    reception.erase_holders(at)
    forget_requests(before=clock.local(at).date())
