"""The courses of a roster (排班流程) and of a swap (换班流程): tables, duties, folds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, cast

from yichuang.courses.course import Course, Happened
from yichuang.courses.store import Stored
from yichuang.courses.table import CONCERNED, SYSTEM_ALONE, Owe, Row, Table, Who
from yichuang.faces import Permission
from yichuang.obligations.states import About, Debtor, Limit, Owed
from yichuang.organization.face import WORK_WINDOW
from yichuang.organization.roles import Role
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.rules import roster
from yichuang.rules.halfdays import Half
from yichuang.rules.roster import Shift

MAKE_ROSTERS = Permission(
    "rosters.make",
    Phrase("排班", "make rosters"),
    Role.OFFICE,
    Role.DIRECTOR,
)


class State(StrEnum):
    NEW = "new"
    DRAFT = "draft"
    FILED = "filed"


class Kind(StrEnum):
    """What can happen to a roster. The journal calls it ``roster.<kind>``."""

    PROPOSED = "proposed"
    PLACED = "placed"
    FILED = "filed"
    REPLACED = "replaced"
    SWAPPED = "swapped"


STATES: Mapping[str, Phrase] = MappingProxyType({
    State.NEW: Phrase("新建", "New"),
    State.DRAFT: Phrase("草案，待报送", "Draft, to be filed"),
    State.FILED: Phrase("已报送，执行中", "Filed, in force"),
})  # fmt: skip
KINDS: Mapping[str, Phrase] = MappingProxyType({
    Kind.PROPOSED: Phrase("提出排班建议", "Roster proposed"),
    Kind.PLACED: Phrase("调整草案", "Draft changed"),
    Kind.FILED: Phrase("报送排班", "Roster filed"),
    Kind.REPLACED: Phrase("临时调班", "Somebody else put at a window"),
    Kind.SWAPPED: Phrase("换班", "Shifts swapped"),
})  # fmt: skip

_DAY = timedelta(days=1)
_S, _K, _NO = State, Kind, ()
_OFFICE = Who(MAKE_ROSTERS)

_ROWS: tuple[Row[RosterDossier], ...] = (
    # state     what happens  who may       provided and typed leads to
    (_S.NEW,    _K.PROPOSED,  _OFFICE,      _NO,     _NO,      _S.DRAFT),
    (_S.DRAFT,  _K.PROPOSED,  _OFFICE,      _NO,     _NO,      _S.DRAFT),
    (_S.DRAFT,  _K.PLACED,    _OFFICE,      _NO,     _NO,      _S.DRAFT),
    (_S.DRAFT,  _K.FILED,     _OFFICE,      _NO,     _NO,      _S.FILED),
    (_S.FILED,  _K.REPLACED,  _OFFICE,      _NO,     _NO,      _S.FILED),
    (_S.FILED,  _K.SWAPPED,   SYSTEM_ALONE, _NO,     _NO,      _S.FILED),
)  # fmt: skip


def _to_file(dossier: RosterDossier) -> tuple[Owed, ...]:
    began = local(dossier.course.happened[0].at)
    term = roster.next_term(dossier.book, began)
    limit = Limit()
    if term is not None and term.first == dossier.course.first:
        limit = Limit(instant(term.warn_at), instant(term.due), because=term.article)
    return (Owed("roster.file", Debtor(MAKE_ROSTERS), limit),)


ROSTER: Table[RosterDossier] = Table(
    name="roster", states=STATES, kinds=KINDS, rows=_ROWS, over=frozenset(),
    owed={State.DRAFT: cast("Owe[RosterDossier]", _to_file)},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RosterCourse(Course):
    """A roster as it stands: its days, and who sits where."""

    table: ClassVar[Table[RosterDossier]] = ROSTER
    state: State = State.NEW
    first: date = date.min
    last: date = date.min
    plan: frozenset[Shift] = frozenset()
    by_hand: frozenset[Shift] = frozenset()
    """What the office settled itself: a new proposal leaves it."""

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    @property
    def title(self) -> Phrase:
        """What the roster is called, by its days."""
        first, last = self.first, self.last
        if first.day == 1 and (last + _DAY).day == 1 and last.month == first.month:
            return Phrase(f"{first.year} 年 {first.month} 月排班", f"Roster {first:%B %Y}")
        return Phrase(f"{first} 至 {last} 排班", f"Roster {first} to {last}")

    def taken_in(self, fact: Happened) -> RosterCourse:
        if fact.kind == Kind.PROPOSED:
            first, last = (date.fromisoformat(str(fact.data[one])) for one in ("first", "last"))
            return replace(self, first=first, last=last, plan=as_plan(fact.data["plan"]))
        gone, come = (as_plan(fact.data.get(one, ())) for one in ("gone", "come"))
        by_hand = self.by_hand - gone | (come if fact.kind == Kind.PLACED else frozenset())
        return replace(self, plan=self.plan - gone | come, by_hand=by_hand)


def as_plan(told: Any) -> frozenset[Shift]:
    """Shifts as a fact keeps them."""
    return frozenset(
        Shift(date.fromisoformat(on), cast("Half", half), window, person)
        for on, half, window, person in told
    )


def as_told(plan: Iterable[Shift]) -> list[list[str]]:
    """Shifts in the form a fact keeps them in, in order."""
    return [[one.on.isoformat(), one.half, one.window, one.person] for one in sorted(plan)]


class RosterDossier(Stored[RosterCourse]):
    """A roster and the book it goes by."""

    kind_of_course = RosterCourse

    @property
    def site_id(self) -> int:
        assert self.standing.site_id is not None
        return self.standing.site_id

    @property
    def about(self) -> About:
        return About(self.subject, self.site_id, self.course.title)


class SwapState(StrEnum):
    NEW = "new"
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


class SwapKind(StrEnum):
    """What can happen to a swap. The journal calls it ``swap.<kind>``."""

    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


SWAP_STATES: Mapping[str, Phrase] = MappingProxyType({
    SwapState.NEW: Phrase("新建", "New"),
    SwapState.ASKED: Phrase("待对方同意", "Waiting for consent"),
    SwapState.AGREED: Phrase("已换班", "Swapped"),
    SwapState.DECLINED: Phrase("对方未同意", "Declined"),
})  # fmt: skip
SWAP_KINDS: Mapping[str, Phrase] = MappingProxyType({
    SwapKind.ASKED: Phrase("请求换班", "Swap asked for"),
    SwapKind.AGREED: Phrase("同意换班", "Swap agreed to"),
    SwapKind.DECLINED: Phrase("不同意换班", "Swap declined"),
})  # fmt: skip

_T, _D = SwapState, SwapKind
_SWAPS: tuple[Row[SwapDossier], ...] = (
    # state     what happens  who may           provided and typed leads to
    (_T.NEW,    _D.ASKED,     Who(WORK_WINDOW), _NO,     _NO,      _T.ASKED),
    (_T.ASKED,  _D.AGREED,    CONCERNED,        _NO,     _NO,      _T.AGREED),
    (_T.ASKED,  _D.DECLINED,  CONCERNED,        _NO,     _NO,      _T.DECLINED),
)  # fmt: skip


def _to_answer(dossier: SwapDossier) -> tuple[Owed, ...]:
    return (Owed("swap.answer", Debtor(person_id=dossier.course.other_id)),)


SWAP: Table[SwapDossier] = Table(
    name="swap", states=SWAP_STATES, kinds=SWAP_KINDS, rows=_SWAPS,
    over=frozenset({_T.AGREED, _T.DECLINED}),
    owed={_T.ASKED: cast("Owe[SwapDossier]", _to_answer)},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SwapCourse(Course):
    """Two shifts that two people want to exchange (换班)."""

    table: ClassVar[Table[SwapDossier]] = SWAP
    state: SwapState = SwapState.NEW
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def other_id(self) -> int:
        """Whose consent it takes."""
        return int(str(self.data["other"]))

    @property
    def concerned_id(self) -> int | None:
        return self.other_id if self.data else None

    @property
    def shifts(self) -> tuple[Shift, Shift]:
        """The shift that is given, and the one that is taken for it."""
        (mine,), (theirs,) = (as_plan(self.data[one]) for one in ("mine", "theirs"))
        return mine, theirs

    @staticmethod
    def as_state(state: str) -> SwapState:
        return SwapState(state)

    def taken_in(self, fact: Happened) -> SwapCourse:
        return replace(self, data=fact.data) if fact.kind == SwapKind.ASKED else self


class SwapDossier(Stored[SwapCourse]):
    """A swap; its book is that of its roster."""

    kind_of_course = SwapCourse

    @property
    def about(self) -> About:
        assert self.standing.site_id is not None
        return About(self.subject, self.standing.site_id, Phrase("换班请求", "a swap of shifts"))
