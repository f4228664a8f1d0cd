"""The sentences of allowance rulings."""

from __future__ import annotations

from yichuang.phrases import Phrase, phrase
from yichuang.rules.assessment.told import unit_words
from yichuang.rules.effects import effects
from yichuang.rules.sections.allowance import Item

effects(
    "allowance",
    nothing=("没有扣发", "nothing taken off"),
    to_settle=("须由人确定", "to be settled by a person"),
)

DAY_RATE = phrase(
    "allowance.day_rate",
    "月津贴{allowance}元，除以{days}天",
    "monthly allowance {allowance}, divided by {days} days",
)
NAMES: dict[str, Phrase] = {
    "attendance_faults": Phrase("迟到、早退、不考勤", "late, early or unpunched"),
    "absence_days": Phrase("旷工", "absent"),
    "leave_days": Phrase("请假", "on leave"),
    "off_post": Phrase("擅自离岗", "off post"),
    "asleep": Phrase("工作时间睡觉", "asleep at work"),
    "computer_misuse": Phrase("违规使用电脑", "misused a computer"),
    "verified_complaints": Phrase("投诉查实", "verified complaints"),
    "dress": Phrase("着装、工作牌不合规定", "dress or badge not as required"),
    "outings": Phrase("临时外出", "outings"),
    "carried_over": Phrase("上月结转续扣", "carried over from the month before"),
}
"""What the items every hall counts are called, where the book gives them no title."""
_DAYS = ("absence_days", "leave_days")
NO_TIER = Phrase("", "")


def unit_of(item: Item, code: str) -> Phrase:
    """What an item is counted in."""
    if item.unit:
        return unit_words(item.unit)
    by_days = code in _DAYS or item.counter.measure == "quantity"
    return Phrase("天", "days") if by_days else Phrase("次", "times")


_WHAT = "{item}{count}{unit}"
_WHAT_EN = "{item_en}, {count} {unit_en}"
CHARGED = phrase(
    "allowance.charged",
    _WHAT + "，属“{tier}”一档，计{amount}元",
    _WHAT_EN + ": in the tier “{tier_en}”, {amount} yuan",
)
FLAT = phrase("allowance.flat", _WHAT + "，计{amount}元", _WHAT_EN + ": {amount} yuan")
BELOW = phrase("allowance.nothing", _WHAT + "，未达起扣数", _WHAT_EN + ": below the first tier")
HOLE = phrase(
    "allowance.hole",
    _WHAT + "，落在条文未规定的“{tier}”内，不作认定",
    _WHAT_EN + ", in “{tier_en}”, where the text says nothing; not judged",
)
CARRIED = phrase(
    "allowance.carried",
    "他人" + _WHAT + "，连带本人，计{amount}元",
    "somebody else: " + _WHAT_EN + "; carried to this person, {amount} yuan",
)
UNKNOWN = phrase(
    "allowance.unknown",
    _WHAT + "，本手册没有扣发规定",
    _WHAT_EN + ": this book deducts nothing for it",
)
BORNE = phrase(
    "allowance.borne", "{item}：{to}承担{amount}元", "{item_en}: {to_en} bears {amount} yuan"
)
FOLLOWS = phrase("allowance.follows", "{item}：对{to}：{said}", "{item_en}: for {to_en}: {said_en}")
NOT_STATED = phrase(
    "allowance.not_stated",
    "{item}：{facts}，不作认定",
    "{item_en}: {facts_en}; nothing is found",
)
FILLED_IN = phrase(
    "allowance.filled_in",
    "{item}应在{range}之内裁量，定为{amount}",
    "{item_en}: to be set within {range_en}; set at {amount}",
)
TO_FILL_IN = phrase(
    "allowance.to_fill_in",
    "{item}应在{range}之内裁量，尚待确定，暂按下限",
    "{item_en}: to be set within {range_en}; not set yet, the least is taken",
)
ITEM_CAP = phrase(
    "allowance.item_cap",
    "{item}合计{sum}元，本项至多{cap}元",
    "{item_en}: {sum} yuan, at most {cap}",
)
TOTAL = phrase(
    "allowance.total", "各项合计{sum}元，津贴{allowance}元", "{sum} in all, of {allowance}"
)
TOTAL_CAP = phrase(
    "allowance.total_cap",
    "各项合计{sum}元，至多扣{cap}元",
    "{sum} in all; at most {cap} is deducted",
)
TOTAL_ADDED = phrase(
    "allowance.total_added",
    "各项合计{sum}元，加发{added}元，津贴{allowance}元",
    "{sum} in all, {added} added, of {allowance}",
)
ADDED_CAP = phrase(
    "allowance.added_cap",
    "加发合计{sum}元，至多加发{cap}元",
    "{sum} added in all; at most {cap}",
)
FLOOR = phrase("allowance.floor", "至少发放{floor}元", "at least {floor} is paid")
BROUGHT = phrase(
    "allowance.brought_over",
    "上月不足扣的{amount}元，本月续扣",
    "{amount} that the month before didn't cover is deducted now",
)
CARRIES_OVER = phrase(
    "allowance.carries_over",
    "不足扣{amount}元，次月续扣",
    "{amount} is not covered and carried over to the next month",
)
LAPSES = phrase(
    "allowance.lapses", "不足扣{amount}元，不再扣", "{amount} is not covered and lapses"
)

# What facts are expected to be.
MONEY = Phrase("不小于 0 的金额，如 1200.00", "an amount, 0 or more, e.g. 1200.00")
WORKING_DAYS = Phrase("1 至 31 的整数", "a whole number from 1 to 31")
COUNT = Phrase("0 至 {most} 之间的数", "a number from 0 to {most}")
WHOLE = Phrase("不小于 0 的整数（本项按次计）", "a whole number, 0 or more (this item is counted)")
CODE = Phrase("本手册的扣发事项之一：{known}", "one of this book's items {known}")
OWN_KEY = Phrase("直接写在 facts.{code}", "written as facts.{code} itself")
WITHIN = Phrase("{range}之内的金额", "an amount within {range_en}")
MONTHS = Phrase("{range}之内的月数", "a number of months, {range_en}")
NO_RANGE = Phrase("金额不由人填写的事项不写", "nothing, as no amount is filled in for this item")
MONTH = Phrase("月份，写作 2026-03", "a month, 2026-03")
