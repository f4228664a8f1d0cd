"""What a patrol saw goes into the ledger, is told, contested and struck: R43, R51."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Accessible, RunningHall
from yichuang.jobs.seed import DEMO_PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.req("R43", "R51")]
_CLERK = "1020"
_SEEN = "上午巡查，窗口无人，二十分钟后返回。"


def _staff(chromium: Browser, hall: RunningHall, login: str) -> Page:
    context = chromium.new_context(
        base_url=hall.url, locale="zh-CN", timezone_id="Asia/Shanghai",
        viewport={"width": 1280, "height": 800},
    )  # fmt: skip
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/login")
    page.fill("input[name=username]", login)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/start")
    return page


def _put_down(page: Page, staff_no: str) -> None:
    page.locator("#act").select_option(index=1)
    page.fill("#staff_no", staff_no)
    page.fill("#said", _SEEN)
    page.get_by_role("button", name="记入台账并告知").click()


def test_from_the_round_to_the_ruling(
    chromium: Browser, hall: RunningHall, accessible: Accessible
) -> None:
    patrol = _staff(chromium, hall, "supervision")
    patrol.goto("/acts")
    accessible(patrol)
    patrol.get_by_role("link", name="记录巡查所见").click()
    accessible(patrol)
    _put_down(patrol, "404404")
    expect(patrol.get_by_role("alert")).to_contain_text("404404")
    expect(patrol.locator("#said")).to_have_value(_SEEN)
    _put_down(patrol, _CLERK)
    expect(patrol.locator("main")).to_contain_text("已告知")
    accessible(patrol)

    clerk = _staff(chromium, hall, "clerk")
    clerk.goto("/my/acts")
    accessible(clerk)
    clerk.locator("tr", has_text=_SEEN).get_by_role("link").click()
    clerk.get_by_role("link", name="提出异议").click()
    accessible(clerk)
    clerk.fill("#reason", "当时在复印室为群众复印材料")
    clerk.get_by_role("button", name="提出异议").click()
    expect(clerk.locator("main")).to_contain_text("待裁定")

    director = _staff(chromium, hall, "director")
    director.goto("/contests")
    director.locator("#waiting + ul a").first.click()
    director.fill("#reason", "调取录像，属实")
    director.get_by_role("button", name="成立，撤销认定").click()
    expect(director.locator("main")).to_contain_text("异议成立")

    clerk.goto("/my/acts")
    expect(clerk.locator("tr", has_text=_SEEN)).to_contain_text("已撤销")


def test_a_periodic_duty_is_done_with_a_note(
    chromium: Browser, hall: RunningHall, accessible: Accessible
) -> None:
    page = _staff(chromium, hall, "supervision")
    page.goto("/todo")
    row = page.locator("tr", has_text="上班情况巡查").first
    row.locator("summary", has_text="办毕").click()
    accessible(page)
    row.locator("textarea").fill("各窗口都在岗")
    row.get_by_role("button", name="办毕").click()
    expect(page.locator("main")).to_contain_text("已办毕，已记录")
