"""The public site in a real browser: find, read, ask why, print, rate; with axe throughout."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Accessible, RunningHall

pytestmark = [pytest.mark.browser]

_PAGES = ["/", "/items", "/items?q=没有这样的事", "/windows", "/voice", "/rate", "/login", "/device",
          "/nowhere"]  # fmt: skip


def first_item(page: Page) -> str:
    """The address of a published item's guide."""
    page.goto("/items?q=食品经营许可")
    address = page.locator("#found a").first.get_attribute("href")
    assert address
    return address


@pytest.fixture(params=["chinese", "english", "elder", "phone"])
def reader(
    request: pytest.FixtureRequest, chromium: Browser, hall: RunningHall
) -> Iterator[BrowserContext]:
    """The same pages as different people have them in front of them."""
    width = 390 if request.param == "phone" else 1280
    context = chromium.new_context(base_url=hall.url, viewport={"width": width, "height": 900})
    context.set_default_timeout(15_000)
    chosen = {"english": ("language", "en"), "elder": ("elder", "1")}.get(request.param)
    if chosen:
        context.add_cookies([{"name": chosen[0], "value": chosen[1], "url": hall.url}])
    yield context
    context.close()


@pytest.mark.req("R64")
def test_every_public_page_is_accessible(reader: BrowserContext, accessible: Accessible) -> None:
    page = reader.new_page()
    problems: list[str] = []
    page.on("console", lambda said: problems.append(said.text) if "Content Security" in said.text else None)  # fmt: skip
    for address in [*_PAGES, first_item(page)]:
        page.goto(address)
        accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, f"{address} scrolls sideways"
    assert problems == [], "nothing on a page breaks its own policy"


@pytest.mark.req("R64")
def test_everything_is_big_enough_for_an_old_finger(chromium: Browser, hall: RunningHall) -> None:
    context = chromium.new_context(base_url=hall.url, viewport={"width": 390, "height": 900})
    context.add_cookies([{"name": "elder", "value": "1", "url": hall.url}])
    page = context.new_page()
    for address in ["/", first_item(page), "/rate", "/login"]:
        page.goto(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll('a, button, select, input[type=text], summary')]
            .filter(e => !e.closest('p, dd, td, .plain-list') && !e.matches('.skip, summary'))
            .filter(e => e.offsetHeight && e.offsetHeight < 60).map(e => e.textContent)"""
        )
        assert small == [], address
        size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        assert size >= 20
    context.close()


@pytest.mark.req("R08")
def test_from_the_search_to_the_guide_to_why(
    visitor: BrowserContext, accessible: Accessible
) -> None:
    page = visitor.new_page()
    page.goto("/")
    page.get_by_label("要办的事").fill("食品经营")
    page.keyboard.press("Enter")
    page.locator("#found a").first.click()
    for part in ("服务内容", "要带的材料", "办事程序", "收费标准", "收费依据", "办结时限"):
        expect(page.get_by_role("heading", name=part)).to_be_visible()
    why = page.locator("#time-limit .why > summary")
    why.focus()
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog", name="为什么")
    expect(drawer).to_be_visible()
    expect(drawer.locator(".strip li").first).to_be_visible()
    expect(drawer.get_by_text("行政许可法").first).to_be_visible()
    accessible(page)
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(why).to_be_focused()


@pytest.mark.req("R08")
def test_the_reasons_unfold_without_scripts(chromium: Browser, hall: RunningHall) -> None:
    context = chromium.new_context(base_url=hall.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(first_item(page))
    page.locator("#time-limit .why > summary").click()
    expect(page.locator("#time-limit .why-body")).to_be_visible()
    expect(page.get_by_role("button", name="打印这份清单")).to_be_hidden()
    context.close()


@pytest.mark.req("R09")
def test_the_checklist_prints_alone_of_menus(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto(first_item(page))
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", name="要带的材料")).to_be_visible()
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(page.get_by_text("English")).to_be_hidden()


@pytest.mark.req("R08")
def test_typing_finds_while_the_address_follows(visitor: BrowserContext) -> None:
    page = visitor.new_page()
    page.goto("/items")
    page.get_by_label("要办的事").press_sequentially("居住证")
    expect(page.locator("#found li").first).to_contain_text("居住证")
    page.wait_for_url("**q=%E5%B1%85%E4%BD%8F%E8%AF%81*")
    expect(page.locator("#found .htmx-added")).to_have_count(0)
    found = page.locator("#found").inner_html().split()
    page.reload()
    whole = page.locator("#found").inner_html().split()
    assert whole == found, "a part is what the whole page shows"


def call(hall: RunningHall, token: str, address: str, body: object = None) -> Any:
    request = Request(
        f"{hall.url}/api/v1{address}", data=json.dumps(body or {}).encode(), method="POST",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )  # fmt: skip
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)


@pytest.fixture(scope="module")
def served(hall: RunningHall) -> Iterator[Any]:
    """Serve visitors at one window, and give each one's rating code."""
    services = json.loads(hall.command("services", "--json"))
    service = services[0]
    window = service["windows"][0]

    def token(*words: str) -> str:
        return hall.command("token", "create", *words).splitlines()[-1]

    kiosk, clerk = token("--scope", "kiosk"), token("--scope", "window", "--window", window)
    call(hall, clerk, f"/windows/{window}/open")

    def serve() -> str:
        slip = call(hall, kiosk, "/tickets", {"service": service["code"]})["slip"]
        ticket = call(hall, clerk, f"/windows/{window}/call")["id"]
        call(hall, clerk, f"/tickets/{ticket}/start")
        assert "rating_token" not in call(hall, clerk, f"/tickets/{ticket}/finish")
        with urlopen(f"{hall.url}/api/v1/public/tickets/{slip}") as answer:
            code: str = json.load(answer)["rating_token"]
        return code

    serve.window = window  # type: ignore[attr-defined]
    yield serve
    call(hall, clerk, f"/windows/{window}/close")


@pytest.mark.req("R15")
def test_a_visitor_rates_once_by_the_code(
    visitor: BrowserContext, accessible: Accessible, served: Any
) -> None:
    page, code = visitor.new_page(), served()
    page.goto("/rate")
    page.get_by_label("评价码").fill(code.lower())
    page.get_by_role("button", name="去评价").click()
    expect(page.get_by_text("哪里不好")).to_be_hidden()
    page.get_by_text("不满意", exact=True).click()
    expect(page.get_by_text("哪里好")).to_be_hidden()
    page.get_by_text("等得太久").click()
    accessible(page)
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("heading", name="已经记下了")).to_be_visible()
    page.goto(f"/rate/{code}")
    expect(page.get_by_text("已经评价过了")).to_be_visible()


@pytest.mark.req("R15")
def test_the_tablet_asks_when_a_service_ends(
    chromium: Browser, hall: RunningHall, accessible: Accessible, served: Any
) -> None:
    words = ("--scope", "display", "--window", served.window)
    token = hall.command("token", "create", *words).splitlines()[-1]
    context = chromium.new_context(base_url=hall.url, viewport={"width": 1024, "height": 768})
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/device")
    page.get_by_label("设备令牌").fill(token)
    page.get_by_role("button", name="登记").click()
    page.wait_for_url("**/rate/window")
    served()
    page.get_by_text("非常满意", exact=True).click()
    accessible(page)
    page.get_by_role("button", name="提交评价").click()
    expect(page.get_by_role("heading", name="已经记下了")).to_be_visible()
    context.close()
