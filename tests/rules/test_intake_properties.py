"""What holds for every intake ruling."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.rules.book import Book
from yichuang.rules.intake import Facts, Material, Notice, Ruling, State, Submission, rule
from yichuang.rules.reasons import to_json

pytestmark = pytest.mark.req("R04", "R16")

BOOK = Book.of("county-hall")
many = settings(deadline=None)
FIRST = date(2026, 3, 2)
CODES = ("id_card", "form", "photo", "lease")
states: st.SearchStrategy[State] = st.sampled_from(["ok", "missing", "defective", "correctable"])


@st.composite
def files(draw: st.DrawFn) -> Facts:
    """Submissions on some days, notices between them."""
    n = draw(st.integers(1, 4))
    submissions = [
        Submission(
            FIRST + timedelta(days=3 * i), draw(st.dictionaries(st.sampled_from(CODES), states))
        )
        for i in range(n)
    ]
    notices = [
        Notice(
            FIRST + timedelta(days=draw(st.integers(0, 3 * n))),
            tuple(draw(st.sets(st.sampled_from(CODES)))),
        )
        for _ in range(draw(st.integers(0, 4)))
    ]
    return Facts(
        required=tuple(Material(code) for code in CODES),
        submissions=tuple(submissions),
        now=datetime.fromisoformat("2026-03-20T09:00"),
        notices=tuple(notices),
        competent=draw(st.sampled_from([True, True, True, False])),
        prior_breaches=draw(st.integers(0, 4)),
    )


def stood(facts: Facts) -> list[dict[str, State]]:
    """How the materials stood after each submission."""
    state: dict[str, State] = dict.fromkeys(CODES, "missing")
    made = []
    for submission in sorted(facts.submissions, key=lambda s: str(s.on)):
        state = state | dict(submission.materials)
        made.append(state)
    return made


def without_reasons(ruling: Ruling) -> Ruling:
    return replace(ruling, because=())


@many
@given(files())
def test_the_decision_follows_from_how_the_materials_stand(facts: Facts) -> None:
    ruling = rule(facts, BOOK)
    last = stood(facts)[-1]
    wrong = [c for c in CODES if last[c] in ("missing", "defective")]
    latest = max(str(s.on) for s in facts.submissions)
    told = any(str(n.on) >= latest for n in facts.notices)
    if not facts.competent:
        assert ruling.decision == "refuse"
    elif all(state == "ok" for state in last.values()):
        assert ruling.decision == "accept"
    elif not wrong:
        assert ruling.decision == "correct_on_spot"
    else:
        assert ruling.decision == ("await_applicant" if told else "notify")
    assert list(ruling.to_notify) == (wrong if ruling.decision == "notify" else [])
    assert (ruling.notify_by is not None) == (ruling.decision == "notify")


@many
@given(files())
def test_a_breach_is_what_an_earlier_notice_kept_silent_about(facts: Facts) -> None:
    states, days = stood(facts), sorted(str(s.on) for s in facts.submissions)
    notices = sorted(facts.notices, key=lambda n: str(n.on))
    items = set()
    for j, later in enumerate(notices):
        for earlier in notices[:j]:
            answered = states[sum(day <= str(earlier.on) for day in days) - 1]
            items |= {
                item
                for item in later.items
                if item not in earlier.items and answered[item] in ("missing", "defective")
            }
    breach = rule(facts, BOOK).breach
    if not items:
        assert breach is None
        return
    assert breach is not None
    assert breach.items == tuple(code for code in CODES if code in items)
    steps = ["oral_warning", "admonishing_talk", "efficiency_notice"]
    assert breach.step == steps[min(facts.prior_breaches, 2)]
    assert breach.bulletin == (facts.prior_breaches >= 2)


@many
@given(files())
def test_whoever_tells_everything_at_once_is_never_in_breach(facts: Facts) -> None:
    days = [s.on for s in facts.submissions]
    notices: list[Notice] = []
    for i, day in enumerate(days):
        so_far = replace(facts, submissions=facts.submissions[: i + 1], notices=tuple(notices))
        ruling = rule(replace(so_far, competent=True), BOOK)
        assert ruling.would_breach == ()
        if ruling.decision == "notify":
            notices.append(Notice(day, ruling.to_notify))
    ruling = rule(replace(facts, notices=tuple(notices)), BOOK)
    assert ruling.breach is None


@many
@given(files())
def test_what_is_foretold_as_a_breach_becomes_one(facts: Facts) -> None:
    ruling = rule(facts, BOOK)
    if ruling.decision != "notify":
        return
    on = max(s.on for s in facts.submissions)
    told = rule(replace(facts, notices=(*facts.notices, Notice(on, ruling.to_notify))), BOOK)
    before = set(ruling.breach.items) if ruling.breach else set()
    after = set(told.breach.items) if told.breach else set()
    assert after == before | set(ruling.would_breach)
    assert told.decision == "await_applicant"


@many
@given(files(), st.randoms(use_true_random=False))
def test_the_order_of_the_lists_changes_nothing(facts: Facts, random: Random) -> None:
    submissions, notices = list(facts.submissions), list(facts.notices)
    random.shuffle(submissions)
    random.shuffle(notices)
    turned = replace(facts, submissions=tuple(submissions), notices=tuple(notices))
    one, other = rule(facts, BOOK), rule(turned, BOOK)
    if len({n.on for n in facts.notices}) == len(facts.notices):
        assert without_reasons(one) == without_reasons(other)
    assert one.decision == other.decision
    assert one.to_notify == other.to_notify


@many
@given(files())
def test_naming_every_material_each_time_is_the_same_as_carrying_them(facts: Facts) -> None:
    whole = tuple(
        replace(s, materials=state)
        for s, state in zip(facts.submissions, stood(facts), strict=True)
    )
    assert without_reasons(rule(replace(facts, submissions=whole), BOOK)) == without_reasons(
        rule(facts, BOOK)
    )


@many
@given(files())
def test_every_ruling_says_why_in_both_languages(facts: Facts) -> None:
    ruling = rule(facts, BOOK)
    assert ruling.because
    assert all(reason.article for reason in ruling.because)
    assert len(to_json(ruling.because, "zh")) == len(to_json(ruling.because, "en"))
    assert rule(facts, BOOK, reasons=False) == without_reasons(ruling)
