"""Everything the hall did agrees with its record."""

from __future__ import annotations

import pytest
from django.db import connection

from tests.record.hall import act
from yichuang.jobs.record import disagreements

pytestmark = pytest.mark.django_db


@pytest.mark.req("R17")
def test_a_hall_that_was_not_tampered_with_agrees_with_its_record() -> None:
    act()
    connection.check_constraints()
    assert list(disagreements()) == []
