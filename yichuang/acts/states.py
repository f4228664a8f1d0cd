"""The words of an act (行为记录的状态、步骤和来源)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from yichuang.phrases import Phrase


class State(StrEnum):
    NEW = "new"
    FOUND = "found"
    TOLD = "told"
    CONTESTED = "contested"
    FINAL = "final"
    STRUCK = "struck"


class Kind(StrEnum):
    """What can happen to an act. The journal calls it ``act.<kind>``."""

    FOUND = "found"
    REPORTED = "reported"
    TOLD = "told"
    CONTESTED = "contested"
    STOOD = "stood"
    FINAL = "final"
    STRUCK = "struck"


class Source(StrEnum):
    """How an act is known (来源)."""

    ATTENDANCE = "attendance"
    LIMIT = "limit"
    RECORD = "record"
    PATROL = "patrol"
    COMPLAINT = "complaint"
    RATING = "rating"
    SELF = "self"


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("新发现", "New"),
    State.FOUND: Phrase("待告知本人", "To be told"),
    State.TOLD: Phrase("已告知", "Told"),
    State.CONTESTED: Phrase("有异议，待裁定", "Contested"),
    State.FINAL: Phrase("已确定", "Final"),
    State.STRUCK: Phrase("已撤销", "Struck"),
})  # fmt: skip
KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.FOUND: Phrase("记入行为台账", "Put down in the ledger of acts"),
    Kind.REPORTED: Phrase("同一件事又有反映", "The same event was reported again"),
    Kind.TOLD: Phrase("告知本人", "Whom it concerns was told"),
    Kind.CONTESTED: Phrase("本人提出异议", "Contested"),
    Kind.STOOD: Phrase("异议不成立，可以申诉", "The objection was dismissed; an appeal is open"),
    Kind.FINAL: Phrase("行为记录确定", "The act is final"),
    Kind.STRUCK: Phrase("异议成立，行为记录撤销", "Struck: the objection was upheld"),
})  # fmt: skip
SOURCES: Mapping[str, Phrase] = MappingProxyType({
    Source.ATTENDANCE: Phrase("考勤", "attendance"),
    Source.LIMIT: Phrase("超过期限", "a limit that passed"),
    Source.RECORD: Phrase("业务记录", "the record itself"),
    Source.PATROL: Phrase("巡查", "a patrol"),
    Source.COMPLAINT: Phrase("投诉", "a complaint"),
    Source.RATING: Phrase("评价", "a rating"),
    Source.SELF: Phrase("本人报告", "their own report"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found (发现的行为), by whichever capability.

    `code`: of the acts that the book knows. `event`: names the one thing that happened
    (``case:…/overdue/2026-03-24``), the same whoever reports it. `evidence`: how the journal
    names what it opens from (``case:…``). Whom it concerns: a person; or, where none is named,
    a window or a department. `said`: what happened, in words without an applicant's data.
    `quantity`: in the unit the book's entry goes by; `points`: where a person chooses them.
    """

    code: str
    happened_at: datetime
    event: str
    known_by: Source
    said: Phrase
    evidence: str = ""
    person_id: int | None = None
    department_id: int | None = None
    window_id: int | None = None
    article: str = ""
    """Which article was broken, where the book's catalogue names none."""
    count: int = 1
    days: float | None = None
    quantity: float | None = None
    severity: str = ""
    points: float | None = None
