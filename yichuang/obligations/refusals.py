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
