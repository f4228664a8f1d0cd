"""Windows: open, paused with a reason, closed; who sits where."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.reception.story import Hall
from yichuang.journal.queries import of_subject
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM
from yichuang.reception import actions, errors, queries
from yichuang.reception.models import WindowService

pytestmark = [pytest.mark.django_db, pytest.mark.req("R13")]
MINUTE = timedelta(minutes=1)


def _card(hall: Hall, code: str) -> queries.WindowCard:
    return next(card for card in queries.window_cards(hall.site.pk) if card.code == code)


def _told(code: str) -> list[tuple[str, str]]:
    return [(e.kind.removeprefix("window."), e.reason) for e in of_subject(f"window:C:{code}")][1:]


def test_a_windows_day(hall: Hall, at: datetime) -> None:
    lin = hall.person("林晓")
    assert _card(hall, "1").state == "closed"
    assert actions.open_window(window="1", at=at, by=lin) == "open"
    card = _card(hall, "1")
    assert (card.state, card.person, card.staff_no) == ("open", "林晓", "1001")
    actions.pause_window(window="1", reason=" 用餐 ", at=at + MINUTE, by=lin)
    card = _card(hall, "1")
    assert (card.state, card.reason, card.since) == ("paused", "用餐", at + MINUTE)
    actions.open_window(window="1", at=at + 2 * MINUTE, by=lin)
    assert _card(hall, "1").reason == ""
    assert actions.close_window(window="1", at=at + 3 * MINUTE, by=lin) == "closed"
    card = _card(hall, "1")
    assert (card.state, card.person) == ("closed", "")
    given = [("assigned", "")]
    assert _told("1") == [
        *given, ("opened", ""), ("paused", "用餐"), ("resumed", ""), ("closed", ""),
    ]  # fmt: skip


def test_doing_it_again_changes_nothing(hall: Hall, at: datetime) -> None:
    by = hall.open("1", at)
    hall.open("1", at + MINUTE)
    actions.close_window(window="1", at=at, by=by)
    assert actions.close_window(window="1", at=at, by=by) == "closed"
    assert [kind for kind, _ in _told("1")] == ["assigned", "opened", "closed"]


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_pause_needs_a_reason(hall: Hall, at: datetime, reason: str) -> None:
    by = hall.open("1", at)
    with pytest.raises(errors.PauseNeedsReason) as refused:
        actions.pause_window(window="1", reason=reason, at=at, by=by)
    assert refused.value.field == "reason"
    with pytest.raises(errors.WindowClosed):
        actions.pause_window(window="2", reason="用餐", at=at, by=hall.device("2"))


@pytest.mark.parametrize("started", [False, True])
def test_nobody_leaves_while_somebody_is_at_the_window(
    hall: Hall, at: datetime, started: bool
) -> None:
    taken = hall.take("tax", at)
    by = hall.open("1", at)
    hall.call("1", at)
    if started:
        actions.start(ticket_id=taken.id, at=at, by=by)
    with pytest.raises(errors.WindowBusy, match="A001"):
        actions.pause_window(window="1", reason="用餐", at=at, by=by)
    with pytest.raises(errors.WindowBusy):
        actions.close_window(window="1", at=at, by=by)
    actions.finish(ticket_id=taken.id, at=at, by=by)
    assert actions.close_window(window="1", at=at, by=by) == "closed"


@pytest.mark.req("R42")
def test_one_person_sits_at_one_window(hall: Hall, at: datetime) -> None:
    lin, zhou = hall.person("林晓"), hall.person("周平")
    actions.open_window(window="1", at=at, by=lin)
    with pytest.raises(errors.AtAnotherWindow, match="1"):
        actions.open_window(window="2", at=at, by=lin)
    for act in (actions.open_window, actions.close_window):
        with pytest.raises(errors.WindowTaken):
            act(window="1", at=at, by=zhou)
    with pytest.raises(errors.WindowTaken):
        actions.pause_window(window="1", reason="用餐", at=at, by=zhou)
    actions.close_window(window="1", at=at, by=lin)
    actions.open_window(window="2", at=at, by=lin)
    actions.open_window(window="1", at=at, by=zhou)
    assert (_card(hall, "1").person, _card(hall, "2").person) == ("周平", "林晓")


def test_a_person_sits_down_where_the_device_had_opened(hall: Hall, at: datetime) -> None:
    hall.open("1", at)
    lin = hall.person("林晓")
    actions.open_window(window="1", at=at, by=lin)
    assert _card(hall, "1").person == "林晓"
    hall.open("1", at)
    assert _card(hall, "1").person == "林晓"


def test_giving_a_service_twice_is_giving_it_once(hall: Hall, at: datetime) -> None:
    social = actions.add_service(
        site=hall.site, code="tour", name="旅游", name_en="Tourism", prefix="T", at=at, by=SYSTEM
    )
    for _ in range(2):
        actions.assign_service(window=hall.windows["1"], service=social, at=at, by=SYSTEM)
    assert WindowService.objects.filter(service=social).count() == 1
    assert [kind for kind, _ in _told("1")] == ["assigned", "assigned"]
    with pytest.raises(errors.ServiceTaken):
        actions.add_service(
            site=hall.site, code="tour", name="又", name_en="x", prefix="T", at=at, by=SYSTEM
        )


def test_a_new_window_is_known_at_once(hall: Hall, at: datetime) -> None:
    lin = hall.person("林晓")
    with pytest.raises(errors.WindowUnknown):
        actions.open_window(window="9", at=at, by=lin)
    organization.add_window(site=hall.site, code="9", name="9号窗口", at=at, by=SYSTEM)
    assert actions.open_window(window="9", at=at, by=lin) == "open"
