"""Tiers, gaps, ladders and choices: the boundaries, and what is refused."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from yichuang.rules.parts.tables import Choice, Gap, Ladder, Step, Stretch, Tier, Tiers


class Fine(Tier):
    fine: float


class Outcome(Step):
    outcome: str


def tiers(*rows: dict[str, Any], gaps: list[dict[str, Any]] | None = None) -> Tiers[Fine]:
    return Tiers[Fine].model_validate(
        {"tiers": [{"fine": n, **row} for n, row in enumerate(rows)], "gaps": gaps or []}
    )


@pytest.mark.parametrize(
    ("stretch", "inside", "outside"),
    [
        ({"at_least": 20}, [20, 20.5, 1e9], [19, 19.999]),
        ({"over": 20}, [20.001, 21], [20, 19]),
        ({"at_most": 3}, [3, -5], [3.5, 4]),
        ({"under": 3}, [2.99], [3, 4]),
        ({"at_least": 0.9}, [Fraction(9, 10), 18 / 20, Fraction(63, 70)], [Fraction(89, 100)]),
        ({"over": 1, "at_most": 3}, [1.5, 3], [1, 3.5]),
    ],
)
def test_ends(stretch: dict[str, Any], inside: list[Any], outside: list[Any]) -> None:
    made = Stretch.model_validate(stretch)
    assert all(made.holds(x) for x in inside)
    assert not any(made.holds(x) for x in outside)


def test_the_tier_is_picked_and_a_declared_gap_is_said() -> None:
    made = tiers(
        {"over": 0, "at_most": 5},
        {"over": 5, "under": 30},
        {"over": 60},
        gaps=[{"at_least": 30, "at_most": 60, "note": "原文未写三十至六十分钟"}],
    )
    picked = {x: made.pick(x) for x in (0, 1, 5, 6, 29, 30, 60, 61)}
    assert picked[0] is None
    assert isinstance(picked[30], Gap)
    assert isinstance(picked[60], Gap)
    fines = {x: t.fine for x, t in picked.items() if isinstance(t, Fine)}
    assert fines == {1: 0, 5: 0, 6: 1, 29: 1, 61: 2}


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([{"at_least": 0, "at_most": 5}, {"at_least": 5}], "tier_overlap"),
        ([{"at_least": 0}, {"at_least": 5}], "tier_overlap"),
        ([{"at_most": 5}, {"under": 6}], "tier_overlap"),
        ([{"at_least": 0, "under": 5}, {"over": 5}], "tier_gap"),
        ([{"at_least": 0, "under": 5}, {"at_least": 6}], "tier_gap"),
        ([{"at_least": 0, "under": 5}], "tier_gap"),
        ([{"at_least": 0, "over": 5}], "two_lower_ends"),
        ([{"at_most": 0, "under": 5}], "two_upper_ends"),
        ([{"at_least": 9, "at_most": 5}], "empty_range"),
        ([{"over": 5, "under": 5}], "empty_range"),
        ([{"over": 5, "at_most": 5}], "empty_range"),
    ],
)
def test_bad_tiers_are_refused(rows: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        tiers(*rows)
    assert [e["type"] for e in caught.value.errors()] == [code]


edges = st.lists(st.integers(-50, 50), min_size=1, max_size=6, unique=True).map(sorted)


@given(edges, st.lists(st.booleans(), min_size=6, max_size=6), st.integers(-60, 60))
def test_tiers_cut_at_any_edges_cover_each_number_once(
    cuts: list[int], below: list[bool], number: int
) -> None:
    rows: list[dict[str, Any]] = []
    for index, cut in enumerate(cuts):
        row: dict[str, Any] = {"over" if below[index] else "at_least": cut}
        if index + 1 < len(cuts):
            row["at_most" if below[index + 1] else "under"] = cuts[index + 1]
        rows.append(row)
    made = tiers(*rows)
    assert sum(t.holds(number) for t in made.tiers) == (1 if made.pick(number) else 0)
    first = cuts[0]
    assert (made.pick(number) is None) == (number < first or (below[0] and number == first))


def test_a_ladder_says_what_follows_from_the_nth_time_on() -> None:
    ladder = Ladder[Outcome].model_validate(
        {
            "period": "year",
            "steps": [
                {"nth": 1, "outcome": "warning"},
                {"nth": 2, "outcome": "talk"},
                {"nth": 4, "outcome": "notice"},
            ],
        }
    )
    found = [step.outcome if (step := ladder.step(n)) else None for n in range(6)]
    assert found == [None, "warning", "talk", "talk", "notice", "notice"]


def test_a_ladder_rises() -> None:
    steps = [{"nth": 2, "outcome": "a"}, {"nth": 2, "outcome": "b"}]
    with pytest.raises(ValidationError, match="order"):
        Ladder[Outcome].model_validate({"period": "year", "steps": steps})


def test_a_choice_has_bounds_both_inside() -> None:
    choice = Choice(least=1, most=5)
    assert [choice.holds(x) for x in (0.5, 1, 5, 5.5)] == [False, True, True, False]
    with pytest.raises(ValidationError):
        Choice(least=5, most=1)
