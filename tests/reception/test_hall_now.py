"""The live hall: windows, waits, empty posts, silent screens, today and usual (R13, R50)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.reception.story import Hall
from yichuang.errors import NotAllowed
from yichuang.organization import actions as organization
from yichuang.organization.models import Token
from yichuang.organization.queries import SYSTEM, Reader, reader_for
from yichuang.organization.roles import Role
from yichuang.reception import actions
from yichuang.reception.hall_now import hall_now

pytestmark = [pytest.mark.django_db, pytest.mark.req("R13", "R50")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def director(hall: Hall, at: datetime) -> Reader:
    person = organization.add_person(site=hall.site, staff_no="9", name="主任", at=at, by=SYSTEM)
    organization.grant_role(person=person, role=Role.DIRECTOR, at=at, by=SYSTEM)
    return reader_for(person)


def test_windows_as_they_stand(hall: Hall, at: datetime, director: Reader) -> None:
    hall.open("1", at)
    hall.open("2", at)
    actions.pause_window(window="2", reason="会议", at=at, by=hall.device("2"))
    hall.open("3", at)
    hall.take("tax", at)
    hall.call("1", at)
    shown = hall_now(director, at + 5 * MINUTE)
    assert {p.card.code: (p.state, p.minutes) for p in shown.posts} == {
        "1": ("called", 5), "2": ("paused", 5), "3": ("idle", 5), "4": ("empty", None),
    }  # fmt: skip
    assert [post.card.code for post in shown.empty] == ["4"]
    night = hall_now(director, at.replace(hour=22))
    assert night.empty == []
    with pytest.raises(NotAllowed):
        hall_now(hall.person("郭敏"), at)


def test_waits_and_their_lights(hall: Hall, at: datetime, director: Reader) -> None:
    """Against the book's longest wait, thirty minutes here: red from there on."""
    hall.open("1", at)
    hall.take("tax", at)
    hall.take("licence", at)
    early = {b.queue.service: (b.longest, b.light) for b in hall_now(director, at).businesses}
    assert early == {"tax": (0, "green"), "licence": (0, "red"), "social": (None, "green")} or (
        early == {"tax": (0, "green"), "licence": (0, "red")}
    )
    for minutes, light in ((29, "green"), (30, "red")):
        shown = hall_now(director, at + minutes * MINUTE)
        tax = next(b for b in shown.businesses if b.queue.service == "tax")
        assert (tax.longest, tax.light) == (minutes, light)
    for _ in range(5):
        hall.take("tax", at)
    now = next(b for b in hall_now(director, at + MINUTE).businesses if b.queue.service == "tax")
    assert now.light == "yellow"


def test_today_and_usual(hall: Hall, at: datetime, director: Reader) -> None:
    assert hall_now(director, at).taken.usual is None
    for week, many in ((1, 2), (2, 4)):
        day = at - timedelta(days=7 * week)
        hall.open("1", day)
        for n in range(many):
            hall.take("tax", day)
            hall.call_and_finish("1", day + (n + 1) * MINUTE)
        hall.take("tax", day + timedelta(hours=3))  # later than now: not compared
        actions.close_day(site_id=hall.site.pk, day=day.date(), at=day + timedelta(hours=8),
                          by=SYSTEM)  # fmt: skip
    hall.take("tax", at)
    shown = hall_now(director, at + timedelta(hours=1))
    assert (shown.taken.today, shown.taken.usual) == (1, 3)
    assert (shown.served.today, shown.served.usual) == (0, 3)
    assert shown.waited.usual == 2


def test_a_screen_that_is_silent(hall: Hall, at: datetime, director: Reader) -> None:
    shown = hall_now(director, at)
    assert {screen.scope for screen in shown.stale} == {"display", "kiosk"}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE organization_token SET last_used_at = %s", [at])
    for minutes, stale in ((3, 0), (4, 2)):
        assert len(hall_now(director, at + minutes * MINUTE).stale) == stale
    token = Token.objects.get(scope="display")
    organization.revoke_token(token_id=token.pk, at=at, by=SYSTEM)
    assert len(hall_now(director, at + 4 * MINUTE).screens) == 1
