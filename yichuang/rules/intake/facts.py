"""What an intake ruling is given and what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from yichuang.rules.parts.consequence import Follows
from yichuang.rules.reasons import Reason

State = Literal["ok", "missing", "defective", "correctable"]
Decision = Literal["accept", "correct_on_spot", "notify", "refuse", "await_applicant"]


@dataclass(frozen=True, slots=True)
class Material:
    """A required material (材料)."""

    code: str


@dataclass(frozen=True, slots=True)
class Submission:
    """What was handed in (提交), and in what state; whatever isn't mentioned is as before."""

    on: date | datetime
    materials: dict[str, State] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction notice (补正通知书) and the materials it named."""

    on: date | datetime
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """An application so far. `prior_breaches`: found before this one, in the book's period."""

    required: tuple[Material, ...]
    submissions: tuple[Submission, ...]
    now: datetime
    notices: tuple[Notice, ...] = ()
    competent: bool = True
    false_materials: bool = False
    prior_breaches: int = 0


@dataclass(frozen=True, slots=True)
class Breach:
    """A breach of once-only notification (违反一次性告知), and what follows."""

    items: tuple[str, ...]
    step: str | None
    bulletin: bool
    consequences: tuple[Follows, ...] = ()


@dataclass(frozen=True, slots=True)
class Ruling:
    """What to do now. Materials are listed in the order they are required."""

    decision: Decision
    to_notify: tuple[str, ...]
    """All that must be told at once; empty unless the decision is `notify`."""
    to_correct: tuple[str, ...]
    """What the applicant may put right on the spot."""
    outstanding: tuple[str, ...]
    """All that isn't in order."""
    notify_by: date | None
    silent_too_long: bool
    """The time to tell is over and nothing was told."""
    would_breach: tuple[str, ...]
    """What is to be told now but should have been told before: telling it is a breach."""
    breach: Breach | None
    provisional: bool
    because: tuple[Reason, ...]
