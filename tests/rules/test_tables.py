"""Tiers, gaps, ladders and figures: the boundaries, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from yichuang.phrases import Phrase
from yichuang.rules.parts.figure import Figure
from yichuang.rules.parts.range import Range
from yichuang.rules.parts.table import Gap, Ladder, Table, Tier


class Fine(Tier):
    fine: float


class Outcome(Tier):
    outcome: str


def tiers(*rows: dict[str, Any], gaps: list[dict[str, Any]] | None = None) -> Table[Fine]:
    return Table[Fine].model_validate(
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
    made = Range.model_validate(stretch)
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
        ([{"at_least": 5}, {"at_least": 5}], "tier_overlap"),
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


def ladder(*rows: dict[str, Any], **more: Any) -> Ladder[Outcome]:
    return Ladder[Outcome].model_validate({"tiers": list(rows), **more})


WARN, TALK, NOTE = (
    {"at_least": 1, "outcome": "warning"},
    {"at_least": 2, "outcome": "talk"},
    {"over": 3, "outcome": "notice"},
)


def test_a_tier_without_an_end_reaches_to_the_next() -> None:
    made = ladder(WARN, TALK, NOTE)
    found = [laid.tier.outcome if (laid := made.at(n)) and laid.tier else None for n in range(6)]
    assert found == [None, "warning", "talk", "talk", "notice", "notice"]


@pytest.mark.parametrize(
    ("how", "before", "times", "expected"),
    [
        ("each", 0, 5, [("warning", 1), ("talk", 2), ("notice", 2)]),
        ("each", 3, 1, [("notice", 1)]),
        ("all", 0, 3, [("talk", 3)]),
        ("held", 1, 3, [("notice", 3)]),
        ("reached", 1, 1, [("talk", 1)]),
        ("reached", 2, 1, []),
        ("reached", 0, 4, [("notice", 1)]),
        ("added", 2, 2, [("warning", 1), ("talk", 1), ("notice", 1)]),
    ],
)
def test_how_a_ladder_is_read(how: Any, before: int, times: int, expected: list[Any]) -> None:
    hits = ladder(WARN, TALK, NOTE).hits(before, times, how)
    found = [(h.laid.tier.outcome, h.times) for h in hits if h.laid and h.laid.tier]
    assert found == expected


def test_a_ladder_may_start_again() -> None:
    made = ladder(WARN, TALK, beyond="again")
    hits = made.hits(2, 2, "each")
    assert [h.laid.tier.outcome for h in hits if h.laid and h.laid.tier] == ["warning", "talk"]


def test_a_figure_has_bounds_both_inside() -> None:
    figure = Figure.model_validate({"at_least": 1, "at_most": 5, "step": 0.5})
    assert figure.fixed is None
    found = [figure.holds(Decimal(str(x))) for x in (0.5, 1, 2.5, 2.25, 5, 5.5)]
    assert found == [False, True, True, False, True, False]
    assert Figure.model_validate("15%").fixed == Decimal("0.15")
    assert Figure.model_validate({"at_least": 2}).words().zh == "2以上"
    with pytest.raises(ValidationError):
        Figure.model_validate({"at_least": 5, "at_most": 1})


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({"at_least": 3}, "3次以上"),
        ({"over": 3}, "超过3次"),
        ({"at_least": 1, "at_most": 2}, "不少于1次、不超过2次"),
        ({"at_least": 5, "at_most": 5}, "5次"),
        ({"under": 20}, "不足20次"),
    ],
)
def test_a_range_is_written_as_a_clerk_does(made: dict[str, Any], words: str) -> None:
    assert Range.model_validate(made).span.words(Phrase("次", "times")).zh == words
