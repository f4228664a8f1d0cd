"""One's month in the browser: a half-day opened, a correction asked for, approved, counted."""

from __future__ import annotations

from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Accessible, RunningHall
from yichuang.jobs.seed import DEMO_PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.req("R33")]


def _staff(chromium: Browser, hall: RunningHall, login: str, width: int = 1280) -> Page:
    context = chromium.new_context(
        base_url=hall.url, locale="zh-CN", timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": 900},
    )  # fmt: skip
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto("/login")
    page.fill("input[name=username]", login)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/start")
    return page


def test_a_correction_changes_my_month(
    chromium: Browser, hall: RunningHall, accessible: Accessible
) -> None:
    mine = _staff(chromium, hall, "clerk")
    mine.goto("/attendance/mine")
    accessible(mine)
    mine.get_by_role("link", name="←").click()
    address = mine.locator("a.half.bad", has_text="旷工").first.get_attribute("href")
    assert address is not None
    day = address.split("half=")[1][:10]
    hall.command("device", "add", "--serial", "BROWSER01", "--site", "yunqi")
    clocks = ("08:41:00", "12:05:00", "15:21:00", "18:05:00")
    lines = "".join(f"1020\t{day} {clock}\t255\t15\t0\t0\t0\n" for clock in clocks)
    to = f"{hall.terminals}/iclock/cdata?SN=BROWSER01&table=ATTLOG&Stamp=None"
    with urlopen(to, lines.encode()) as answer:
        assert answer.read() == b"OK:4"
    mine.goto(address)
    panel = mine.locator("#half")
    expect(panel).to_contain_text("考勤机")
    panel.locator("summary", has_text="为什么").click()
    expect(mine.locator(".steps").first).to_contain_text("迟到")
    mine.reload()  # the address is the same, so going there would leave the reasons open
    accessible(mine)
    came = "07:40" if address.endswith(".am#half") else "14:10"
    panel.locator("[name=when]").fill(came)
    panel.locator("[name=reason]").fill("   ")
    panel.get_by_role("button", name="申请补签").click()
    expect(mine.get_by_role("alert")).to_contain_text("请写明理由")
    expect(panel.locator("[name=when]")).to_have_value(came)
    panel.locator("[name=reason]").fill("指纹没有识别，值班长在场")
    panel.get_by_role("button", name="申请补签").click()
    expect(mine.locator("h1")).to_contain_text("待审批")
    number = mine.url.rsplit("/", 1)[1]
    expect(mine.get_by_role("button", name="准予", exact=True)).to_have_count(0)

    office = _staff(chromium, hall, "office")
    office.goto("/todo")
    office.get_by_role("link", name=f"补签 {number}").click()
    accessible(office)
    office.get_by_role("button", name="准予", exact=True).click()
    expect(office.locator("h1")).to_contain_text("已准予补签")
    office.goto("/attendance/months")
    accessible(office)
    with office.expect_download() as download:
        office.get_by_role("link", name="导出 Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")

    mine.goto(address)
    expect(panel).to_contain_text("补签单")
    expect(panel.locator("p .half")).to_have_class("half good")


def test_the_administrator_sees_a_strange_terminal(
    chromium: Browser, hall: RunningHall, accessible: Accessible
) -> None:
    system = _staff(chromium, hall, "system", 1920)
    with urlopen(f"{hall.terminals}/iclock/getrequest?SN=BROWSER02") as answer:
        assert answer.read() == b"OK"
    system.goto("/attendance/terminals")
    expect(system.locator("table").first).to_contain_text("BROWSER02")
    accessible(system)
