"""What a leave ruling is given and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from yichuang.rules.reasons import Reason


@dataclass(frozen=True, slots=True)
class Facts:
    """A leave asked for, and how it ended. The keys after `now` may be left out.

    `window_staff`: people of the window, the applicant among them. `taken`: what was taken
    before in the same period, by kind, in the unit of the book's limit. `unit_seal`: the
    home unit's seal is on the paper.
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
    unit_seal: bool = False


@dataclass(frozen=True, slots=True)
class Ruling:
    """How long it is, who approves it, what is missing; and how many half-days overdue."""

    days: float
    hours: float
    working_days: int
    calendar_days: int
    form: Literal["oral", "written"]
    chain: tuple[str, ...]
    missing: tuple[str, ...]
    allowed: bool
    counts_as: str
    """The kind it is counted as; another than asked where a certificate is missing."""
    overdue_half_days: int
    absence_counts: float
    filed_with: tuple[str, ...]
    report_back_to: tuple[str, ...]
    told: tuple[str, ...]
    findings: tuple[str, ...]
    readings: Mapping[str, str]
    """The readings of the text that were used, by the name of the setting."""
    provisional: bool
    because: tuple[Reason, ...]
