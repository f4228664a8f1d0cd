"""What attendance shows of itself (考勤的门面)."""

from __future__ import annotations

from yichuang.faces import Face, Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

SEE_ATTENDANCE = Permission(
    "attendance.see",
    Phrase("查看本场所考勤", "see the site's attendance"),
    Role.OFFICE, Role.SUPERVISION, Role.DIRECTOR,
)  # fmt: skip

CLOSE_MONTH = Permission(
    "attendance.close",
    Phrase("锁定考勤月", "close a month of attendance"),
    Role.OFFICE, Role.DIRECTOR,
)  # fmt: skip
REOPEN_MONTH = Permission(
    "attendance.reopen", Phrase("重开考勤月", "reopen a month of attendance"), Role.DIRECTOR
)

FACE = Face(
    permissions=(SEE_ATTENDANCE, CLOSE_MONTH, REOPEN_MONTH),
    journal={
        "terminal.seen": Phrase("未登记的考勤机来访", "An unknown terminal called"),
        "terminal.admitted": Phrase("准入考勤机", "Terminal admitted"),
        "terminal.refused": Phrase("拒绝考勤机", "Terminal refused"),
        "terminal.removed": Phrase("停用考勤机", "Terminal removed"),
        "terminal.alarmed": Phrase("考勤机告警", "Terminal raised an alarm"),
        "terminal.counted": Phrase("核对考勤机条数", "Terminal's records counted"),
        "attendance.received": Phrase("收到打卡记录", "Punches received"),
        "attendance.month_closed": Phrase("锁定考勤月", "Month closed"),
        "attendance.month_reopened": Phrase("重开考勤月", "Month reopened"),
        "attendance.pin_assigned": Phrase("指定考勤号", "Terminal number assigned"),
    },
    subjects={
        "terminal": Phrase("考勤机", "Terminal"),
        "attendance": Phrase("考勤", "Attendance"),
    },
)
