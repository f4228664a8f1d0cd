"""What a contest is refused for."""

from __future__ import annotations

from typing import ClassVar

from yichuang.courses.refusals import OutOfOrder
from yichuang.errors import HallError
from yichuang.phrases import Phrase


class TooLate(HallError):
    code: ClassVar[str] = "contests.too_late"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "提出异议的期限已于 {until} 届满，逾期视为无效。",
        "The time to object ended at {until}; a later objection has no effect.",
    )


class NotConcerned(HallError):
    code: ClassVar[str] = "contests.not_concerned"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "这项认定与您无关，由当事人本人提出。",
        "This outcome isn't about you; the person it concerns objects.",
    )


class SamePerson(HallError):
    code: ClassVar[str] = "contests.same_person"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "当事人、作出认定或裁定过的人不能再裁定，请转由另一人办理。",
        "Whoever it concerns, found it or ruled on it before can't rule on it; somebody else must.",
    )


class ReasonNeeded(HallError):
    code: ClassVar[str] = "contests.reason_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase("请写明理由。", "Please give your reasons.")


class NotNow(OutOfOrder):
    code: ClassVar[str] = "contests.out_of_order"
    phrase: ClassVar[Phrase] = Phrase(
        "这项异议现为“{state}”，不能进行“{step}”。请刷新页面。",
        "This objection is “{state}” now; “{step}” can't follow. Reload the page.",
    )
