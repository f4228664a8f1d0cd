"""The rules there are (规则): name → module, imported only when asked for.

A rule's module has `Facts`, and `rule(facts, book, *, reasons=True)` which gives the ruling.
Its docstring says how it decides. A new rule costs one entry here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, NamedTuple

from yichuang.phrases import Phrase


class Entry(NamedTuple):
    """Where a rule is, what it is called and decides, and the sections whose figures it uses.

    `through`: the sections it uses by way of other rules.
    """

    module: str
    title: Phrase
    decides: Phrase
    sections: tuple[str, ...]
    through: tuple[str, ...] = ()


def _entry(
    name: str,
    title: tuple[str, str],
    decides: tuple[str, str],
    *sections: str,
    through: tuple[str, ...] = (),
) -> tuple[str, Entry]:
    module = f"yichuang.rules.{name}"
    return name, Entry(module, Phrase(*title), Phrase(*decides), sections, through)


_HOURS = ("worktime", "calendar")

RULES: dict[str, Entry] = dict(
    [
        _entry(
            "accountability",
            ("问责", "Accountability"),
            (
                "同类行为在周期内第几次、情节轻重，应当如何处理，是否退回派驻单位",
                "what follows from the nth act of its kind in a period, and whether the person"
                " goes back to the home unit",
            ),
            "accountability",
        ),
        _entry(
            "allowance",
            ("岗位津贴", "Post allowance"),
            (
                "按当月各项事实，岗位津贴逐项扣多少、实发多少",
                "what is taken off a month's post allowance, item by item, and what is paid",
            ),
            "allowance",
        ),
        _entry(
            "assessment",
            ("考核", "Assessment"),
            (
                "一张考核表各维度得分、总分，是否计入考核、能否评优",
                "the points of a sheet by dimension, the total, whether it counts, and what bars"
                " from awards",
            ),
            "assessment",
        ),
        _entry(
            "attendance",
            ("考勤", "Attendance"),
            (
                "一段时期内每半天的出勤、迟到、早退、缺签、旷工，及其合计与折算",
                "what each half-day of a period counts as, and what the counts add up to",
            ),
            "attendance",
            *_HOURS,
        ),
        _entry(
            "awards",
            ("评优", "Awards"),
            (
                "参评者的名次、得奖者，以及须表决的并列",
                "the ranks of the candidates, who wins, and which ties are left to a vote",
            ),
            "awards",
        ),
        _entry(
            "checklist",
            ("标准清单打分", "Checklists"),
            (
                "按一张标准清单逐条检查的结果得多少分、是否达标",
                "what a checked list of standards comes to, and whether it passes",
            ),
            "standards",
        ),
        _entry(
            "commitment",
            ("服务承诺", "Service commitments"),
            (
                "某类业务对某类客户的承诺何时到期、亮什么灯",
                "when a commitment to a kind of customer falls due, and its light",
            ),
            "commitments",
            *_HOURS,
        ),
        _entry(
            "complaint",
            ("投诉", "Complaints"),
            (
                "投诉何时联系、何时答复、以何种形式答复、亮什么灯",
                "by when and in what form a complaint is answered, and its light",
            ),
            "complaints",
            *_HOURS,
        ),
        _entry(
            "deadline",
            ("办理期限", "Deadlines"),
            (
                "办件何时受理、承诺与法定期限何时届满、亮什么灯、是否默许",
                "when a case was accepted, when its promised and statutory limits end, its light,"
                " and whether silence approves",
            ),
            "deadlines",
            *_HOURS,
        ),
        _entry(
            "intake",
            ("收件与一次性告知", "Intake and once-only notice"),
            (
                "收到材料后受理、当场更正、一次性告知还是不予受理，以及是否违反一次性告知",
                "whether to accept, correct, notify or refuse, and whether the once-only notice"
                " was broken",
            ),
            "intake",
            *_HOURS,
        ),
        _entry(
            "leave",
            ("请销假", "Leave"),
            (
                "请假的时长、形式、审批人，还缺什么，能否准假，是否逾期未归",
                "the length and form of a leave, who approves it, what is missing, and whether"
                " the person is overdue",
            ),
            "leave",
            *_HOURS,
        ),
        _entry(
            "month",
            ("一人一月", "A person's month"),
            (
                "一个人一个月的考勤、津贴、考核、问责，一次算清；考勤认定的行为按手册计入其后各项",
                "attendance, allowance, assessment and accountability of one person's month in one"
                " call; what attendance finds flows into the rest by the book",
            ),
            "acts",
            through=("attendance", "allowance", "assessment", "accountability"),
        ),
        _entry(
            "queue",
            ("排队叫号", "Queueing"),
            (
                "此刻窗口应当叫哪一个号，依据什么",
                "which number a window calls now, and on what ground",
            ),
            "queue",
        ),
        _entry(
            "worktime",
            ("工作日与工作时间", "Working days and hours"),
            (
                "某日是否上班、各时段；若干个工作日之后是哪天；两日之间有几个工作日",
                "whether a day is worked and its sessions; the day so many working days later;"
                " how many working days lie between two days",
            ),
            *_HOURS,
        ),
    ]
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule, found: its name, the type of its facts, and the function."""

    name: str
    facts: type[Any]
    decide: Callable[..., Any]

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections that a ruling rests on."""
        entry = RULES[self.name]
        return (*entry.sections, *entry.through)


def find(name: str) -> Rule:
    """The rule of that name; imports its module. Raises KeyError if there is none."""
    module = import_module(RULES[name].module)
    return Rule(name, module.Facts, module.rule)
