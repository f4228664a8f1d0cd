"""Attendance by books that differ in kind from every preset: they fit as data alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.rules.invented_halls import (
    FRIDAY,
    MONDAY,
    WEDNESDAY,
    articles,
    attended,
    book,
    day,
    ruling,
    statuses,
)
from yichuang.rules import registry
from yichuang.rules.border import decide, read_facts
from yichuang.rules.facts import FactsError


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
