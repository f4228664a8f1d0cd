"""What a deadline ruling is given and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, NamedTuple

from yichuang.rules.extension import Extension
from yichuang.rules.limits import AnyLimit, Light, Limit
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.limit import Unit
from yichuang.rules.parts.reading import Reading
from yichuang.rules.reasons import Reason

Acceptance = Literal["explicit", "deemed", "pending", "awaiting_applicant"]


@dataclass(frozen=True, slots=True)
class CorrectionNotice:
    """A correction notice (补正通知书) given to the applicant."""

    on: date | datetime
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment (环节) of a case; `to` None: still running."""

    kind: str
    from_: date
    to: date | None = None
    notified_on: date | None = None
    """When the applicant was told in writing of the time it needs; None: not told."""


@dataclass(frozen=True, slots=True)
class Classed:
    """A case is of this class of the book (类别) from this moment on (改类)."""

    class_: str
    since: datetime


@dataclass(frozen=True, slots=True)
class TacitApproval:
    """The item says that silence approves (超时默许), by this law."""

    legal_basis: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """A case so far. `promised` None: nothing shorter was promised than the law allows."""

    received_at: datetime
    now: datetime
    accepted_at: datetime | None = None
    correction_notices: tuple[date | datetime | CorrectionNotice, ...] = ()
    promised: Limit | None = None
    statutory: Limit | None = None
    joint: bool = False
    segments: tuple[Segment, ...] = ()
    extension: Extension | None = None
    tacit_approval: TacitApproval | None = None
    decided_at: datetime | None = None
    classes: tuple[Classed, ...] = ()
    """The classes of the case one after another; the last one by `now` is in force."""


@dataclass(frozen=True, slots=True)
class SegmentRuling:
    """What a segment does to the clock, and its own limit where the book sets one."""

    kind: str
    from_: date
    to: date | None
    finding: str | None
    """Why the clock doesn't stop for it; None: it stops."""
    due: datetime | None
    overdue: bool


class Dues(NamedTuple):
    """When the limits of a case end."""

    promised: AnyLimit | None
    statutory: AnyLimit
    promised_due: datetime
    statutory_due: datetime
    promised_base: datetime
    """The promised due before the extension; likewise the statutory one."""
    statutory_base: datetime
    days: int
    """How many days the promised limit has, for the share an extension may be of it."""
    exceeds: bool
    extended: bool
    unit: Unit
    """What the limit is counted in that decides."""
    promised_from: datetime
    """From when the promised limit is counted."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The clock of a case. Without a clock, dues, light and remaining days are None."""

    acceptance: Acceptance
    acceptance_due: datetime
    """When silence would be, or was, acceptance."""
    accepted_on: date | None
    promised_due: datetime | None
    statutory_due: datetime | None
    extended: bool
    hand_over_by: datetime | None
    """By when the case is with the department; None where the book says nothing."""
    deliver_by: datetime | None
    """By when the result is delivered, once there is a decision (送达)."""
    light: Light | None
    clock_stopped: bool
    """Whether the clock stands still now (期限中止); the dues move until it runs again."""
    remaining_working_days: int | None
    tacit_approval_on: date | None
    reminders: tuple[str, ...]
    """The reminders of the book that are reached."""
    class_: str | None
    """The class in force, where the facts name one."""
    acts: tuple[Deed, ...]
    """What passing the limit is, where the book names an act."""
    readings: tuple[Reading, ...]
    provisional: bool
    findings: tuple[str, ...]
    segments: tuple[SegmentRuling, ...]
    because: tuple[Reason, ...]
