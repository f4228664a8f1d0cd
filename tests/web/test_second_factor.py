"""R63: the second factor, one's sessions, old passwords, tries that are limited, denials."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django_otp.oath import TOTP

from tests.web.conftest import PASSWORD
from yichuang import clock
from yichuang.journal import queries as journal
from yichuang.organization import actions, log_ins, resets
from yichuang.organization.models import Account, OpenLogIn, PasswordReset, Person, SecondFactor
from yichuang.organization.queries import SYSTEM, reader_for
from yichuang.organization.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]

Hire = Callable[..., Person]


@pytest.fixture(autouse=True)
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Real time that stands still, and is moved on by so many seconds."""
    moment = [datetime(2026, 3, 10, 9, 30, tzinfo=clock.ZONE)]
    monkeypatch.setattr(clock, "real_now", lambda: moment[0])

    def move(seconds: int) -> None:
        moment[0] += timedelta(seconds=seconds)

    return move


def log_in(client: Client, who: str, password: str = PASSWORD, address: str = "10.0.0.1") -> object:
    return client.post("/login", {"username": who, "password": password}, REMOTE_ADDR=address)


def code_of(secret: str) -> str:
    maker = TOTP(base64.b32decode(secret))
    maker.time = clock.real_now().timestamp()
    return f"{maker.token():06d}"


def enrol(client: Client) -> tuple[str, list[str]]:
    """Set the app up: its secret and the recovery codes."""
    page = client.get("/second").content.decode()
    assert "<svg" in page
    found = re.search(r'<p class="code">([A-Z2-7 ]+)</p>', page)
    assert found
    secret = found[1].replace(" ", "")
    page = client.post("/second", {"code": code_of(secret)}).content.decode()
    codes = re.findall(r'<li class="code">([\w-]+)</li>', page)
    assert len(codes) == 8
    return secret, codes


class TestTheSecondFactor:
    def test_is_set_up_at_the_first_log_in_and_asked_for_from_then_on(
        self, hire: Hire, now: Callable[[int], None]
    ) -> None:
        hire("1001", Role.SECURITY_ADMIN)
        client = Client()
        assert log_in(client, "u1001")["Location"] == "/second"  # type: ignore[index]
        assert client.get("/roles")["Location"] == "/second", "nothing else is open"
        assert client.post("/second", {"code": "000000"}).status_code == 422
        secret, codes = enrol(client)
        assert client.get("/roles").status_code == 200
        again = Client()
        log_in(again, "u1001")
        assert again.get("/roles")["Location"] == "/second"
        replayed = again.post("/second", {"code": code_of(secret)})
        assert replayed.status_code == 422, "a code is taken once"
        now(30)
        assert again.post("/second", {"code": code_of(secret)})["Location"] == "/start"
        assert again.get("/roles").status_code == 200
        lost = Client()
        log_in(lost, "u1001")
        assert lost.post("/second", {"code": codes[0].upper()})["Location"] == "/start"
        twice = Client()
        log_in(twice, "u1001")
        assert twice.post("/second", {"code": codes[0]}).status_code == 422
        kinds = [fact.kind for fact in journal.of_subject("person:1001")]
        assert "account.second_refused" in kinds
        assert kinds.count("account.recovery_code_used") == 1
        kept = SecondFactor.objects.get()
        assert secret.encode() not in bytes(kept.secret)
        assert not set(codes) & set(kept.recovery)

    @pytest.mark.parametrize(
        ("setting", "role", "asked"),
        [
            ("", Role.SYSTEM_ADMIN, True),
            ("", Role.WINDOW_CLERK, False),
            ("all", Role.WINDOW_CLERK, True),
            ("off", Role.AUDIT_ADMIN, False),
        ],
    )
    def test_is_asked_of_whom_the_setting_names(
        self, hire: Hire, settings: LazySettings, setting: str, role: Role, *, asked: bool
    ) -> None:
        settings.SECOND_FACTOR = setting
        hire("1001", role)
        client = Client()
        log_in(client, "u1001")
        assert (client.get("/start").status_code == 302) is asked

    def test_tries_are_limited(self, hire: Hire) -> None:
        hire("1001", Role.AUDIT_ADMIN)
        first = Client()
        log_in(first, "u1001")
        secret, _ = enrol(first)
        client = Client()
        log_in(client, "u1001")
        for _ in range(6):
            assert client.post("/second", {"code": "000000"}).status_code == 422
        stopped = client.post("/second", {"code": code_of(secret)})
        assert (stopped.status_code, stopped["Retry-After"]) == (429, "2")

    def test_is_reset_by_two(self, hire: Hire, at: datetime) -> None:
        system, other = hire("1000", Role.SYSTEM_ADMIN), hire("1002", Role.SECURITY_ADMIN)
        audit = hire("1001", Role.AUDIT_ADMIN)
        client = Client()
        log_in(client, "u1001")
        enrol(client)
        admin = Client()
        admin.force_login(Account.objects.get(person=system))
        assert "申请重置第二因素" in admin.get("/people/1001").content.decode()
        asked = {"reset_reason": "手机丢失", "what": "second_factor"}
        assert admin.post("/people/1001/ask-reset", asked).status_code == 302
        reset = PasswordReset.objects.get()
        with pytest.raises(resets.SecondAdministrator):
            resets.confirm_reset(reset_id=reset.pk, at=at, by=reader_for(system))
        resets.confirm_reset(reset_id=reset.pk, at=at, by=reader_for(other))
        assert client.get("/audit").status_code == 302, "its log-ins end"
        assert Account.objects.get(person=audit).check_password(PASSWORD)
        log_in(client, "u1001")
        enrol(client)

    def test_an_empty_reason_keeps_the_page(self, hire: Hire) -> None:
        hire("1001", Role.AUDIT_ADMIN)
        admin = Client()
        admin.force_login(Account.objects.get(person=hire("1000", Role.SYSTEM_ADMIN)))
        page = admin.post("/people/1001/ask-reset", {"reset_reason": "  "})
        assert page.status_code == 422
        assert 'aria-invalid="true"' in page.content.decode()
        assert not PasswordReset.objects.exists()


class TestOnesLogIns:
    def test_are_listed_and_ended(self, hire: Hire) -> None:
        hire("1001")
        here, there, third = Client(), Client(HTTP_USER_AGENT="Firefox/140 (Windows)"), Client()
        for client in (here, there, third):
            log_in(client, "u1001")
        page = here.get("/sessions").content.decode()
        assert "Firefox · Windows" in page
        assert "10.0.0.1" in page
        one = OpenLogIn.objects.get(browser__startswith="Firefox")
        assert here.post(f"/sessions/{one.pk}/end").status_code == 302
        assert there.get("/start").status_code == 302
        assert third.get("/start").status_code == 200
        here.post("/sessions/end")
        assert third.get("/start").status_code == 302
        assert here.get("/start").status_code == 200
        assert here.post(f"/sessions/{one.pk}/end").status_code == 404

    def test_nobody_ends_anothers(self, hire: Hire) -> None:
        hire("1001")
        hire("1002")
        one, other = Client(), Client()
        log_in(one, "u1001")
        log_in(other, "u1002")
        pk = OpenLogIn.objects.get(account__username="u1002").pk
        assert one.post(f"/sessions/{pk}/end").status_code == 404
        assert other.get("/start").status_code == 200

    def test_end_with_a_new_password_elsewhere(self, hire: Hire) -> None:
        hire("1001")
        here, there = Client(), Client()
        log_in(here, "u1001")
        log_in(there, "u1001")
        new = {"old_password": PASSWORD, "new_password1": "Brand-new-8"}
        here.post("/password", {**new, "new_password2": "Brand-new-8"})
        assert there.get("/start").status_code == 302
        assert here.get("/start").status_code == 200
        assert "本机" in here.get("/sessions").content.decode()

    def test_end_at_once_with_the_account(self, hire: Hire, at: datetime) -> None:
        account = Account.objects.get(person=hire("1001"))
        log_in(Client(), "u1001")
        actions.close_account(account=account, reason="调离", at=at, by=SYSTEM)
        assert not log_ins.open_log_ins(account, real=clock.real_now()).exists()
        assert not OpenLogIn.objects.exists()


def test_the_newest_five_passwords_are_refused(hire: Hire, at: datetime) -> None:
    account = Account.objects.get(person=hire("1001"))
    by = reader_for(account.person)
    for n in range(4):
        actions.change_password(account=account, password=f"Another-{n}x", at=at, by=by)
    client = Client()
    client.force_login(account)

    def change(to: str) -> int:
        given = {"old_password": "Another-3x", "new_password1": to, "new_password2": to}
        return client.post("/password", given).status_code

    assert change(PASSWORD) == 422
    assert change("Another-0x") == 422
    assert change("Never-had-9") == 302
    assert change("Never-had-9") == 422


class TestWrongPasswords:
    def test_strangers_are_slowed_and_its_owners_browser_is_not(
        self, hire: Hire, now: Callable[[int], None]
    ) -> None:
        hire("1001")
        own = Client()
        log_in(own, "u1001")
        stranger, waits = Client(), []
        for n in range(12):
            answer = log_in(stranger, "u1001", "Wrong-pass-1", f"10.0.1.{n}")
            wait = answer.headers.get("Retry-After")  # type: ignore[attr-defined]
            if wait:
                waits.append(int(wait))
                now(int(wait))
                log_in(stranger, "u1001", "Wrong-pass-1", f"10.0.2.{n}")
        assert waits == [2, 4, 8, 16, 32, 60], "doubled, and never longer than a minute"
        stopped = log_in(Client(), "u1001", address="10.0.3.1")
        assert stopped.status_code == 429  # type: ignore[attr-defined]
        assert log_in(own, "u1001")["Location"] == "/start"  # type: ignore[index]

    def test_a_known_browser_is_counted_for_itself(self, hire: Hire) -> None:
        hire("1001")
        own = Client()
        log_in(own, "u1001")
        for _ in range(6):
            log_in(own, "u1001", "Wrong-pass-1")
        assert log_in(own, "u1001").status_code == 429  # type: ignore[attr-defined]
        assert log_in(Client(), "u1001")["Location"] == "/start"  # type: ignore[index]


def test_denials_are_on_record_once_a_minute_with_their_address(hire: Hire) -> None:
    client = Client()
    client.force_login(Account.objects.get(person=hire("1001", Role.WINDOW_CLERK)))
    for _ in range(3):
        client.get("/audit", REMOTE_ADDR="10.0.0.9")
    client.get("/people", REMOTE_ADDR="10.0.0.9")
    for _ in range(2):
        Client().post(
            "/api/v1/tickets", "{}", content_type="application/json",
            headers={"Authorization": "Bearer nonsense"}, REMOTE_ADDR="10.0.0.9",
        )  # fmt: skip
    noted = [f for f in journal.of_subject("address:10.0.0.9") if f.kind == "access.denied"]
    said = [(fact.actor, fact.data["where"], fact.data["what"]) for fact in noted]
    assert said[:2] == [
        ("person:1001", "audit", "access.denied"), ("person:1001", "people", "access.denied"),
    ]  # fmt: skip
    assert [(actor, what) for actor, _, what in said[2:]] == [("visitor", "access.token_refused")]


def test_a_log_in_says_where_from(hire: Hire) -> None:
    hire("1001")
    log_in(Client(), "u1001", address="10.0.0.7")
    logged_in = journal.of_subject("person:1001")[-1]
    assert (logged_in.kind, logged_in.data["address"]) == ("account.logged_in", "10.0.0.7")
