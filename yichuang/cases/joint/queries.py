"""Reading a joint case: who was asked, who has spoken, and who comes last (R20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from yichuang.cases.joint.course import OpinionDossier
from yichuang.cases.joint.states import Kind, State
from yichuang.courses.store import all_of, beginning_with, department_has
from yichuang.courses.writing import offered
from yichuang.organization.queries import SYSTEM, Reader, name_of
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Opinion:
    """One department's opinion as the page of the case shows it."""

    number: str
    department: Phrase
    part: Phrase
    stage: int
    state: State
    state_said: Phrase
    asked_at: datetime | None
    due: datetime | None
    light: str | None
    given_at: datetime | None
    consents: bool | None
    opinion: str
    who: str
    stood_in: bool
    late: bool
    may: Mapping[str, bool]
    """What this reader may do about it now."""


def opinions(case: str, *, reader: Reader, at: datetime) -> tuple[Opinion, ...]:
    """The opinions of a joint case, stage by stage. The caller has settled who may see the case."""
    found = [_shown(one, reader, at) for one in beginning_with(OpinionDossier, f"{case}-")]
    return tuple(sorted(found, key=lambda one: one.stage))


def latest(shown: tuple[Opinion, ...]) -> Opinion | None:
    """The department that holds the case up most (最晚的部门): open, and the first that was due."""
    open_ = [(one.due, one.number, one) for one in shown if one.state == State.ASKED and one.due]
    return min(open_)[2] if open_ else None


def awaited(case: str) -> tuple[Phrase, ...]:
    """The departments whose opinion is still open."""
    all_ = beginning_with(OpinionDossier, f"{case}-")
    return tuple(one.department for one in all_ if not one.course.is_over)


class Asked(NamedTuple):
    """An opinion that a department owes now."""

    number: str
    department_id: int | None
    due: datetime | None

    @property
    def case(self) -> str:
        return self.number.rpartition("-")[0]


def asked(*, most: int = 500) -> tuple[Asked, ...]:
    """Every opinion that is owed now, of any site; the newest first."""
    return tuple(
        Asked(one.course.number, one.department_id, instant(one.term.due) if one.term else None)
        for one in all_of(OpinionDossier, SYSTEM, states=[State.ASKED], most=most)
    )


def takes_part(case: str, reader: Reader) -> bool:
    """Whether the reader's department has a part in a case of the reader's site."""
    if reader.department_id is None or reader.site_id is None:
        return False
    return department_has(OpinionDossier, f"{case}-", reader.site_id, reader.department_id)


def _shown(one: OpinionDossier, reader: Reader, at: datetime) -> Opinion:
    course, term = one.course, one.term
    part, said = course.part, course.said
    assert part is not None
    light = None
    if term is not None and course.state == State.ASKED:
        now = local(at)
        light = "red" if now > term.due else "yellow" if now >= term.warn_at else "green"
    data = said.data if said else {}
    return Opinion(
        number=course.number, department=one.department, part=part.name, stage=part.stage,
        state=course.state, state_said=course.state_said, asked_at=course.asked_at,
        due=instant(term.due) if term else None, light=light, given_at=said.at if said else None,
        consents=data.get("consents") is True if said else None,
        opinion=str(data.get("opinion", "")),
        who=name_of(said.person_id) if said and said.person_id else "",
        stood_in=said is not None and said.kind == Kind.STOOD_IN,
        late=data.get("late") is True, may=dict.fromkeys(offered(one, reader), True),
    )  # fmt: skip
