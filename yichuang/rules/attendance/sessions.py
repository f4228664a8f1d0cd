"""A session of a day as it is judged: its times, its punches, what follows.

All times are whole seconds from the midnight the day starts with; a night duty ends beyond
86,400. A session's punches lie between `opens` and `closes`, signing in up to `middle`,
signing out after it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import NamedTuple

from yichuang.rules.attendance.tiers import Band
from yichuang.rules.halfdays import Half
from yichuang.rules.sections.attendance import Outcome, PunchSession, PunchTier

DAY = 86_400
AM, PM = 0, 1
HALVES = {"am": (AM,), "pm": (PM,), "both": (AM, PM)}


class Window(NamedTuple):
    """When a punch may be made, in seconds, and what one outside it is worth."""

    opens: int | None
    closes: int | None
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Session:
    """One session of a day, as it is judged."""

    code: str
    halves: tuple[int, ...]
    days: float
    start: int
    end: int
    opens: int
    middle: int
    closes: int
    asks_in: bool
    asks_out: bool
    in_window: Window | None
    out_window: Window | None
    late: tuple[Band[PunchTier], ...]
    early: tuple[Band[PunchTier], ...]
    no_sign_in: Outcome
    no_sign_out: Outcome
    absent: Outcome
    absence_counts: float
    article: str
    late_article: str
    early_article: str
    start_text: str
    end_text: str


class Slot(NamedTuple):
    """A session before its punches are placed: when, of which half, by which row of the book."""

    code: str
    start: int
    end: int
    half: Half
    days: float
    rule: PunchSession | None
    asks_in: bool
    asks_out: bool


def seconds_of(at: time) -> int:
    """A time of day in seconds."""
    return at.hour * 3600 + at.minute * 60 + at.second
