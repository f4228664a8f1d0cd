"""What attendance shows of itself (考勤的门面)."""

from __future__ import annotations

from yichuang.attendance.corrections.course import DECIDE, KINDS
from yichuang.attendance.permissions import CLOSE_MONTH, REOPEN_MONTH, SEE_ATTENDANCE
from yichuang.faces import Duty, Face, Page
from yichuang.organization.face import MANAGE_DEVICES
from yichuang.phrases import Phrase

FACE = Face(
    permissions=(SEE_ATTENDANCE, CLOSE_MONTH, REOPEN_MONTH, DECIDE),
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
        **{f"correction.{kind}": words for kind, words in KINDS.items()},
        "attendance.pin_assigned": Phrase("指定考勤号", "Terminal number assigned"),
    },
    subjects={
        "terminal": Phrase("考勤机", "Terminal"),
        "attendance": Phrase("考勤", "Attendance"),
        "correction": Phrase("补签", "Correction"),
    },
    staff=(
        Page(
            "web:my_month",
            Phrase("我的考勤", "My month"),
            Phrase(
                "每半天怎么认定、依据什么；补签、异议",
                "How each half-day counts and why; corrections, objections",
            ),
            place=60,
        ),
        Page(
            "web:months",
            Phrase("考勤月报", "Attendance"),
            Phrase("全体人员的当月认定，导出、锁定", "Everybody's month: export, close"),
            (SEE_ATTENDANCE,),
            place=62,
        ),
        Page(
            "web:corrections",
            Phrase("补签", "Corrections"),
            Phrase(
                "申请补签、审批补签、录入纸质签到表",
                "Ask for corrections, decide on them, enter paper sheets",
            ),
            place=64,
        ),
        Page(
            "web:terminals",
            Phrase("考勤机", "Terminals"),
            Phrase("准入、核对、告警、考勤号", "Admission, completeness, alarms, numbers"),
            (MANAGE_DEVICES, SEE_ATTENDANCE),
            place=102,
        ),
    ),
    duties={
        "correction.decide": Duty(Phrase("审批补签", "decide on a correction"), "web:correction"),
    },
)
