"""Changing the reception: the only writers of its tables."""

from __future__ import annotations

from yichuang.reception.actions.calling import call
from yichuang.reception.actions.day import close_day, close_days_that_are_over, reopen_day
from yichuang.reception.actions.guiding import prioritise
from yichuang.reception.actions.holders import erase_holders
from yichuang.reception.actions.moves import (
    Also,
    abandon,
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
from yichuang.reception.actions.undoing import undo
from yichuang.reception.actions.visitors import issue_to_visitor
from yichuang.reception.actions.windows import close_window, open_window, pause_window

__all__ = [
    "Also",
    "Taken",
    "abandon",
    "add_service",
    "assign_service",
    "call",
    "check_in",
    "close_day",
    "close_days_that_are_over",
    "close_window",
    "erase_holders",
    "finish",
    "hold",
    "issue",
    "issue_to_visitor",
    "miss",
    "open_window",
    "pause_window",
    "prioritise",
    "recall",
    "rejoin",
    "reopen_day",
    "start",
    "transfer",
    "undo",
]
