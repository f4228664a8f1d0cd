"""Reading contests: what was set aside, one's own, and what waits for a ruling."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yichuang.contests.contest import ContestDossier
from yichuang.contests.face import DECIDE_CONTESTS
from yichuang.contests.outcomes import outcome_of, outcomes_of
from yichuang.contests.states import KINDS, STATES, State
from yichuang.courses.store import all_of, begin, numbers_in, read, those_in
from yichuang.courses.writing import offered
from yichuang.errors import NotFound
from yichuang.organization.queries import Reader, name_of
from yichuang.phrases import Phrase

_SHOWN = 50


def upheld(kind: str, keys: Iterable[object]) -> frozenset[str]:
    """Which outcomes of a kind were set aside (已撤销的认定), by their keys."""
    numbers = [f"{kind}-{key}" for key in keys]
    return frozenset(
        number.partition("-")[2] for number in those_in(ContestDossier, numbers, State.UPHELD)
    )


def upheld_of_kind(kind: str) -> frozenset[str]:
    """Every outcome of a kind that was set aside, by its key."""
    return contested_of_kind(kind, State.UPHELD)


def contested_of_kind(kind: str, state: str = "") -> frozenset[str]:
    """Every outcome of a kind that was contested, by its key; in a state if one is named."""
    numbers = numbers_in(ContestDossier, f"{kind}-", state)
    return frozenset(number.partition("-")[2] for number in numbers)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened in a contest."""

    at: datetime
    title: Phrase
    who: str
    reason: str


@dataclass(frozen=True, slots=True)
class ContestView:
    """A contest, or an outcome nobody contested yet, and what this reader may do."""

    of: str
    about: Phrase
    state: State
    state_said: Phrase
    told_at: datetime
    until: datetime | None
    lines: tuple[Line, ...]
    may: frozenset[str]


def contest(of: str, *, reader: Reader) -> ContestView:
    """One contest. For whom it concerns and for who rules. Raises NotFound for others."""
    outcome = outcome_of(of)
    mine = outcome is not None and outcome.is_of(reader)
    rules = outcome is not None and reader.may(DECIDE_CONTESTS)
    if outcome is None or outcome.site_id != reader.site_id or not (mine or rules):
        raise NotFound(what=of, field="number")
    try:
        dossier = read(ContestDossier, of, reader)
    except NotFound:
        dossier = begin(
            ContestDossier, of, subject=f"contest:{of}", at=outcome.told_at,
            site_id=outcome.site_id, department_id=outcome.department_id,
            adoption_id=outcome.adoption_id,
        )  # fmt: skip
    course = dossier.course
    lines = tuple(
        Line(fact.at, KINDS[fact.kind], name_of(fact.person_id) if fact.person_id else "",
             str(fact.data.get("reason", "")))
        for fact in course.happened
    )  # fmt: skip
    return ContestView(
        of, outcome.about, course.state, STATES[course.state], outcome.told_at, dossier.until,
        lines, offered(dossier, reader),
    )  # fmt: skip


def own(reader: Reader) -> tuple[ContestView, ...]:
    """Everything that was found about this reader, contested or not (与我有关的认定)."""
    return tuple(contest(of, reader=reader) for of, _ in outcomes_of(reader))


def to_rule(reader: Reader) -> tuple[ContestView, ...]:
    """Contests that wait for a ruling at the reader's site (待裁定). Raises NotAllowed."""
    reader.must(DECIDE_CONTESTS)
    states = (State.FILED, State.APPEALED)
    waiting = all_of(ContestDossier, reader, states=states, most=_SHOWN)
    return tuple(contest(one.course.number, reader=reader) for one in waiting)
