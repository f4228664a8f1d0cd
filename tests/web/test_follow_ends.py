"""R63: a case that was followed doesn't stay in a browser that others use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.cases.story import build
from yichuang import clock

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> Callable[[int], None]:
    """Time stands still, and is moved on by so many minutes."""
    moment = [at]
    for name in ("now", "real_now"):
        monkeypatch.setattr(clock, name, lambda: moment[0])

    def move(minutes: int) -> None:
        moment[0] += timedelta(minutes=minutes)

    return move


@pytest.fixture
def case(now: Callable[[int], None], client: Client, at: datetime) -> str:
    """The address of a case that the browser was shown just now."""
    outcome = build(at).submit(at)
    answer = client.post("/follow", {"number": outcome.number, "code": outcome.code})
    return str(answer["Location"])


def test_done_puts_it_away_at_once(client: Client, case: str) -> None:
    assert "看完退出" in client.get(case).content.decode()
    page = client.post("/follow/done", follow=True).content.decode()
    assert "不再显示您的办件" in page
    assert client.get(case).status_code == 302
    assert client.get(f"{case}/papers/1.pdf").status_code == 302


def test_ten_minutes_unused_put_it_away(
    client: Client, case: str, now: Callable[[int], None]
) -> None:
    for minutes in (9, 9):
        now(minutes)
        assert client.get(case).status_code == 200, "still being read"
    now(11)
    assert client.get(case).status_code == 302
