"""What is done about leave, posts and outings; each is one transaction with its entries."""

from yichuang.leave.actions.asking import amend, amend_named, ask, cancel, slot_for_paper
from yichuang.leave.actions.being_away import begin_leave, cover, report_back
from yichuang.leave.actions.deciding import accept, decide, decline

__all__ = [
    "accept",
    "amend",
    "amend_named",
    "ask",
    "begin_leave",
    "cancel",
    "cover",
    "decide",
    "decline",
    "report_back",
    "slot_for_paper",
]
