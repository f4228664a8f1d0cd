"""Folding the facts of a course into where it stands (经过)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, NamedTuple, TypeVar

from yichuang.courses.table import MOVED, Table
from yichuang.phrases import Phrase


class Happened(NamedTuple):
    """One fact of a course."""

    id: int
    seq: int
    kind: str
    at: datetime
    person_id: int | None
    actor: str
    entry_id: int
    data: Mapping[str, object]


C = TypeVar("C", bound="Course")


@dataclass(frozen=True, slots=True)
class Course:
    """Where something stands: the sum of its facts.

    A capability derives its own, with what it needs to know of the facts beside the state.
    """

    table: ClassVar[Table[Any]]

    number: str
    state: str
    happened: tuple[Happened, ...] = ()
    version: int = 1
    """The version of the table it goes by: that of its beginning, or that it was moved to."""

    @property
    def last_at(self) -> datetime | None:
        return self.happened[-1].at if self.happened else None

    @property
    def is_over(self) -> bool:
        return self.state in self.table.over

    @property
    def state_said(self) -> Phrase:
        """The state in words."""
        return self.table.states[self.state]

    def then(self: C, fact: Happened) -> C:
        """The course after one more fact. Raises OutOfOrder where the table has no such step."""
        happened = (*self.happened, fact)
        if fact.kind == MOVED:
            version, state = int(str(fact.data["version"])), str(fact.data["state"])
            return replace(self, version=version, state=self.as_state(state), happened=happened)
        version = _begun_under(fact) if not self.happened else self.version
        step = self.table.step(version, self.state, fact.kind)
        if step is None:
            raise self.table.not_now(self.number, self.state, fact.kind)
        state = self.as_state(step.to)
        return replace(self, version=version, state=state, happened=happened).taken_in(fact)

    @property
    def concerned_id(self) -> int | None:
        """The person of the house it concerns now: who owes its next step by name."""
        return None

    @staticmethod
    def as_state(state: str) -> str:
        """The state in the capability's own type, where it has one."""
        return state

    def taken_in(self: C, fact: Happened) -> C:
        """What the fact adds besides the state it leads to; nothing, unless derived."""
        return self


def _begun_under(first: Happened) -> int:
    """The first fact names the version where it isn't the first one."""
    return int(str(first.data.get(VERSION, 1)))


VERSION = "table_version"


def fold(new: C, facts: Iterable[Happened]) -> C:
    """The course from its facts in order; `new`: as it is before anything happened."""
    for fact in facts:
        new = new.then(fact)
    return new
