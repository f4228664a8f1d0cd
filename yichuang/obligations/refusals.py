"""What is refused about obligations, in sentences."""

from __future__ import annotations

from typing import ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Phrase


class CannotStandIn(HallError):
    """A stand-in must be able to do what they take over."""

    code: ClassVar[str] = "obligations.cannot_stand_in"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "“{name}”没有办理这件事的权限，或者不在同一部门，不能代办。请另选一人。",
        "{name} lacks the permission for this or is of another department, so they can't stand "
        "in. Choose somebody else.",
    )


class NotToPassOn(HallError):
    """Only who owes it, or who supervises the hall, passes it on."""

    code: ClassVar[str] = "obligations.not_to_pass_on"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "这件待办不是您的，不能转交。", "This isn't yours to do, so you can't pass it on."
    )


class ReasonNeeded(HallError):
    code: ClassVar[str] = "obligations.reason_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "转交代办须写明原因。", "Say why somebody else is to do it; the reason goes on record."
    )


class StandInLoop(HallError):
    """Whoever stands in must not be stood in for by the person themselves."""

    code: ClassVar[str] = "obligations.stand_in_loop"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "“{name}”这段时间正由您（或您顶岗的人）顶岗，互相顶岗等于无人在岗。请另选一人。",
        "{name} is stood in for by you, or by somebody you stand in for, at that time: nobody "
        "would be there. Choose somebody else.",
    )


class StandInAway(HallError):
    """Whoever stands in has to be there."""

    code: ClassVar[str] = "obligations.stand_in_away"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "“{name}”不在岗或已离开本中心，不能顶岗。请另选一人。",
        "{name} isn't there, or no longer works here, and can't stand in. Choose somebody else.",
    )


class BadTime(HallError):
    code: ClassVar[str] = "obligations.bad_time"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "结束时间应晚于开始时间，且不早于现在。",
        "The end must come after the beginning, and after now.",
    )


class NotByNote(HallError):
    """It is settled by what is done about it, not by saying so."""

    code: ClassVar[str] = "obligations.not_by_note"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这件待办在办理时自动销号，不能直接写“办毕”。请打开它办理。",
        "This is settled by doing it, not by a note. Open it and deal with it there.",
    )


class NotYours(HallError):
    """Only who owes it says that it is done."""

    code: ClassVar[str] = "obligations.not_yours"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "这件待办不是您的，不能写“办毕”。", "This isn't yours to do, so you can't say it is done."
    )


class NoteNeeded(HallError):
    code: ClassVar[str] = "obligations.note_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请写明怎么办的、结果如何，例如查了哪些窗口、有没有问题。",
        "Say what was done and what came of it, e.g. which windows were looked at.",
    )
