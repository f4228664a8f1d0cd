"""Changing the reception: the only writers of its tables."""

from __future__ import annotations

from yichuang.reception.actions.calling import call
from yichuang.reception.actions.moves import (
    Also,
    abandon,
    abandon_leftovers,
    finish,
    hold,
    miss,
    recall,
    rejoin,
    start,
    transfer,
)
from yichuang.reception.actions.services import add_service, assign_service
from yichuang.reception.actions.tickets import Taken, check_in, issue
from yichuang.reception.actions.windows import close_window, open_window, pause_window

__all__ = [
    "Also",
    "Taken",
    "abandon",
    "abandon_leftovers",
    "add_service",
    "assign_service",
    "call",
    "check_in",
    "close_window",
    "finish",
    "hold",
    "issue",
    "miss",
    "open_window",
    "pause_window",
    "recall",
    "rejoin",
    "start",
    "transfer",
]
