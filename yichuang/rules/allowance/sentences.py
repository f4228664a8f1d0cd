"""The sentences of allowance rulings."""

from __future__ import annotations

from yichuang.phrases import Phrase, phrase

DAY_RATE = phrase(
    "allowance.day_rate",
    "月津贴 {allowance} 元 ÷ {days} 天",
    "monthly allowance {allowance} ÷ {days} days",
)
_ITEMS = {
    "attendance_faults": (
        "迟到、早退、不考勤 {count} 次",
        "late, early or unpunched {count} times",
    ),
    "absence_days": ("旷工 {count} 天", "absent {count} days"),
    "leave_days": ("请假 {count} 天", "on leave {count} days"),
    "off_post": ("擅自离岗 {count} 次", "off post {count} times"),
    "asleep": ("工作时间睡觉 {count} 次", "asleep at work {count} times"),
    "computer_misuse": ("违规使用电脑 {count} 次", "misused a computer {count} times"),
    "verified_complaints": ("投诉查实 {count} 次", "{count} verified complaints"),
    "dress": ("着装、工作牌不合规定 {count} 次", "dress or badge not as required {count} times"),
    "outings": ("临时外出 {count} 次", "{count} outings"),
    "": ("{code} {count}", "{code} {count}"),
}


def _by_item(key: str, zh: str, en: str) -> dict[str, Phrase]:
    return {
        code: phrase(
            ".".join(("allowance", key, code)).rstrip("."),
            zh.replace("{item}", item[0]),
            en.replace("{item}", item[1]),
        )
        for code, item in _ITEMS.items()
    }


_CHARGED = _by_item("charged", "{item}，属“{tier}”一档", "{item}: the step “{tier}”")
_NOTHING = _by_item("nothing", "{item}，未达起扣数", "{item}: below the first step")
_HOLE = _by_item(
    "hole",
    "{item}，落在条文未规定的 {tier} 内，不作认定",
    "{item}, in {tier}, where the text says nothing; not judged",
)
_CARRIED = _by_item(
    "carried", "他人{item}，连带本人", "somebody else: {item}; carried to this person"
)
_UNKNOWN = _by_item(
    "unknown", "{item}，本手册没有扣发规定", "{item}: this book deducts nothing for it"
)
_UNCORRECTED = _by_item("uncorrected", "{item}，仍不纠正", "{item}, still not corrected")
FILLED_IN = phrase(
    "allowance.filled_in",
    "{code} 应在 {least} 至 {most} 元之间裁量，定为 {amount} 元",
    "{code}: to be set between {least} and {most}; set at {amount}",
)
TO_FILL_IN = phrase(
    "allowance.to_fill_in",
    "{code} 应在 {least} 至 {most} 元之间裁量，尚未填写，暂按下限",
    "{code}: to be set between {least} and {most}; not filled in yet, the least is taken",
)
ITEM_CAP = phrase(
    "allowance.item_cap", "{code} 合计 {sum} 元，本项至多 {cap} 元", "{code}: {sum}, at most {cap}"
)
TOTAL = phrase(
    "allowance.total", "各项合计 {sum} 元，津贴 {allowance} 元", "{sum} in all, of {allowance}"
)
TOTAL_CAP = phrase(
    "allowance.total_cap",
    "各项合计 {sum} 元，至多扣 {cap} 元",
    "{sum} in all; at most {cap} is deducted",
)
TOTAL_ADDED = phrase(
    "allowance.total_added",
    "各项合计 {sum} 元，加发 {added} 元，津贴 {allowance} 元",
    "{sum} in all, {added} added, of {allowance}",
)
ADDED_CAP = phrase(
    "allowance.added_cap",
    "加发合计 {sum} 元，至多加发 {cap} 元",
    "{sum} added in all; at most {cap}",
)
FLOOR = phrase("allowance.floor", "至少发放 {floor} 元", "at least {floor} is paid")


def _of(table: dict[str, Phrase], code: str) -> Phrase:
    return table.get(code, table[""])


def charged(code: str) -> Phrase:
    """That so many of these lie in a step."""
    return _of(_CHARGED, code)


def nothing(code: str) -> Phrase:
    """That so many of these cost nothing."""
    return _of(_NOTHING, code)


def hole(code: str) -> Phrase:
    """That the text says nothing about so many of these."""
    return _of(_HOLE, code)


def carried(code: str) -> Phrase:
    """That somebody else's doing costs this person too."""
    return _of(_CARRIED, code)


def unknown(code: str) -> Phrase:
    """That the book has no such item."""
    return _of(_UNKNOWN, code)


def uncorrected(code: str) -> Phrase:
    """That it went on after the consequence."""
    return _of(_UNCORRECTED, code)


# What facts are expected to be.
MONEY = Phrase("不小于 0 的金额，如 1200.00", "an amount, 0 or more, e.g. 1200.00")
WORKING_DAYS = Phrase("1 至 31 的整数", "a whole number from 1 to 31")
COUNT = Phrase("0 至 {most} 之间的数", "a number from 0 to {most}")
WHOLE = Phrase("不小于 0 的整数（本项按次计）", "a whole number, 0 or more (this item is counted)")
CODE = Phrase("本手册的扣发事项之一：{known}", "one of this book's items {known}")
OWN_KEY = Phrase("直接写在 facts.{code}", "written as facts.{code} itself")
WITHIN = Phrase("{least} 至 {most} 之间的金额", "an amount from {least} to {most}")
NO_RANGE = Phrase("金额不由人填写的事项不写", "nothing, as no amount is filled in for this item")
MONTH = Phrase("月份，写作 2026-03", "a month, 2026-03")
