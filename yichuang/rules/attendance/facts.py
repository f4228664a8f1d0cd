"""What an attendance ruling is given and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.reading import Reading
from yichuang.rules.reasons import Reason


@dataclass(frozen=True, slots=True)
class Leave:
    """An approved leave (请假), from half-day to half-day, both inside: ``2026-03-02am``."""

    from_: str
    to: str
    type: str


@dataclass(frozen=True, slots=True)
class Outing:
    """Out of the hall (外出) from when to when, with or without leave."""

    from_: datetime
    to: datetime
    approved: bool


@dataclass(frozen=True, slots=True)
class Duty:
    """A day on which the person is on the roster of a session (值班), e.g. noon duty."""

    date_: date
    session: str


@dataclass(frozen=True, slots=True)
class ExcusedPunch:
    """A punch that couldn't be made and was reported beforehand (事先报告)."""

    date_: date
    session: str
    punch: Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class SetAside:
    """A half-day whose finding was set aside after an objection (异议成立)."""

    date_: date
    session: str


@dataclass(frozen=True, slots=True)
class OtherPunch:
    """A punch that something else than the terminal shows (打卡的证据): a sheet, a slip.

    `by`: what shows it, by its name in the book. `signed_by`: the role of who signed it.
    """

    at: datetime
    by: str
    signed_by: str | None = None
    handed_in_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outage:
    """The terminal was out (停电、故障) from when to when."""

    from_: datetime
    to: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """One person's attendance from a day through a day.

    The keys after `proxy_punches` may be left out. `punches_for_others`: punches this person
    made for somebody else. `brought_forward`: counts of the counting period that were made
    before `from` (``late``, ``early``, ``missing``, ``absence_counts``, codes of tiers).
    """

    from_: date
    to: date
    punches: tuple[datetime, ...] = ()
    leaves: tuple[Leave, ...] = ()
    outings: tuple[Outing, ...] = ()
    proxy_punches: tuple[datetime, ...] = ()
    punches_for_others: tuple[datetime, ...] = ()
    duties: tuple[Duty, ...] = ()
    excused: tuple[ExcusedPunch, ...] = ()
    brought_forward: Mapping[str, float] = field(default_factory=dict)
    other_punches: tuple[OtherPunch, ...] = ()
    outages: tuple[Outage, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    """Half-days of which nothing is held against the person, however the punches lie."""


@dataclass(frozen=True, slots=True)
class HalfDay:
    """One session of one day and what it counts as."""

    date_: date
    session: str
    in_: str | None
    """The punch that signs in, ``HH:MM``."""
    out: str | None
    status: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """What the period adds up to. Days are days; an absence count is a half-day."""

    late: int = 0
    early: int = 0
    missing: int = 0
    absence_counts: float = 0
    absence_days: float = 0
    leave_days: float = 0
    attended_days: float = 0
    points: float = 0
    money: str = "0.00"


@dataclass(frozen=True, slots=True)
class PeriodCount:
    """A count within one period (累计), e.g. the lates of a quarter, and what it came to."""

    name: str
    period: str
    """``2026-Q1``, ``2026-03``, ``2026-W10``, or the days ruled on."""
    of: tuple[str, ...]
    count: float
    absence_days: float
    points: float
    money: str


@dataclass(frozen=True, slots=True)
class Follows:
    """A consequence besides points and money (随之而来的处理): for whom, what, of what, when."""

    to: str
    action: str
    code: str
    """The tier, status or count it follows from."""
    period: str
    article: str
    points: float | None
    share: float | None
    months: float | None


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A case the text doesn't cover (条文空白): where, how many minutes, the hole's bounds."""

    date_: date
    session: str
    at: str
    """``sign_in``, ``sign_out``, ``outing`` or the name of a count."""
    amount: float
    hole: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """The sheet of a period: each half-day, the totals, and why."""

    half_days: tuple[HalfDay, ...]
    totals: Totals
    counts: tuple[PeriodCount, ...]
    consequences: tuple[Follows, ...]
    findings: tuple[str, ...]
    uncovered: tuple[Uncovered, ...]
    acts: tuple[Deed, ...]
    """What was found, as acts: for the allowance, the assessment and what else follows."""
    readings: tuple[Reading, ...]
    provisional: bool
    unclaimed: tuple[datetime, ...]
    """Punches that belong to no session."""
    because: tuple[Reason, ...]
