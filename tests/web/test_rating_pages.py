"""R15 on the page: once, by the applicant, staff kept out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from yichuang import clock
from yichuang.feedback.actions import invite, rate
from yichuang.feedback.models import Invitation, Rating
from yichuang.organization import actions
from yichuang.organization.models import Site, Token, Window
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

pytestmark = [pytest.mark.django_db, pytest.mark.req("R15")]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: at)


@pytest.fixture
def window(site: Site, at: datetime) -> Window:
    return actions.add_window(site=site, code="A01", name="企业登记", at=at, by=SYSTEM)


Finish = Callable[..., str]


@pytest.fixture
def finish(site: Site, window: Window, at: datetime) -> Finish:
    def finished(subject: str = "ticket:1", when: datetime = at) -> str:
        return invite(subject=subject, about=Phrase("A001 号 · 企业登记", "A001, registration"),
                      site_id=site.pk, site_code=site.code, window_id=window.pk, at=when, by=SYSTEM)  # fmt: skip

    return finished


class TestByCode:
    def test_five_levels_and_thanks(self, client: Client, finish: Finish) -> None:
        code = finish()
        page = client.get(f"/rate/{code}").content.decode()
        levels = ["非常满意", "满意", "基本满意", "不满意", "非常不满意"]
        places = [page.index(f"<span>{level}</span>") for level in levels]
        assert places == sorted(places)
        assert "checked" not in page, "nothing is chosen beforehand"
        given = {"level": "2", "tags": ["unclear", "quick"], "text": "没说清楚"}
        assert client.post(f"/rate/{code}", given)["Location"] == "/rate/thanks"
        assert "已经记下了" in client.get("/rate/thanks").content.decode()
        kept = Rating.objects.get()
        assert (kept.level, kept.tags, kept.channel) == (2, ["unclear"], "code")

    def test_once(self, client: Client, finish: Finish) -> None:
        code = finish()
        client.post(f"/rate/{code}", {"level": "5"})
        again = client.post(f"/rate/{code}", {"level": "1"})
        assert again.status_code == 409
        assert "已经评价过了" in again.content.decode()
        assert "<form method" not in client.get(f"/rate/{code}").content.decode()
        assert Rating.objects.get().level == 5

    @pytest.mark.parametrize("level", ["", "0", "6", "x", "²"])
    def test_no_level_is_no_rating(self, client: Client, finish: Finish, level: str) -> None:
        code = finish()
        answer = client.post(f"/rate/{code}", {"level": level, "text": "留着我写的话"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "请在五档满意程度中选一档" in page
        assert "留着我写的话" in page
        assert not Rating.objects.exists()

    def test_an_unknown_code_is_a_sentence(self, client: Client, site: Site) -> None:
        answer = client.get("/rate/0000-0000-0000")
        assert answer.status_code == 404
        assert "没有这个评价码" in answer.content.decode()

    def test_typed_in(self, client: Client, finish: Finish) -> None:
        code = finish()
        assert "评价码" in client.get("/rate").content.decode()
        asked = client.get("/rate", {"code": code.lower().replace("-", " ")}, follow=True)
        assert "A001 号 · 企业登记" in asked.content.decode()

    def test_not_by_staff(self, as_role: Callable[..., Client], finish: Finish) -> None:
        code, clerk = finish(), as_role(Role.WINDOW_CLERK)
        page = clerk.get(f"/rate/{code}").content.decode()
        assert "工作人员不能代评" in page
        assert 'name="level"' not in page
        assert clerk.post(f"/rate/{code}", {"level": "5"}).status_code == 403
        assert not Rating.objects.exists()


class TestAtTheWindow:
    @pytest.fixture
    def tablet(self, site: Site, window: Window, at: datetime) -> Client:
        _, secret = actions.create_token(
            scope=Token.Scope.DISPLAY, site=site, window=window, at=at, by=SYSTEM
        )
        device = Client()
        answer = device.post("/device", {"token": secret})
        assert answer["Location"] == "/rate/window"
        cookie = answer.cookies["device"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"
        return device

    def test_asks_after_each_service(self, tablet: Client, finish: Finish) -> None:
        assert "办完事后" in tablet.get("/rate/window").content.decode()
        assert "HX-Refresh" not in tablet.get("/rate/window/asked?shown=")
        finish()
        assert tablet.get("/rate/window/asked?shown=")["HX-Refresh"] == "true"
        page = tablet.get("/rate/window").content.decode()
        pk = Invitation.objects.get().pk
        assert f'name="service" value="{pk}"' in page
        assert "HX-Refresh" not in tablet.get(f"/rate/window/asked?shown={pk}")
        thanks = tablet.post("/rate/window", {"service": str(pk), "level": "4"})
        assert "已经记下了" in thanks.content.decode()
        assert Rating.objects.get().channel == "window"
        assert "办完事后" in tablet.get("/rate/window").content.decode()

    def test_a_level_is_needed(self, tablet: Client, finish: Finish) -> None:
        finish()
        pk = Invitation.objects.get().pk
        assert tablet.post("/rate/window", {"service": str(pk)}).status_code == 422
        assert tablet.post("/rate/window", {"service": "x", "level": "5"}).status_code == 200
        assert not Rating.objects.exists()

    def test_only_a_device_asks(self, client: Client, as_role: Callable[..., Client]) -> None:
        for browser in (client, as_role(Role.WINDOW_CLERK)):
            answer = browser.get("/rate/window")
            assert answer.status_code == 403
            assert "还没有登记" in answer.content.decode()

    def test_a_revoked_device_goes_dark(self, tablet: Client, at: datetime) -> None:
        actions.revoke_token(token_id=Token.objects.get().pk, at=at, by=SYSTEM)
        assert tablet.get("/rate/window").status_code == 401

    def test_a_wrong_token_sets_nothing_up(self, client: Client, site: Site) -> None:
        answer = client.post("/device", {"token": "wrong"})
        assert answer.status_code == 401
        assert "device" not in answer.cookies


class TestWhatPeopleSaid:
    def test_is_shown_without_who(
        self, as_role: Callable[..., Client], finish: Finish, at: datetime
    ) -> None:
        for number in range(6):
            rate(code=finish(f"ticket:{number}"), level=5 if number else 1, text="等了很久", at=at)
        finish("ticket:9")
        page = as_role(Role.SUPERVISION).get("/ratings").content.decode()
        assert "等了很久" in page
        assert "83.3%" in page
        assert "ticket" not in page
        row = page[page.index("<td>A01") :]
        assert row.index(">7</td>") < row.index(">6</td>") < row.index(">1</td>")

    def test_a_clerk_reads_no_words(self, as_role: Callable[..., Client], finish: Finish, at: datetime) -> None:  # fmt: skip
        rate(code=finish(), level=1, text="等了很久", at=at)
        page = as_role(Role.WINDOW_CLERK).get("/ratings?by=window").content.decode()
        assert "等了很久" not in page
        assert "群众留言" not in page

    def test_month_by_month(
        self, as_role: Callable[..., Client], finish: Finish, at: datetime
    ) -> None:
        finish(when=at - timedelta(days=28))
        client = as_role(Role.SUPERVISION)
        assert "还没有结束的服务" in client.get("/ratings").content.decode()
        for address in ("/ratings?month=2026-02", "/ratings?month=2026-02&by=item"):
            assert "还没有结束的服务" not in client.get(address).content.decode()
        for odd in ("2026-13", "x", "2999-01"):
            assert client.get("/ratings", {"month": odd, "by": "x"}).status_code == 200
