"""A window helps those who come for what it gives, and nobody else."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.reception.story import Hall
from yichuang.reception import actions, errors


def test_a_window_recalls_what_it_gives_or_called(hall: Hall, at: datetime) -> None:
    taken = hall.take("tax", at)
    for window in ("1", "2", "4"):
        hall.open(window, at)
    hall.call("1", at)
    actions.miss(ticket_id=taken.id, at=at, by=hall.device("1"))
    for act in (actions.recall, actions.rejoin, actions.abandon):
        with pytest.raises(errors.TicketElsewhere):
            act(ticket_id=taken.id, at=at, by=hall.device("4"))
    assert actions.recall(ticket_id=taken.id, at=at, by=hall.device("2")).window == "2"


def test_a_window_recalls_what_it_sent_on_and_is_missed_there(hall: Hall, at: datetime) -> None:
    taken = hall.take("tax", at)
    hall.open("1", at)
    hall.open("4", at)
    hall.call("1", at)
    actions.transfer(ticket_id=taken.id, service="licence", at=at, by=hall.device("1"))
    hall.call("4", at)
    actions.miss(ticket_id=taken.id, at=at, by=hall.device("4"))
    assert actions.recall(ticket_id=taken.id, at=at, by=hall.device("1")).window == "1"


@pytest.mark.parametrize("act", [actions.start, actions.finish, actions.hold, actions.miss])
def test_another_windows_number_is_not_moved(hall: Hall, at: datetime, act: type) -> None:
    taken = hall.take("tax", at)
    hall.open("1", at)
    hall.open("4", at)
    hall.call("1", at)
    with pytest.raises(errors.TicketElsewhere):
        act(ticket_id=taken.id, at=at, by=hall.device("4"))
