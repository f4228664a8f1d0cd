"""Why somebody who waits hasn't been called, on their own page: R11."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from tests.reception.story import Hall, build
from yichuang import clock
from yichuang.reception.models import Ticket
from yichuang.reception.why_not import why_not_yet

pytestmark = [pytest.mark.django_db, pytest.mark.req("R11")]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hall(db: None, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(clock, "now", lambda: at + 3 * MINUTE)
    return build(at)


def test_who_came_later_and_went_first_is_told_with_the_reason(hall: Hall, at: datetime) -> None:
    hall.open("1", at)
    mine = hall.take("tax", at)
    hall.take("tax", at + MINUTE, ticket_class="priority", ground="elderly",
              holder={"name": "张大民"})  # fmt: skip
    hall.take("tax", at + MINUTE, ticket_class="priority", ground="disabled")
    assert hall.call_and_finish("1", at + 2 * MINUTE) == "A002"
    why = why_not_yet(mine.id, at + 3 * MINUTE)
    assert why is not None
    assert [(one.class_.zh, one.people) for one in why.ahead] == [("优先", 1)]
    assert [(one.number, one.ground.zh if one.ground else "") for one in why.overtook] == [
        ("A002", "老年人")
    ]
    page = Client().get(f"/t/{mine.slip}").content.decode()
    assert "为什么还没叫我" in page
    assert "优先号 1 人" in page
    assert "比您晚来" in page
    assert "次序最先" in page
    assert "张大民" not in page


def test_nobody_is_ahead_and_who_is_called_asks_no_more(hall: Hall, at: datetime) -> None:
    hall.open("1", at)
    mine = hall.take("tax", at)
    hall.take("tax", at + MINUTE)
    page = Client().get(f"/t/{mine.slip}").content.decode()
    assert "没有人排在您前面" in page
    assert "没有人先叫" in page
    hall.call("1", at + 2 * MINUTE)
    assert Ticket.objects.get(pk=mine.id).state == "called"
    assert why_not_yet(mine.id, at + 3 * MINUTE) is None
