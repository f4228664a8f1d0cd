"""Machines and phones without a network: they say so, try again, and come back by themselves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import Accessible, RunningHall

pytestmark = [pytest.mark.browser, pytest.mark.req("R14")]


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1920, 1080), (1080, 1920)])
@pytest.mark.parametrize("large", [False, True])
def test_the_machine_at_the_door_never_scrolls(
    chromium: Browser,
    hall: RunningHall,
    accessible: Accessible,
    width: int,
    height: int,
    large: bool,
) -> None:
    context = chromium.new_context(
        base_url=hall.url, locale="zh-CN", viewport={"width": width, "height": height}
    )
    page = context.new_page()
    page.goto("/type/on" if large else "/type/off")
    page.goto("/kiosk")
    fits = "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)
    accessible(page)
    page.get_by_role("button", name=re.compile("出入境证件")).click()
    expect(page.locator("h1.number")).to_be_visible()
    assert page.evaluate(fits)
    context.close()


def test_a_press_without_a_network_is_said_and_becomes_one_number(
    chromium: Browser, hall: RunningHall, visitor: BrowserContext
) -> None:
    page = visitor.new_page()
    page.goto("/kiosk")
    visitor.set_offline(True)
    page.get_by_role("button", name=re.compile("缴费")).click()
    expect(page.get_by_role("alert")).to_contain_text("取号机连不上系统")
    visitor.set_offline(False)
    expect(page.locator("h1.number")).to_have_text(re.compile(r"V\d{3}"))
    first = page.locator("h1.number").inner_text()
    somebody = chromium.new_context(base_url=hall.url, locale="zh-CN")
    other = somebody.new_page()
    other.goto("/kiosk")
    other.get_by_role("button", name=re.compile("缴费")).click()
    second = other.locator("h1.number").inner_text()
    somebody.close()
    assert int(second[1:]) == int(first[1:]) + 1, "the tries were one number"


def test_a_link_at_the_machine_waits_for_the_line(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto("/kiosk")
    visitor.set_offline(True)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("alert")).to_be_visible()
    visitor.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("What brings you here")


def test_a_called_number_takes_over_the_phone_and_a_lost_line_is_said(
    chromium: Browser, hall: RunningHall, visitor: BrowserContext
) -> None:
    phone = chromium.new_context(
        base_url=hall.url, locale="zh-CN", viewport={"width": 390, "height": 844}
    )
    machine = visitor.new_page()
    machine.goto("/kiosk")
    machine.get_by_role("button", name=re.compile("缴费")).click()
    number = machine.locator("h1.number").inner_text()
    address = machine.get_by_role("link", name="在这里看").get_attribute("href")
    assert address
    slip = phone.new_page()
    slip.goto(address)
    expect(slip.locator(".slip-state")).to_contain_text("等候中")

    phone.set_offline(True)
    expect(slip.get_by_role("alert")).to_contain_text("连不上大厅", timeout=40_000)
    phone.set_offline(False)
    expect(slip.locator("[data-lost]")).to_be_hidden(timeout=40_000)

    token = hall.command("token", "create", "--scope", "window", "--window", "Z05").split()[-1]
    bearer = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    request = visitor.request
    assert request.post("/api/v1/windows/Z05/open", headers=bearer, data={}).ok
    for _ in range(5):
        called = request.post("/api/v1/windows/Z05/call", headers=bearer, data={}).json()
        if called["number"] == number:
            break
        request.post(f"/api/v1/tickets/{called['id']}/finish", headers=bearer, data={})
    expect(slip.locator(".slip-called")).to_be_visible(timeout=10_000)
    box = slip.locator(".slip-called").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (390, 844), "it fills the screen"
    expect(slip.locator(".go")).to_contain_text("Z05")
    request.post(f"/api/v1/tickets/{called['id']}/finish", headers=bearer, data={})
    expect(slip.locator(".slip-finished")).to_be_visible(timeout=20_000)
    phone.close()
