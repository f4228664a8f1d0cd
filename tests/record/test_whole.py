"""Everything the hall did agrees with its record."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.record.hall import act
from yichuang.jobs.record import KEPT, disagreements
from yichuang.journal.rows import carry_over

pytestmark = pytest.mark.django_db


@pytest.mark.req("R17")
def test_a_hall_that_was_not_tampered_with_agrees_with_its_record() -> None:
    act()
    connection.check_constraints()
    assert list(disagreements()) == []


@pytest.mark.req("R17")
def test_a_hall_of_an_earlier_version_is_bound_once_as_it_stands() -> None:
    act()
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE journal_entry SET data = data - 'rows'")
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert [one for one in disagreements() if one.entry_id is None]
    assert carry_over(KEPT) > 0
    assert carry_over(KEPT) == 0
    assert list(disagreements()) == []
