"""What is refused about acts, in sentences."""

from __future__ import annotations

from typing import ClassVar

from yichuang.courses.refusals import OutOfOrder
from yichuang.errors import HallError
from yichuang.phrases import Phrase


class UnknownAct(HallError):
    code: ClassVar[str] = "acts.unknown"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "现行规则手册中没有“{code}”这种行为，不能据此记录。请从列出的行为中选择。",
        "The rule book in force knows no act “{code}”. Choose one of those listed.",
    )


class NobodyConcerned(HallError):
    code: ClassVar[str] = "acts.nobody_concerned"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请写明是谁的行为：填工号，或者选择部门。",
        "Say whose act it is: a staff number, or a department.",
    )


class WordsNeeded(HallError):
    code: ClassVar[str] = "acts.words_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请写明看到的情况，不超过 {most} 个字。",
        "Please write what you saw, in at most {most} characters.",
    )


class NotYetHappened(HallError):
    code: ClassVar[str] = "acts.not_yet_happened"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "发生时间不能晚于现在。", "It can't have happened later than now."
    )


class OwnAct(HallError):
    code: ClassVar[str] = "acts.own"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "不能记录自己的行为，请由另一人记录。",
        "Nobody puts down an act of their own; somebody else must.",
    )


class NotNow(OutOfOrder):
    code: ClassVar[str] = "acts.out_of_order"
    phrase: ClassVar[Phrase] = Phrase(
        "行为记录 {number} 现为“{state}”，不能进行“{step}”。请刷新页面。",
        "Act {number} is “{state}” now; “{step}” can't follow. Reload the page.",
    )
