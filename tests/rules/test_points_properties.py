"""What holds of every assessment, every list of acts, every award, whatever the facts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.rules.test_invented_books import FILES, _book
from yichuang.rules import accountability, assessment, awards, registry
from yichuang.rules.assessment import Facts, Mark
from yichuang.rules.book import Book
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.facts import FactsError
from yichuang.rules.parts.consequence import Effect
from yichuang.rules.parts.reading import by_name
from yichuang.rules.sections.assessment import Entry, Sheet

START = date(2026, 3, 2)


@cache
def preset(name: str) -> Book:
    return Book.of(name)


def book_of(name: str) -> Book:
    return _book(name) if name.endswith(".yaml") else preset(name)


def sheet_of(name: str) -> Sheet:
    section = book_of(name).on(date.max).assessment
    assert section is not None
    return section


ASSESSMENTS = ["yunnan-assessment", "ladders-and-caps.yaml", "windows-and-tiers.yaml"]


@st.composite
def marks(draw: st.DrawFn, code: str, entry: Entry) -> Mark:
    """A mark that fits its entry."""
    effect: Effect = entry
    degree = None
    if entry.degrees:
        degree = draw(st.sampled_from(sorted(entry.degrees)))
        effect = entry.degrees[degree]
    points = quantity = None
    if effect.points is not None and effect.points.fixed is None:
        figure = effect.points
        chosen = figure.least + (figure.step or Decimal("0.1")) * draw(st.integers(0, 8))
        points = float(min(chosen, figure.at_most) if figure.at_most else chosen)
    held = entry.how in (None, "held")
    if entry.counter.measure == "single" and ((entry.tiers and held) or draw(st.booleans())):
        quantity = draw(st.integers(0, 90)) / 2
    return Mark(
        code,
        count=draw(st.integers(0, 6)),
        quantity=quantity,
        points=points,
        degree=degree,
        on=START + timedelta(days=draw(st.integers(0, 27))),
        event=draw(st.sampled_from([None, "a", "b"])),
    )


@st.composite
def sheets(draw: st.DrawFn, name: str) -> Facts:
    """Facts that fit a book's sheet."""
    sheet = sheet_of(name)
    deductions = draw(
        st.lists(
            st.sampled_from(sorted(sheet.deductions)).flatmap(
                lambda code: marks(code, sheet.deductions[code])
            ),
            max_size=12,
        )
    )
    bonuses = []
    if sheet.bonuses:
        bonuses = draw(
            st.lists(
                st.sampled_from(sorted(sheet.bonuses)).flatmap(
                    lambda code: marks(code, sheet.bonuses[code])
                ),
                max_size=4,
            )
        )
    votes = {}
    if "peers" in sheet.dimensions:
        votes = {g: draw(st.integers(0, 30)) for g in ("excellent", "fair", "poor")}
    return Facts(deductions=tuple(deductions), bonuses=tuple(bonuses), votes=votes)


def any_sheet() -> st.SearchStrategy[tuple[str, Facts]]:
    return st.sampled_from(ASSESSMENTS).flatmap(lambda name: st.tuples(st.just(name), sheets(name)))


@pytest.mark.req("R54")
@given(any_sheet())
def test_a_total_is_the_sum_of_what_it_cites(given_: tuple[str, Facts]) -> None:
    name, facts = given_
    sheet, ruling = sheet_of(name), assessment.rule(facts, book_of(name))
    starts = {n: d.full for n, d in sheet.dimensions.items()}
    if "peers" in starts:
        starts["peers"] = Decimal(str(ruling.dimensions["peers"]))
    lines = sum((Decimal(str(line.points)) for line in ruling.lines), Decimal(0))
    total = sheet.total.base + sum(starts.values()) + lines
    assert Decimal(str(ruling.total)) == total
    for dimension, points in ruling.dimensions.items():
        own = [Decimal(str(li.points)) for li in ruling.lines if li.dimension == dimension]
        assert Decimal(str(points)) == starts[dimension] + sum(own)
    cited = {reason.article for reason in ruling.because}
    assert {line.article for line in ruling.lines} <= cited


@pytest.mark.req("R54")
@given(any_sheet(), st.randoms(use_true_random=False))
def test_the_order_of_marks_changes_nothing(given_: tuple[str, Facts], random: Any) -> None:
    name, facts = given_
    shuffled = list(facts.deductions)
    random.shuffle(shuffled)
    other = replace(facts, deductions=tuple(shuffled))
    book = book_of(name)
    one, two = (assessment.rule(f, book, reasons=False) for f in (facts, other))
    assert (one.total, one.dimensions, one.lines) == (two.total, two.dimensions, two.lines)


@pytest.mark.req("R54")
@given(st.data())
def test_more_deductions_never_raise_a_total(data: st.DataObject) -> None:
    name, facts = data.draw(any_sheet())
    # Where one event costs only its heaviest rule, another rule may take its place.
    facts = replace(facts, deductions=tuple(replace(m, event=None) for m in facts.deductions))
    sheet = sheet_of(name)
    code = data.draw(st.sampled_from(sorted(sheet.deductions)))
    more = replace(data.draw(marks(code, sheet.deductions[code])), event=None)
    book = book_of(name)
    before = assessment.rule(facts, book, reasons=False)
    with_more = replace(facts, deductions=(*facts.deductions, more))
    after = assessment.rule(with_more, book, reasons=False)
    assert after.total <= before.total
    assert all(after.dimensions[n] <= before.dimensions[n] for n in before.dimensions)


@pytest.mark.req("R54")
@given(any_sheet())
def test_reasons_change_nothing_but_themselves(given_: tuple[str, Facts]) -> None:
    name, facts = given_
    book = book_of(name)
    with_, without = assessment.rule(facts, book), assessment.rule(facts, book, reasons=False)
    assert with_.because
    assert not without.because
    assert with_.lines == without.lines
    assert with_.total == without.total


@pytest.mark.req("R55")
@given(*[st.integers(0, 300)] * 3)
def test_a_better_vote_never_gives_less(excellent: int, fair: int, poor: int) -> None:
    assume(fair + poor > 0)
    book = preset("yunnan-assessment")
    worse = Facts(votes={"excellent": excellent, "fair": fair, "poor": poor})
    one_up = (
        {"excellent": excellent, "fair": fair + 1, "poor": poor - 1}
        if poor
        else {"excellent": excellent + 1, "fair": fair - 1, "poor": 0}
    )
    points = [assessment.rule(f, book).dimensions["peers"] for f in (worse, Facts(votes=one_up))]
    assert points[1] >= points[0]
    assert set(points) <= {0, 5, 10}


def deeds(name: str) -> st.SearchStrategy[list[accountability.Deed]]:
    section = book_of(name).on(START).accountability
    assert section is not None
    known = section.acts

    def deed(code: str, day: int, n: int) -> accountability.Deed:
        severities = [None, *sorted(known[code].degrees)]
        on = START + timedelta(days=day)
        return accountability.Deed(code, on, 0.5 + n % 4, severities[n % len(severities)])

    return st.lists(
        st.builds(deed, st.sampled_from(sorted(known)), st.integers(0, 400), st.integers(0, 11)),
        max_size=12,
    )


ACCOUNTS = ["county-hall", "baodi", "township", "acts-and-points.yaml"]


@pytest.mark.req("R51")
@pytest.mark.parametrize("name", ACCOUNTS)
@given(data=st.data())
def test_acts_count_alike_in_any_order(name: str, data: st.DataObject) -> None:
    acts = data.draw(deeds(name))
    shuffled = data.draw(st.permutations(acts))
    one, two = (
        accountability.rule(accountability.Facts(tuple(a)), book_of(name)) for a in (acts, shuffled)
    )
    assert one == two


@pytest.mark.req("R51")
@pytest.mark.parametrize("name", ACCOUNTS)
@given(data=st.data())
def test_a_later_act_leaves_what_was_ruled_before(name: str, data: st.DataObject) -> None:
    acts = data.draw(deeds(name))
    later = accountability.Deed(
        data.draw(st.sampled_from([a.code for a in acts])) if acts else _any_act(name),
        START + timedelta(days=500),
        1,
    )
    before = accountability.rule(accountability.Facts(tuple(acts)), book_of(name))
    after = accountability.rule(accountability.Facts((*acts, later)), book_of(name))
    assert after.steps[: len(before.steps)] == before.steps
    assert set(before.return_to_home_unit) <= set(after.return_to_home_unit)


def _any_act(name: str) -> str:
    section = book_of(name).on(START).accountability
    assert section is not None
    return next(iter(section.acts))


candidates = st.lists(
    st.tuples(st.integers(90, 94), st.sampled_from(["tax", "land", None]), st.integers(0, 3)),
    max_size=9,
)


@pytest.mark.req("R57")
@given(candidates, st.dictionaries(st.integers(0, 8), st.integers(0, 3), max_size=9))
def test_no_more_win_than_there_are_places(
    rows: list[tuple[int, str | None, int]], votes: dict[int, int]
) -> None:
    people = tuple(
        awards.Candidate(f"p{i}", total, group=group) for i, (total, group, _) in enumerate(rows)
    )
    tie_votes = {f"p{i}": n for i, n in votes.items()}
    ruling = awards.rule(
        awards.Facts("advanced_worker", people, tie_votes), preset("yunnan-assessment")
    )
    assert len(ruling.awarded) + ruling.places_left == min(3, len(people))
    assert not set(ruling.awarded) & set(ruling.to_vote)
    assert len(ruling.to_vote) != 1
    if ruling.to_vote:
        assert len(ruling.to_vote) > ruling.places_left
    totals = {p.id: p.total or 0 for p in people}
    losers = set(totals) - set(ruling.awarded) - set(ruling.to_vote)
    if ruling.awarded and losers:
        assert min(totals[i] for i in ruling.awarded) >= max(totals[i] for i in losers)


@pytest.mark.req("R57")
@given(candidates)
def test_no_group_wins_more_than_its_share(rows: list[tuple[int, str | None, int]]) -> None:
    people = tuple(
        awards.Candidate(f"p{i}", total, {"votes": n, "cases": 0, "late": 0}, group=group)
        for i, (total, group, n) in enumerate(rows)
    )
    ruling = awards.rule(awards.Facts("star", people), _book("weights-and-votes.yaml"))
    groups = [p.group for p in people if p.id in ruling.awarded and p.group]
    if "ties" not in by_name(ruling.readings):
        assert len(groups) == len(set(groups))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(
            ["code", "count", "on", "acts", "deductions", "votes", "year", "months", "points",
             "award", "candidates", "id", "total", "results", "scores", "quantity", "days"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.req("R51", "R54", "R57", "R60")
@pytest.mark.parametrize("rule", ["assessment", "accountability", "awards", "checklist"])
@given(value=st.dictionaries(
    st.sampled_from(["deductions", "votes", "year", "acts", "period", "award", "candidates",
                     "checklist", "marks", "history", "scores", "working_days", "bonus"]),
    json_values, max_size=5,
))  # fmt: skip
def test_any_json_is_ruled_on_or_refused_in_words(rule: str, value: dict[str, Any]) -> None:
    refused, ruling = _ruled(rule, json.dumps(value))
    if refused is not None:
        assert refused.at
        assert refused.sentence("zh")
        assert refused.sentence("en")
    else:
        assert ruling["because"]
        json.dumps(ruling, allow_nan=False)


def _ruled(rule: str, text: str) -> tuple[FactsError | None, Any]:
    found = registry.find(rule)
    try:
        facts = read_facts(found.facts, text)
        return None, ruling_json(decide(found, facts, _both(("yunnan-assessment", "baodi"))))
    except FactsError as error:
        return error, None


@cache
def _both(books: tuple[str, ...]) -> Book:
    return Book.of(*books)


def test_the_invented_books_are_there() -> None:
    assert len(FILES) >= 4
