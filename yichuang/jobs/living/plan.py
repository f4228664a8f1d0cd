"""What a hall has to live with: its windows and clerks, its businesses, its desks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """An item people come for: its code, the papers it needs, whether it is done at once."""

    item: str
    materials: tuple[str, ...]
    instant: bool
    department_id: int


@dataclass(frozen=True, slots=True)
class Line:
    """A business people take numbers for, and what they bring to it."""

    service: str
    minutes: int
    matters: tuple[Matter, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A window, who sits there, and what it serves."""

    window: str
    staff_no: str
    services: frozenset[str]
    may_accept: bool
    department_id: int | None = None
    """Whose papers are taken in there; None: everybody's."""

    def takes_in(self, matter: Matter) -> bool:
        return self.may_accept and self.department_id in (None, matter.department_id)


@dataclass(frozen=True, slots=True)
class Office:
    """Who reviews and who verifies in a department."""

    reviewers: tuple[str, ...]
    verifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """One site's day."""

    site_id: int
    site_code: str
    lines: Sequence[Line]
    desks: Sequence[Desk]
    offices: Mapping[int, Office]
    issuer: str
    """Who hands results out (综合窗口)."""
    visits: int
    """How many come on a usual day."""
