"""The hall's screens in a real browser: two touches to a number, and a call on the board."""

from __future__ import annotations

import json
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.conftest import Accessible, RunningHall

pytestmark = [pytest.mark.browser, pytest.mark.req("R14")]


def post(hall: RunningHall, secret: str, path: str) -> None:
    request = Request(
        f"{hall.url}/api/v1{path}", method="POST", data=b"{}",
        headers={"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
    )  # fmt: skip
    with urlopen(request, timeout=20) as answer:
        json.loads(answer.read() or b"null")


def test_a_number_is_taken_called_and_followed(
    visitor: BrowserContext, hall: RunningHall, accessible: Accessible
) -> None:
    board = visitor.new_page()
    board.goto("/board")
    machine = visitor.new_page()
    machine.goto("/kiosk")
    accessible(machine)
    machine.get_by_label("孕妇").check()
    machine.get_by_role("button", name="法律援助").click()
    number = machine.locator("h1.number").inner_text()
    expect(machine.get_by_text("优先 · 孕妇")).to_be_visible()
    accessible(machine)
    machine.get_by_role("link", name="在这里看").click()
    expect(machine.locator(".slip-state")).to_contain_text("等候中")
    accessible(machine)
    secret = hall.command("token", "create", "--scope", "window").split()[-1]
    post(hall, secret, "/windows/D04/open")
    post(hall, secret, "/windows/D04/call")
    expect(board.locator(".calls .called.flash")).to_contain_text(number)
    accessible(board)
    expect(machine.locator(".go")).to_contain_text("D04", timeout=20_000)
    display = visitor.new_page()
    display.goto("/board/window/D04")
    expect(display.locator(".called")).to_have_text(number)
    accessible(display)


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720), (1280, 1024)])
@pytest.mark.parametrize("address", ["/board", "/board/window/A01"])
def test_a_display_never_scrolls(
    chromium: Browser, hall: RunningHall, size: tuple[int, int], address: str
) -> None:
    context = chromium.new_context(
        base_url=hall.url, viewport={"width": size[0], "height": size[1]}
    )
    page = context.new_page()
    page.goto(address)
    inside = page.evaluate(
        "document.body.scrollHeight <= innerHeight && document.body.scrollWidth <= innerWidth"
    )
    context.close()
    assert inside
