"""Leave, allowance and points by books that differ in kind from every preset."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rules.invented_halls import (
    MONDAY,
    articles,
    attended,
    day,
    ruling,
    statuses,
)
from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.book.layer import Layer
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.facts import FactsError

LEAVE = {
    "type": "personal",
    "from": "2026-03-02T09:00",
    "to": "2026-03-02T17:30",
    "window_staff": 4,
    "colleagues_away": 0,
    "substitute": None,
    "certificate": None,
    "returned_at": None,
    "now": "2026-02-20T09:00",
}


def leave(**more: Any) -> dict[str, Any]:
    return ruling("leave", "quarters", {**LEAVE, **more})


@pytest.mark.req("R34")
@pytest.mark.parametrize(
    ("more", "form", "chain"),
    [
        ({"to": "2026-03-02T10:59"}, "oral", ["window_head"]),
        ({"to": "2026-03-02T11:00"}, "written", ["window_head", "office"]),
        ({"to": "2026-03-03T09:01"}, "written", ["window_head", "office"]),
        ({"to": "2026-03-04T09:01"}, "written", []),
        ({"to": "2026-03-05T17:30"}, "written", []),
        ({"to": "2026-03-06T17:30"}, "written", ["home_unit", "director"]),
        ({"to": "2026-04-01T17:30"}, "written", ["home_unit", "director"]),
        (
            {"to": "2026-04-02T17:30"},
            "written",
            ["home_unit_leader", "director", "organization_department"],
        ),
        # Somebody who heads a window asks others; who asks goes before what for.
        ({"applicant_role": "window_head"}, "written", ["deputy_director"]),
        (
            {"applicant_role": "chief_representative", "type": "maternity"},
            "written",
            ["deputy_director"],
        ),
        ({"type": "maternity"}, "written", ["home_unit", "director"]),
        ({"window_staff": 1}, "written", ["window_head", "office", "deputy_director"]),
        # What for goes before the window's size.
        ({"window_staff": 1, "type": "maternity"}, "written", ["home_unit", "director"]),
        # Nobody approves their own leave.
        ({"applicant_role": "office", "to": "2026-03-03T09:01"}, "written", ["window_head"]),
    ],
)
def test_chains_by_length_role_kind_and_window(
    more: dict[str, Any], form: str, chain: list[str]
) -> None:
    found = leave(**more)
    assert (found["form"], found["chain"]) == (form, chain)
    if not chain:
        assert found["missing"] == ["approver"]
        assert found["findings"] == ["uncovered"]
        assert not found["allowed"]


@pytest.mark.req("R34")
@pytest.mark.parametrize(
    ("more", "missing", "counts_as"),
    [
        ({}, [], "personal"),
        ({"type": "sick"}, [], "personal"),
        ({"type": "sick", "certificate": "town_clinic"}, [], "sick"),
        (
            {"type": "sick", "certificate": "county_hospital", "to": "2026-03-06T17:30"},
            ["certificate", "unit_seal"],
            "sick",
        ),
        (
            {
                "type": "sick",
                "certificate": "city_hospital",
                "to": "2026-03-06T17:30",
                "papers": {"unit_seal": True},
            },
            [],
            "sick",
        ),
        ({"colleagues_away": 1}, [], "personal"),
        ({"colleagues_away": 2}, ["not_simultaneous"], "personal"),
        ({"window_staff": 2, "colleagues_away": 1}, ["substitute"], "personal"),
        ({"window_staff": 2, "colleagues_away": 1, "substitute": "P07"}, [], "personal"),
        ({"type": "annual", "service_years": 9, "taken": {"annual": 4}}, [], "annual"),
        (
            {"type": "annual", "service_years": 9, "taken": {"annual": 5}},
            ["within_limit"],
            "annual",
        ),
        ({"type": "annual", "service_years": 10, "taken": {"annual": 5}}, [], "annual"),
        ({"type": "annual", "applied_at": "2026-02-25T10:00"}, [], "annual"),
        ({"type": "annual", "applied_at": "2026-02-26T10:00"}, [], "annual"),
        ({"type": "annual", "applied_at": "2026-02-27T10:00"}, ["asked_ahead"], "annual"),
        (
            {"type": "annual", "applied_at": "2026-03-01T10:00", "emergency": True},
            [],
            "annual",
        ),
        ({"type": "maternity", "to": "2026-08-06T17:30"}, [], "maternity"),
        ({"type": "maternity", "to": "2026-08-07T17:30"}, ["within_limit"], "maternity"),
        ({"type": "nursing"}, [], "nursing"),
    ],
)
def test_what_a_leave_needs(more: dict[str, Any], missing: list[str], counts_as: str) -> None:
    found = leave(**more)
    assert found["missing"] == missing
    assert found["counts_as"] == counts_as
    assert found["allowed"] == (not missing)


@pytest.mark.req("R34")
def test_the_reading_of_days_is_named() -> None:
    found = leave(to="2026-03-03T10:00")
    assert found["days"] == 2
    assert "按涉及的工作日计" in found["because"][0]["fact"]


@pytest.mark.req("R34")
def test_overdue_costs_what_the_book_says() -> None:
    found = leave(returned_at="2026-03-03T13:31")
    assert (found["overdue_half_days"], found["absence_counts"]) == (2, 4)
    assert "乙 19" in articles(found)


def allowance(**more: Any) -> dict[str, Any]:
    facts = {"monthly_allowance": "1000.00", "working_days": 20, **more}
    return ruling("allowance", "percentages", facts)


@pytest.mark.req("R59")
@pytest.mark.parametrize(
    ("faults", "deducted", "whats"),
    [
        (0, "0.00", set()),
        (1, "50.00", set()),
        (2, "50.00", set()),
        (3, "200.00", {"talk"}),
        (5, "200.00", {"talk"}),
        (6, "0.00", set()),
        (7, "0.00", set()),
        (8, "500.00", {"bulletin", "notice"}),
    ],
)
def test_percentages_by_count_with_a_hole(faults: int, deducted: str, whats: set[str]) -> None:
    found = allowance(attendance_faults=faults)
    assert found["deducted"] == deducted
    assert {c["action"] for c in found["consequences"]} == whats
    assert found["bulletin"] == ("bulletin" in whats)
    assert found["notify_home_unit"] == ("notice" in whats)
    assert ("uncovered" in found["findings"]) == (faults in (6, 7))


@pytest.mark.req("R59")
@pytest.mark.parametrize(
    ("earlier", "now", "amount"),
    [
        (0, 1, "20.00"),
        (0, 2, "70.00"),
        (0, 3, "170.00"),
        (0, 4, "250.00"),
        (1, 1, "50.00"),
        (2, 1, "100.00"),
        (2, 2, "200.00"),
        (2, 3, "250.00"),
    ],
)
def test_the_nth_time_in_the_quarter_costs_more_up_to_a_cap(
    earlier: int, now: int, amount: str
) -> None:
    found = allowance(off_post=now, earlier={"off_post": earlier})
    assert [line["amount"] for line in found["lines"]] == [amount]
    window = {(c["action"], c["to"]) for c in found["consequences"]}
    assert (("no_red_flag", "window") in window) == (earlier + now >= 3)


@pytest.mark.req("R59")
def test_an_amount_filled_in_within_bounds() -> None:
    open_ = allowance(verified_complaints=2)
    assert open_["findings"] == ["amount_to_fill_in"]
    assert open_["lines"][0]["amount"] == "100.00"
    assert open_["lines"][0]["bounds"] == ["100.00", "400.00"]
    filled = allowance(verified_complaints=2, chosen={"verified_complaints": "320.50"})
    assert filled["lines"][0]["amount"] == "320.50"
    assert filled["findings"] == []
    for outside in ("99.99", "400.01"):
        with pytest.raises(FactsError) as caught:
            allowance(verified_complaints=2, chosen={"verified_complaints": outside})
        assert caught.value.at == "facts.chosen.verified_complaints"


@pytest.mark.req("R59")
def test_a_deduction_that_carries_another() -> None:
    found = allowance(verified_complaints=2)
    assert found["carried"] == [
        {"to": "window_head", "code": "verified_complaints", "count": 2, "amount": "60.00"}
    ]
    head = allowance(carried={"off_post": 1})
    assert head["lines"] == [
        {"code": "off_post", "count": 1, "amount": "20.00", "carried": True, "bounds": None}
    ]


@pytest.mark.req("R59")
def test_caps_and_floors_of_the_month() -> None:
    found = allowance(attendance_faults=8, off_post=4, verified_complaints=2)
    assert [line["amount"] for line in found["lines"]] == ["500.00", "250.00", "100.00"]
    # 80 % of 1000 at most, and at least 300 paid.
    assert (found["deducted"], found["paid"], found["capped"]) == ("700.00", "300.00", True)


@pytest.mark.req("R59")
def test_a_fixed_divisor_rounded_down_and_items_of_the_book_s_own() -> None:
    found = allowance(counts={"idle_window": 3})
    assert found["day_rate"] == "45.97"
    assert found["lines"][0]["amount"] == "68.95"
    assert allowance(leave_days=0.5)["lines"] == []
    with pytest.raises(FactsError) as caught:
        allowance(counts={"daydreaming": 1})
    assert caught.value.at == "facts.counts.daydreaming"


BONUS_HALL = """
name: bonuses
allowance:
  article: 戊 1
  added_at_most: {money: 150, article: 戊 2}
  items:
    score:
      article: 戊 3
      whole: false
      tiers:
        - {under: 60, share: 100%}
        - {at_least: 60, under: 80, share: 30%}
        - {at_least: 80}
  bonuses:
    attendance_faults:
      article: 戊 4
      tiers: [{under: 1, money: 100}, {at_least: 1}]
    praise:
      article: 戊 5
      tiers: [{at_least: 1, money: 30, each: true}]
"""


@pytest.mark.req("R59")
@pytest.mark.parametrize(
    ("score", "faults", "praise", "deducted", "added", "paid"),
    [
        (0, 1, 0, "1000.00", "0.00", "0.00"),
        (59.9, 1, 0, "1000.00", "0.00", "0.00"),
        (60, 1, 0, "300.00", "0.00", "700.00"),
        (80, 1, 0, "0.00", "0.00", "1000.00"),
        (90, 0, 0, "0.00", "100.00", "1100.00"),
        (90, 0, 1, "0.00", "130.00", "1130.00"),
        (90, 0, 2, "0.00", "150.00", "1150.00"),
    ],
)
def test_a_gate_by_score_and_capped_bonuses(
    score: float, faults: int, praise: int, deducted: str, added: str, paid: str
) -> None:
    rule = registry.find("allowance")
    facts = {
        "monthly_allowance": "1000.00",
        "working_days": 20,
        "attendance_faults": faults,
        "counts": {"score": score, "praise": praise},
    }
    hall = Book.of(Layer.parse(BONUS_HALL, "bonuses"))
    found = ruling_json(decide(rule, read_facts(rule.facts, json.dumps(facts)), hall))
    assert (found["deducted"], found["added"], found["paid"]) == (deducted, added, paid)


NTH_HALL = """
name: nth-hall
worktime: {article: 己 1, sessions: ["08:00-12:00", "14:00-18:00"]}
attendance:
  article: 己 2
  attended_kinds: [official]
  late: {whole: true, tiers: [{at_least: 1, at_most: 10, code: short}, {at_least: 11, code: long}]}
  early: {tiers: [{over: 0}]}
  counts:
    shorts:
      article: 己 3
      of: [short]
      per: month
      counting: nth
      steps:
        tiers:
          - {at_least: 1, at_most: 2}
          - {at_least: 3, at_most: 4, points: 1}
          - {at_least: 5, points: 3, consequences: [{action: points, to: window, points: 2}]}
    on_end:
      article: 己 4
      of: [consecutive_absence_days]
      per: year
      steps: {tiers: [{at_least: 2, consequences: [{action: return, to: home_unit}]}]}
"""


def nth_hall(**facts: Any) -> dict[str, Any]:
    rule = registry.find("attendance")
    hall = Book.of(Layer.parse(NTH_HALL, "nth-hall"))
    found = ruling_json(decide(rule, read_facts(rule.facts, json.dumps(facts)), hall))
    assert isinstance(found, dict)
    return found


@pytest.mark.req("R33")
@pytest.mark.parametrize(
    ("before", "points", "window"),
    [(0, 0, False), (1, 0, False), (2, 1, False), (3, 1, False), (4, 3, True), (9, 3, True)],
)
def test_points_that_grow_with_the_nth_time_of_the_month(
    before: int, points: float, window: bool
) -> None:
    found = nth_hall(
        **{"from": MONDAY, "to": MONDAY},
        punches=day(MONDAY, "08:10:59", "12:00", "14:00", "18:00"),
        brought_forward={"short": before},
    )
    assert found["totals"]["points"] == points
    assert [(c["to"], c["points"]) for c in found["consequences"]] == (
        [("window", 2)] if window else []
    )


@pytest.mark.req("R33")
@pytest.mark.parametrize(
    ("punched", "returned"),
    [
        ((), True),
        # The weekend between doesn't break what is absence on end; a morning's work does.
        (("2026-03-06T08:00", "2026-03-06T12:00"), False),
        (("2026-03-05T08:00", "2026-03-05T12:00"), True),
    ],
)
def test_absence_on_end(punched: tuple[str, ...], returned: bool) -> None:
    found = nth_hall(**{"from": "2026-03-05", "to": "2026-03-09"}, punches=list(punched))
    runs = next(c for c in found["counts"] if c["name"] == "on_end")
    longest = {(): 3, ("2026-03-06T08:00", "2026-03-06T12:00"): 1.5}.get(punched, 2.5)
    assert runs["count"] == longest
    assert [c["action"] for c in found["consequences"]] == (["return"] if returned else [])


@pytest.mark.req("R33")
def test_an_official_errand_counts_as_attended() -> None:
    leaves = [
        {"from": f"{MONDAY}am", "to": f"{MONDAY}am", "type": "official"},
        {"from": f"{MONDAY}pm", "to": f"{MONDAY}pm", "type": "personal"},
    ]
    totals = nth_hall(**{"from": MONDAY, "to": MONDAY}, leaves=leaves)["totals"]
    assert (totals["attended_days"], totals["leave_days"]) == (0.5, 0.5)


@pytest.mark.req("R33")
def test_readings_are_named() -> None:
    found = attended("quarters", MONDAY)
    assert {r["name"]: r["value"] for r in found["readings"]} == {
        "precision": "minute",
        "attended": "both_punches",
        "outings.measured": "clock_time",
        "counts.quarter.together": True,
        "counts.apart.together": False,
    }


SHIFTS = """
name: shifts
worktime: {article: 庚 1, sessions: ["09:00-12:00", "13:00-17:00"]}
attendance:
  article: 庚 2
  late: {tiers: [{over: 0}]}
  early: {tiers: [{over: 0}]}
  sessions:
    early_shift: {hours: "07:00-13:00", who: rostered, replaces: [am, pm], days: 1, half: both}
    late_shift: {hours: "13:00-20:00", who: rostered, replaces: [am, pm], days: 1, half: both}
"""


@pytest.mark.req("R33", "R38")
@pytest.mark.parametrize(
    ("shift", "times", "expected"),
    [
        (None, ("09:00", "12:00", "13:00", "17:00"), {"am": ["present"], "pm": ["present"]}),
        ("early_shift", ("06:55", "13:00"), {"early_shift": ["present"]}),
        ("early_shift", ("09:00", "17:00"), {"early_shift": ["late"]}),
        ("late_shift", ("13:00", "20:00"), {"late_shift": ["present"]}),
        ("late_shift", (), {"late_shift": ["absent"]}),
    ],
)
def test_a_shift_takes_the_place_of_the_usual_hours(
    shift: str | None, times: tuple[str, ...], expected: dict[str, list[str]]
) -> None:
    rule = registry.find("attendance")
    facts = {
        "from": MONDAY,
        "to": MONDAY,
        "punches": day(MONDAY, *times),
        "duties": [{"date": MONDAY, "session": shift}] if shift else [],
    }
    hall = Book.of(Layer.parse(SHIFTS, "shifts"))
    found = ruling_json(decide(rule, read_facts(rule.facts, json.dumps(facts)), hall))
    assert statuses(found) == expected
    absent = "absent" in str(expected)
    assert found["totals"]["attended_days"] == (0 if absent else 1)
    assert found["totals"]["absence_days"] == (1 if absent else 0)
