"""The course of an act (行为记录流程): found → told → contested → final, or struck."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from yichuang.acts.face import FIND_ACTS
from yichuang.acts.models import Act
from yichuang.acts.refusals import NotNow
from yichuang.acts.states import KINDS, STATES, Kind, State
from yichuang.contests.outcomes import contested_until
from yichuang.courses.course import Course
from yichuang.courses.store import Stored
from yichuang.courses.table import ANYBODY, SYSTEM_ALONE, Row, Table, Who
from yichuang.obligations.states import About
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.rules.acts import known_on
from yichuang.rules.contesting import limit_of_act
from yichuang.rules.parts.limit import Limit

_S, _K = State, Kind
_NO: tuple[()] = ()
_HOUSE, _BY_HAND = SYSTEM_ALONE, Who(FIND_ACTS)

# What finds an act has asked who may find it; what becomes of it is the house's alone, which
# follows the contest.
_ROWS: tuple[Row[ActDossier], ...] = (
    # state        what happens   who may   provided  and typed  leads to
    (_S.NEW,       _K.FOUND,      ANYBODY,  _NO,      _NO,       _S.FOUND),
    (_S.FOUND,     _K.REPORTED,   ANYBODY,  _NO,      _NO,       _S.FOUND),
    (_S.FOUND,     _K.TOLD,       _BY_HAND, _NO,      _NO,       _S.TOLD),
    (_S.TOLD,      _K.REPORTED,   ANYBODY,  _NO,      _NO,       _S.TOLD),
    (_S.TOLD,      _K.CONTESTED,  _HOUSE,   _NO,      _NO,       _S.CONTESTED),
    (_S.TOLD,      _K.FINAL,      _HOUSE,   _NO,      _NO,       _S.FINAL),
    (_S.CONTESTED, _K.REPORTED,   ANYBODY,  _NO,      _NO,       _S.CONTESTED),
    (_S.CONTESTED, _K.STOOD,      _HOUSE,   _NO,      _NO,       _S.TOLD),
    (_S.CONTESTED, _K.FINAL,      _HOUSE,   _NO,      _NO,       _S.FINAL),
    (_S.CONTESTED, _K.STRUCK,     _HOUSE,   _NO,      _NO,       _S.STRUCK),
)  # fmt: skip

ACT: Table[ActDossier] = Table(
    name="act", states=STATES, kinds=KINDS, rows=_ROWS,
    over=frozenset({_S.FINAL, _S.STRUCK}), out_of_order=NotNow,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ActCourse(Course):
    """How far an act got."""

    table: ClassVar[Table[ActDossier]] = ACT
    state: State = State.NEW

    @staticmethod
    def as_state(state: str) -> State:
        return State(state)

    @property
    def told_at(self) -> datetime | None:
        """When whom it concerns was told."""
        told = (fact.at for fact in self.happened if fact.kind == Kind.TOLD)
        return next(told, None)

    @property
    def open_since(self) -> datetime | None:
        """Since when the time to contest it runs: the telling, or the last ruling."""
        starts = [fact.at for fact in self.happened if fact.kind in (Kind.TOLD, Kind.STOOD)]
        return starts[-1] if starts and self.state == State.TOLD else None

    def is_reported_by(self, known_by: str, evidence: str) -> bool:
        """Whether the same source has reported it already."""
        reports = (fact.data for fact in self.happened if fact.kind in (Kind.FOUND, Kind.REPORTED))
        return any((one["known_by"], one["evidence"]) == (known_by, evidence) for one in reports)


class ActDossier(Stored[ActCourse]):
    """An act, and the book of the day on which it happened."""

    kind_of_course = ActCourse

    @cached_property
    def row(self) -> Act:
        """The act itself."""
        return Act.objects.select_related("person", "department", "window").get(
            pk=int(self.standing.number)
        )

    @property
    def name(self) -> Phrase:
        """What such an act is called in the book."""
        return known_on(self.book, self.row.on).name(self.row.code)

    @property
    def limit(self) -> Limit | None:
        """Within what it is contested; None: the book sets no limit."""
        return limit_of_act(self.book, self.row.on, self.row.known_by)

    @property
    def about(self) -> About:
        return About(self.subject, self.row.site_id, self.name)

    def fold(self, at: datetime) -> None:
        super().fold(at)
        row, since = self.row, self.course.open_since
        row.state = self.course.state
        row.until = contested_until(self.limit, since, self.book) if since else None
        row.save(update_fields=["state", "until"])


def day_of(at: datetime) -> str:
    """The day of an instant as a sentence says it."""
    return f"{local(at):%Y-%m-%d %H:%M}"
