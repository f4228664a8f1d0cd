"""A leave with a deputy in the browser, from the form to the report back: R34, R36."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Accessible, RunningHall
from tests.browser.test_suggestions import _staff

pytestmark = [pytest.mark.browser, pytest.mark.req("R34", "R35", "R36")]
_DEPUTY = "1019"
"""The staff number of the demo hall's reviewer."""


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_leave_with_a_deputy(
    chromium: Browser, hall: RunningHall, accessible: Accessible
) -> None:
    clerk = _staff(chromium, hall, "clerk")
    clerk.goto("/leave/new")
    day = clerk.input_value("[name=from]")[:10]
    preview = clerk.locator("#leave-preview")
    expect(preview).to_contain_text("1 天")
    expect(preview).to_contain_text("业务科")
    expect(preview).to_contain_text("顶岗人员")
    clerk.select_option("[name=substitute]", _DEPUTY)
    expect(preview).to_contain_text("齐了")
    clerk.select_option("[name=kind]", "sick")
    expect(preview).to_contain_text("病假证明")
    clerk.fill("[name=from]", f"{day}T08:00")
    clerk.fill("[name=to]", f"{day}T12:00")
    expect(preview).to_contain_text("0.5 天")
    clerk.fill("[name=reason]", "看病")
    accessible(clerk)
    _press(clerk, "提交")
    expect(clerk.locator("h1")).to_contain_text("待补齐")
    number = clerk.url.rsplit("/", 1)[1]
    clerk.locator("input[type=file]").set_input_files(
        {"name": "诊断证明.pdf", "mimeType": "application/pdf", "buffer": _pdf()}
    )
    expect(clerk.get_by_role("button", name="诊断证明.pdf")).to_be_visible()
    clerk.select_option("[name=certificate]", "county_hospital")
    _press(clerk, "补齐，送审")
    expect(clerk.locator("h1")).to_contain_text("审批中")
    accessible(clerk)

    deputy = _staff(chromium, hall, "reviewer")
    deputy.goto("/todo")
    deputy.get_by_role("link", name=f"请假 {number}").click()
    _press(deputy, "同意顶岗")
    expect(deputy.locator("main")).to_contain_text("已同意顶岗")

    office = _staff(chromium, hall, "office")
    office.goto("/todo")
    office.get_by_role("link", name=f"请假 {number}").click()
    accessible(office)
    _press(office, "不同意")
    expect(office.get_by_role("alert")).to_contain_text("原因")
    _press(office, "同意")
    expect(office.locator("h1")).to_contain_text("已准假")
    office.goto("/leave/calendar")
    expect(office.locator("tr", has_text="病假")).to_have_count(1)
    accessible(office)

    clerk.reload()
    _press(clerk, "撤销请假")
    expect(clerk.locator("h1")).to_contain_text("已撤销")
    _away_and_back(clerk, deputy, office, accessible)


def _away_and_back(clerk: Page, deputy: Page, office: Page, accessible: Accessible) -> None:
    """Today: granted, begun at once; the deputy acts, and the clerk takes the post back."""
    said = clerk.locator(".ribbon-clock").inner_text()
    month, day = re.findall(r"(\d+)月(\d+)日", said)[0]
    clerk.goto("/leave/new")
    year = clerk.input_value("[name=from]")[:4]
    today = f"{year}-{int(month):02}-{int(day):02}"
    clerk.fill("[name=from]", f"{today}T08:00")
    clerk.fill("[name=to]", f"{today}T17:30")
    clerk.select_option("[name=substitute]", _DEPUTY)
    _press(clerk, "提交")
    expect(clerk.locator("h1")).to_contain_text("审批中")
    address = clerk.url
    deputy.goto(address)
    _press(deputy, "同意顶岗")
    office.goto(address)
    _press(office, "同意")
    expect(office.locator("h1")).to_contain_text("休假中")
    deputy.goto("/leave")
    expect(deputy.locator("tr", has_text="正在代办")).to_have_count(1)
    accessible(deputy)
    clerk.reload()
    _press(clerk, "销假")
    expect(clerk.locator("h1")).to_contain_text("已销假")
    deputy.reload()
    expect(deputy.locator("tr", has_text="正在代办")).to_have_count(0)


def test_an_outing_is_shown_at_the_window(
    chromium: Browser, hall: RunningHall, accessible: Accessible
) -> None:
    office = _staff(chromium, hall, "office")
    office.goto("/posts")
    office.select_option("[name=holder]", "1020")
    office.select_option("[name=backup]", "1021")
    office.select_option("[name=window]", "A01")
    _press(office, "登记AB岗")
    expect(office.locator("tr", has_text="1021")).to_have_count(1)
    accessible(office)
    clerk = _staff(chromium, hall, "clerk")
    clerk.goto("/leave")
    clerk.locator("summary", has_text="登记外出").click()
    clerk.fill("[name=place]", "去市局送件")
    clerk.fill("[name=back_by]", "2099-01-01T10:00")
    _press(clerk, "登记外出")
    expect(clerk.locator("main")).to_contain_text("外出中")
    clerk.goto("/windows")
    card = clerk.locator("li.card", has_text="A01")
    expect(card).to_contain_text("去市局送件")
    accessible(clerk)
    clerk.goto("/leave")
    _press(clerk, "我回来了")
    expect(clerk.locator("main")).to_contain_text("本月已外出 1 次")


def _pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
