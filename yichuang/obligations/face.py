"""What the obligations show of themselves (待办的门面)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yichuang.faces import Duty, Face, Page, Permission
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from datetime import datetime

    from yichuang.organization.queries import Reader


def _how_many(reader: Reader) -> int:
    from yichuang.obligations.queries import how_many

    return how_many(reader)


DO_OFFICE = Permission(
    "duty.office", Phrase("承担办公室的定期事项", "do the office's periodic duties"), Role.OFFICE
)
DO_SUPERVISION = Permission(
    "duty.supervision",
    Phrase("承担督查的定期事项", "do supervision's periodic duties"),
    Role.SUPERVISION,
)
LEAD = Permission(
    "duty.lead", Phrase("承担中心领导的定期事项", "do the leaders' periodic duties"), Role.DIRECTOR
)
DO_UNIT = Permission(
    "duty.unit",
    Phrase("承担本部门的定期事项", "do the own department's periodic duties"),
    Role.CHIEF_REPRESENTATIVE,
)


def _open(at: datetime) -> int:
    from yichuang.obligations.actions import open_periodic

    return open_periodic(at)


def _miss(subject: str, at: datetime) -> bool:
    from yichuang.obligations.actions import miss

    return miss(subject, at)


FACE = Face(
    permissions=(DO_OFFICE, DO_SUPERVISION, LEAD, DO_UNIT),
    subjects={"duty": Phrase("定期事项", "Periodic duty")},
    duties={
        f"duty.{kind}": Duty(words, lapse=_miss, by_note=True)
        for kind, words in {
            "patrol": Phrase("巡查", "go round"),
            "bulletin": Phrase("通报公示", "publish"),
            "hygiene": Phrase("卫生", "hygiene"),
            "roster": Phrase("排班", "roster"),
        }.items()
    },
    scans=(_open,),
    journal={
        "obligation.warned": Phrase("亮黄灯", "Yellow light"),
        "obligation.overdue": Phrase("亮红灯，逾期", "Red light: overdue"),
        "obligation.opened": Phrase("定期事项开始", "A periodic duty began"),
        "obligation.done": Phrase("定期事项办毕", "A periodic duty is done"),
        "obligation.missed": Phrase("定期事项漏办", "A periodic duty was missed"),
        "obligation.passed": Phrase("转交代办", "Passed to a stand-in"),
        "stand_in.arranged": Phrase("安排顶岗", "Standing-in arranged"),
        "stand_in.began": Phrase("开始顶岗", "Standing-in began"),
        "stand_in.ended": Phrase("顶岗结束", "Standing-in ended"),
        "bench.filled": Phrase("测速数据", "Rows put in to measure"),
        "due.put_off": Phrase("到期不能认定，暂缓", "Due, but nothing can be ruled: put off"),
    },
    staff=(
        Page(
            "web:todo",
            Phrase("待办", "To do"),
            Phrase("我该办的事和期限", "What I owe, and by when"),
            place=5,
            count=_how_many,
        ),
    ),
)
