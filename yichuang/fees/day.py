"""The day's book of the fee window (收费日记账): entries, then counted, then countersigned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, cast

from yichuang.courses.course import Course, Happened
from yichuang.courses.store import Stored
from yichuang.courses.table import Act, Row, Table, Who
from yichuang.errors import HallError
from yichuang.fees.bill import COLLECT, COUNTERSIGN
from yichuang.fees.refusals import DayClosed, DoesNotBalance, ReasonNeeded, SamePerson
from yichuang.fees.states import DAY_KINDS, DAY_STATES, DayKind, DayState, Way
from yichuang.obligations.states import About, Debtor, Owed
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase
from yichuang.rules import money


def another_person(dossier: DayDossier, by: Reader) -> HallError | None:
    """Whoever counted doesn't countersign."""
    return SamePerson() if dossier.course.happened[-1].person_id == by.person_id else None


def balances(dossier: DayDossier, act: Act) -> HallError | None:
    """What was counted is what the book says, or it is said why not."""
    counted = {
        way: money.parse(n) for way, n in cast("dict[str, str]", act.data["counted"]).items()
    }
    booked = dossier.course.booked
    if act.data["reason"] or all(counted[way] == booked[way] for way in Way):
        return None
    there, here = sum(counted.values()), sum(booked.values())
    return DoesNotBalance(counted=money.to_text(there), booked=money.to_text(here),
                          short=money.to_text(here - there), field="reason")  # fmt: skip


def reasoned(_: DayDossier, act: Act) -> HallError | None:
    return None if act.data["reason"] else ReasonNeeded(field="reason")


_S, _K = DayState, DayKind
_NO: tuple[()] = ()
_WINDOW, _SECOND, _ANOTHER = Who(COLLECT), Who(COUNTERSIGN), (another_person,)
_EITHER = Who(anybody=True)

_ROWS: tuple[Row[DayDossier], ...] = (
    # state        what happens  who may   provided   and typed     leads to
    (_S.NEW,       _K.ENTERED,   _EITHER,  _NO,       _NO,          _S.OPEN),
    (_S.OPEN,      _K.ENTERED,   _EITHER,  _NO,       _NO,          _S.OPEN),
    (_S.OPEN,      _K.COUNTED,   _WINDOW,  _NO,       (balances,),  _S.COUNTED),
    (_S.COUNTED,   _K.RECOUNT,   _SECOND,  _NO,       (reasoned,),  _S.OPEN),
    (_S.COUNTED,   _K.SIGNED,    _SECOND,  _ANOTHER,  _NO,          _S.SIGNED),
)  # fmt: skip
# `_EITHER`: an entry follows from a step of a bill, which asked who may take it.


def _count(_: DayDossier) -> Sequence[Owed]:
    return (Owed("feeday.count", Debtor(COLLECT)),)


def _sign(_: DayDossier) -> Sequence[Owed]:
    return (Owed("feeday.sign", Debtor(COUNTERSIGN)),)


DAY: Table[DayDossier] = Table(
    name="feeday", states=DAY_STATES, kinds=DAY_KINDS, rows=_ROWS, over=frozenset({_S.SIGNED}),
    owed={_S.OPEN: _count, _S.COUNTED: _sign}, out_of_order=DayClosed,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayBook(Course):
    """What came in and went out on one day at one site."""

    table: ClassVar[Table[DayDossier]] = DAY
    state: DayState = DayState.NEW

    @staticmethod
    def as_state(state: str) -> DayState:
        return DayState(state)

    @property
    def entries(self) -> tuple[Happened, ...]:
        return tuple(fact for fact in self.happened if fact.kind == _K.ENTERED)

    @property
    def booked(self) -> Mapping[Way, int]:
        """The balance of each way of paying, in cents."""
        found: Counter[Way] = Counter()
        for fact in self.entries:
            found[Way(str(fact.data["way"]))] += money.parse(str(fact.data["booked"]))
        return {way: found[way] for way in Way}

    @property
    def counted(self) -> Happened | None:
        """The count that stands."""
        counts = [fact for fact in self.happened if fact.kind == _K.COUNTED]
        return counts[-1] if counts and self.state != _S.OPEN else None

    @property
    def signed(self) -> Happened | None:
        last = self.happened[-1] if self.happened else None
        return last if last is not None and last.kind == _K.SIGNED else None


class DayDossier(Stored[DayBook]):
    """A day's book."""

    kind_of_course = DayBook

    @property
    def about(self) -> About:
        number = self.standing.number
        assert self.standing.site_id is not None
        return About(self.subject, self.standing.site_id,
                     Phrase(f"收费日结 {number}", f"fees of {number}"))  # fmt: skip
