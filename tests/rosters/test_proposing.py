"""A proposed roster: nothing empty that needn't be, shared out fairly, the same every time."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.rosters.solve import Question, propose
from yichuang.rules.book import Book
from yichuang.rules.roster import Facts, Fault, Post, Shift, Worker, faults, next_term, slots

pytestmark = pytest.mark.req("R38")
BOOK = Book.of("county-hall", "hall-roster")
FIRST, LAST = date(2026, 4, 6), date(2026, 4, 12)
SLOTS = slots(BOOK, FIRST, LAST)


def asked(posts: int, people: int, away: list[tuple[int, int, str]] = []) -> Question:  # noqa: B006
    gone = [(f"{who}", date(2026, 4, day), half) for who, day, half in away]
    facts = Facts(
        FIRST, LAST, [Post(str(n), 1) for n in range(posts)],
        [Worker(str(n), 1) for n in range(people)], gone,  # type: ignore[arg-type]
    )  # fmt: skip
    return Question(facts, SLOTS)


def wrong(question: Question, plan: tuple[Shift, ...]) -> list[Fault]:
    return list(faults(question.facts, plan, BOOK))


def test_half_days_are_those_of_the_calendar() -> None:
    # 6 April 2026 is the Monday off for Qingming.
    assert {one.on.day for one in SLOTS} == {7, 8, 9, 10}
    assert [one.half for one in SLOTS[:2]] == ["am", "pm"]


@pytest.mark.parametrize(
    ("at", "first", "due"),
    [
        ("2026-09-20 09:00", date(2026, 10, 1), "2026-09-30 18:00"),
        ("2026-04-30 17:00", date(2026, 5, 1), "2026-04-30 17:30"),
        ("2026-12-31 17:00", date(2027, 1, 1), "2026-12-31 17:30"),
    ],
)
def test_the_next_month_is_filed_before_this_one_ends(at: str, first: date, due: str) -> None:
    term = next_term(BOOK, datetime.fromisoformat(at))
    assert term is not None
    assert (term.first, term.due, term.article) == (first, datetime.fromisoformat(due), "S3 一")


def test_a_book_that_asks_for_no_roster_sets_no_limit() -> None:
    assert next_term(Book.of("county-hall"), datetime.fromisoformat("2026-04-01")) is None


away = st.tuples(st.integers(0, 8), st.integers(7, 10), st.sampled_from(["am", "pm", "both"]))


@settings(max_examples=60, deadline=None)
@given(posts=st.integers(1, 5), people=st.integers(0, 8), gone=st.lists(away, max_size=12))
def test_nothing_stands_empty_that_need_not(
    posts: int, people: int, gone: list[tuple[int, int, str]]
) -> None:
    question = asked(posts, people, gone)
    plan = propose(question)
    assert plan == propose(question), "the same question has the same answer"
    found = wrong(question, plan)
    assert {one.kind for one in found} <= {"unavoidable"}
    for slot in SLOTS:
        here = [one for one in plan if (one.on, one.half) == slot.key]
        missing = {who for who, day, half in gone
                   if who < people and day == slot.on.day and half in (slot.half, "both")}  # fmt: skip
        assert len(here) == min(posts, people - len(missing))


def test_loads_are_shared_and_days_kept_whole() -> None:
    plan = propose(asked(2, 4))
    loads = Counter(one.person for one in plan)
    assert len(plan) == 2 * len(SLOTS)
    assert set(loads.values()) == {4}
    assert all(
        Counter((one.on, one.person) for one in plan)[day, person] == 2
        for day, person in {(one.on, one.person) for one in plan}
    )


def test_days_of_rest_go_to_who_had_the_fewest_in_the_past_year() -> None:
    book = Book.of("county-hall", "hall-roster", "usual")
    open_on = slots(book, FIRST, LAST)
    saturday = [one._replace(on=date(2026, 4, 11), rest=True) for one in open_on[:2]]
    question = asked(1, 3)
    plan = propose(Question(question.facts, saturday, rest_days={"0": 5, "1": 9, "2": 1}))
    assert {one.person for one in plan} == {"2"}


def test_when_somebody_falls_ill_little_changes() -> None:
    before = propose(asked(3, 5))
    ill = before[0].person
    gone = [(int(ill), day, "both") for day in (7, 8)]
    after = asked(3, 5, gone)
    plan = propose(Question(after.facts, SLOTS, standing=frozenset(before)))
    theirs = {one for one in before if one.person == ill and one.on.day in (7, 8)}
    assert len(frozenset(before) - frozenset(plan)) == len(theirs) > 0
    assert not wrong(after, plan)


@pytest.mark.parametrize(
    ("shift", "kind"),
    [
        (Shift(date(2026, 4, 7), "am", "0", "0"), "twice"),
        (Shift(date(2026, 4, 7), "am", "1", "9"), "unqualified"),
        (Shift(date(2026, 4, 7), "am", "9", "1"), "closed"),
        (Shift(date(2026, 4, 11), "am", "1", "1"), "closed"),
        (Shift(date(2026, 4, 8), "am", "1", "1"), "away"),
    ],
)
def test_what_is_wrong_is_named(shift: Shift, kind: str) -> None:
    question = asked(2, 3, [(1, 8, "am")])
    plan = (Shift(date(2026, 4, 7), "am", "1", "0"), shift)
    found = [one for one in wrong(question, plan) if one.kind not in ("empty", "unavoidable")]
    assert kind in {one.kind for one in found}
    assert {one.article for one in found} == {"S3 一"}


@pytest.mark.req("R13")
def test_an_empty_window_bars_only_where_somebody_could_sit_there() -> None:
    question = asked(2, 1)
    plan = [Shift(*slot.key, "0", "0") for slot in SLOTS]
    assert {(one.kind, one.bars) for one in wrong(question, tuple(plan))} == {
        ("unavoidable", False)
    }
    assert {(one.kind, one.bars) for one in wrong(question, tuple(plan[1:]))
            if one.on == SLOTS[0].on and one.half == "am"} == {("empty", True)}  # fmt: skip
