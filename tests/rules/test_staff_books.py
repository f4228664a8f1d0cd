"""What a book about staff must not say: holes nobody declared, overlaps, unknown names."""

from __future__ import annotations

import pytest

from yichuang.rules.book.check import check

ATTENDANCE = """
name: x
attendance:
  article: 甲 1
  late: {late}
  early: {tiers: [{over: 0}]}
"""
LEAVE = """
name: x
leave:
  article: 甲 1
  routes:
    all:
      steps: STEPS
"""
ALLOWANCE = """
name: x
allowance:
  article: 甲 1
  items:
    off_post: ITEM
"""


def problems(text: str) -> list[tuple[int, str, str]]:
    return [(p.line, p.code, p.path) for p in check(text, "x.yaml")]


@pytest.mark.req("R33")
@pytest.mark.parametrize(
    ("late", "code"),
    [
        ("{tiers: [{over: 0, at_most: 15}, {at_least: 15}]}", "tier_overlap"),
        ("{tiers: [{over: 0, under: 15}, {over: 15}]}", "tier_gap"),
        ("{tiers: [{over: 0, at_most: 15}, {over: 20}]}", "tier_gap"),
        ("{tiers: [{over: 0, at_most: 15}]}", "tier_gap"),
        ("{tiers: [{at_least: 1, at_most: 15}, {at_least: 16}]}", "tier_gap"),
        ("{tiers: [{at_least: 20, over: 20}]}", "two_lower_ends"),
        ("{tiers: [{over: 30, under: 20}]}", "empty_range"),
        ("{tiers: [{over: 0, staus: late}]}", "unknown_key"),
        ("{tiers: [{over: 0, status: sleepy}]}", "literal_error"),
        ("{tiers: [{over: 0, points: -1}]}", "greater_than_equal"),
        ("{tiers: [{over: 0, money: two}]}", "not_money"),
    ],
)
def test_lateness_that_cannot_be(late: str, code: str) -> None:
    found = problems(ATTENDANCE.replace("{late}", late))
    assert [(line, what) for line, what, _ in found] == [(5, code)]


@pytest.mark.req("R33")
@pytest.mark.parametrize(
    "late",
    [
        "{tiers: [{over: 0, at_most: 15}, {over: 20}], gaps: [{over: 15, at_most: 20}]}",
        "{whole: true, tiers: [{at_least: 1, at_most: 15}, {at_least: 16}]}",
    ],
)
def test_a_declared_hole_and_whole_minutes_are_fine(late: str) -> None:
    assert problems(ATTENDANCE.replace("{late}", late)) == []


@pytest.mark.req("R33")
@pytest.mark.parametrize(
    ("counts", "code"),
    [
        ("{of: [yawns], every: 5}", "unknown_count"),
        ("{of: [late]}", "every_or_steps"),
        ("{of: [late], every: 5, steps: {tiers: [{at_least: 1}]}}", "every_or_steps"),
        ("{of: [late], steps: {tiers: [{at_least: 1, at_most: 3}, {at_least: 5}]}}", "tier_gap"),
        (
            "{of: [absence_days], steps: {tiers: [{at_least: 1, at_most: 2}, {at_least: 3}]}}",
            "tier_gap",
        ),
        ("{of: [absence_days], counting: nth, steps: {tiers: [{at_least: 1}]}}", "nth_of_days"),
        ("{of: [], every: 5}", "too_short"),
        ("{of: [late], every: 0}", "greater_than"),
    ],
)
def test_counts_that_cannot_be(counts: str, code: str) -> None:
    text = ATTENDANCE.replace("{late}", "{tiers: [{over: 0}]}") + f"  counts:\n    a: {counts}\n"
    assert code in [what for _, what, _ in problems(text)]


@pytest.mark.req("R33")
def test_sessions_that_cannot_be() -> None:
    text = ATTENDANCE.replace("{late}", "{tiers: [{over: 0}]}")
    text += '  sessions:\n    noon: {hours: "25:00-26:00"}\n    am: {sign_in: {opens: "8:00"}}\n'
    assert problems(text) == [
        (8, "not_a_session", "attendance.sessions.noon.hours"),
        (9, "not_a_mark", "attendance.sessions.am.sign_in.opens"),
    ]


@pytest.mark.req("R34")
@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ("[{at_most: 1, chain: [a]}]", "tier_gap"),
        ("[{chain: [a]}, {chain: [b]}]", "tier_overlap"),
        ("[{at_most: 3, chain: [a]}, {at_most: 1, chain: [b]}, {chain: [c]}]", "tier_overlap"),
        ("[{at_most: 1, under: 2, chain: [a]}, {chain: [c]}]", "two_upper_ends"),
        ("[{at_most: 1}, {chain: [c]}]", "chain_or_silent"),
        ("[{at_most: 1, silent: true, chain: [a]}, {chain: [c]}]", "chain_or_silent"),
        ("[]", "too_short"),
    ],
)
def test_steps_that_cannot_be(steps: str, code: str) -> None:
    assert code in [what for _, what, _ in problems(LEAVE.replace("STEPS", steps))]


@pytest.mark.req("R34")
def test_routes_that_apply_to_the_same_leaves() -> None:
    text = LEAVE.replace("STEPS", "[{chain: [a]}]")
    again = text + "    more: {steps: [{chain: [b]}]}\n"
    assert [what for _, what, _ in problems(again)] == ["routes_overlap"]
    kinds = text + "    a: {kinds: [sick], steps: [{chain: [b]}]}\n"
    assert problems(kinds + "    b: {kinds: [annual], steps: [{chain: [b]}]}\n") == []
    inside = kinds + "    b: {kinds: [annual, sick], steps: [{chain: [b]}]}\n"
    assert problems(inside) == [], "the narrower goes first"
    both = kinds.replace("[sick]", "[sick, marriage]")
    both += "    b: {kinds: [annual, sick], steps: [{chain: [b]}]}\n"
    assert [what for _, what, _ in problems(both)] == ["routes_overlap"]
    sizes = text + "    a: {window: {at_most: 2}, steps: [{chain: [b]}]}\n"
    assert problems(sizes + "    b: {window: {at_least: 4}, steps: [{chain: [b]}]}\n") == []
    every = sizes + "    b: {window: {at_least: 3}, steps: [{chain: [b]}]}\n"
    assert [what for _, what, _ in problems(every)] == ["never_reached"], "all, of any size"
    meet = sizes + "    b: {window: {at_least: 2}, steps: [{chain: [b]}]}\n"
    assert [what for _, what, _ in problems(meet)] == ["routes_overlap"]


@pytest.mark.req("R34")
def test_a_certificate_of_an_unknown_level() -> None:
    text = (
        LEAVE.replace("STEPS", "[{chain: [a]}]")
        + "  requires:\n    a: {what: paper, level: shaman}\n"
    )
    assert [what for _, what, _ in problems(text)] == ["unknown_level"]


@pytest.mark.req("R59")
@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("{tiers: [{at_least: 1, money: 50, share: 5%}]}", "one_amount"),
        ("{tiers: [{at_least: 1, each: true}]}", "one_amount"),
        ("{tiers: [{at_least: 1, money: {at_least: 50, at_most: 20}}]}", "empty_range"),
        ("{tiers: [{at_least: 1, at_most: 3}, {at_least: 5}]}", "tier_gap"),
        ("{tiers: [{at_least: 1, at_most: 3}, {at_least: 3}]}", "tier_overlap"),
        ("{whole: false, tiers: [{at_least: 1, at_most: 3}, {at_least: 4}]}", "tier_gap"),
        ("{tiers: [{at_least: 1, share: 101%}]}", "share_above_all"),
        ("{tiers: [{at_least: 1, money: 0.001}]}", "not_money"),
    ],
)
def test_items_that_cannot_be(item: str, code: str) -> None:
    found = problems(ALLOWANCE.replace("ITEM", item))
    assert [(line, what) for line, what, _ in found] == [(6, code)]


@pytest.mark.req("R59")
def test_an_allowance_that_says_nothing() -> None:
    text = "name: x\nallowance:\n  article: 甲 1\n  items: {}\n"
    assert [what for _, what, _ in problems(text)] == ["no_items"]


@pytest.mark.req("R34", "R66")
@pytest.mark.parametrize(
    ("routes", "code", "says"),
    [
        (
            "    a: {window: {at_most: 1}, overrides: [b], steps: [{chain: [x]}]}\n"
            "    b: {kinds: [official], steps: [{chain: [y]}]}\n",
            None,
            "",
        ),
        (
            "    a: {window: {at_most: 1}, steps: [{chain: [x]}]}\n"
            "    b: {kinds: [official], steps: [{chain: [y]}]}\n",
            "routes_overlap",
            "official，窗口 1 人",
        ),
        (
            "    a: {roles: [head], overrides: [b], steps: [{chain: [x]}]}\n"
            "    b: {roles: [head], kinds: [sick], steps: [{chain: [y]}]}\n",
            "never_reached",
            "sick，窗口 1 人，请假人为 head",
        ),
        (
            "    a: {kinds: [sick], window: {at_most: 2}, overrides: [c], steps: [{chain: [x]}]}\n"
            "    b: {kinds: [sick], window: {at_least: 3}, overrides: [c], steps: [{chain: [x]}]}\n"
            "    c: {kinds: [sick], roles: [head], steps: [{chain: [y]}]}\n",
            "never_reached",
            "先归 a, b",
        ),
        ("    a: {overrides: [b], steps: [{chain: [x]}]}\n", "unknown_route", "b"),
        (
            "    a: {kinds: [sick], if: {measure: remote, is: true}, steps: [{chain: [x]}]}\n"
            "    b: {kinds: [sick], if: {measure: remote, is: false}, steps: [{chain: [y]}]}\n",
            None,
            "",
        ),
        (
            "    a: {kinds: [sick], if: {measure: remote, is: true}, steps: [{chain: [x]}]}\n"
            "    b: {kinds: [sick], if: {measure: flood, is: true}, steps: [{chain: [y]}]}\n",
            "routes_overlap",
            "sick",
        ),
    ],
)
def test_which_route_goes_first_is_said_by_the_book(
    routes: str, code: str | None, says: str
) -> None:
    found = check(LEAVE.replace("STEPS", "[{chain: [z]}]") + routes, "own")
    assert [one.code for one in found] == ([code] if code else [])
    assert all(says in one.say("zh") for one in found), [one.say("zh") for one in found]


@pytest.mark.req("R34", "R66")
@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("{what: consent}", "requirement_form"),
        ("{what: channel, of: [chief]}", "requirement_form"),
        ("{what: asker, of: [person], level: town_clinic}", "requirement_form"),
        ("{what: ahead, limit: {n: 2, unit: month}}", "requirement_form"),
        ("{what: ahead, limit: {n: 2, from: received}}", "unknown_start"),
        ("{what: paper, lacking: counts_as}", "counts_as_what"),
        ("{what: paper, lacking: {then: refused, counts_as: personal}}", "counts_as_what"),
        ("{what: letter}", "literal_error"),
        ("{what: paper, if: {counts: {acts: [late]}, at_least: 1}}", "condition_counts"),
    ],
)
def test_requirements_that_cannot_be(row: str, code: str) -> None:
    text = LEAVE.replace("STEPS", "[{chain: [z]}]") + f"  requires:\n    a: {row}\n"
    assert [what for _, what, _ in problems(text)] == [code]
