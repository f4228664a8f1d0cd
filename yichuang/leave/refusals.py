"""What is refused about leave, in sentences that say what to do."""

from __future__ import annotations

from typing import ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Phrase


class NotNeeded(HallError):
    """The time asked for has no working time in it."""

    code: ClassVar[str] = "leave.not_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "{from_} 至 {to} 全是休息日或不在工作时段内，无须请假。",
        "{from_} to {to} holds no working time at all, so no leave is needed.",
    )


class Overlaps(HallError):
    code: ClassVar[str] = "leave.overlaps"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "与您的另一次请假（{number}，{from_} 至 {to}）时间重叠。请先撤销那一次，或改时间。",
        "This overlaps another leave of yours ({number}, {from_} to {to}). Cancel that one first, "
        "or choose another time.",
    )


class BadTimes(HallError):
    code: ClassVar[str] = "leave.bad_times"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "时间“{found}”读不懂。请写成 2026-03-02T08:00，或半天 2026-03-02am。",
        "The time {found} can't be read. Write 2026-03-02T08:00, or a half-day as 2026-03-02am.",
    )


class NoSuchSubstitute(HallError):
    code: ClassVar[str] = "leave.no_such_substitute"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "没有工号或姓名为“{found}”的在岗同事可以顶岗。请核对；不能由本人顶岗。",
        "Nobody at work here has the staff number or name {found}, other than yourself. "
        "Please check.",
    )


class SubstituteTaken(HallError):
    """The deputy is away at that time, or stands in for somebody already."""

    code: ClassVar[str] = "leave.substitute_taken"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "“{name}”在这段时间请假、外出或已答应为他人顶岗（{number}），不能再顶岗。请另选一人。",
        "{name} is away at that time, or has agreed to stand in for somebody else ({number}). "
        "Choose another person.",
    )


class StandsInThen(HallError):
    """Who promised to stand in can't go at the same time."""

    code: ClassVar[str] = "leave.stands_in_then"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "您在这段时间要为“{name}”顶岗（{number}）。请先在那一次请假中退回顶岗，由其另找人。",
        "You stand in for {name} at that time ({number}). Give that back first, so that they can "
        "find somebody else.",
    )


class UnknownPaper(HallError):
    code: ClassVar[str] = "leave.unknown_paper"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "手册中没有叫“{found}”的请假材料。可写：{known}。",
        "The rule book has no paper called {found}. It knows: {known}.",
    )


class StillMissing(HallError):
    code: ClassVar[str] = "leave.still_missing"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "还不能送审：{what}。补齐后再送。", "It can't be sent yet: {what}. Complete it first."
    )


class WouldBeEmpty(HallError):
    """Since it was sent, something has come up that bars it."""

    code: ClassVar[str] = "leave.would_be_empty"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "现在不能准假：{what}。请不同意，或请申请人改时间、另找人顶岗。",
        "It can't be granted now: {what}. Refuse it, or ask the applicant for another time or "
        "another deputy.",
    )


class NobodyHolds(HallError):
    code: ClassVar[str] = "leave.nobody_holds"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "还没有人担任“{role}”，无人审批。请中心办公室在“任职与代签”中登记。",
        "Nobody holds the office of {role}, so nobody can approve. The centre office enters who "
        "does under Offices.",
    )


class NotTheHolder(HallError):
    """Only whoever holds the step, or stands in for them."""

    code: ClassVar[str] = "leave.not_the_holder"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "这一步由“{role}”审批，不是您。", "This step is decided by the {role}, not by you."
    )


class NotTheSubstitute(HallError):
    code: ClassVar[str] = "leave.not_the_substitute"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "只有被请顶岗的人本人可以答复。", "Only the person asked to stand in can answer."
    )


class NotTheApplicant(HallError):
    code: ClassVar[str] = "leave.not_the_applicant"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "只有请假人本人可以办这一步。", "Only the person on leave can do this."
    )


class ReasonNeeded(HallError):
    code: ClassVar[str] = "leave.reason_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase("请写明原因。", "Please give the reason.")


class AlreadyOut(HallError):
    code: ClassVar[str] = "leave.already_out"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "您已登记外出，还没有登记返回。", "You are signed out already and not back yet."
    )


class NotOut(HallError):
    code: ClassVar[str] = "leave.not_out"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase("没有未返回的外出登记。", "There is no open outing.")


class NoticeNeeded(HallError):
    """A recall to the home unit takes its written notice (R35)."""

    code: ClassVar[str] = "leave.notice_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "派驻单位召回须有书面通知，请写明通知的文号或日期。",
        "A recall to the home unit takes its written notice: give its number or date.",
    )


class PlaceNeeded(HallError):
    code: ClassVar[str] = "leave.place_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请写明去向（窗口会显示），不超过 {most} 个字。",
        "Say where you go (the window shows it), in at most {most} characters.",
    )
