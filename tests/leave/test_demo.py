"""The demo's pages of leave are not empty: R34, R36."""

from __future__ import annotations

from datetime import datetime

import pytest

from yichuang.jobs.living.leaves import leaves
from yichuang.jobs.seed import seed_demo_hall
from yichuang.leave import whereabouts
from yichuang.leave.models import Leave
from yichuang.obligations import queries as obligations
from yichuang.organization.queries import SYSTEM, main_site, person_by_staff_no, reader_for

pytestmark = [pytest.mark.django_db, pytest.mark.req("R34", "R36")]


def test_the_demo_has_posts_and_leaves(at: datetime) -> None:
    seed_demo_hall(at=at, by=SYSTEM)
    leaves(at)
    assert {one.state for one in Leave.objects.all()} == {"pending", "granted"}
    office = reader_for(person_by_staff_no("1002"))
    assert "leave.decide" in {one.kind for one in obligations.todo(office, at)}
    assert [row.window for row in whereabouts.posts(main_site().pk)] == ["D01", "E01"]
