"""The page on which the person in charge closes the day."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from tests.reception.story import Hall, build
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role
from yichuang.reception.models import Ticket


@pytest.fixture
def hall(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr("yichuang.clock.now", lambda: at)
    return build(at)


@pytest.fixture
def in_charge(hall: Hall, at: datetime, client: Any) -> Any:
    person = hall.people["周平"]
    organization.grant_role(person=person, role=Role.OFFICE, at=at, by=SYSTEM)
    account = organization.open_account(
        person=person, username="zhou", password="x", must_change=False, at=at, by=SYSTEM
    )
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_day_is_closed_and_reopened_on_its_page(
    hall: Hall, at: datetime, in_charge: Any
) -> None:
    hall.open("1", at)
    slip = hall.take("tax", at).slip
    page = in_charge.get(reverse("web:day")).content.decode()
    assert "还没有结束的号" in page
    done = in_charge.post(reverse("web:day_close"), follow=True).content.decode()
    assert "未办理" in done
    assert "周平" in done
    assert Ticket.objects.get().state == "unserved"
    assert "当天已闭厅" in in_charge.get(reverse("web:slip", args=[slip])).content.decode()
    in_charge.post(reverse("web:day_reopen"))
    assert Ticket.objects.get().state == "waiting"
    again = in_charge.post(reverse("web:day_reopen"))
    assert (again.status_code, "无须撤销" in again.content.decode()) == (409, True)


def test_others_cant_close_the_day(hall: Hall, client: Any) -> None:
    assert client.post(reverse("web:day_close")).status_code == 302
    assert client.get(reverse("web:day")).status_code == 302
