"""What is done about leave, posts and outings; each is one transaction with its entries."""

from yichuang.leave.actions.asking import (
    amend,
    amend_named,
    ask,
    cancel,
    open_paper,
    slot_for_paper,
)
from yichuang.leave.actions.being_away import begin_leave, cover, report_back
from yichuang.leave.actions.deciding import accept, decide, decline
from yichuang.leave.actions.outings import come_back, consent, go_out
from yichuang.leave.actions.posts import set_holder, set_post

__all__ = [
    "accept",
    "amend",
    "amend_named",
    "ask",
    "begin_leave",
    "cancel",
    "come_back",
    "consent",
    "cover",
    "decide",
    "decline",
    "go_out",
    "open_paper",
    "report_back",
    "set_holder",
    "set_post",
    "slot_for_paper",
]
