"""The walk through the whole house, as people do it: from a number to a rated result."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Accessible, RunningHall
from yichuang.jobs.seed import DEMO_PASSWORD

pytestmark = pytest.mark.browser
ITEM = "食品经营许可核发"
MISSING = "营业执照"
CODE = re.compile(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}")
Person = Callable[[str], Page]


@pytest.fixture
def person(chromium: Browser, hall: RunningHall) -> Iterator[Person]:
    """Log somebody in at a browser of their own; ``""`` is a visitor."""
    contexts: list[BrowserContext] = []

    def log_in(username: str) -> Page:
        context = chromium.new_context(
            base_url=hall.url, locale="zh-CN", timezone_id="Asia/Shanghai",
            viewport={"width": 1280, "height": 900},
        )  # fmt: skip
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        if username:
            page.goto("/login")
            page.fill("input[name=username]", username)
            page.fill("input[name=password]", DEMO_PASSWORD)
            page.keyboard.press("Enter")
            page.wait_for_url("**/start")
        return page

    yield log_in
    for context in contexts:
        context.close()


def _take_a_number(page: Page, accessible: Accessible) -> str:
    """Two touches at the kiosk."""
    page.goto("/kiosk")
    accessible(page)
    page.get_by_role("button", name=re.compile("综合受理")).click()
    number = page.locator("h1.number").inner_text()
    assert re.fullmatch(r"Z\d{3}", number)
    accessible(page)
    return number


def _mark(page: Page, missing: str) -> None:
    """Mark every paper, by keys: 1 in order, 2 missing."""
    papers = page.locator("fieldset.paper")
    expect(papers.first).to_be_visible()
    for n in range(papers.count()):
        paper = papers.nth(n)
        is_missing = missing and missing in paper.locator("legend").inner_text()
        paper.locator("input[type=radio]").first.focus()
        page.keyboard.press("2" if is_missing else "1")
        if is_missing:
            paper.locator("input[name^=why-]").fill("请提交营业执照复印件")


def _search(page: Page, words: str) -> None:
    """Type as people do: key by key, into a field that is there."""
    field = page.locator("#item-words")
    expect(field).to_have_value("")
    field.press_sequentially(words, delay=30)


def _decide_at_the_desk(person: Person, number: str) -> None:
    """One reviews; another verifies and decides."""
    reviewer = person("reviewer")
    reviewer.goto("/desk")
    reviewer.goto(f"/cases/{number}")
    reviewer.fill("#opinion", "现场与图纸相符，材料齐全。")
    reviewer.get_by_role("button", name="建议准予").click()
    expect(reviewer.locator("main")).to_contain_text("等另一位核准人员核准")
    verifier = person("verifier")
    verifier.goto(f"/cases/{number}")
    verifier.fill("#opinion", "同意。")
    verifier.get_by_role("button", name="同意，核准").click()
    verifier.fill("#result", "准予食品经营，有效期五年。")
    verifier.get_by_role("button", name="准予", exact=True).click()
    expect(verifier.locator("main")).to_contain_text("等综合窗口出件")


@contextmanager
def _paper(page: Page, name: str) -> Iterator[bytes]:
    """A notice as the PDF it is."""
    address = page.get_by_role("link", name=name).first.get_attribute("href")
    assert address
    answer = page.request.get(address)
    assert answer.ok
    yield answer.body()


def _guess_codes(visitor: Page, case: str) -> None:
    """A wrong code tells nothing, and after a few nothing is asked any more."""
    for _ in range(8):
        visitor.goto("/follow")
        visitor.fill("#number", case)
        visitor.fill("#code", "WRONGCOD")
        visitor.get_by_role("button", name="查进度").click()
    expect(visitor.locator("main")).to_contain_text("连续输错")


@pytest.mark.req("R01", "R04", "R11", "R13", "R14", "R15", "R16", "R18", "R21", "R25")
def test_from_a_number_to_a_rated_result(
    hall: RunningHall, person: Person, accessible: Accessible
) -> None:
    visitor = person("")
    number = _take_a_number(visitor, accessible)
    slip = visitor.get_by_role("link", name="在这里看").get_attribute("href")
    assert slip

    clerk = person("window")
    clerk.goto("/window")
    clerk.get_by_role("button", name=re.compile("^开窗")).click()
    expect(clerk.locator(".station-queue, #queue, .queue").first).to_contain_text(number)
    board = person("")
    board.goto("/board")
    clerk.keyboard.press("Space")
    expect(clerk.locator(".station-number")).to_have_text(number)
    expect(board.locator("body")).to_contain_text(number)
    expect(board.locator("body")).to_contain_text("Z01")
    accessible(clerk)
    accessible(board)

    clerk.keyboard.press("s")
    _search(clerk, ITEM)
    clerk.get_by_role("link", name=ITEM, exact=True).click()
    clerk.fill("#ap-name", "周桂兰")
    clerk.fill("#ap-id", "11010519491231002X")
    clerk.fill("#ap-phone", "13800001234")
    _mark(clerk, MISSING)
    expect(clerk.locator("#answer")).to_contain_text(MISSING)
    accessible(clerk)
    clerk.get_by_role("button", name=re.compile("Enter")).last.click()
    told = clerk.locator(".answer-notify")
    expect(told).to_contain_text(MISSING)
    case = told.locator("a[href^='/cases/']").first.inner_text()
    code = told.locator(".public-code").inner_text().replace(" ", "")
    with _paper(clerk, "打印通知书") as notice:
        assert notice.startswith(b"%PDF")

    visitor.goto("/follow")
    visitor.fill("#number", case)
    visitor.fill("#code", code)
    visitor.get_by_role("button", name="查进度").click()
    expect(visitor.locator("main")).to_contain_text("补正")
    accessible(visitor)

    clerk.get_by_role("link", name="再收一件").click()
    _search(clerk, case)
    clerk.locator("#items-found").get_by_role("link", name=ITEM).first.click()
    _mark(clerk, "")
    clerk.get_by_role("button", name=re.compile("提交补正材料")).click()
    expect(clerk.locator(".answer-accept")).to_contain_text("承诺办结")
    clerk.locator(".station-number").click()
    clerk.keyboard.press("f")
    expect(clerk.get_by_role("button", name=re.compile("叫下一号"))).to_be_visible()
    assert not CODE.search(clerk.content()), "the code is the visitor's alone"
    visitor.goto(slip)
    rating_code = visitor.locator(".rate-code").inner_text()
    assert CODE.fullmatch(rating_code)

    _decide_at_the_desk(person, case)
    results = person("results")
    results.goto("/issuing")
    results.get_by_role("row", name=re.compile(case)).get_by_role("link", name="出件").click()
    results.fill("#signed_by", "周桂兰")
    results.get_by_role("button", name="当面交付").click()
    expect(results.locator("main")).to_contain_text("已经办结")

    visitor.reload()
    visitor.goto("/follow")
    visitor.fill("#number", case)
    visitor.fill("#code", code)
    visitor.get_by_role("button", name="查进度").click()
    expect(visitor.locator("main")).to_contain_text("已办结")
    leaf = re.search(r"[0-9a-f]{64}", visitor.content())
    assert leaf, "the journal leaf of the acceptance is on the page"
    visitor.goto(f"/rate?code={rating_code}")
    visitor.locator(".level").nth(0).click()
    accessible(visitor)
    visitor.get_by_role("button", name="提交评价").click()
    expect(visitor.locator("main")).to_contain_text("谢谢")
    visitor.goto(f"/rate?code={rating_code}")
    expect(visitor.locator("main")).to_contain_text("评价过")

    assert "sealed" in hall.command("journal", "seal")
    assert "Whole:" in hall.command("journal", "verify")

    _guess_codes(visitor, case)
