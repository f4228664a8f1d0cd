"""What an allowance ruling is given and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from yichuang.rules.parts.consequence import Follows
from yichuang.rules.parts.deed import Deed
from yichuang.rules.parts.reading import Reading
from yichuang.rules.reasons import Reason


@dataclass(frozen=True, slots=True)
class Facts:
    """A person's month. The keys after `outings` may be left out.

    `counts`: items only this book has. `earlier`: counts of the same period (quarter, year)
    before this month. `chosen`: amounts a person filled in where the book gives a range.
    `carried`: what somebody else did that costs this person too. `uncorrected`: items not
    corrected after the consequence. `measures`: what conditions may name. `carried_over`: what
    the month before didn't cover. `acts`, in place of the counts, are dated acts of which those
    of the month are charged; `earlier_acts` only count.
    """

    monthly_allowance: str
    working_days: int
    attendance_faults: int = 0
    absence_days: float = 0
    leave_days: float = 0
    off_post: int = 0
    asleep: int = 0
    computer_misuse: int = 0
    verified_complaints: int = 0
    dress: int = 0
    outings: int = 0
    month: str | None = None
    counts: Mapping[str, float] = field(default_factory=dict)
    earlier: Mapping[str, float] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    carried: Mapping[str, float] = field(default_factory=dict)
    uncorrected: tuple[str, ...] = ()
    measures: Mapping[str, float | bool] = field(default_factory=dict)
    carried_over: str = "0.00"
    acts: tuple[Deed, ...] | None = None
    earlier_acts: tuple[Deed, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One deduction. `bounds`: what it is settled within, if a person settles it; null: open."""

    code: str
    count: float
    amount: str
    carried: bool
    bounds: tuple[str, str | None] | None


@dataclass(frozen=True, slots=True)
class CarriedLine:
    """A deduction this one carries for somebody else (连带)."""

    to: str
    code: str
    count: float
    amount: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What is deducted and paid; amounts are decimal strings of yuan."""

    day_rate: str
    lines: tuple[Line, ...]
    deducted: str
    bonuses: tuple[Line, ...]
    added: str
    paid: str
    capped: bool
    carried_over: str
    """What the allowance didn't cover and the next month is charged with."""
    bulletin: bool
    notify_home_unit: bool
    consequences: tuple[Follows, ...]
    carried: tuple[CarriedLine, ...]
    findings: tuple[str, ...]
    not_stated: tuple[str, ...]
    readings: tuple[Reading, ...]
    because: tuple[Reason, ...]
