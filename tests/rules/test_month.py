"""A month's parts are what the single rules give for the same facts."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yichuang.rules.book import Book
from yichuang.rules.border import decide, read_facts, ruling_json
from yichuang.rules.registry import find

DAYS = [f"2026-03-{day:02d}" for day in range(2, 32)]
COUNTY = Book.of("county-hall", "yunnan-assessment")
ALLOWANCE = Book.of("allowance-hall")


def ruled(name: str, book: Book, **facts: object) -> Any:
    rule = find(name)
    return ruling_json(decide(rule, read_facts(rule.facts, json.dumps(facts)), book))


punches = st.lists(
    st.builds(
        "{}T{:02d}:{:02d}".format, st.sampled_from(DAYS), st.integers(7, 19), st.integers(0, 59)
    ),
    max_size=80,
)


@pytest.mark.req("R33", "R54")
@settings(max_examples=25)
@given(punches, st.lists(st.sampled_from(DAYS), max_size=6), st.integers(0, 12))
def test_every_part_is_the_single_ruling(made: list[str], days: list[str], earlier: int) -> None:
    acts = [{"code": "once_only_breach", "on": day} for day in days]
    before = [{"code": "once_only_breach", "on": "2026-01-05"}] * earlier
    facts = {"from": DAYS[0], "to": DAYS[-1], "punches": made}
    month = ruled("month", COUNTY, **facts, acts=acts, earlier=before)
    assert month["attendance"] == ruled("attendance", COUNTY, **facts)
    counted = {"acts": month["acts"], "earlier_acts": before}
    alone = ruled("assessment", COUNTY, **counted, on=DAYS[-1], working_days=month["working_days"])
    assert month["assessment"] == alone
    assert month["accountability"] == ruled("accountability", COUNTY, **counted)


@pytest.mark.req("R33", "R59")
@settings(max_examples=25)
@given(punches)
def test_the_counts_of_attendance_are_those_of_the_allowance(made: list[str]) -> None:
    facts = {"from": DAYS[0], "to": DAYS[-1], "punches": made}
    month = ruled("month", ALLOWANCE, **facts, monthly_allowance="1200.00")
    totals = ruled("attendance", ALLOWANCE, **facts)["totals"]
    counts = {
        "attendance_faults": totals["late"] + totals["early"] + totals["missing"],
        "absence_days": totals["absence_days"],
        "leave_days": totals["leave_days"],
    }
    alone = ruled(
        "allowance",
        ALLOWANCE,
        monthly_allowance="1200.00",
        working_days=month["working_days"],
        month="2026-03",
        **counts,
    )
    assert {line["code"]: line for line in month["allowance"]["lines"]} == {
        line["code"]: line for line in alone["lines"]
    }
    assert month["allowance"]["paid"] == alone["paid"]
