"""The check of the tables finds what the database would have refused."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from tests.reception.story import Hall
from yichuang.organization.times import local
from yichuang.reception import actions
from yichuang.reception.audit import Faults, faults

pytestmark = [pytest.mark.django_db, pytest.mark.req("R11")]


def _sql(*statements: str) -> None:
    """As the owner of the tables would, with what guards them out of the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def day(hall: Hall, at: datetime) -> Hall:
    """Four normal tickets, three of them called, one of those twice with good reason."""
    for n in range(4):
        hall.take("tax", at + timedelta(seconds=n))
    by = hall.open("1", at)
    hall.call_and_finish("1", at)
    hall.call_and_finish("1", at)
    called = hall.call("1", at)
    assert called
    actions.transfer(ticket_id=called.id, service="social", at=at, by=by)
    hall.open("3", at)
    hall.call("3", at)
    return hall


def _found(hall: Hall, at: datetime) -> Faults:
    return faults(hall.site.pk, local(at).date())


def test_a_good_day_has_no_faults(day: Hall, at: datetime) -> None:
    assert not _found(day, at).any


@pytest.mark.parametrize(
    ("tamper", "found"),
    [
        (
            ["ALTER TABLE reception_ticket DROP CONSTRAINT number_once",
             "UPDATE reception_ticket SET number = 'A001', seq = 1 WHERE number = 'A002'"],
            Faults(1, 1, 0, 0),
        ),
        (["UPDATE reception_ticket SET seq = 9, number = 'A009' WHERE seq = 4"], Faults(0, 5, 0, 0)),
        (
            ["UPDATE reception_call SET ticket_id = (SELECT min(id) FROM reception_ticket), nth = 2 "
             "WHERE id = (SELECT min(id) + 1 FROM reception_call)"],
            Faults(0, 0, 1, 0),
        ),
        (
            ["UPDATE reception_call SET id = id + 1000 WHERE id = (SELECT min(id) FROM reception_call)"],
            Faults(0, 0, 0, 1),
        ),
    ],
)  # fmt: skip
def test_what_must_never_be_is_found(
    day: Hall, at: datetime, tamper: list[str], found: Faults
) -> None:
    _sql(*tamper)
    assert _found(day, at) == found
