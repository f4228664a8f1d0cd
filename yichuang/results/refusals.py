"""What is refused of changing or checking a result, in sentences."""

from __future__ import annotations

from typing import ClassVar

from yichuang.courses import refusals as courses
from yichuang.errors import HallError
from yichuang.phrases import Phrase


class OutOfOrder(courses.OutOfOrder):
    code = "results.out_of_order"
    phrase = Phrase(
        "结果“{number}”现为“{state}”，不能进行“{step}”。",
        "Result {number} is “{state}”; “{step}” can't follow.",
    )


class NothingGranted(HallError):
    code: ClassVar[str] = "results.nothing_granted"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "办件“{number}”没有已送达的准予决定，没有可以变动的结果。",
        "Case {number} has no approval that was issued, so there is nothing to change.",
    )


class Lacks(HallError):
    code: ClassVar[str] = "results.lacks"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "变动结果须写明理由和法律依据；更正、变更、延续还须写明变动后的内容。",
        "A change names its reason and its legal basis; a correction, change or renewal also "
        "says what holds from now on.",
    )


class Ended(HallError):
    code: ClassVar[str] = "results.ended"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这个结果已撤销或者注销，不能再变动；需要时重新申请。",
        "This result was withdrawn or cancelled and is changed no more; apply anew.",
    )


class ReasonNeeded(HallError):
    code: ClassVar[str] = "results.reason_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase("请写明理由。", "Please give the reason.")


class SamePerson(HallError):
    code: ClassVar[str] = "results.same_person"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "拟稿人不能自己作决定，请换一人（一审一核）。",
        "Whoever proposed it doesn't decide it; somebody else has to.",
    )


class NotOnRecord(HallError):
    """The same for a number nobody has and for one that isn't a result."""

    code: ClassVar[str] = "results.not_on_record"
    status: ClassVar[int] = 404
    phrase: ClassVar[Phrase] = Phrase(
        "没有查到这个编号的结果。请按决定书上印的编号或文号逐字核对；仍查不到的，请向窗口核实。",
        "No result has this number. Check it letter by letter against the decision; if it still "
        "isn't found, ask at a window.",
    )
