"""What rosters show of themselves (排班的门面)."""

from __future__ import annotations

from yichuang.faces import Duty, Face, Page
from yichuang.organization.face import WORK_WINDOW
from yichuang.phrases import Phrase
from yichuang.rosters.course import KINDS, MAKE_ROSTERS, SWAP_KINDS

FACE = Face(
    permissions=(MAKE_ROSTERS,),
    journal={
        **{f"roster.{kind}": words for kind, words in KINDS.items()},
        **{f"swap.{kind}": words for kind, words in SWAP_KINDS.items()},
    },
    subjects={"roster": Phrase("排班", "Roster"), "swap": Phrase("换班", "Swap of shifts")},
    staff=(
        Page("web:rosters", Phrase("排班", "Rosters"),
             Phrase("谁坐哪个窗口；我的班次和换班", "Who sits where; my shifts and swaps"),
             (MAKE_ROSTERS, WORK_WINDOW), place=78),
    ),
    duties={
        "roster.file": Duty(Phrase("报送排班", "file the roster"), "web:roster"),
        "swap.answer": Duty(Phrase("答复换班请求", "answer a swap"), "web:swap"),
    },
)  # fmt: skip
