"""What holds for every call, and that the few candidates stand for all who wait."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.rules.book import Book
from yichuang.rules.queue import Facts, Ruling, Ticket, Window, candidates, remembered, rule
from yichuang.rules.reasons import to_json

pytestmark = pytest.mark.req("R05", "R11", "R12")

BOOK = Book.of("county-hall")
OTHER = Book.of(
    {
        "name": "other",
        "queue": {
            "article": "本中心规定 4",
            "ratio": 3,
            "max_wait_minutes": 20,
            "ordinary": "normal",
            "promoted_to": "appointment",
            "promoted_since": "promoted",
            "appointments": {"article": "本中心规定 5", "grace_minutes": 5, "late_as": "priority"},
        },
    }
)
RUNS = Book.of(
    "county-hall",
    {"name": "runs", "queue": {"article": "本中心规定 6", "ratio": 1, "ordinary_run": 2}},
)
books = st.sampled_from([BOOK, OTHER, RUNS])
NOW = datetime.fromisoformat("2026-03-02T10:00")
MINUTE = timedelta(minutes=1)
many = settings(deadline=None)
CLASSES = ["normal", "priority", "appointment", "returning"]


def about_now(low: int, high: int) -> st.SearchStrategy[datetime]:
    return st.integers(low, high).map(lambda m: NOW + MINUTE * m)


tickets = st.builds(
    Ticket,
    no=st.integers(1, 400).map(lambda n: f"A{n:03}"),
    service=st.sampled_from(["tax", "social", "land"]),
    taken_at=about_now(-50, 0),
    class_=st.sampled_from(CLASSES),
    slot=about_now(-30, 30),
    checked_in_at=st.none() | about_now(-40, 0),
    returned_at=st.none() | about_now(-20, 0),
)
waitings = st.lists(tickets, max_size=30, unique_by=lambda t: t.no).map(tuple)
facts = st.builds(
    Facts,
    now=st.just(NOW),
    waiting=waitings,
    window=st.builds(
        Window, st.sets(st.sampled_from(["tax", "social", "land"]), max_size=3).map(tuple)
    ),
    recent=st.lists(st.sampled_from(CLASSES), max_size=5).map(tuple),
)


def outcome(ruling: Ruling) -> tuple[str | None, str | None]:
    return ruling.call, ruling.as_


def by_hand(facts: Facts) -> tuple[str | None, str | None]:
    """The text of the usual rule, word for word."""
    here = [t for t in facts.waiting if t.service in facts.window.services]
    here = [t for t in here if t.class_ != "appointment" or t.checked_in_at]

    def is_late(t: Ticket) -> bool:
        assert t.slot
        assert t.checked_in_at
        return t.checked_in_at > t.slot + 10 * MINUTE

    normal = [t for t in here if t.class_ == "normal"]
    late = [t for t in here if t.class_ == "appointment" and is_late(t)]
    on_time = [t for t in here if t.class_ == "appointment" and not is_late(t)]
    due = [t for t in on_time if t.slot and t.slot <= facts.now]
    since = {t.no: t.taken_at for t in here}
    since |= {t.no: t.slot for t in on_time if t.slot}
    since |= {t.no: t.checked_in_at for t in late if t.checked_in_at}
    since |= {t.no: t.returned_at for t in here if t.class_ == "returning" and t.returned_at}

    def first(some: list[Ticket]) -> str:
        return min(some, key=lambda t: (since[t.no], t.no)).no

    ordinary = normal + late
    last = facts.recent[-2:]
    if len(last) == 2 and "normal" not in last and ordinary:
        return first(ordinary), "normal"
    risen = [t for t in ordinary if facts.now - since[t.no] >= 30 * MINUTE]
    ranks = {
        "returning": [t for t in here if t.class_ == "returning"],
        "appointment": due,
        "priority": [t for t in here if t.class_ == "priority"] + risen,
        "normal": ordinary,
    }
    for name, some in ranks.items():
        if some:
            return first(some), name
    return (first(on_time), "appointment") if on_time else (None, None)


@many
@given(facts)
def test_the_call_is_what_the_text_says(facts: Facts) -> None:
    assert outcome(rule(facts, BOOK)) == by_hand(facts)


@many
@given(facts, books)
def test_the_candidates_stand_for_all_who_wait(facts: Facts, book: Book) -> None:
    few = candidates(facts.waiting, facts.window.services, facts.now, book)
    ruling = rule(facts, book)
    assert rule(replace(facts, waiting=tuple(few)), book) == ruling  # with the same reasons
    assert len(few) <= len(CLASSES) + 1


@many
@given(facts, books)
def test_earlier_calls_than_those_remembered_change_nothing(facts: Facts, book: Book) -> None:
    section = book.on(NOW.date()).queue
    assert section
    last = facts.recent[-remembered(section) :]
    assert rule(replace(facts, recent=last), book) == rule(facts, book)


@many
@given(facts, books)
def test_candidates_taken_for_each_service_apart_are_as_good(facts: Facts, book: Book) -> None:
    few = [
        ticket
        for service in facts.window.services
        for ticket in candidates(facts.waiting, (service,), facts.now, book)
    ]
    assert outcome(rule(replace(facts, waiting=tuple(few)), book)) == outcome(rule(facts, book))


@many
@given(facts, books, st.data())
def test_a_few_more_than_the_candidates_change_nothing(
    facts: Facts, book: Book, data: st.DataObject
) -> None:
    few = candidates(facts.waiting, facts.window.services, facts.now, book)
    more = data.draw(st.sets(st.sampled_from(range(len(facts.waiting) or 1))))
    some = tuple(t for i, t in enumerate(facts.waiting) if t in few or i in more)
    assert outcome(rule(replace(facts, waiting=some), book)) == outcome(rule(facts, book))


@many
@given(facts, books, st.randoms(use_true_random=False))
def test_the_order_in_which_the_waiting_are_listed_changes_nothing(
    facts: Facts, book: Book, random: Random
) -> None:
    shuffled = list(facts.waiting)
    random.shuffle(shuffled)
    assert outcome(rule(replace(facts, waiting=tuple(shuffled)), book)) == outcome(
        rule(facts, book)
    )


@many
@given(facts, books)
def test_whoever_is_called_waits_for_the_window(facts: Facts, book: Book) -> None:
    ruling = rule(facts, book)
    here = [t for t in facts.waiting if t.service in facts.window.services]
    present = {t.no for t in here if t.class_ != "appointment" or t.checked_in_at}
    assert (ruling.call is None) == (not present)
    assert ruling.call is None or ruling.call in present
    assert ruling.because
    assert to_json(ruling.because, "zh")
    assert to_json(ruling.because, "en")
    silent = rule(facts, book, reasons=False)
    assert silent.because == ()
    assert outcome(silent) == outcome(ruling)


@settings(deadline=None, max_examples=40)
@given(facts, st.lists(st.sampled_from(["priority", "returning"]), min_size=1, max_size=6), books)
def test_nobody_starves(facts: Facts, pressing: list[str], book: Book) -> None:
    """Even if somebody who ranks higher arrives before every call, every normal ticket is
    called after at most `ratio` others for each normal one ahead of it, and itself.
    """
    section = book.on(NOW.date()).queue
    assert section
    waiting = [replace(t, service="tax") for t in facts.waiting if t.class_ == "normal"]
    left = {ticket.no for ticket in waiting}
    recent, now = facts.recent, facts.now
    calls = (section.ratio + 1) * len(left)
    for i in range(calls):
        now += MINUTE
        cls = pressing[i % len(pressing)]
        waiting.append(Ticket(f"Z{i:04}", "tax", now, cls, returned_at=now))
        at = Facts(now, tuple(waiting), Window(("tax",)), recent)
        ruling = rule(at, book, reasons=False)
        assert ruling.call
        assert ruling.as_
        waiting = [t for t in waiting if t.no != ruling.call]
        left.discard(ruling.call)
        recent = (*recent, ruling.as_)
    assert not left


@settings(deadline=None, max_examples=40)
@given(facts, books)
def test_a_hall_that_closes_its_doors_is_emptied(facts: Facts, book: Book) -> None:
    """Every one present is called exactly once, and then nobody is left."""
    window = Window(("tax", "social", "land"))
    waiting, recent, called = facts.waiting, facts.recent, []
    present = {t.no for t in waiting if t.class_ != "appointment" or t.checked_in_at}
    while True:
        ruling = rule(Facts(facts.now, waiting, window, recent), book, reasons=False)
        if ruling.call is None:
            break
        assert ruling.as_
        called.append(ruling.call)
        recent = (*recent, ruling.as_)
        waiting = tuple(t for t in waiting if t.no != ruling.call)
    assert sorted(called) == sorted(present)
