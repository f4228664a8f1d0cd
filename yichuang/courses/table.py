"""The table of a course (流程表): state × event → who may, what must be so, where it leads.

Rows are plain tuples, one a line, so that a jurist can read them. What must be so is said in
two columns: what depends on the course and the person (the page offers a step by it), and
what depends on what was typed (only the action can ask it).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeAlias, TypeVar

from yichuang.courses.refusals import BackDated, OutOfOrder, OutsideScope
from yichuang.errors import HallError
from yichuang.faces import Permission
from yichuang.obligations.states import Owed
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.courses.dossier import Dossier

D = TypeVar("D", bound="Dossier[Any]")

MOVED = "moved"
"""A course goes over to another version of its table; whatever the state, by the house alone."""
_MOVED = Phrase("转入新流程", "Moved to the new procedure")


@dataclass(frozen=True, slots=True)
class Act:
    """Something about to happen: what, by whom, with what particulars, when."""

    kind: str
    by: Reader
    data: Mapping[str, object]
    at: datetime


Guard: TypeAlias = Callable[[D, Reader], HallError | None]
"""What must be so of the course and the person; nothing that is typed matters."""
Check: TypeAlias = Callable[[D, Act], HallError | None]
"""What must be so of what was typed."""


class Who(NamedTuple):
    """Who may take a step: whoever holds the permission, the person concerned, or anybody."""

    permission: Permission | None = None
    own: bool = False
    """Only people of the department that the course belongs to (R22)."""
    concerned: bool = False
    anybody: bool = False


SYSTEM_ALONE = Who()
CONCERNED = Who(concerned=True)
ANYBODY = Who(anybody=True)


def at_home(permission: Permission) -> Who:
    """Whoever holds the permission in the department that the course belongs to."""
    return Who(permission, own=True)


class Step(NamedTuple, Generic[D]):
    """What it takes to let something happen in a state, and the state it leads to."""

    who: Who
    provided: tuple[Guard[D], ...]
    typed: tuple[Check[D], ...]
    to: str


Owe: TypeAlias = Callable[[D], Sequence[Owed]]
"""What is owed next on a course that stands in a state."""
Row: TypeAlias = tuple[str, str, Who, tuple[Guard[D], ...], tuple[Check[D], ...], str]
"""State, what happens, who may, provided, and typed, leads to."""


@dataclass(frozen=True, slots=True)
class Table(Generic[D]):
    """A course as the house knows it: its words, its steps, and what its states owe."""

    name: str
    """How the tables and numbers of courses call it."""
    states: Mapping[str, Phrase]
    kinds: Mapping[str, Phrase]
    rows: tuple[Row[D], ...]
    over: frozenset[str]
    """States in which nothing follows any more."""
    owed: Mapping[str, Owe[D]] = field(default_factory=dict)
    """What a state has somebody owe next, by which limit; nothing where it names none."""
    version: int = 1
    recorded_as: str = "{name}.{kind}"
    """The kind of journal entry that a fact of a kind has."""
    earlier: Mapping[int, tuple[Row[D], ...]] = field(default_factory=dict)
    """The rows of former versions, as long as courses go by them."""
    out_of_order: type[OutOfOrder] = OutOfOrder
    outside_scope: type[OutsideScope] = OutsideScope
    back_dated: type[BackDated] = BackDated
    steps: Mapping[int, Mapping[tuple[str, str], Step[D]]] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kinds", MappingProxyType({**self.kinds, MOVED: _MOVED}))
        by_version = {**self.earlier, self.version: self.rows}
        steps = {number: MappingProxyType(_by_place(rows)) for number, rows in by_version.items()}
        object.__setattr__(self, "steps", MappingProxyType(steps))
        if _tables.setdefault(self.name, self) is not self:
            raise ValueError(f"the course {self.name!r} is declared twice")

    def step(self, version: int, state: str, kind: str) -> Step[D] | None:
        """The step, by a version of the table; None where it has none there."""
        return self.steps[version].get((state, kind))

    def who_else(self, version: int, kind: str) -> Who:
        """Who of people may do this in some state; the house alone where nobody may."""
        rows = self.steps[version].items()
        found = (step.who for (_, of), step in rows if of == kind)
        return next((who for who in found if who != SYSTEM_ALONE), SYSTEM_ALONE)

    def entry_kind(self, kind: str) -> str:
        """What the journal calls a fact of this kind."""
        return self.recorded_as.format(name=self.name, kind=kind)

    def kinds_in(self, version: int, state: str) -> tuple[str, ...]:
        """What may happen in a state, in the order of the table."""
        return tuple(kind for of, kind in self.steps[version] if of == state)

    def not_now(self, number: str, state: str, kind: str) -> OutOfOrder:
        """The refusal of what the table doesn't have in this state."""
        return self.out_of_order(number=number, state=self.states[state], step=self.kinds[kind])


_tables: dict[str, Table[Any]] = {}


def tables() -> Mapping[str, Table[Any]]:
    """Every course of the house that was declared, by name."""
    return MappingProxyType(_tables)


def _by_place(rows: tuple[Row[D], ...]) -> dict[tuple[str, str], Step[D]]:
    return {
        (state, kind): Step(who, provided, typed, to)
        for state, kind, who, provided, typed, to in rows
    }
