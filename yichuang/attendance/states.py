"""The words of terminals and their records (考勤机和记录的状态)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase


class DeviceState(StrEnum):
    QUARANTINED = "quarantined"
    ADMITTED = "admitted"
    REFUSED = "refused"
    REMOVED = "removed"


class OddKind(StrEnum):
    """Why a line is no fact of its own."""

    GARBLED = "garbled"
    AGAIN = "again"
    """The same terminal, number and time with other particulars."""


class AlarmKind(StrEnum):
    CLOCK_AHEAD = "clock_ahead"
    CLOCK_SET = "clock_set"
    LOG_CLEARED = "log_cleared"
    USER_CHANGED = "user_changed"
    ADDRESS = "address"


class Shown(StrEnum):
    """What shows a punch (打卡的依据)."""

    TERMINAL = "terminal"
    SHEET = "sheet"
    SLIP = "slip"


DEVICE_STATES: Mapping[str, Phrase] = MappingProxyType({
    DeviceState.QUARANTINED: Phrase("待准入", "Quarantined"),
    DeviceState.ADMITTED: Phrase("在用", "In use"),
    DeviceState.REFUSED: Phrase("已拒绝", "Refused"),
    DeviceState.REMOVED: Phrase("已停用", "Removed"),
})  # fmt: skip
ODD_KINDS: Mapping[str, Phrase] = MappingProxyType({
    OddKind.GARBLED: Phrase("无法识读", "Can't be read"),
    OddKind.AGAIN: Phrase("同机同人同秒的另一条", "Another of the same second"),
})  # fmt: skip
ALARMS: Mapping[str, Phrase] = MappingProxyType({
    AlarmKind.CLOCK_AHEAD: Phrase("时钟快于大厅", "Clock ahead of the hall's"),
    AlarmKind.CLOCK_SET: Phrase("有人改了时钟", "Clock set by hand"),
    AlarmKind.LOG_CLEARED: Phrase("有人清除了数据", "Records or administrators cleared"),
    AlarmKind.USER_CHANGED: Phrase("有人增删了用户", "Users added or deleted"),
    AlarmKind.ADDRESS: Phrase("换了网络地址", "Heard from another address"),
})  # fmt: skip
SHOWN: Mapping[str, Phrase] = MappingProxyType({
    Shown.TERMINAL: Phrase("考勤机", "Terminal"),
    Shown.SHEET: Phrase("纸质签到表", "Paper sheet"),
    Shown.SLIP: Phrase("补签单", "Correction slip"),
})  # fmt: skip
