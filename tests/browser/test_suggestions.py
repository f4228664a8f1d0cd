"""A suggestion in the browser: handed in, answered, published, improved, and seen by all."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Accessible, RunningHall
from yichuang.jobs.seed import DEMO_PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.req("R67", "R50")]
_REVIEWER = "1019"
"""The staff number of the demo hall's reviewer."""


@pytest.fixture
def public(chromium: Browser, hall: RunningHall) -> Iterator[Page]:
    context = _context(chromium, hall, 390)
    yield context.new_page()
    context.close()


def _context(chromium: Browser, hall: RunningHall, width: int) -> BrowserContext:
    context = chromium.new_context(
        base_url=hall.url, locale="zh-CN", timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": 800},
    )  # fmt: skip
    context.set_default_timeout(30_000)
    return context


def _staff(chromium: Browser, hall: RunningHall, login: str) -> Page:
    page = _context(chromium, hall, 1280).new_page()
    page.goto("/login")
    page.fill("input[name=username]", login)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/start")
    return page


def _step(page: Page, fields: dict[str, str], button: str) -> None:
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.get_by_role("button", name=button, exact=True).click()


def test_a_suggestion_becomes_an_improvement(
    chromium: Browser, hall: RunningHall, public: Page, accessible: Accessible
) -> None:
    public.goto("/voice")
    public.get_by_role("link", name="提意见、看答复").click()
    accessible(public)
    _step(public, {"text": "取号机太高，坐轮椅够不着", "contact": "13812341234"}, "提交")
    thanks = public.get_by_text("您的意见编号是").inner_text()
    number = thanks.split("编号是 ")[1].split("。")[0]

    office = _staff(chromium, hall, "office")
    expect(office.locator("nav .count").first).to_be_visible()
    office.goto("/todo")
    accessible(office)
    office.get_by_role("link", name=f"意见 {number}").click()
    expect(office.locator("main")).to_contain_text("坐轮椅够不着")
    _step(office, {"text": "本月内把取号机降低二十厘米"}, "答复")
    _step(office, {"said": "取号机太高"}, "公开")
    _step(office, {"improvement": "取号机降低二十厘米", "owner": "nobody"}, "转为改进")
    expect(office.get_by_role("alert")).to_contain_text("nobody")
    expect(office.locator("[name=improvement]")).to_have_value("取号机降低二十厘米")
    _step(office, {"owner": _REVIEWER}, "转为改进")
    accessible(office)

    owner = _staff(chromium, hall, "reviewer")
    owner.goto("/todo")
    row = owner.locator("tr", has_text=f"意见 {number}")
    expect(row.locator(".light")).to_contain_text("正常")
    row.locator("summary", has_text="为什么").click()
    expect(row).to_contain_text("意见建议办理办法")
    row.get_by_role("link", name=f"意见 {number}").click()
    _step(owner, {"result": "五台取号机都已降低"}, "改进完成")
    expect(owner.get_by_role("button", name="改进完成", exact=True)).to_have_count(0)

    public.goto("/suggest")
    expect(public.locator("main")).to_contain_text("五台取号机都已降低")
    expect(public.locator("main")).not_to_contain_text("13812341234")
    accessible(public)
