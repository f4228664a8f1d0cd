"""R63: getting in, getting out, and what ends a log-in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.web.conftest import PASSWORD
from yichuang import clock
from yichuang.journal import queries as journal
from yichuang.organization import actions
from yichuang.organization.models import Account, Person, Site
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]

Hire = Callable[..., Person]


def log_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> object:
    return client.post("/login", {"username": username, "password": password, **more})


def test_logging_in_and_out_is_on_record(client: Client, hire: Hire) -> None:
    hire("1001", Role.WINDOW_CLERK)
    assert client.get("/start")["Location"] == "/login?next=/start"
    answer = log_in(client, "u1001", next="/start")
    assert answer["Location"] == "/start"  # type: ignore[index]
    assert "林晓，您好" in client.get("/start").content.decode()
    assert client.post("/logout")["Location"] == "/login"
    assert client.get("/start").status_code == 302
    kinds = [fact.kind for fact in journal.of_subject("person:1001")]
    assert kinds[-2:] == ["account.logged_in", "account.logged_out"]


def test_logging_in_leads_to_no_other_site(client: Client, hire: Hire) -> None:
    hire("1001")
    answer = log_in(client, "u1001", next="https://evil.example/")
    assert answer["Location"] == "/start"  # type: ignore[index]


def test_a_wrong_password_is_a_sentence_and_tells_nothing(client: Client, hire: Hire) -> None:
    hire("1001")
    known = log_in(client, "u1001", "wrong-Password-1")
    unknown = log_in(client, "nobody", "wrong-Password-1")
    for answer in (known, unknown):
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert "用户名或密码不对" in answer.content.decode()  # type: ignore[attr-defined]


def test_five_wrong_passwords_lock_the_account(client: Client, hire: Hire) -> None:
    hire("1001")
    for _ in range(5):
        log_in(client, "u1001", "wrong-Password-1")
    answer = log_in(client, "u1001")
    assert answer.status_code == 429  # type: ignore[attr-defined]
    assert answer["Retry-After"] == "900"  # type: ignore[index]
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert "请 15 分钟后再试" in page
    assert "access.locked_out" not in page, "codes are for staff"


def test_refused_log_ins_are_on_record_once_a_minute(client: Client, hire: Hire) -> None:
    hire("1001")
    for _ in range(7):
        log_in(client, "u1001", "wrong-Password-1")
    log_in(client, "my-Secret-pass", "wrong-Password-1")
    noted = [(fact.kind, fact.actor) for fact in journal.of_subject("address:127.0.0.1")]
    assert noted == [
        ("account.log_in_refused", "person:1001"), ("account.locked_out", "person:1001"),
        ("account.log_in_refused", "visitor"),
    ]  # fmt: skip
    assert "my-Secret" not in str(journal.of_subject("address:127.0.0.1"))


class TestTheFirstPassword:
    def test_is_changed_before_anything_else(self, client: Client, hire: Hire) -> None:
        hire("1001", Role.WINDOW_CLERK, must_change=True)
        log_in(client, "u1001")
        for address in ("/start", "/", "/people"):
            assert client.get(address)["Location"] == "/password"
        part = client.get("/start", headers={"HX-Request": "true"})
        assert (part.status_code, part["HX-Redirect"]) == (204, "/password")
        assert client.get("/language/en?next=/password").status_code == 302
        answer = client.post("/password", {
            "old_password": PASSWORD, "new_password1": "Brand-new-8", "new_password2": "Brand-new-8",
        })  # fmt: skip
        assert answer["Location"] == "/start"
        assert client.get("/start").status_code == 200, "and the session goes on"

    @pytest.mark.parametrize(
        ("old", "new", "said"),
        [
            (PASSWORD, PASSWORD, "新密码不能与旧密码相同"),
            (PASSWORD, "short1A", "8 个字符"),
            (PASSWORD, "alllowercaseletters", "三类"),
            (PASSWORD, "Password123", "太常见"),
            ("not-Mine-1", "Brand-new-8", "旧密码"),
        ],
    )
    def test_is_changed_to_a_good_one(
        self, client: Client, hire: Hire, old: str, new: str, said: str
    ) -> None:
        hire("1001", must_change=True)
        log_in(client, "u1001")
        given = {"old_password": old, "new_password1": new, "new_password2": new}
        answer = client.post("/password", given)
        assert answer.status_code == 422
        assert said.replace("三类", "3类") in answer.content.decode()


class TestASession:
    def test_ends_with_its_account_and_never_comes_back(
        self, client: Client, hire: Hire, at: datetime
    ) -> None:
        person = hire("1001", Role.WINDOW_CLERK)
        client.force_login(Account.objects.get(person=person))
        assert client.get("/start").status_code == 200
        account = Account.objects.get(person=person)
        actions.close_account(account=account, reason="调离", at=at, by=SYSTEM)
        assert client.get("/start").status_code == 302
        actions.renew_account(account=account, at=at, by=SYSTEM)
        assert client.get("/start").status_code == 302

    def test_loses_a_right_with_the_next_request(
        self, client: Client, hire: Hire, at: datetime
    ) -> None:
        person = hire("1001", Role.SYSTEM_ADMIN)
        client.force_login(Account.objects.get(person=person))
        assert client.get("/people").status_code == 200
        actions.revoke_role(person=person, role=Role.SYSTEM_ADMIN, at=at, by=SYSTEM)
        answer = client.get("/people")
        assert answer.status_code == 403
        assert "没有“管理人员和账号”的权限" in answer.content.decode()

    @pytest.mark.parametrize(
        ("requests", "alive"),
        [
            ([29 * 60], True),
            ([31 * 60], False),
            ([20 * 60, 40 * 60, 60 * 60], True),
            ([-20 * 60, -29 * 60, 31 * 60], False),  # what a page fetches by itself
            ([n * 25 * 60 for n in range(1, 30)], False),  # twelve hours are the most
        ],
    )
    def test_ends_when_idle(
        self, client: Client, hire: Hire, monkeypatch: pytest.MonkeyPatch, requests: list[int],
        *, alive: bool,
    ) -> None:  # fmt: skip
        began = clock.real_now()
        monkeypatch.setattr(clock, "real_now", lambda: began)
        hire("1001")
        log_in(client, "u1001")
        status = 200
        for seconds in requests:
            moment = began + timedelta(seconds=abs(seconds))
            monkeypatch.setattr(clock, "real_now", lambda moment=moment: moment)
            headers = {"Unattended": "1"} if seconds < 0 else {}
            status = client.get("/start", headers=headers).status_code
        assert (status == 200) is alive


@pytest.mark.parametrize(
    ("role", "opens", "closed"),
    [
        (Role.SYSTEM_ADMIN, ["/people"], ["/roles", "/audit", "/ratings"]),
        (Role.SECURITY_ADMIN, ["/roles"], ["/people", "/audit", "/ratings"]),
        (Role.AUDIT_ADMIN, ["/audit"], ["/people", "/roles", "/ratings"]),
        (Role.SUPERVISION, ["/ratings"], ["/people", "/roles", "/audit"]),
        (Role.WINDOW_CLERK, ["/ratings"], ["/people", "/roles", "/audit"]),
        (Role.GUIDE, [], ["/people", "/roles", "/audit", "/ratings"]),
    ],
)
def test_the_start_page_offers_what_the_roles_open(
    as_role: Callable[..., Client], role: Role, opens: list[str], closed: list[str]
) -> None:
    client = as_role(role)
    start = client.get("/start").content.decode()
    for address in opens:
        assert f'class="card" href="{address}"' in start
        assert client.get(address).status_code == 200
    for address in closed:
        assert f'href="{address}"' not in start
        assert client.get(address).status_code == 403


def test_nobody_gets_staff_pages_without_logging_in(client: Client, site: Site) -> None:
    for address in ("/start", "/people", "/people/new", "/roles", "/audit", "/audit/verification",
                    "/ratings", "/password"):  # fmt: skip
        assert client.get(address)["Location"].startswith("/login?next=")


def test_somebody_without_a_role_is_told_so(as_role: Callable[..., Client]) -> None:
    assert "还没有任何角色" in as_role().get("/start").content.decode()
