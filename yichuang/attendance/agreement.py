"""Whose rows the journal binds (考勤的账实核对)."""

from __future__ import annotations

from yichuang.journal.rows import Kept, Unbound
from yichuang.phrases import Phrase

KEPT = (
    Kept("attendance_device", Phrase("考勤机", "a terminal"),
         left_out=("seen_at", "address", "told", "stamp")),
    Kept("attendance_punch", Phrase("打卡记录", "a punch"), once=True),
    Kept("attendance_oddline", Phrase("存疑的考勤记录", "an odd line of a terminal"), once=True),
    Kept("attendance_pin", Phrase("考勤号", "a number at the terminals"), once=True),
    Kept("attendance_alarm", Phrase("考勤机告警", "an alarm of a terminal"), once=True),
    Kept("attendance_count", Phrase("条数核对", "a count of a terminal's day"), once=True),
    Kept("attendance_slip", Phrase("补签", "a punch shown by paper"), once=True),
    Kept("attendance_monthclosing", Phrase("考勤月的锁定", "a month closed"), once=True),
    Kept("attendance_monthfacts", Phrase("锁定时的考勤事实", "what a closed month knew"),
         once=True),
)  # fmt: skip
UNBOUND = (
    Unbound("attendance_command", Phrase(
        "发给考勤机的指令，只作查询；取回的记录另有登记",
        "commands to terminals, which only ask; what they bring is on record itself")),
    Unbound("attendance_enrolled", Phrase(
        "考勤机内的姓名，只供认人，不是记录", "names kept in terminals: a hint, no record")),
)  # fmt: skip
