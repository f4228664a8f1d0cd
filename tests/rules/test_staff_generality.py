"""Books that differ in kind from every preset fit as data alone: four invented halls."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from yichuang.rules import registry
from yichuang.rules.book import Book
from yichuang.rules.book.layer import Layer
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.facts import FactsError

BOOKS = Path(__file__).parent / "invented"


@cache
def book(name: str) -> Book:
    return Book.of(Layer.parse((BOOKS / f"{name}.yaml").read_text("utf-8"), name))


def ruling(rule_name: str, book_name: str, facts: dict[str, Any]) -> dict[str, Any]:
    rule = registry.find(rule_name)
    made = decide(rule, read_facts(rule.facts, json.dumps(facts)), book(book_name))
    found = ruling_json(made)
    assert isinstance(found, dict)
    assert found["because"]
    return found


def day(on: str, *times: str) -> list[str]:
    return [f"{on}T{time}" for time in times]


def attended(book_name: str, on: str, *times: str, **more: Any) -> dict[str, Any]:
    facts = {"from": on, "to": on, "punches": day(on, *times), **more}
    return ruling("attendance", book_name, facts)


def statuses(found: dict[str, Any]) -> dict[str, list[str]]:
    return {half["session"]: half["status"] for half in found["half_days"]}


def articles(found: dict[str, Any]) -> set[str]:
    return {reason["article"] for reason in found["because"]}


MONDAY, WEDNESDAY, FRIDAY = "2026-03-02", "2026-03-04", "2026-03-06"


@pytest.mark.req("R33")
@pytest.mark.parametrize(
    ("signed_in", "status", "late", "points", "absence_counts"),
    [
        ("08:30", ["present"], 0, 0, 0),
        ("08:30:01", ["late"], 1, 0.5, 0),
        ("08:45", ["late"], 1, 0.5, 0),
        ("08:45:01", ["late"], 2, 1, 0),
        ("09:00", ["late"], 2, 1, 0),
        ("09:00:01", ["uncovered"], 0, 0, 0),
        ("09:30", ["uncovered"], 0, 0, 0),
        ("09:30:01", ["absent"], 0, 0, 1),
    ],
)
def test_lateness_in_tiers_with_a_hole(
    signed_in: str, status: list[str], late: int, points: float, absence_counts: float
) -> None:
    found = attended("four_punches", MONDAY, signed_in, "11:55", "13:20", "17:10")
    assert statuses(found) == {"am": status, "pm": ["present"]}
    totals = found["totals"]
    assert (totals["late"], totals["points"], totals["absence_counts"]) == (
        late,
        points,
        absence_counts,
    )


@pytest.mark.req("R33")
def test_a_hole_is_named_not_guessed() -> None:
    found = attended("four_punches", MONDAY, "09:15", "11:55", "13:20", "17:10")
    assert found["findings"] == ["uncovered"]
    assert found["uncovered"] == [
        {
            "date": MONDAY,
            "session": "am",
            "at": "sign_in",
            "amount": 45,
            "hole": "超过30、不超过60",
        }
    ]
    assert any(
        r["ruling"] == "uncovered" and "超过30、不超过60" in r["fact"] for r in found["because"]
    )


@pytest.mark.req("R33")
@pytest.mark.parametrize(
    ("times", "expected"),
    [
        # 07:50–10:00 to sign in; what comes before is void, what comes after isn't treated.
        (("07:49", "11:55", "13:20", "17:10"), {"am": ["missing_in"], "pm": ["present"]}),
        (("07:50", "11:55", "13:20", "17:10"), {"am": ["present"], "pm": ["present"]}),
        (("10:00:01", "11:55", "13:20", "17:10"), {"am": ["uncovered"], "pm": ["present"]}),
        # 11:50–12:20 to sign out, earlier ones count as early; 12:20–13:00 is a gap.
        (("08:30", "11:49", "13:20", "17:10"), {"am": ["early"], "pm": ["present"]}),
        (("08:30", "12:20", "13:20", "17:10"), {"am": ["present"], "pm": ["present"]}),
        (("08:30", "12:20:01", "13:20", "17:10"), {"am": ["missing_out"], "pm": ["present"]}),
        (("08:30", "12:59", "13:20", "17:10"), {"am": ["missing_out"], "pm": ["present"]}),
        (("08:30", "11:55", "13:00", "17:10"), {"am": ["present"], "pm": ["present"]}),
        # The afternoon closes for signing in an hour after it starts, at 18:00 for good.
        (("08:30", "11:55", "14:30:01", "17:10"), {"am": ["present"], "pm": ["missing_in"]}),
        (("08:30", "11:55", "13:20", "18:00:01"), {"am": ["present"], "pm": ["missing_out"]}),
    ],
)
def test_punch_windows_with_gaps_between(
    times: tuple[str, ...], expected: dict[str, list[str]]
) -> None:
    assert statuses(attended("four_punches", MONDAY, *times)) == expected


@pytest.mark.req("R33")
def test_other_hours_on_a_weekday() -> None:
    friday = attended("four_punches", FRIDAY, "08:30", "11:55", "13:20", "16:30")
    assert statuses(friday) == {"am": ["present"], "pm": ["present"]}
    monday = attended("four_punches", MONDAY, "08:30", "11:55", "13:20", "16:30")
    assert statuses(monday)["pm"] == ["early"]


@pytest.mark.req("R33", "R37")
def test_noon_duty_only_for_whom_it_is_their_day() -> None:
    duty = [{"date": WEDNESDAY, "session": "noon"}]
    kept = attended("four_punches", WEDNESDAY, "08:30", "13:25", "17:10", duties=duty)
    assert statuses(kept) == {"am": ["present"], "noon": ["present"], "pm": ["present"]}
    assert kept["totals"]["attended_days"] == 1
    # Without the duty the same punches leave the morning without a sign-out.
    assert statuses(attended("four_punches", WEDNESDAY, "08:30", "13:25", "17:10")) == {
        "am": ["missing_out"],
        "pm": ["present"],
    }
    left = attended("four_punches", WEDNESDAY, "08:30", "17:10", duties=duty)
    assert statuses(left)["noon"] == ["missing_out"]
    assert left["totals"]["points"] == 2
    talk = next(c for c in left["consequences"] if c["action"] == "talk")
    assert (talk["to"], talk["code"], talk["period"]) == ("person", "noon_duty", "2026-Q1")
    assert talk["article"] == "甲 9"
    # On another weekday there is no noon duty, whoever is on the roster.
    monday = [{"date": MONDAY, "session": "noon"}]
    other = attended("four_punches", MONDAY, "08:30", "11:55", "13:20", "17:10", duties=monday)
    assert set(statuses(other)) == {"am", "pm"}


@pytest.mark.req("R33")
def test_the_third_left_duty_of_a_quarter_meets_window_and_home_unit() -> None:
    duty = [{"date": WEDNESDAY, "session": "noon"}]
    found = attended(
        "four_punches",
        WEDNESDAY,
        "08:30",
        "17:10",
        duties=duty,
        brought_forward={"noon_duty_left": 2},
    )
    assert {(c["action"], c["to"]) for c in found["consequences"]} == {
        ("no_red_flag", "window"),
        ("notice", "home_unit"),
    }
    assert found["totals"]["points"] == 2 + 5


@pytest.mark.req("R33")
def test_lates_are_converted_month_by_month() -> None:
    late = [
        t
        for on in ("2026-03-30", "2026-03-31", "2026-04-01", "2026-04-02")
        for t in day(on, "08:31", "11:55", "13:20", "17:10")
    ]
    found = ruling(
        "attendance", "four_punches", {"from": "2026-03-30", "to": "2026-04-02", "punches": late}
    )
    assert found["totals"]["late"] == 4
    assert found["totals"]["absence_days"] == 0
    lates = {c["period"]: c["count"] for c in found["counts"] if c["name"] == "three_lates"}
    assert lates == {"2026-03": 2, "2026-04": 2}


@pytest.mark.req("R33")
@pytest.mark.parametrize(
    ("faults", "absence_days", "points", "whats"),
    [
        (2, 0, 0, set()),
        (3, 0, 1, {"talk"}),
        (4, 0, 1, {"talk"}),
        (5, 1, 3, {"bulletin"}),
        (7, 1, 3, {"bulletin"}),
        (8, 0, 0, set()),
        (10, 3, 10, {"return"}),
    ],
)
def test_a_ladder_over_the_quarter(
    faults: int, absence_days: float, points: float, whats: set[str]
) -> None:
    whole = _from_nothing(faults)
    assert whole["totals"]["absence_days"] == absence_days
    of_quarter = next(c for c in whole["counts"] if c["name"] == "quarter")
    assert of_quarter["points"] == points
    mine = {c["action"] for c in whole["consequences"] if c["code"] == "quarter"}
    assert mine == whats
    assert ("uncovered" in whole["findings"]) == (faults == 8)


@pytest.mark.req("R33")
def test_what_earlier_months_of_the_quarter_came_to_is_not_charged_again() -> None:
    times = ("09:10", "12:00", "13:30", "17:30")
    same_step = attended("quarters", "2026-03-30", *times, brought_forward={"missing": 3})
    of_quarter = next(c for c in same_step["counts"] if c["name"] == "quarter")
    assert (of_quarter["period"], of_quarter["count"], of_quarter["points"]) == ("2026-Q1", 4, 0)
    assert not [c for c in same_step["consequences"] if c["code"] == "quarter"]
    next_step = attended("quarters", "2026-03-30", *times, brought_forward={"missing": 4})
    of_quarter = next(c for c in next_step["counts"] if c["name"] == "quarter")
    assert (of_quarter["points"], of_quarter["absence_days"]) == (3 - 1, 1)


def _from_nothing(faults: int) -> dict[str, Any]:
    """One week with so many lates and earlies, on leave for the rest of it."""
    times = []
    for index, on in enumerate(["2026-03-02", "2026-03-03", "2026-03-04"]):
        mine = range(index * 4, index * 4 + 4)
        first, out, back, last = (n < faults for n in mine)
        times += day(
            on,
            "09:10" if first else "09:00",
            "11:50" if out else "12:00",
            "13:40" if back else "13:30",
            "17:20" if last else "17:30",
        )
    return ruling(
        "attendance", "quarters", {"from": "2026-03-02", "to": "2026-03-04", "punches": times}
    )


@pytest.mark.req("R33")
def test_counted_apart_each_kind_for_itself() -> None:
    found = _from_nothing(4)
    apart = {tuple(c["of"]): c["points"] for c in found["counts"] if c["name"] == "apart"}
    assert apart == {("late",): 1, ("early",): 1}


@pytest.mark.req("R33")
def test_by_the_minute_and_both_punches() -> None:
    found = attended("quarters", MONDAY, "09:00:59", "12:00", "13:30")
    assert statuses(found) == {"am": ["present"], "pm": ["missing_out"]}
    assert found["totals"]["attended_days"] == 0.5
    assert any("签到、签退齐全" in r["fact"] for r in found["because"])
    half_hour = attended("quarters", MONDAY, "09:30", "12:00", "13:30", "17:30")
    assert half_hour["totals"]["absence_counts"] == 0.5


@pytest.mark.req("R33", "R35")
@pytest.mark.parametrize(
    ("back", "absence_counts", "money", "uncovered"),
    [
        ("09:30", 0, "0.00", False),
        ("09:31", 0.5, "20.00", False),
        ("11:00", 0.5, "20.00", False),
        ("11:30", 0, "0.00", True),
        ("12:00", 0, "0.00", True),
        ("12:01", 1, "0.00", False),
    ],
)
def test_outings_in_tiers_by_the_clock(
    back: str, absence_counts: float, money: str, uncovered: bool
) -> None:
    outing = {"from": f"{MONDAY}T09:00", "to": f"{MONDAY}T{back}", "approved": False}
    times = ("09:00", "12:00", "13:30", "17:30")
    found = attended("quarters", MONDAY, *times, outings=[outing])
    assert found["totals"]["absence_counts"] == absence_counts
    assert found["totals"]["money"] == money
    assert ("uncovered" in found["findings"]) == uncovered


@pytest.mark.req("R33")
def test_a_night_over_midnight_and_the_morning_after() -> None:
    duties = [{"date": MONDAY, "session": "night"}]
    facts = {
        "from": MONDAY,
        "to": "2026-03-03",
        "punches": [
            f"{MONDAY}T09:00",
            f"{MONDAY}T21:50",
            "2026-03-03T06:05",
            "2026-03-03T09:19",
        ],
        "duties": duties,
    }
    found = ruling("attendance", "round_the_clock", facts)
    assert [
        (h["date"], h["session"], h["in"], h["out"], h["status"]) for h in found["half_days"]
    ] == [
        (MONDAY, "day", "09:00", None, ["present"]),
        (MONDAY, "night", "21:50", "06:05", ["present"]),
        ("2026-03-03", "day", "09:19", None, ["present"]),
    ]
    assert found["totals"]["attended_days"] == 3


@pytest.mark.req("R33")
def test_a_night_that_ends_after_the_period() -> None:
    facts = {
        "from": MONDAY,
        "to": MONDAY,
        "punches": [f"{MONDAY}T09:00", f"{MONDAY}T22:00", "2026-03-03T05:59"],
        "duties": [{"date": MONDAY, "session": "night"}],
    }
    found = ruling("attendance", "round_the_clock", facts)
    assert statuses(found) == {"day": ["present"], "night": ["early"]}
    rule = registry.find("attendance")
    late = {**facts, "punches": ["2026-03-03T09:00"]}
    with pytest.raises(FactsError) as caught:
        decide(rule, read_facts(rule.facts, json.dumps(late)), book("round_the_clock"))
    assert caught.value.at == "facts.punches[0]"


@pytest.mark.req("R33")
def test_a_saturday_is_asked_only_of_those_on_the_roster() -> None:
    saturday = "2026-03-07"
    assert statuses(attended("round_the_clock", saturday)) == {"am": ["rest"], "pm": ["rest"]}
    duty = [{"date": saturday, "session": "am"}]
    assert statuses(attended("round_the_clock", saturday, duties=duty)) == {"am": ["absent"]}
    kept = attended("round_the_clock", saturday, "09:00", "12:00", duties=duty)
    assert statuses(kept) == {"am": ["present"]}


@pytest.mark.req("R33", "R34")
def test_leave_for_half_of_a_day_that_is_one_session() -> None:
    morning = [{"from": f"{MONDAY}am", "to": f"{MONDAY}am", "type": "personal"}]
    found = attended("round_the_clock", MONDAY, leaves=morning)
    assert statuses(found) == {"day": ["present", "leave:personal"]}
    assert (found["totals"]["leave_days"], found["totals"]["attended_days"]) == (0.5, 0.5)


@pytest.mark.req("R33")
def test_a_new_threshold_from_its_day() -> None:
    # 2026-06-30 and 2026-07-01 are a Tuesday and a Wednesday.
    found = ruling(
        "attendance",
        "round_the_clock",
        {
            "from": "2026-06-30",
            "to": "2026-07-01",
            "punches": ["2026-06-30T09:15", "2026-07-01T09:15"],
        },
    )
    assert [h["status"] for h in found["half_days"]] == [["present"], ["late"]]
    assert "丁 5" in articles(found)


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
