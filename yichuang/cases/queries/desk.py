"""The desk (审批台): what waits for whom, by light."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Case as When_
from django.db.models import Count, Q, Value, When

from yichuang.cases.applicants import person_index, take_out
from yichuang.cases.face import ACCEPT_CASE, ISSUE_RESULT, REVIEW_CASE, VERIFY_CASE
from yichuang.cases.models import Case
from yichuang.cases.reach import taken_in_by, within_reach
from yichuang.cases.states import OPEN, STATES, State
from yichuang.organization.queries import Reader
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import in_force
from yichuang.rules.identity import tidy
from yichuang.rules.lights import NAMES
from yichuang.rules.worktime import calendar_of

Light = Literal["red", "yellow", "green"]
_IN_ORDER: tuple[Light, ...] = ("red", "yellow", "green")
LIGHTS: dict[Light, Phrase] = {light: Phrase(*NAMES[light]) for light in _IN_ORDER}
_A_COLUMN = 50
_A_FEW = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list."""

    number: str
    item: Phrase
    applicant: str
    state: State
    state_said: Phrase
    due: datetime | None
    light: Light
    stopped: bool
    days_left: int | None
    """Working days after today through the due day; negative: past. None while it stands still."""
    mine: bool
    """Whether its next step is one this reader may take."""


@dataclass(frozen=True, slots=True)
class Column:
    light: Light
    name: Phrase
    rows: tuple[Row, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    columns: tuple[Column, ...]

    @property
    def empty(self) -> bool:
        return not any(column.rows for column in self.columns)


def by_light(light: Light, at: datetime) -> Q:
    """Cases whose light is this one at an instant; a clock that stands still is green."""
    running = Q(clock_stopped=False)
    past, near = Q(promised_due__lt=at), Q(warn_from__lte=at)
    match light:
        case "red":
            return running & past
        case "yellow":
            return running & near & ~past
        case "green":
            return Q(clock_stopped=True) | (~past & ~near)


def inbox(reader: Reader, at: datetime, *, only_mine: bool = False) -> Inbox:
    """Open cases within the reader's reach, three columns by light, nearest due first."""
    rows = Case.objects.filter(within_reach(reader), state__in=sorted(OPEN))
    states = _next_for(reader)
    if only_mine:
        rows = rows.filter(state__in=sorted(states))
    columns, days_left = [], _counter(reader, at)
    for light, name in LIGHTS.items():
        found = list(
            rows.filter(by_light(light, at)).order_by("promised_due", "id")[: _A_COLUMN + 1]
        )
        made = tuple(_row(case, light, reader, states, days_left) for case in found[:_A_COLUMN])
        columns.append(Column(light, name, made, len(found) > _A_COLUMN))
    return Inbox(tuple(columns))


def to_issue(reader: Reader, at: datetime) -> tuple[Row, ...]:
    """Decided cases whose result waits at the integrated window (待出件), oldest first."""
    reader.must(ISSUE_RESULT)
    rows = Case.objects.filter(site=reader.site_id, state=State.DECIDED).order_by("decided_at")
    days_left = _counter(reader, at)
    states = {State.DECIDED}
    return tuple(_row(case, "green", reader, states, days_left) for case in rows[:_A_COLUMN])


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A case before acceptance: it waits for the applicant, or for the window's answer."""

    number: str
    item: Phrase
    applicant: str
    state_said: Phrase
    due: datetime | None
    """By when the window must answer; None while it is the applicant's turn."""


def unanswered(words: str, *, reader: Reader) -> tuple[Unanswered, ...]:
    """Cases the reader takes in, before acceptance (待补正、待答复): by number or identity number.

    Without words: those the window has to answer, the nearest due first, for silence accepts.
    """
    reader.must(ACCEPT_CASE)
    rows = Case.objects.filter(taken_in_by(reader), state__in=[State.RECEIVED, State.AWAITING])
    if words:
        typed = tidy(words)
        rows = rows.filter(Q(number=typed) | Q(applicant_index=person_index(typed)))
    else:
        rows = rows.filter(acceptance_due__isnull=False)
    return tuple(
        Unanswered(
            row.number, Phrase(row.item_name, row.item_name_en or row.item_name),
            take_out(row.personal, number=row.number).masked().name, STATES[State(row.state)],
            row.acceptance_due,
        )
        for row in rows.order_by("acceptance_due", "number")[:_A_FEW]
    )  # fmt: skip


def lights(site_id: int, at: datetime) -> dict[Light, int]:
    """How many open cases of a site show which light (红黄绿灯)."""
    light = When_(
        *(When(by_light(one, at), then=Value(one)) for one in LIGHTS), default=Value("green")
    )
    found = (
        Case.objects.filter(site_id=site_id, state__in=sorted(OPEN))
        .annotate(light=light).values_list("light").annotate(n=Count("id")).order_by()
    )  # fmt: skip
    counted = dict(found)
    return {one: counted.get(one, 0) for one in LIGHTS}


def _next_for(reader: Reader) -> set[State]:
    """The states whose next step this reader may take."""
    states: set[State] = set()
    if reader.may(REVIEW_CASE):
        states.add(State.ACCEPTED)
    if reader.may(VERIFY_CASE):
        states |= {State.REVIEWED, State.VERIFIED}
    return states


def _counter(reader: Reader, at: datetime) -> Callable[[datetime], int]:
    """Working days left until an instant, by the site's calendar of today."""
    assert reader.site_id is not None
    today = local(at).date()
    calendar = calendar_of(in_force(reader.site_id, today).book)
    return lambda due: calendar.working_days_between(today, local(due).date())


def _row(
    case: Case, light: Light, reader: Reader, states: set[State],
    days_left: Callable[[datetime], int],
) -> Row:  # fmt: skip
    running = case.promised_due is not None and not case.clock_stopped
    left = days_left(case.promised_due) if running and case.promised_due else None
    state = State(case.state)
    own = case.department_id == reader.department_id or state == State.DECIDED
    return Row(
        number=case.number, item=Phrase(case.item_name, case.item_name_en or case.item_name),
        applicant=take_out(case.personal, number=case.number).masked().name,
        state=state, state_said=STATES[state], due=case.promised_due, light=light,
        stopped=case.clock_stopped, days_left=left, mine=own and state in states,
    )  # fmt: skip
