"""R15 at the API: the one-time token of a service, five levels, once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from yichuang.feedback.actions import invite
from yichuang.feedback.models import Rating
from yichuang.organization import actions
from yichuang.organization.models import Site, Token
from yichuang.organization.queries import SYSTEM
from yichuang.phrases import Phrase

pytestmark = [pytest.mark.django_db, pytest.mark.req("R15")]


@pytest.fixture
def site(at: datetime) -> Site:
    return actions.add_site(
        code="C", name="中心", name_en="Centre", kind="centre", at=at, by=SYSTEM
    )


@pytest.fixture
def token(site: Site, at: datetime) -> str:
    return invite(subject="ticket:1", about=Phrase("A001 号", "A001"), site_id=site.pk,
                  site_code="C", at=at, by=SYSTEM)  # fmt: skip


def post(body: object, **headers: str) -> Any:
    return Client().post("/api/v1/ratings", body, content_type="application/json", headers=headers)


def test_a_rating_is_created_once(token: str) -> None:
    body = {"token": token, "level": 5, "tags": ["quick"], "text": "很\u200b好"}
    answer = post(body)
    assert (answer.status_code, answer.json()) == (201, {"level": 5})
    again = post(body)
    assert again.status_code == 409
    assert again.json()["code"] == "feedback.already_rated"
    kept = Rating.objects.get()
    assert (kept.channel, kept.text) == ("api", "很好")


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"level": 6}, 422, "level"),
        ({"level": 0}, 422, "level"),
        ({"level": "very"}, 422, "level"),
        ({"tags": ["bribe"]}, 422, "tags"),
        ({"text": "字" * 501}, 422, "text"),
        ({"token": "0000-0000-0000"}, 404, "token"),
        ({"person": "林晓"}, 422, "person"),
    ],
)
def test_what_is_wrong_is_named(
    token: str, change: dict[str, object], status: int, field: str
) -> None:
    answer = post({"token": token, "level": 5, **change})
    assert answer.status_code == status
    problem = answer.json()
    assert set(problem) == {"code", "message", "field"}
    assert problem["field"] == field
    assert not Rating.objects.exists()


def test_nobody_rates_with_a_staff_or_device_token(token: str, site: Site, at: datetime) -> None:
    person = actions.add_person(site=site, staff_no="1", name="林晓", at=at, by=SYSTEM)
    for scope, whose in ((Token.Scope.CLERK, person), (Token.Scope.KIOSK, None)):
        _, secret = actions.create_token(scope=scope, site=site, person=whose, at=at, by=SYSTEM)
        answer = post({"token": token, "level": 5}, Authorization=f"Bearer {secret}")
        assert answer.status_code == 403
        assert answer.json()["code"] == "feedback.staff_cannot_rate"
    assert not Rating.objects.exists()
