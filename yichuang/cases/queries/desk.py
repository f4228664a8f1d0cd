"""What lists of cases show: the light, what waits to be issued or answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Case as When_
from django.db.models import Count, Q, Value, When

from yichuang.cases.applicants import person_index, take_out
from yichuang.cases.face import ACCEPT_CASE, ISSUE_RESULT, REVIEW_CASE, VERIFY_CASE
from yichuang.cases.models import Case, Fact
from yichuang.cases.reach import taken_in_by
from yichuang.cases.states import OPEN, STATES, Kind, State
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
_A_PAGE = 50
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
    department: Phrase
    hand: str = ""
    """Who had it in hand last (经手人); empty where only the house did."""


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


def to_issue(reader: Reader, at: datetime) -> tuple[Row, ...]:
    """Decided cases whose result waits at the integrated window (待出件), oldest first."""
    reader.must(ISSUE_RESULT)
    rows = Case.objects.filter(site=reader.site_id, state=State.DECIDED).order_by("decided_at")
    found = rows.select_related("department")[:_A_PAGE]
    return made(list(found), reader, at, {State.DECIDED})


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


def next_for(reader: Reader) -> set[State]:
    """The states whose next step this reader may take."""
    states: set[State] = set()
    if reader.may(REVIEW_CASE):
        states.add(State.ACCEPTED)
    if reader.may(VERIFY_CASE):
        states |= {State.REVIEWED, State.VERIFIED}
    return states


def made(
    cases: Sequence[Case], reader: Reader, at: datetime, states: set[State]
) -> tuple[Row, ...]:
    """Cases as rows of a list, in four look-ups however many there are."""
    if not cases:
        return ()
    days_left, hands = _counter(reader, at), _hands(cases)
    return tuple(
        _row(case, reader, states, days_left, hands.get(case.pk, ""), at) for case in cases
    )


def _hands(cases: Sequence[Case]) -> dict[int, str]:
    """Who of the house had each case in hand last."""
    rows = Fact.objects.filter(case__in=[case.pk for case in cases], person__isnull=False)
    newest = rows.exclude(kind=Kind.BREACH_FOUND).order_by("case", "-seq").distinct("case")
    return dict(newest.values_list("case", "person__name"))


def _counter(reader: Reader, at: datetime) -> Callable[[datetime], int]:
    """Working days left until an instant, by the site's calendar of today."""
    assert reader.site_id is not None
    today = local(at).date()
    calendar = calendar_of(in_force(reader.site_id, today).book)
    return lambda due: calendar.working_days_between(today, local(due).date())


def _light(case: Case, at: datetime) -> Light:
    """The same as `by_light`, of a row in hand."""
    if case.clock_stopped or case.state not in OPEN or case.promised_due is None:
        return "green"
    if case.promised_due < at:
        return "red"
    return "yellow" if case.warn_from is not None and case.warn_from <= at else "green"


def _row(
    case: Case, reader: Reader, states: set[State], days_left: Callable[[datetime], int],
    hand: str, at: datetime,
) -> Row:  # fmt: skip
    running = case.state in OPEN and case.promised_due is not None and not case.clock_stopped
    left = days_left(case.promised_due) if running and case.promised_due else None
    state, of = State(case.state), case.department
    own = case.department_id == reader.department_id or state == State.DECIDED
    return Row(
        number=case.number, item=Phrase(case.item_name, case.item_name_en or case.item_name),
        applicant=take_out(case.personal, number=case.number).masked().name,
        state=state, state_said=STATES[state], due=case.promised_due, light=_light(case, at),
        stopped=case.clock_stopped, days_left=left, mine=own and state in states,
        department=Phrase(of.name, of.name_en or of.name), hand=hand,
    )  # fmt: skip
