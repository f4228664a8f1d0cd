"""What the obligations show of themselves (待办的门面)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yichuang.faces import Face, Page
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader


def _how_many(reader: Reader) -> int:
    from yichuang.obligations.queries import how_many

    return how_many(reader)


FACE = Face(
    journal={
        "obligation.warned": Phrase("亮黄灯", "Yellow light"),
        "obligation.overdue": Phrase("亮红灯，逾期", "Red light: overdue"),
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
