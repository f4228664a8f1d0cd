"""What a correction is refused for."""

from __future__ import annotations

from typing import ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Phrase


class SamePerson(HallError):
    code: ClassVar[str] = "attendance.same_person"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "补签由申请人和当事人以外的人审批；撤回由申请人本人办理。",
        "Somebody else than who asked and whose punch it is decides; who asked withdraws.",
    )


class WordsNeeded(HallError):
    code: ClassVar[str] = "attendance.words_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请写明理由，不超过 {most} 个字。", "Please give the reason, at most {most} characters."
    )


class NoSuchTime(HallError):
    code: ClassVar[str] = "attendance.no_such_time"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "“{text}”不能补签：应为已经过去的时间，如 2026-03-02 08:00。",
        "{text} can't be asked for: it must be a time that has passed, such as 2026-03-02 08:00.",
    )


class BadSheet(HallError):
    code: ClassVar[str] = "attendance.bad_sheet"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "签到表第 {line} 行“{text}”不对：一行一次，写工号和时间，如 1001 2026-03-02 08:00。",
        "Line {line} of the sheet ({text}) is wrong: one punch a line, staff number and time, such "
        "as 1001 2026-03-02 08:00.",
    )


class SheetLength(HallError):
    code: ClassVar[str] = "attendance.sheet_length"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "签到表应有 1 至 {most} 行。", "A sheet has 1 to {most} lines."
    )


class MonthClosed(HallError):
    code: ClassVar[str] = "attendance.month_closed"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{month} 的考勤已锁定，不能补签。确需更正，请主任写明理由重开该月。",
        "Attendance of {month} is closed. Where it must be changed, the director reopens the month "
        "with the reason.",
    )
