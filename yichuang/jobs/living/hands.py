"""What can be done in a living hall, whichever way it is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from yichuang.jobs.living.people import Someone

OPINION = "opinion"
"""What waits is an opinion on a joint case, not the case."""


@dataclass(frozen=True, slots=True)
class Number:
    """A ticket in somebody's hand."""

    id: int
    number: str


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of an application at the window."""

    case: str
    decision: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A case, or an opinion on one, on a desk: what it waits for, and by when it is promised."""

    case: str
    state: str
    department_id: int
    due: datetime | None


class Hands(Protocol):
    """The deeds of a day. Every one may be refused: HallError is the hall's answer."""

    def open(self, window: str, who: str, at: datetime) -> None: ...
    def pause(self, window: str, who: str, reason: str, at: datetime) -> None: ...
    def close(self, window: str, who: str, at: datetime) -> None: ...
    def take(self, service: str, kind: str, ground: str, at: datetime) -> Number: ...
    def call(self, window: str, who: str, at: datetime) -> Number | None: ...
    def start(self, ticket: Number, who: str, at: datetime) -> None: ...
    def miss(self, ticket: Number, who: str, at: datetime) -> None: ...
    def finish(self, ticket: Number, who: str, at: datetime) -> str:
        """The one-time token by which the visitor may rate; empty where there is none."""

    def apply(
        self, item: str, applicant: Someone, papers: Mapping[str, str], ticket: Number,
        who: str, at: datetime,
    ) -> Filed: ...  # fmt: skip
    def correct(self, case: str, papers: Mapping[str, str], who: str, at: datetime) -> Filed: ...
    def waiting(self, at: datetime) -> list[Waiting]:
        """Every open case that waits for somebody in the house, and every opinion owed on one."""

    def opine(self, opinion: str, who: str, at: datetime) -> None:
        """Give a department's opinion on a joint case, by the opinion's number."""

    def review(self, case: str, who: str, at: datetime) -> None: ...
    def verify(self, case: str, who: str, at: datetime) -> None: ...
    def decide(self, case: str, approve: bool, who: str, at: datetime) -> None: ...
    def issue(self, case: str, who: str, at: datetime) -> None: ...
    def rate(self, token: str, level: int, text: str, at: datetime) -> None: ...
