"""What a leave ruling is given and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from yichuang.rules.parts.consequence import Follows
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.reading import Reading
from yichuang.rules.reasons import Reason


@dataclass(frozen=True, slots=True)
class Facts:
    """A leave asked for, and how it ended. The keys after `now` may be left out.

    `window_staff`: people of the window, the applicant among them. `taken`: what was taken
    before in the same period, by kind, in the unit of the book's limit. `papers` and
    `consents`: whether they are there, by their names in the book; `handed_in`: when a paper
    was; `asked_by`: the role of who asked, `person` for themselves; `channel` and
    `reported_at`: how and when it was reported. `circumstances`: what is so, by the names of
    the book's conditions. What isn't told is not stated, and met by nobody's guess.
    """

    type: str
    from_: datetime
    to: datetime
    now: datetime
    window_staff: int = 2
    colleagues_away: int = 0
    substitute: str | None = None
    certificate: str | None = None
    returned_at: datetime | None = None
    applicant_role: str | None = None
    applied_at: datetime | None = None
    emergency: bool = False
    service_years: float | None = None
    taken: Mapping[str, float] = field(default_factory=dict)
    papers: Mapping[str, bool] = field(default_factory=dict)
    handed_in: Mapping[str, datetime] = field(default_factory=dict)
    consents: Mapping[str, bool] = field(default_factory=dict)
    asked_by: str | None = None
    channel: str | None = None
    reported_at: datetime | None = None
    circumstances: Mapping[str, bool | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Owed:
    """A paper that may still be handed in (待补材料), and by when."""

    name: str
    by: datetime


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that lacks (欠缺), and what the book lets follow from it."""

    name: str
    then: Literal["refused", "allowed", "absence", "counts_as"]
    stated: bool
    """False: nobody has said whether it is there."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """How long it is, who approves it, what is missing; and how many half-days overdue."""

    days: float
    hours: float
    working_days: int
    calendar_days: int
    form: Literal["oral", "phone", "written"]
    chain: tuple[str, ...]
    missing: tuple[str, ...]
    allowed: bool
    counts_as: str
    """The kind it is counted as, `absence` among them; another than asked by a defect."""
    owed: tuple[Owed, ...]
    defects: tuple[Defect, ...]
    not_stated: tuple[str, ...]
    """Circumstances on which something depends and of which nothing was said."""
    consequences: tuple[Follows, ...]
    acts: tuple[Deed, ...]
    """What a defect is, where the book names an act; on the first day of the leave."""
    overdue_half_days: int
    absence_counts: float
    filed_with: tuple[str, ...]
    report_back_to: tuple[str, ...]
    told: tuple[str, ...]
    findings: tuple[str, ...]
    readings: tuple[Reading, ...]
    provisional: bool
    because: tuple[Reason, ...]
