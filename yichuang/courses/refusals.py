"""What a course refuses, whatever it is about. A capability may say it in its own words."""

from __future__ import annotations

from typing import ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Phrase


class OutOfOrder(HallError):
    """The table has no such step in this state."""

    code: ClassVar[str] = "courses.out_of_order"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "“{number}”现为“{state}”，不能进行“{step}”。请刷新页面，按当前环节办理。",
        "{number} is “{state}” now; “{step}” can't follow. Reload and go on from there.",
    )


class OutsideScope(HallError):
    """It belongs to another department (R22)."""

    code: ClassVar[str] = "courses.outside_scope"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "这件事属于“{department}”，不在您的授权范围内。",
        "This belongs to {department}, outside your authority.",
    )


class NotYours(HallError):
    """Only the person concerned, or their stand-in, may do this."""

    code: ClassVar[str] = "courses.not_yours"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "“{step}”须由负责的人本人或其代办人进行。",
        "“{step}” is for the person in charge, or whoever stands in for them.",
    )


class BackDated(HallError):
    """No back-filling (R17)."""

    code: ClassVar[str] = "courses.back_dated"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "不得事后补录：{at} 早于这件事已有的记录。",
        "No back-filling: {at} is before what is already on its record.",
    )


class NoSuchVersion(HallError):
    """A course can only be moved to a version of its table that the house knows."""

    code: ClassVar[str] = "courses.no_such_version"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "流程“{name}”没有第 {version} 版，或该版没有“{state}”这个环节。",
        "The course {name} has no version {version}, or that version has no state {state}.",
    )
