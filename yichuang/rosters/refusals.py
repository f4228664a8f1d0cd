"""What rosters refuse, and the words for what is wrong with one."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from yichuang.errors import HallError
from yichuang.phrases import Phrase
from yichuang.rules.roster import HALVES, Fault, Kind

WRONG: Mapping[Kind, Phrase] = MappingProxyType({
    "empty": Phrase("{window} 空岗，还有人可排", "{window} is empty, and somebody could take it"),
    "unavoidable": Phrase("{window} 空岗，能坐的人都不在或在别的窗口",
                          "{window} is empty: whoever may sit there is away or at another window"),
    "twice": Phrase("{person} 同一时段排在两个窗口", "{person} is at two windows at once"),
    "away": Phrase("{person} 请假或外出，却排在 {window}", "{person} is away, yet put at {window}"),
    "unqualified": Phrase("{person} 不能坐 {window}：不是该部门的人，或没有综合窗口资格",
                          "{person} may not sit at {window}: of another department, or not trained"
                          " for integrated windows"),
    "closed": Phrase("{window} 这个时段不开放", "{window} isn't open then"),
})  # fmt: skip


class AlreadyFiled(HallError):
    code: ClassVar[str] = "rosters.filed"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{number} 的排班已经报送，临时调整请点开具体时段。",
        "The roster {number} is filed. To change it, open the half-day in question.",
    )


class NotToBeFiled(HallError):
    code: ClassVar[str] = "rosters.faulty"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "还有 {n} 处问题，改好后才能报送。", "{n} faults are left; mend them before filing."
    )


class Passed(HallError):
    code: ClassVar[str] = "rosters.passed"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "{on} {half}已经开始或过去，不能再改。",
        "{on}, {half}, has begun or passed and stays as it was.",
    )


class WouldBeWrong(HallError):
    code: ClassVar[str] = "rosters.wrong"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase("不能这样排：{what}。", "It can't be so: {what}.")


class ReasonNeeded(HallError):
    code: ClassVar[str] = "rosters.reason"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "已报送的排班要改，请写明原因。",
        "A roster that is filed changes for a reason; write it down.",
    )


class NoSuchShift(HallError):
    code: ClassVar[str] = "rosters.no_such_shift"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "这个班次已经变了，请刷新后再选。", "This shift has changed. Reload and choose again."
    )


def said(fault: Fault, names: Mapping[str, str]) -> Phrase:
    """A fault in words, with when and where; `names`: what staff numbers are called."""
    half = HALVES[fault.half]
    what = WRONG[fault.kind]
    person = names.get(fault.person, fault.person)
    told = {"window": fault.window, "person": person}
    return Phrase(
        f"{fault.on.month} 月 {fault.on.day} 日{half.zh}：{what.zh.format(**told)}",
        f"{fault.on:%d %b}, {half.en}: {what.en.format(**told)}",
    )
