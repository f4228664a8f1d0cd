"""The guide desk and an inquiry in a browser, in elder mode and read by axe too."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Accessible, RunningHall
from yichuang.jobs.seed import DEMO_PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.req("R02", "R03", "R11")]


def _page(chromium: Browser, hall: RunningHall, login: str, width: int = 1280) -> Page:
    context = chromium.new_context(
        base_url=hall.url, locale="zh-CN", timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": 1080 if width > 1280 else 800},
    )  # fmt: skip
    context.set_default_timeout(30_000)
    page = context.new_page()
    if login:
        page.goto("/login")
        page.fill("input[name=username]", login)
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/start")
    return page


def test_a_guide_takes_prioritises_and_answers(
    chromium: Browser, hall: RunningHall, accessible: Accessible
) -> None:
    guide = _page(chromium, hall, "guide")
    guide.goto("/guide-desk")
    guide.select_option("#service", index=1)
    guide.get_by_role("button", name="取号", exact=True).click()
    taken = guide.get_by_text("已取").inner_text().split("已取 ")[1].split(" 号")[0]
    accessible(guide)
    guide.goto(f"/guide-desk?q={taken}")
    guide.get_by_role("link", name=f"改 {taken}").click()
    guide.select_option("#change-ground", label="老年人")
    guide.get_by_role("button", name="改号别").click()
    row = guide.locator("tr", has_text=taken)
    expect(row).to_contain_text("老年人")
    guide.goto("/type/on")
    guide.goto("/guide-desk")
    accessible(guide)

    guide.goto("/inquiries")
    guide.fill("#question", "周六上午开门吗")
    guide.get_by_role("button", name="登记").click()
    accessible(guide)
    guide.fill("#text", "周六上午不开门")
    guide.get_by_role("button", name="答复", exact=True).click()
    expect(guide.locator("h1")).to_contain_text("已办结")
    guide.fill("[name=question]", "周六上午开不开门")
    guide.get_by_role("button", name="收入知识库").click()
    public = _page(chromium, hall, "", 390)
    public.goto("/ask?q=周六")
    expect(public.locator("main")).to_contain_text("周六上午开不开门")
    accessible(public)
