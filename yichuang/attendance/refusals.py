"""What attendance is refused for."""

from __future__ import annotations

from typing import ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Phrase


class UnknownDevice(HallError):
    """A terminal nobody admitted sends data: it keeps them and tries again."""

    code: ClassVar[str] = "attendance.unknown_device"
    status: ClassVar[int] = 503
    phrase: ClassVar[Phrase] = Phrase(
        "考勤机 {serial} 尚未准入，数据留在机内。请管理员在“考勤机”页准入。",
        "Terminal {serial} isn't admitted; it keeps its records. An administrator admits it on "
        "the page of terminals.",
    )


class BadSerial(HallError):
    code: ClassVar[str] = "attendance.bad_serial"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "序列号“{serial}”无效：1 至 32 位字母、数字、- 或 _，见机身标签。",
        "{serial} is no serial number: 1 to 32 letters, digits, - or _, as on the label.",
    )


class BadPin(HallError):
    code: ClassVar[str] = "attendance.bad_pin"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "考勤号“{pin}”无效：1 至 24 位字母或数字。",
        "{pin} is no number of a terminal: 1 to 24 letters or digits.",
    )


class PinTaken(HallError):
    code: ClassVar[str] = "attendance.pin_taken"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "考勤号 {pin} 是 {name}（{staff_no}）的。请另选，或先给对方换号，或写明从哪天起归新人。",
        "Number {pin} belongs to {name} ({staff_no}). Choose another, give them another one first, "
        "or say from which day it is the new person's.",
    )


class NotNow(HallError):
    code: ClassVar[str] = "attendance.device_not_now"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "考勤机 {serial} 现为“{state}”，不能这样办。请刷新页面。",
        "Terminal {serial} is “{state}” now, so this can't be done. Reload the page.",
    )
