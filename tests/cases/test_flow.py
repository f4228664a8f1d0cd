"""The table of steps is whole, and a course is nothing but its facts: R17."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.cases.course import Course, Happened, fold
from yichuang.cases.flow import FLOW, KINDS, OVER, STATES, Kind, OutOfOrder, State

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
    assert {kind for _, kind in FLOW} == set(Kind) == set(KINDS)


def test_nothing_follows_the_end() -> None:
    assert not [state for state, _ in FLOW if state in OVER]


@given(st.lists(st.sampled_from(list(Kind)), max_size=12))
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
