"""R63: the pages of devices and tokens, and of resets that take two administrators."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.conftest import PASSWORD
from yichuang.organization.models import Account, PasswordReset, Person, Token
from yichuang.organization.queries import reader_of_token
from yichuang.organization.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]

AsRole = Callable[..., Client]


class TestTokens:
    def test_are_issued_shown_once_and_revoked(self, as_role: AsRole) -> None:
        admin = as_role(Role.SYSTEM_ADMIN)
        page = admin.post("/tokens/issue", {"scope": "kiosk", "days": "30"}).content.decode()
        found = re.search(r"<strong>([\w-]{43})</strong>", page)
        assert found
        assert reader_of_token(found[1]).scope == "kiosk"
        page = admin.get("/tokens").content.decode()
        assert found[1] not in page
        assert "有效" in page
        token = Token.objects.get()
        assert token.expires_at
        assert (token.expires_at - token.created_at).days == 30
        admin.post(f"/tokens/{token.pk}/revoke")
        assert "已停用" in admin.get("/tokens").content.decode()

    @pytest.mark.parametrize(
        "given", [{"scope": "clerk"}, {"scope": ""}, {"scope": "kiosk", "days": "0"}]
    )
    def test_none_in_a_persons_name(self, as_role: AsRole, given: dict[str, str]) -> None:
        assert as_role(Role.SYSTEM_ADMIN).post("/tokens/issue", given).status_code == 422
        assert not Token.objects.exists()

    @pytest.mark.parametrize("role", [r for r in Role if r is not Role.SYSTEM_ADMIN])
    def test_are_the_system_administrators_alone(self, as_role: AsRole, role: Role) -> None:
        somebody = as_role(role)
        assert somebody.get("/tokens").status_code == 403
        assert somebody.post("/tokens/issue", {"scope": "kiosk"}).status_code == 403
        assert somebody.post("/tokens/1/revoke").status_code == 403


class TestResets:
    def test_one_asks_and_another_confirms(
        self, as_role: AsRole, hire: Callable[..., Person]
    ) -> None:
        system = as_role(Role.SYSTEM_ADMIN)
        audit = as_role(Role.AUDIT_ADMIN, staff_no="1003")
        hire("1002", Role.SECURITY_ADMIN)
        page = system.get("/people/1002").content.decode()
        assert "申请重置密码" in page
        assert "/people/1002/renew" not in page
        assert system.post("/people/1002/renew").status_code == 409
        system.post("/people/1002/ask-reset", {"reset_reason": "忘记密码"})
        reset = PasswordReset.objects.get()
        assert "等另一位管理员确认" in system.get("/resets").content.decode()
        assert system.post(f"/resets/{reset.pk}/confirm").status_code == 403
        assert Account.objects.get(username="u1002").check_password(PASSWORD)
        page = audit.post(f"/resets/{reset.pk}/confirm").content.decode()
        found = re.search(r"<strong>([A-Z][a-z]{3}-[a-z]{4}-\d{4})</strong>", page)
        assert found
        assert Account.objects.get(username="u1002").check_password(found[1])
        assert "没有待确认的重置" in audit.get("/resets").content.decode()

    @pytest.mark.parametrize("role", [Role.DIRECTOR, Role.OFFICE, Role.WINDOW_CLERK])
    def test_are_no_others_business(self, as_role: AsRole, role: Role) -> None:
        somebody = as_role(role)
        assert somebody.get("/resets").status_code == 403
        assert somebody.post("/resets/1/confirm").status_code == 403
        assert somebody.post("/people/1001/ask-reset", {"reset_reason": "x"}).status_code == 403
