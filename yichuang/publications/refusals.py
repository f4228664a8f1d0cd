"""What a publication is refused for."""

from __future__ import annotations

from typing import ClassVar

from yichuang.courses.refusals import OutOfOrder
from yichuang.errors import HallError
from yichuang.phrases import Phrase


class SamePerson(HallError):
    code: ClassVar[str] = "publications.same_person"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "起草或修改过的人不能审核，请转由另一人审核。",
        "Whoever drafted or edited it doesn't review it; somebody else must.",
    )


class Lacks(HallError):
    code: ClassVar[str] = "publications.lacks"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请写明标题、正文和公示截止日期（今天以后）。",
        "Please give a title, a text, and the last day it is shown (after today).",
    )


class NotNow(OutOfOrder):
    code: ClassVar[str] = "publications.out_of_order"
    phrase: ClassVar[Phrase] = Phrase(
        "“{number}”现为“{state}”，不能进行“{step}”。已发布的不能改，请另发更正。",
        "{number} is “{state}” now; “{step}” can't follow. What is published isn't changed: "
        "publish a correction.",
    )
