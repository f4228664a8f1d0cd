"""What holds for every page: headers, language, elder mode, refusals."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client
from psycopg.errors import LockNotAvailable

from yichuang.errors import NotAllowed
from yichuang.organization.models import Site
from yichuang.organization.roles import NAMES, Role
from yichuang.web.base.menu import Link, in_a_line

pytestmark = [pytest.mark.django_db, pytest.mark.req("R64")]


def test_a_page_names_the_hall_and_loads_nothing_from_elsewhere(client: Client, site: Site) -> None:
    page = client.get("/").content.decode()
    assert "临江区政务服务中心" in page
    assert "0599-1234567" in page
    assert not re.search(r"(src|href)=[\"'](https?:)?//", page)
    assert not re.search(r"\son\w+=|<script(?![^>]*\bsrc=)|style=|<style", page)


def test_the_browser_is_told_what_to_refuse(client: Client, site: Site) -> None:
    for address in ("/", "/login", "/nowhere", "/static/web/hall.css"):
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer["Referrer-Policy"] == "same-origin"
        assert "camera=()" in answer["Permissions-Policy"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        answer.close()


def test_language_and_elder_mode_stay(client: Client, site: Site) -> None:
    assert '<html lang="zh-Hans"' in client.get("/").content.decode()
    answer = client.get("/language/en?next=/login")
    assert answer["Location"] == "/login"
    client.get("/type/on")
    page = client.get("/").content.decode()
    assert re.search(r'<html lang="en"\s+class=" elder"', page)
    assert "Linjiang Government Service Centre" in page
    client.get("/type/off")
    client.get("/language/zh")
    assert 'class=""' in client.get("/").content.decode()


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_a_switch_leads_to_no_other_site(client: Client, site: Site, next_page: str) -> None:
    assert client.get("/language/en", {"next": next_page})["Location"] == "/"


def test_an_unknown_page_is_a_sentence(client: Client, site: Site) -> None:
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "<h1>没有找到</h1>" in page
    assert "没有找到这个页面。" in page
    assert "access.not_found" not in page  # codes are for staff
    assert "没有找到" in page


@pytest.mark.parametrize("lost", [OperationalError, InterfaceError])
@pytest.mark.parametrize("address", ["/", "/items", "/start", "/windows"])
def test_without_a_database_there_is_still_a_page(
    as_role: Callable[..., Client], address: str, lost: type[Exception]
) -> None:
    def gone(*_: object) -> None:
        raise lost("gone")

    browser = as_role()
    with connection.execute_wrapper(gone):
        answer = browser.get(address)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "暂时连接不上数据库" in page
    assert "政务服务大厅" in page
    assert page.rstrip().endswith("</html>")


@pytest.mark.parametrize("address", ["/", "/items", "/windows", "/login", "/follow", "/nowhere"])
def test_a_hall_that_is_not_open_yet_says_how_to_open_it(client: Client, address: str) -> None:
    page = client.get(address).content.decode()
    assert "yichuang hall open" in page
    assert 'href="/windows"' not in page  # no menu that leads nowhere
    client.get("/language/en")
    assert "This hall is not open yet" in client.get(address).content.decode()


def test_a_hall_that_is_open_says_nothing_of_opening(client: Client, site: Site) -> None:
    assert "yichuang hall open" not in client.get("/").content.decode()


def test_chinese_first_whatever_the_browser_says(client: Client, site: Site) -> None:
    answer = client.get("/", headers={"Accept-Language": "en-GB"})
    assert '<html lang="zh-Hans"' in answer.content.decode()
    assert answer["Content-Language"] == "zh-hans"


def test_a_lock_not_had_in_time_is_not_a_lost_database(
    client: Client, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    def waits(*_: object, **__: object) -> None:
        raise OperationalError("canceling statement due to lock timeout") from LockNotAvailable()

    monkeypatch.setattr("yichuang.web.follow.pages.actions.follow", waits)
    answer = client.post("/follow", {"number": "1", "code": "A"})
    assert answer.status_code == 409
    assert "有人正在办同一件事" in answer.content.decode()


def test_rights_are_asked_of_whoever_grants_them() -> None:
    assert NAMES[Role.SECURITY_ADMIN].zh in NotAllowed.phrase.zh
    assert NAMES[Role.SECURITY_ADMIN].en.lower() in NotAllowed.phrase.en


def test_the_guide_finds_work_and_no_dead_ends(as_role: Callable[..., Client]) -> None:
    browser = as_role(Role.GUIDE)
    page = browser.get("/start").content.decode()
    assert "导办台" in page
    for address in re.findall(r'<a class="card" href="([^"]+)"', page):
        assert browser.get(address).status_code == 200, address


def test_the_head_of_a_page_stays_one_line_however_much_somebody_may() -> None:
    links = [Link(f"/{n}", NAMES[Role.OFFICE], NAMES[Role.OFFICE], here=n == 9) for n in range(11)]
    line = in_a_line(links)
    assert [link.address for link in line] == ["/0", "/1", "/2", "/3", "/4", "/5", "/9", "/start"]
    assert in_a_line(links[:8]) == links[:8]
