"""The course of a result after it went out (结果变动流程): proposed, decided, delivered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from yichuang.cases.face import ISSUE_RESULT, REVIEW_CASE, VERIFY_CASE
from yichuang.courses.course import Course, Happened
from yichuang.courses.store import Stored
from yichuang.courses.table import Act, Row, Table, Who, at_home
from yichuang.errors import HallError
from yichuang.obligations.states import About, Debtor, Limit, Owed
from yichuang.organization.queries import Reader
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.results.refusals import Ended, Lacks, OutOfOrder, ReasonNeeded, SamePerson
from yichuang.results.states import ENDS, KINDS, STATES, Kind, State, What
from yichuang.rules import delivery


def another_person(dossier: ResultDossier, by: Reader) -> HallError | None:
    """One proposes, another decides (一审一核)."""
    return SamePerson() if dossier.course.happened[-1].person_id == by.person_id else None


def complete(_: ResultDossier, act: Act) -> HallError | None:
    """What, why, by which law; and what holds from now on, where something does."""
    what, data = str(act.data["what"]), act.data
    if what not in set(What) or not data["reason"] or not data["basis"]:
        return Lacks(field="reason")
    return None if data["wording"] or What(what) in ENDS else Lacks(field="wording")


def reasoned(_: ResultDossier, act: Act) -> HallError | None:
    return None if act.data["reason"] else ReasonNeeded(field="reason")


def valid(dossier: ResultDossier, _: Reader) -> HallError | None:
    """What was withdrawn or cancelled is changed no more; a new application begins anew."""
    return None if dossier.course.is_valid else Ended()


_S, _K = State, Kind
_NO: tuple[()] = ()
_REVIEWER, _VERIFIER, _ISSUER = at_home(REVIEW_CASE), at_home(VERIFY_CASE), Who(ISSUE_RESULT)

_ROWS: tuple[Row[ResultDossier], ...] = (
    # state         what happens   who may     provided            and typed     leads to
    (_S.STANDING,   _K.PROPOSED,   _REVIEWER,  (valid,),           (complete,),  _S.PROPOSED),
    (_S.PROPOSED,   _K.REJECTED,   _VERIFIER,  (another_person,),  (reasoned,),  _S.STANDING),
    (_S.PROPOSED,   _K.DECIDED,    _VERIFIER,  (another_person,),  _NO,          _S.DECIDED),
    (_S.DECIDED,    _K.DELIVERED,  _ISSUER,    _NO,                _NO,          _S.STANDING),
)  # fmt: skip


def _decide(dossier: ResultDossier) -> Sequence[Owed]:
    return (Owed("result.decide", Debtor(VERIFY_CASE, dossier.department_id)),)


def _deliver(dossier: ResultDossier) -> Sequence[Owed]:
    """Like the first decision, within the book's days (行政许可法 44)."""
    term = delivery.rule(dossier.book, local(dossier.course.happened[-1].at))
    limit = Limit(due_at=instant(term.due), because=term.article) if term else Limit()
    return (Owed("result.deliver", Debtor(ISSUE_RESULT), limit),)


RESULT: Table[ResultDossier] = Table(
    name="result", states=STATES, kinds=KINDS, rows=_ROWS, over=frozenset(),
    owed={_S.PROPOSED: _decide, _S.DECIDED: _deliver}, out_of_order=OutOfOrder,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """A superseding decision (变动决定): what it does, why, by which law, and what holds now."""

    what: What
    reason: str
    basis: str
    wording: str
    decided: Happened

    @property
    def document(self) -> str:
        return str(self.decided.data["document"])


@dataclass(frozen=True, slots=True)
class Result(Course):
    """A result and the decisions that superseded it, in order."""

    table: ClassVar[Table[ResultDossier]] = RESULT
    state: State = State.STANDING

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    @property
    def proposal(self) -> Happened | None:
        """The newest proposal."""
        found = [fact for fact in self.happened if fact.kind == _K.PROPOSED]
        return found[-1] if found else None

    @property
    def changes(self) -> tuple[Change, ...]:
        """Every superseding decision; the last one says what holds."""
        made, proposal = [], None
        for fact in self.happened:
            if fact.kind == _K.PROPOSED:
                proposal = fact.data
            elif fact.kind == _K.DECIDED and proposal is not None:
                made.append(Change(
                    What(str(proposal["what"])), str(proposal["reason"]), str(proposal["basis"]),
                    str(proposal["wording"]), fact,
                ))  # fmt: skip
        return tuple(made)

    @property
    def is_valid(self) -> bool:
        return not any(one.what in ENDS for one in self.changes)


class ResultDossier(Stored[Result]):
    """A result that went out, under its case's number."""

    kind_of_course = Result

    @property
    def about(self) -> About:
        number = self.standing.number
        assert self.standing.site_id is not None
        return About(self.subject, self.standing.site_id,
                     Phrase(f"结果 {number}", f"result {number}"))  # fmt: skip
