"""The fee window in the browser: an exemption, a payment with its refund, and the day's balance."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Accessible, RunningHall
from tests.browser.people import Clerk, log_in

pytestmark = [pytest.mark.browser, pytest.mark.req("R28")]
_WINDOW = "1011"


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def _bill(cashier: Page, case: str) -> str:
    cashier.goto("/fees")
    cashier.fill("#number", case)
    _press(cashier, "查收费标准")
    cashier.fill("[name=n0]", "1")
    _press(cashier, "开缴费单")
    expect(cashier.locator("main")).to_contain_text("待缴费")
    return cashier.url.rsplit("/", 1)[-1]


def test_an_exemption_a_refund_and_the_day(
    chromium: Browser, hall: RunningHall, accessible: Accessible
) -> None:
    clerk = Clerk(hall, _WINDOW)
    poor, other = clerk.accept("普通护照签发"), clerk.accept("普通护照签发")
    cashier = log_in(chromium, hall, "cashier")
    accessible(cashier)

    number = _bill(cashier, poor)
    accessible(cashier)
    cashier.fill("#ask-exemption", "特困人员，按规定免收")
    _press(cashier, "申请减免")
    expect(cashier.locator("main")).to_contain_text("减免待审批")
    chief = log_in(chromium, hall, "police")
    chief.goto("/todo")
    chief.get_by_role("link", name=f"缴费单 {number}").click()
    chief.fill("#exempt", "减免〔2026〕1号")
    _press(chief, "批准免收")
    expect(chief.locator("main")).to_contain_text("已免收")

    number = _bill(cashier, other)
    cashier.fill("#amount", "119.99")
    _press(cashier, "收费")
    expect(cashier.get_by_role("alert")).to_contain_text("应为 120.00 元")
    cashier.fill("#amount", "120")
    _press(cashier, "收费")
    expect(cashier.locator("main")).to_contain_text("已缴费")
    receipt = cashier.get_by_role("link", name="-0000001").get_attribute("href")
    assert receipt
    assert cashier.request.get(receipt).body().startswith(b"%PDF")
    cashier.fill("#ask-refund", "申请人撤回申请")
    _press(cashier, "申请退费")

    office = log_in(chromium, hall, "office")
    office.goto("/todo")
    office.get_by_role("link", name=f"缴费单 {number}").click()
    accessible(office)
    _press(office, "批准退费")
    expect(office.locator("main")).to_contain_text("-120.00")

    cashier.goto("/fees/days")
    cashier.locator("tbody a").first.click()
    _press(cashier, "点款完毕")
    expect(cashier.locator("main")).to_contain_text("已点款")
    accessible(cashier)
    day = cashier.url
    office.goto(day)
    _press(office, "复核无误，签字")
    expect(office.locator("main")).to_contain_text("已日结")
