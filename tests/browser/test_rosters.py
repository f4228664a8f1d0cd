"""A roster in the browser, from its proposal to filing and a later change: R38."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import Accessible, RunningHall
from tests.browser.test_suggestions import _staff

pytestmark = [pytest.mark.browser, pytest.mark.req("R38")]


def test_a_roster_from_proposal_to_filing(
    chromium: Browser, hall: RunningHall, accessible: Accessible
) -> None:
    office = _staff(chromium, hall, "office")
    office.goto("/rosters")
    expect(office.locator("main")).to_contain_text("下一期")
    accessible(office)
    office.get_by_role("button", name="排出建议").first.click()
    expect(office.locator("h1")).to_contain_text("草案，待报送")
    roster = office.url
    accessible(office)

    seat = office.locator("table.roster tbody tr").first.locator("td a").last
    who = seat.inner_text()
    seat.click()
    accessible(office)
    office.get_by_role("radio", name="不排人").check()
    office.get_by_role("button", name="就这样排").click()
    expect(office.locator("#faults")).to_contain_text("空岗，还有人可排")
    office.get_by_role("button", name="报送").click()
    expect(office.get_by_role("alert")).to_contain_text("还有 1 处问题")
    office.locator("#faults a").first.click()
    office.get_by_role("radio", name=re.compile(who)).check()
    office.get_by_role("button", name="就这样排").click()
    office.get_by_role("button", name="报送").click()
    expect(office.locator("h1")).to_contain_text("已报送，执行中")

    clerk = _staff(chromium, hall, "clerk")
    clerk.goto("/rosters")
    expect(clerk.get_by_role("heading", name="我的班次")).to_be_visible()
    accessible(clerk)
    clerk.goto(roster)
    expect(clerk.get_by_role("button", name="报送")).to_have_count(0)
