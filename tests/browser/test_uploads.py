"""A scan goes up in the browser, is cut off near the end, and goes on where it stopped: R63."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.attachments.files import png
from tests.browser.conftest import Accessible
from tests.browser.test_walk import ITEM, _mark, person

__all__ = ["person"]
pytestmark = [pytest.mark.browser, pytest.mark.req("R63")]
PIECES = 10


def accept_at_the_window(page: Page) -> str:
    """Take an application in on the form by itself; the number of the case."""
    page.goto("/window/case-panel")
    page.locator("#item-words").press_sequentially(ITEM, delay=20)
    page.get_by_role("link", name=ITEM, exact=True).first.click()
    page.fill("#ap-name", "王小明")
    page.fill("#ap-phone", "13812341234")
    _mark(page, "")
    page.get_by_role("button", name="受理，出通知书").click()
    return page.locator("dd a[href^='/cases/']").first.inner_text()


def test_an_upload_cut_at_ninety_percent_goes_on(
    person: Callable[[str], Page], accessible: Accessible
) -> None:
    clerk = person("window")
    number = accept_at_the_window(clerk)
    clerk.goto(f"/cases/{number}")
    content = png(padding=PIECES << 20)
    cut, sent = True, list[int]()

    def line(route: Route) -> None:
        found = re.search(r"from=(\d+)", route.request.url)
        start = int(found[1]) if found else -1
        if cut and start >= (PIECES - 1) << 20:
            route.abort("connectionreset")
            return
        sent.append(start)
        route.continue_()

    clerk.route("**/uploads/**", line)
    row = clerk.locator(".scan-row").first
    row.locator("input[type=file]").set_input_files(
        {"name": "营业执照.png", "mimeType": "image/png", "buffer": content}
    )
    expect(row.get_by_role("status")).to_contain_text("网络中断，已传 89%", timeout=30_000)
    accessible(clerk)
    before, cut = len(sent), False
    row.get_by_role("button", name="继续").click()
    expect(clerk.locator(".scan-files").first).to_contain_text("营业执照.png", timeout=30_000)
    again = [start for start in sent[before:] if start >= 0]
    assert min(again) == (PIECES - 1) << 20, "it went on where it stopped"
    accessible(clerk)
    with clerk.expect_popup() as opened:
        clerk.get_by_role("button", name="营业执照.png").click()
    assert opened.value.locator("img").evaluate("one => one.naturalWidth") == 2
