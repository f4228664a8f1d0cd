"""People of the demo hall at browsers of their own, and cases they find there."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import RunningHall
from yichuang.catalog.demo.schema import demo_items
from yichuang.jobs.seed import DEMO_PASSWORD

Person = Callable[[str], Page]
_APPLICANT = {"name": "王小明", "id_number": "11010519491231002X", "phone": "13812341234"}


def log_in(chromium: Browser, hall: RunningHall, username: str, *, width: int = 1280) -> Page:
    """Somebody's browser, logged in; without a name a visitor's."""
    context: BrowserContext = chromium.new_context(
        base_url=hall.url, locale="zh-CN", timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": 900},
    )  # fmt: skip
    context.set_default_timeout(30_000)
    page = context.new_page()
    if username:
        page.goto("/login")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/start")
    return page


class Clerk:
    """Somebody who handles cases by the API, so that a walk can begin where it matters."""

    def __init__(self, hall: RunningHall, staff_no: str) -> None:
        self._hall = hall
        said = hall.command("token", "create", "--scope", "clerk", "--person", staff_no)
        self._secret = said.split()[-1]

    def ask(self, path: str, **body: object) -> dict[str, str]:
        request = Request(
            f"{self._hall.url}/api/v1{path}", method="POST", data=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self._secret}", "Content-Type": "application/json"},
        )  # fmt: skip
        with urlopen(request, timeout=60) as answer:
            made: dict[str, str] = json.load(answer)
        return made

    def accept(self, name: str) -> str:
        """Take an application with all its papers in; the number of the case."""
        item = next(one for one in demo_items() if one.content.name.zh == name)
        papers = {one.code: "ok" for one in item.content.materials if one.required}
        return self.ask("/cases", item=item.code, applicant=_APPLICANT, materials=papers)["number"]
