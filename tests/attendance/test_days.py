"""R33 at the API: days and months are ruled from what is known, with what shows it."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.attendance.conftest import SERIAL, Hall, Hands, directly
from yichuang.attendance.devices import assign_pin
from yichuang.attendance.months import days_of
from yichuang.jobs.terminal import Terminal
from yichuang.organization.actions import create_token
from yichuang.organization.queries import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.req("R33")]
MONDAY = date(2026, 3, 2)
WEEK = "from=2026-03-02&to=2026-03-08"


def token_of(hall: Hall, who: str, at: datetime) -> str:
    person = getattr(hall, who)
    _, secret = create_token(scope="clerk", site=hall.site, person=person, at=at, by=SYSTEM)
    return secret


def ask(path: str, token: str) -> tuple[int, Any]:
    answer = Client().get(f"/api/v1/staff/{path}", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code, answer.json()


def at_day(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}")


@pytest.fixture
def token(hall: Hall, at: datetime) -> str:
    return token_of(hall, "office", at)


def test_days_are_ruled_with_what_shows_them(terminal: Terminal, hall: Hall, token: str) -> None:
    for clock in ("07:50:00", "12:05:00", "14:55:00", "17:31:00", "03:00:00"):
        terminal.punch("1001", at_day(MONDAY, clock))
    terminal.flush()
    status, told = ask("1001/days?from=2026-03-02&to=2026-03-02", token)
    assert status == 200
    morning, afternoon = told["half_days"]
    assert (morning["in"], morning["out"], morning["status"]) == ("07:50", "12:05", ["present"])
    assert afternoon["status"] == ["late"]
    assert morning["evidence"] == [
        {"kind": "terminal", "at": "2026-03-02T07:50:00", "device": SERIAL},
        {"kind": "terminal", "at": "2026-03-02T12:05:00", "device": SERIAL},
    ]
    assert morning["provisional"] is True
    assert told["unclaimed"] == ["2026-03-02T03:00:00"]
    assert told["totals"]["late"] == 1
    terminal.settle()
    _, told = ask("1001/days?from=2026-03-02&to=2026-03-02", token)
    assert [half["provisional"] for half in told["half_days"]] == [False, False]


def test_a_day_that_isnt_over_is_provisional(
    terminal: Terminal, hall: Hall, token: str, at: datetime
) -> None:
    terminal.settle()
    _, told = ask("1001/days?from=2026-03-10&to=2026-03-11", token)
    assert all(half["provisional"] for half in told["half_days"])


class TestWhoSees:
    def test_oneself(self, terminal: Terminal, hall: Hall, at: datetime) -> None:
        mine = token_of(hall, "clerk", at)
        assert ask(f"1001/days?{WEEK}", mine)[0] == 200
        assert ask("1001/month?month=2026-03", mine)[0] == 200

    @pytest.mark.parametrize("path", ["days?from=2026-03-02&to=2026-03-08", "month?month=2026-03"])
    def test_a_clerk_nobody_else(
        self, terminal: Terminal, hall: Hall, at: datetime, path: str
    ) -> None:
        mine = token_of(hall, "clerk", at)
        assert ask(f"1002/{path}", mine)[0] == 403
        assert ask(f"nobody/{path}", mine)[0] == 403

    @pytest.mark.parametrize("who", ["office", "supervisor", "director"])
    def test_the_office_its_site(
        self, terminal: Terminal, hall: Hall, at: datetime, who: str
    ) -> None:
        theirs = token_of(hall, who, at)
        assert ask(f"1001/days?{WEEK}", theirs)[0] == 200
        assert ask(f"nobody/days?{WEEK}", theirs)[0] == 404

    def test_nobody_without_a_token(self, hall: Hall) -> None:
        assert Client().get(f"/api/v1/staff/1001/days?{WEEK}").status_code == 401


@pytest.mark.parametrize(
    "path",
    ["days?from=2026-03-08&to=2026-03-02", "days?from=2020-01-01&to=2026-03-02", "days?from=x&to=y",
     "days", "month?month=2026-13", "month?month=March", "month"],
)  # fmt: skip
def test_what_isnt_a_period_is_refused(hall: Hall, token: str, path: str) -> None:
    status, told = ask(f"1001/{path}", token)
    assert (status, set(told)) == (422, {"code", "message", "field"})


def test_a_month_gives_every_part_and_its_evidence(
    terminal: Terminal, hall: Hall, token: str
) -> None:
    terminal.punch("1001", at_day(MONDAY, "08:45:00"))
    terminal.punch("1001", at_day(MONDAY, "12:05:00"))
    terminal.flush()
    status, told = ask("1001/month?month=2026-03", token)
    assert status == 200
    assert {"attendance", "acts", "allowance", "assessment", "accountability", "readings",
            "because"} <= set(told)  # fmt: skip
    late = next(act for act in told["acts"] if act["code"] == "late" and act["on"] == "2026-03-02")
    assert late["evidence"][0]["at"] == "2026-03-02T08:45:00"
    assert all("evidence" in act for act in told["acts"])
    days = {half["date"] for half in told["attendance"]["half_days"]}
    assert max(days) == "2026-03-09", "what hasn't come yet is nobody's absence"


def test_a_number_assigned_later_brings_its_punches_along(
    terminal: Terminal, hall: Hall, token: str, at: datetime
) -> None:
    terminal.punch("77", at_day(MONDAY, "07:50:00"))
    terminal.flush()
    path = "1001/days?from=2026-03-02&to=2026-03-02"
    assert ask(path, token)[1]["half_days"][0]["in"] is None
    assign_pin(staff_no="1001", pin="77", at=at, by=SYSTEM)
    assert ask(path, token)[1]["half_days"][0]["in"] == "07:50"


def test_a_number_passes_on_from_a_day(
    terminal: Terminal, hall: Hall, token: str, at: datetime
) -> None:
    assign_pin(staff_no="1001", pin="1002", from_on=date(2026, 3, 3), at=at, by=SYSTEM)
    for back in (0, 1):
        terminal.punch("1002", at_day(MONDAY + timedelta(days=back), "07:50:00"))
    terminal.flush()
    path = "days?from=2026-03-02&to=2026-03-03"
    ins = {
        no: [half["in"] for half in ask(f"{no}/{path}", token)[1]["half_days"]]
        for no in ("1001", "1002")
    }
    assert ins == {"1001": [None, None, "07:50", None], "1002": ["07:50", None, None, None]}


def test_a_record_from_far_ahead_shows_a_wrong_clock_and_no_presence(
    terminal: Terminal, hall: Hall, token: str, now: Hands, at: datetime
) -> None:
    terminal.punch("1001", at_day(date(2026, 3, 20), "07:50:00"))
    terminal.flush()
    now(at + timedelta(days=20))
    _, told = ask("1001/days?from=2026-03-20&to=2026-03-20", token)
    assert told["half_days"][0]["in"] is None


@pytest.mark.parametrize("seed", range(4))
def test_order_and_repetition_change_nothing(
    terminal: Terminal, hall: Hall, at: datetime, seed: int
) -> None:
    """However a week's punches come in, in which pieces and how often, the days are the same."""
    chance = random.Random(seed)
    times = [
        at_day(MONDAY + timedelta(days=day), f"{chance.randrange(6, 20):02}:{chance.randrange(60):02}:00")
        for day in range(7) for _ in range(chance.randrange(6))
    ]  # fmt: skip
    other = Terminal(SERIAL, directly())
    for when in sorted(times):
        terminal.punch("1001", when)
    mixed = times * 2
    chance.shuffle(mixed)
    for when in mixed:
        other.punch("1002", when)
    other.batch = 3
    terminal.flush()
    other.flush()
    last = MONDAY + timedelta(days=6)
    one, two = (
        days_of(person.pk, hall.site.pk, MONDAY, last, at) for person in (hall.clerk, hall.office)
    )
    assert one.ruling == two.ruling
    days = [(half.ruled.date_, half.ruled.session) for half in one.halves]
    assert len(days) == len(set(days)) == 14, "every half-day once"
    assert all(half.ruled.status for half in one.halves)
