"""What the catalogue refuses, in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from yichuang.catalog.disclosures import DISCLOSURES, Disclosure
from yichuang.courses import refusals as courses
from yichuang.errors import HallError
from yichuang.phrases import Language, Phrase


class NoLegalBasis(HallError):
    """A part of the item, or the item itself, has no legal basis (R06)."""

    code: ClassVar[str] = "catalog.no_legal_basis"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "不能列入：{what}。没有法定依据的事项、条件、材料和环节一律不得设置，请删去或者补充依据。",
        "Can't be listed: {what}. Nothing may be required without a legal basis; take it out "
        "or name the law.",
    )

    def __init__(self, parts: Sequence[Phrase]) -> None:
        self.parts = parts
        super().__init__(field="basis")

    def say(self, language: Language = "zh") -> str:
        mark = "；" if language == "zh" else "; "
        return self.phrase.say(language, what=mark.join(part.say(language) for part in self.parts))


class Incomplete(HallError):
    """One of the six disclosures is missing (R08)."""

    code: ClassVar[str] = "catalog.incomplete"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "不能公开：六公开还缺{what}。补齐后再公开。",
        "Can't be published: of the six disclosures {what} is missing. Complete it first.",
    )

    def __init__(self, missing: Sequence[Disclosure]) -> None:
        self.missing = missing
        super().__init__(field="content")

    def say(self, language: Language = "zh") -> str:
        mark = "、" if language == "zh" else ", "
        told = mark.join(DISCLOSURES[each].say(language) for each in self.missing)
        return self.phrase.say(language, what=told)


class ReasonNeeded(HallError):
    """Taking an item off the public site without saying why."""

    code: ClassVar[str] = "catalog.reason_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "撤下公开须写明理由，并记入流水账。",
        "Say why it is taken off the public site; the reason goes on record.",
    )


class NotInForce(HallError):
    """No version of the item is in force then."""

    code: ClassVar[str] = "catalog.not_in_force"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "事项“{name}”（{code}）现在没有生效的版本，不能受理。请核对是否已取消或者尚未启用。",
        "The item {name} ({code}) has no version in force, so it can't be accepted. It may have "
        "been withdrawn or not begun yet.",
    )


class AlreadyApplied(HallError):
    """Another application for the item is still open."""

    code: ClassVar[str] = "catalog.already_applied"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "事项“{code}”已有一件进驻申请在办，请先办结。",
        "An application for the item {code} is still open; finish that one first.",
    )


class OutOfOrder(courses.OutOfOrder):
    """A step of the admission that isn't due."""

    code = "catalog.out_of_order"
    phrase = Phrase(
        "进驻申请应依次经窗口单位申请、主任会议研究、政府批准；现在不是这一步。",
        "An application goes from the window unit to the directors' meeting to the government; "
        "this is not its step.",
    )


class SamePerson(HallError):
    """Who applied can't also enter the meeting's decision."""

    code: ClassVar[str] = "catalog.same_person"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "申请人不能登记主任会议对本人申请的决定，请换一人登记。",
        "Whoever applied can't enter the meeting's decision on it; somebody else has to.",
    )


class NotBackwards(HallError):
    """A version can only take effect from now on."""

    code: ClassVar[str] = "catalog.not_backwards"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "新版本只能从现在起生效，不能倒签。", "A new version takes effect from now on, not before."
    )


class VersionAhead(HallError):
    """A later version already has its day."""

    code: ClassVar[str] = "catalog.version_ahead"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "事项“{code}”已有一个尚未生效的新版本，请等它生效后再变更。",
        "The item {code} already has a version that takes effect later; change it after that.",
    )
