"""The table of steps is whole, and a course is nothing but its facts: R17."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.cases.story import Hall
from yichuang.cases import actions, queries
from yichuang.cases.course import Course, fold
from yichuang.cases.flow import CASE
from yichuang.cases.refusals import OutOfOrder, SegmentRunning
from yichuang.cases.states import OVER, STATES, Kind, State
from yichuang.courses.course import Happened
from yichuang.courses.table import MOVED
from yichuang.errors import HallError, NotFound
from yichuang.organization.queries import Reader

FLOW = CASE.steps[CASE.version]
pytestmark = pytest.mark.req("R17")

_DATA: dict[str, object] = {
    "materials": {}, "items": [], "segment": "hearing", "on": "2026-03-10", "days": 1,
    "reason": "x", "approved_by": "authority_head",
}  # fmt: skip


def _fact(n: int, kind: Kind) -> Happened:
    at = datetime(2026, 3, 10, tzinfo=UTC) + timedelta(minutes=n)
    return Happened(n, n, kind, at, n, "person:1", n, _DATA)


def test_every_state_can_be_reached_and_named() -> None:
    assert {step.to for step in FLOW.values()} | {State.NEW} == set(State) == set(STATES)
    assert {kind for _, kind in FLOW} | {MOVED} == set(Kind) == set(CASE.kinds)


def test_nothing_follows_the_end() -> None:
    assert not [state for state, _ in FLOW if state in OVER]


@given(st.lists(st.sampled_from([kind for kind in Kind if kind != MOVED]), max_size=12))
def test_a_course_is_stored_only_as_the_table_allows(kinds: list[Kind]) -> None:
    """Folding step by step or all at once is the same; what the table lacks is refused."""
    course, taken = Course("1"), []
    for n, kind in enumerate(kinds):
        fact = _fact(n, kind)
        if (course.state, kind) in FLOW:
            course = course.then(fact)
            taken.append(fact)
        else:
            with pytest.raises(OutOfOrder):
                course.then(fact)
    assert fold("1", taken) == course
    assert course.happened == tuple(taken)


@pytest.mark.django_db
@pytest.mark.req("R22")
def test_the_page_offers_exactly_what_an_action_will_take(hall: Hall, at: datetime) -> None:
    """In every state, to everybody: offered is what is refused for nothing but its typing."""
    people = [hall.clerk, hall.police_clerk, hall.reviewer, hall.verifier, hall.chief, hall.issuer]
    reviewed, returned = hall.accepted(at), hall.accepted(at)
    for number in (reviewed, returned):
        actions.review(number=number, opinion="", at=at, by=hall.chief)
    actions.return_to_reviewer(number=returned, opinion="缺", at=at, by=hall.verifier)
    running = hall.accepted(at)
    actions.start_segment(number=running, kind="hearing", days=5, reason="听证", at=at,
                          by=hall.reviewer)  # fmt: skip
    actions.review(number=running, opinion="", at=at, by=hall.reviewer)
    actions.verify(number=running, opinion="", at=at, by=hall.verifier)
    cases = [
        hall.submit(at, later=True).number, hall.submit(at, premises="missing").number, reviewed,
        returned, running, hall.verified(at), hall.decided(at),
    ]  # fmt: skip
    for number in cases:
        for person in people:
            taken = {kind for kind in _STEPS if _is_taken(kind, number, at, person)}
            assert _offered(number, at, person) & set(_STEPS) == taken, (number, person.name)
    assert "decided" not in _offered(running, at, hall.verifier)
    with pytest.raises(SegmentRunning):
        actions.decide(number=running, decision="approve", at=at, by=hall.verifier)


_STEPS: dict[str, Callable[..., None]] = {
    "reviewed": partial(actions.review, opinion="属实"),
    "verified": partial(actions.verify, opinion="同意"),
    "returned": partial(actions.return_to_reviewer, opinion="缺照片"),
    "decided": partial(actions.decide, decision="approve"),
    "segment_started": partial(actions.start_segment, kind="expert_review", days=5, reason="复杂"),
    "segment_ended": partial(actions.end_segment, kind="hearing"),
    "extended": partial(
        actions.extend, days=5, reason="案情复杂", approved_by="authority_head", document="〔1〕"
    ),
    "issued": partial(actions.issue, by_way="mail", tracking="EMS1"),
    "withdrawn": partial(actions.withdraw, reason="不办了"),
}


def _offered(number: str, at: datetime, by: Reader) -> frozenset[str]:
    """What the page offers somebody; nothing on a page that they don't get."""
    try:
        return queries.case(number, reader=by, at=at).may
    except NotFound:
        return frozenset()


def _is_taken(kind: str, number: str, at: datetime, by: Reader) -> bool:
    """Whether the action takes the step; it is undone."""
    with transaction.atomic():
        try:
            _STEPS[kind](number=number, at=at, by=by)
        except HallError:
            taken = False
        else:
            taken = True
        transaction.set_rollback(True)
    return taken
