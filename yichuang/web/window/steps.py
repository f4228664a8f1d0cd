"""What a clerk can do at the window (窗口操作): one step for each button of the workstation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.http import QueryDict

from yichuang.feedback import endings
from yichuang.phrases import Phrase
from yichuang.reception import actions, window_queue
from yichuang.reception.errors import NoWindow
from yichuang.reception.states import PAUSE_REASONS

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

_NOBODY = Phrase("现在没有人等候。", "Nobody is waiting now.")

Take = Callable[[QueryDict, datetime, "Reader"], Phrase | None]


def _open(given: QueryDict, at: datetime, by: Reader) -> None:
    actions.open_window(window=given.get("window", ""), at=at, by=by)


def _resume(given: QueryDict, at: datetime, by: Reader) -> None:
    actions.open_window(window=_own(by), at=at, by=by)


def _pause(given: QueryDict, at: datetime, by: Reader) -> None:
    known = PAUSE_REASONS.get(given.get("why", ""))
    reason = known.zh if known else given.get("reason", "")
    actions.pause_window(window=_own(by), reason=reason, at=at, by=by)


def _close(given: QueryDict, at: datetime, by: Reader) -> None:
    actions.close_window(window=_own(by), at=at, by=by)


def _call(given: QueryDict, at: datetime, by: Reader) -> Phrase | None:
    key = given.get("key", "")[:60]
    called = actions.call(window=_own(by), key=f"page:{key}" if key else None, at=at, by=by)
    return None if called else _NOBODY


def _start(given: QueryDict, at: datetime, by: Reader) -> None:
    actions.start(ticket_id=_ticket(given), at=at, by=by)


def _finish(given: QueryDict, at: datetime, by: Reader) -> None:
    endings.finish(ticket_id=_ticket(given), at=at, by=by)


def _miss(given: QueryDict, at: datetime, by: Reader) -> None:
    actions.miss(ticket_id=_ticket(given), at=at, by=by)


def _recall(given: QueryDict, at: datetime, by: Reader) -> None:
    actions.recall(ticket_id=_ticket(given), at=at, by=by)


def _hold(given: QueryDict, at: datetime, by: Reader) -> None:
    actions.hold(ticket_id=_ticket(given), at=at, by=by)


def _transfer(given: QueryDict, at: datetime, by: Reader) -> None:
    actions.transfer(ticket_id=_ticket(given), service=given.get("service", ""),
                     if_served=given.get("anyway") != "1", at=at, by=by)  # fmt: skip


def _undo(given: QueryDict, at: datetime, by: Reader) -> None:
    endings.undo(ticket_id=_ticket(given), at=at, by=by)


STEPS: Mapping[str, Take] = MappingProxyType({
    "open": _open, "resume": _resume, "pause": _pause, "close": _close, "call": _call,
    "start": _start, "finish": _finish, "miss": _miss, "recall": _recall, "hold": _hold,
    "transfer": _transfer, "undo": _undo,
})  # fmt: skip


def _own(by: Reader) -> str:
    seat = window_queue.seat_of(by)
    if seat is None:
        raise NoWindow
    return seat.code


def _ticket(given: QueryDict) -> int:
    text = given.get("ticket", "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0
