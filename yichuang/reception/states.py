"""The life of a ticket (号单) and of a window session, as tables.

Which classes of tickets there are, and on what ground one is taken, is the rule book's to say.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase


class State(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    MISSED = "missed"
    TRANSFERRED = "transferred"
    FINISHED = "finished"
    ABANDONED = "abandoned"
    UNSERVED = "unserved"
    """The day was closed before its turn came."""


class Booked(StrEnum):
    """How an appointment stands, as it is kept."""

    HELD = "held"
    CONFIRMED = "confirmed"
    COME = "come"
    CANCELLED = "cancelled"
    CALLED_OFF = "called_off"
    """By the hall: the day was closed."""
    EXCUSED = "excused"
    """Nobody came, with a reason that the hall took."""


BOOKED_NAMES: MappingProxyType[str, Phrase] = MappingProxyType({
    Booked.HELD: Phrase("待确认", "To be confirmed"),
    Booked.CONFIRMED: Phrase("已预约", "Booked"),
    Booked.COME: Phrase("已签到", "Checked in"),
    Booked.CANCELLED: Phrase("已取消", "Cancelled"),
    Booked.CALLED_OFF: Phrase("大厅停办，已取消", "Called off by the hall"),
    Booked.EXCUSED: Phrase("未到，已说明", "Did not come, excused"),
    "lapsed": Phrase("未确认，已失效", "Not confirmed in time"),
    "no_show": Phrase("未到", "Did not come"),
})  # fmt: skip

IN_QUEUE = (State.WAITING, State.TRANSFERRED)
AT_WINDOW = (State.CALLED, State.SERVING)
WITH_WINDOW = (*AT_WINDOW, State.HELD)
OVER = (State.FINISHED, State.ABANDONED, State.UNSERVED)

_S = State
TRANSITIONS: MappingProxyType[str, tuple[tuple[State, ...], State]] = MappingProxyType({
    # event        from                                            to
    "called":      (IN_QUEUE,                                      _S.CALLED),
    "recalled":    ((_S.CALLED, _S.HELD, _S.MISSED),               _S.CALLED),
    "missed":      ((_S.CALLED,),                                  _S.MISSED),
    "held":        (AT_WINDOW,                                     _S.HELD),
    "transferred": ((*IN_QUEUE, *WITH_WINDOW, _S.MISSED),          _S.TRANSFERRED),
    "started":     ((_S.CALLED,),                                  _S.SERVING),
    "finished":    (AT_WINDOW,                                     _S.FINISHED),
    "rejoined":    ((_S.MISSED,),                                  _S.WAITING),
    "prioritised": (IN_QUEUE,                                      _S.WAITING),
    "undone":      ((_S.HELD, _S.TRANSFERRED, _S.FINISHED, _S.MISSED), _S.CALLED),  # or serving
    "abandoned":   ((*IN_QUEUE, *WITH_WINDOW, _S.MISSED),          _S.ABANDONED),
    # Closing a day and undoing it; whoever was being served counts as served.
    "unserved":    ((*IN_QUEUE, _S.CALLED, _S.HELD, _S.MISSED),    _S.UNSERVED),
    "closed_out":  ((_S.SERVING,),                                 _S.FINISHED),
    "restored":    ((_S.UNSERVED, _S.FINISHED),                    _S.WAITING),
})  # fmt: skip


class WindowState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSED = "closed"


STATE_NAMES: MappingProxyType[str, Phrase] = MappingProxyType({
    State.WAITING: Phrase("等候中", "Waiting"),
    State.CALLED: Phrase("已叫号", "Called"),
    State.SERVING: Phrase("办理中", "Being served"),
    State.HELD: Phrase("已挂起", "On hold"),
    State.MISSED: Phrase("已过号", "Missed"),
    State.TRANSFERRED: Phrase("转号等候", "Transferred, waiting"),
    State.FINISHED: Phrase("已办结", "Finished"),
    State.ABANDONED: Phrase("已弃号", "Abandoned"),
    State.UNSERVED: Phrase("未办理", "Not served"),
})  # fmt: skip

WINDOW_STATE_NAMES: MappingProxyType[str, Phrase] = MappingProxyType({
    WindowState.OPEN: Phrase("开放", "Open"),
    WindowState.PAUSED: Phrase("暂停", "Paused"),
    WindowState.CLOSED: Phrase("关闭", "Closed"),
})  # fmt: skip

PAUSE_REASONS: MappingProxyType[str, Phrase] = MappingProxyType({
    "meal": Phrase("用餐", "Meal break"),
    "away": Phrase("暂时离开，马上回来", "Back in a moment"),
    "paperwork": Phrase("整理材料", "Sorting papers"),
    "equipment": Phrase("设备故障", "Equipment failure"),
    "meeting": Phrase("会议", "Meeting"),
    "handover": Phrase("交接班", "Handing over"),
})  # fmt: skip
