"""The course of a contest (异议申诉流程): objection → ruling → appeal → another's ruling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from yichuang.contests.face import DECIDE_CONTESTS
from yichuang.contests.outcomes import Outcome, contested_until, outcome_of
from yichuang.contests.refusals import NotConcerned, NotNow, ReasonNeeded, SamePerson, TooLate
from yichuang.contests.states import KINDS, STATES, Kind, State
from yichuang.courses.course import Course, Happened
from yichuang.courses.store import Stored
from yichuang.courses.table import ANYBODY, Act, Row, Table, Who
from yichuang.errors import HallError, NotFound
from yichuang.obligations.states import About, Debtor, Owed
from yichuang.organization.queries import Reader
from yichuang.organization.times import local

_RULINGS = (Kind.UPHELD, Kind.DISMISSED)


def theirs(dossier: ContestDossier, by: Reader) -> HallError | None:
    """Whom it concerns contests it, nobody for them."""
    return None if dossier.outcome.is_of(by) else NotConcerned()


def another_person(dossier: ContestDossier, by: Reader) -> HallError | None:
    """Neither whom it concerns, nor who found it, nor who ruled on it before."""
    before = {fact.person_id for fact in dossier.course.happened if fact.kind in _RULINGS}
    outcome = dossier.outcome
    involved = before | {outcome.person_id, outcome.decided_by}
    own = outcome.person_id is None and by.department_id == outcome.department_id
    return SamePerson() if own or by.person_id in involved else None


def reasoned(dossier: ContestDossier, act: Act) -> HallError | None:
    return None if act.data["reason"] else ReasonNeeded(field="reason")


def in_time(dossier: ContestDossier, act: Act) -> HallError | None:
    """Within the book's days; what comes later has no effect, and is told the date."""
    until = dossier.until
    if until is None or act.at <= until:
        return None
    return TooLate(until=f"{local(until):%Y-%m-%d %H:%M}")


_S, _K = State, Kind
_NO: tuple[()] = ()
_RULES = Who(DECIDE_CONTESTS)

_ROWS: tuple[Row[ContestDossier], ...] = (
    # state        what happens   who may  provided           and typed             leads to
    (_S.NEW,       _K.FILED,      ANYBODY, (theirs,),         (reasoned, in_time),  _S.FILED),
    (_S.FILED,     _K.WITHDRAWN,  ANYBODY, (theirs,),         _NO,                  _S.WITHDRAWN),
    (_S.FILED,     _K.UPHELD,     _RULES,  (another_person,), (reasoned,),          _S.UPHELD),
    (_S.FILED,     _K.DISMISSED,  _RULES,  (another_person,), (reasoned,),          _S.DISMISSED),
    (_S.DISMISSED, _K.APPEALED,   ANYBODY, (theirs,),         (reasoned, in_time),  _S.APPEALED),
    (_S.APPEALED,  _K.UPHELD,     _RULES,  (another_person,), (reasoned,),          _S.UPHELD),
    (_S.APPEALED,  _K.DISMISSED,  _RULES,  (another_person,), (reasoned,),          _S.FINAL),
)  # fmt: skip


def _to_rule(dossier: ContestDossier) -> list[Owed]:
    return [Owed("contest.rule", Debtor(permission=DECIDE_CONTESTS))]


CONTEST: Table[ContestDossier] = Table(
    name="contest", states=STATES, kinds=KINDS, rows=_ROWS,
    over=frozenset({_S.UPHELD, _S.FINAL, _S.WITHDRAWN}),
    owed={_S.FILED: _to_rule, _S.APPEALED: _to_rule}, out_of_order=NotNow,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contest(Course):
    """How far a contest got."""

    table: ClassVar[Table[ContestDossier]] = CONTEST
    state: State = State.NEW

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    @property
    def filed_by(self) -> int | None:
        """Who objected; None before anybody did."""
        return self.happened[0].person_id if self.happened else None

    @property
    def ruling(self) -> Happened | None:
        """The newest ruling; None: nobody ruled yet."""
        found = [fact for fact in self.happened if fact.kind in _RULINGS]
        return found[-1] if found else None


class ContestDossier(Stored[Contest]):
    """A contest and the outcome it is about."""

    kind_of_course = Contest

    @property
    def outcome(self) -> Outcome:
        """What is contested. Raises NotFound where there is no such outcome."""
        found = outcome_of(self.standing.number)
        if found is None:
            raise NotFound(what=self.standing.number, field="number")
        return found

    @property
    def until(self) -> datetime | None:
        """By when the next objection or appeal must come; None: the book sets no limit."""
        ruling = self.course.ruling
        since = ruling.at if ruling else self.outcome.told_at
        return contested_until(self.outcome.limit, since, self.book)

    @property
    def about(self) -> About:
        assert self.standing.site_id is not None
        return About(self.subject, self.standing.site_id, self.outcome.about)
