"""The workstation by keyboard alone: few keys, nothing to scroll, focus where the hands go."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Accessible, RunningHall
from yichuang.jobs.seed import DEMO_PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.req("R11", "R16")]
_FEWEST = 24


@pytest.fixture
def clerk(chromium: Browser, hall: RunningHall) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=hall.url, locale="zh-CN", timezone_id="Asia/Shanghai",
        viewport={"width": 1280, "height": 800},
    )  # fmt: skip
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/login")
    page.fill("input[name=username]", "clerk")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/start")
    yield page
    context.close()


def _take(chromium: Browser, hall: RunningHall, business: str) -> str:
    context = chromium.new_context(base_url=hall.url, locale="zh-CN")
    page = context.new_page()
    page.goto("/kiosk")
    page.get_by_role("button", name=re.compile(business)).click()
    number = page.locator("h1.number").inner_text()
    context.close()
    return number


def test_the_common_path_is_few_keys_and_never_scrolls(
    chromium: Browser, hall: RunningHall, clerk: Page, accessible: Accessible
) -> None:
    number = _take(chromium, hall, "企业开办与注销")
    pressed = []

    def press(key: str) -> None:
        pressed.append(key)
        clerk.keyboard.press(key)

    clerk.goto("/window")
    if clerk.get_by_role("button", name=re.compile("^开窗")).count():
        clerk.keyboard.press("Enter")
    expect(clerk.locator("#queue")).to_contain_text(number)
    press("Space")
    expect(clerk.locator(".station-number")).to_have_text(number)
    press("Enter")
    expect(clerk.locator("#item-words")).to_be_focused()
    clerk.keyboard.type("注册公司")
    press("Enter")  # the one that is meant, though the list may still be on its way
    expect(clerk.locator("#ap-name")).to_be_focused(timeout=30_000)
    expect(clerk.locator(".taking-in h2")).to_have_text("公司设立登记")
    expect(clerk.locator("#guide-found")).to_contain_text("公司设立登记")
    clerk.keyboard.type("周桂兰")
    press("Enter")
    clerk.keyboard.type("11010519491231002X")
    press("Enter")
    clerk.keyboard.type("13800001234")
    press("Enter")
    papers = clerk.locator("fieldset.paper")
    expect(papers).to_have_count(6)
    for n in range(6):
        expect(papers.nth(n).locator("input:focus")).to_have_count(1)
        press("1")
    button = clerk.get_by_role("button", name=re.compile("受理，出通知书"))
    expect(button).to_be_in_viewport()
    expect(clerk.locator("#verdict")).to_be_in_viewport()
    height = clerk.evaluate("[document.documentElement.scrollHeight, innerHeight]")
    assert height[0] <= height[1], "nothing to scroll at 1280 × 800"
    accessible(clerk)
    press("Enter")
    expect(clerk.locator("#done-head")).to_have_text("材料齐全，予以受理")
    expect(clerk.get_by_role("link", name="打印通知书")).to_be_focused()
    press("f")
    expect(clerk.get_by_role("button", name=re.compile("叫下一号"))).to_be_visible()
    assert len(pressed) <= _FEWEST, pressed


def test_letters_do_nothing_while_a_form_is_open_or_when_switched_off(
    chromium: Browser, hall: RunningHall, clerk: Page
) -> None:
    number = _take(chromium, hall, "企业开办与注销")
    clerk.goto("/window")
    if clerk.get_by_role("button", name=re.compile("^开窗")).count():
        clerk.keyboard.press("Enter")
    expect(clerk.locator("#queue")).to_contain_text(number)
    clerk.keyboard.press("Space")
    expect(clerk.locator(".station-number")).to_have_text(number)
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#item-words")).to_be_focused()
    clerk.keyboard.type("注册公司")
    clerk.keyboard.press("Enter")
    expect(clerk.locator("#ap-name")).to_be_focused(timeout=30_000)
    clerk.evaluate("document.activeElement.blur()")
    for key in "hftm":
        clerk.keyboard.press(key)
    expect(clerk.locator(".taking-in")).to_be_visible()
    expect(clerk.locator(".station-main.serving")).to_be_visible()
    clerk.get_by_role("link", name="换事项").click()
    expect(clerk.locator("#item-words")).to_be_focused()
    clerk.evaluate("document.activeElement.blur()")
    clerk.keyboard.press("?")
    clerk.locator("#letters-off").check()
    clerk.keyboard.press("Escape")
    clerk.keyboard.press("h")
    expect(clerk.locator(".station-main.serving")).to_be_visible()
    clerk.get_by_role("button", name=re.compile("^挂起")).click()
    expect(clerk.locator(".asides")).to_contain_text(number)


@pytest.mark.parametrize("press", ["h", "f"])
def test_a_slip_of_the_hand_is_undone_by_a_key(
    chromium: Browser, hall: RunningHall, clerk: Page, press: str, accessible: Accessible
) -> None:
    number = _take(chromium, hall, "企业开办与注销")
    clerk.goto("/window")
    if clerk.get_by_role("button", name=re.compile("^开窗")).count():
        clerk.keyboard.press("Enter")
    if clerk.locator(".station-number").count() == 0:
        expect(clerk.locator("#queue")).to_contain_text(number)
        clerk.keyboard.press("Space")
    expect(clerk.locator(".station-number")).to_be_visible()
    called = clerk.locator(".station-number").inner_text()
    if clerk.locator(".station-main.called").count():
        clerk.keyboard.press("Enter")
    expect(clerk.locator("#item-words")).to_be_focused()
    clerk.evaluate("document.activeElement.blur()")
    clerk.keyboard.press(press)
    offer = clerk.locator("[data-undo]")
    expect(offer).to_contain_text(called)
    accessible(clerk)
    clerk.keyboard.press("u")
    expect(offer).to_have_count(0)
    expect(clerk.locator(".station-main.serving .station-number")).to_have_text(called)
    expect(clerk.locator("#item-words")).to_be_focused()
    clerk.evaluate("document.activeElement.blur()")
    clerk.keyboard.press("f")
    expect(offer).to_contain_text(called)
    expect(offer).to_have_count(0, timeout=15_000)


def test_a_press_while_the_queue_looks_by_itself_is_not_lost(
    chromium: Browser, hall: RunningHall, clerk: Page
) -> None:
    number = _take(chromium, hall, "企业开办与注销")
    clerk.goto("/window")
    if clerk.get_by_role("button", name=re.compile("^开窗")).count():
        clerk.keyboard.press("Enter")
    expect(clerk.locator("#queue")).to_contain_text(number)
    clerk.keyboard.press("Space")
    expect(clerk.locator(".station-number")).to_be_visible()

    def hold(route: Route) -> None:
        """The answer stays away until the page gives up waiting for it."""

    clerk.route("**/window/queue**", hold)
    with clerk.expect_request("**/window/queue**"):
        pass
    clerk.keyboard.press("s")
    expect(clerk.locator("#window")).to_contain_text("办理中")
    clerk.unroute("**/window/queue**")
    expect(clerk.locator(".htmx-request")).to_have_count(0)
    clerk.keyboard.press("Escape")  # out of the field that opened with the service
    clerk.keyboard.press("f")
    expect(clerk.get_by_role("button", name=re.compile("叫下一号"))).to_be_visible()
