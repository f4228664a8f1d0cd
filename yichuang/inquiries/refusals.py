"""What inquiries refuse, said so that whoever was asked knows what to do."""

from __future__ import annotations

from typing import ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Phrase


class NotAskedFirst(HallError):
    code: ClassVar[str] = "inquiries.not_asked_first"
    status: ClassVar[int] = 403
    phrase: ClassVar[Phrase] = Phrase(
        "这件咨询由首问责任人答复；对方确认接手后，由接手人答复。",
        "Whoever was asked first answers this, or the one who confirmed taking it over.",
    )


class WordsNeeded(HallError):
    code: ClassVar[str] = "inquiries.words_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请写明“{what}”，不超过 {most} 个字。",
        "Please fill in “{what}”, at most {most} characters.",
    )


class NotToOneself(HallError):
    code: ClassVar[str] = "inquiries.not_to_oneself"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "不能移交给自己或首问责任人。请选择另一位同事。",
        "It can't be handed to whoever has it. Please choose another colleague.",
    )


class CallBackPassed(HallError):
    code: ClassVar[str] = "inquiries.call_back_passed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "约定回复的时间须是今后的时间，如 2026-03-10T15:30。",
        "The agreed call-back must lie ahead, such as 2026-03-10T15:30.",
    )


class TooMany(HallError):
    code: ClassVar[str] = "inquiries.too_many"
    status: ClassVar[int] = 429
    phrase: ClassVar[Phrase] = Phrase(
        "这个网络地址提交的咨询太多，请 {minutes} 分钟后再提，或打电话咨询。",
        "Too many inquiries came from this address. Try again in {minutes} minutes, or ring us.",
    )


class NoSuchBreach(HallError):
    code: ClassVar[str] = "inquiries.no_such_breach"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "本中心的规则手册没有“不落实首问责任”这一行为，不能记入。请先在手册中写明。",
        "The rule book in force knows no breach of first inquiry, so none can be put down. "
        "Adopt a book that has one first.",
    )
