"""R63: a case that was followed doesn't stay in a browser that others use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from yichuang import clock
from yichuang.web import follow

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]

NUMBER = "20260310000001"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    moment = [datetime(2026, 3, 10, 9, 30, tzinfo=clock.ZONE)]
    monkeypatch.setattr(clock, "real_now", lambda: moment[0])

    def move(minutes: int) -> None:
        moment[0] += timedelta(minutes=minutes)

    return move


@pytest.fixture
def reading() -> Client:
    """A browser that was shown a case just now."""
    client = Client()
    session = client.session
    session[follow._SHOWN] = {NUMBER: int(clock.real_now().timestamp())}
    session.save()
    client.cookies["sessionid"] = session.session_key or ""
    return client


def is_shown(client: Client) -> bool:
    """Whether the browser is let through to the case (there is none, so: not found)."""
    return client.get(f"/follow/{NUMBER}").status_code == 404


def test_done_puts_it_away_at_once(now: Callable[[int], None], reading: Client) -> None:
    assert is_shown(reading)
    page = reading.post("/follow/done", follow=True).content.decode()
    assert "不再显示您的办件" in page
    assert not is_shown(reading)
    assert reading.get(f"/follow/{NUMBER}/papers/1.pdf").status_code == 302


def test_ten_minutes_unused_put_it_away(now: Callable[[int], None], reading: Client) -> None:
    now(11)
    assert not is_shown(reading)
