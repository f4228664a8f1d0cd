"""A clerk of one department neither takes in, sees nor withdraws another's cases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from tests.cases.story import Hall
from yichuang.cases import actions, queries
from yichuang.cases.actions.intake import Papers
from yichuang.cases.refusals import OutsideScope
from yichuang.errors import NotFound

pytestmark = pytest.mark.req("R22")


def test_another_departments_papers_are_not_taken_in(hall: Hall, at: datetime) -> None:
    with pytest.raises(OutsideScope):
        hall.submit(at, by=hall.police_clerk)
    own = replace(hall.police_clerk, department_id=hall.market.pk)
    assert hall.submit(at, by=own).decision == "accept"
    assert hall.submit(at, by=hall.issuer).decision == "accept", "the integrated window does"


def test_another_departments_case_is_not_seen_corrected_or_withdrawn(
    hall: Hall, at: datetime
) -> None:
    number = hall.submit(at, premises="missing").number
    by = hall.police_clerk
    with pytest.raises(NotFound):
        queries.case(number, reader=by, at=at)
    assert queries.unanswered(number, reader=by) == ()
    assert queries.unanswered(number, reader=hall.clerk)
    with pytest.raises(OutsideScope):
        actions.withdraw(number=number, reason="", at=at, by=by)
    with pytest.raises(OutsideScope):
        actions.resubmit(number=number, papers=Papers({"premises": "ok"}, {}), at=at, by=by)
    actions.withdraw(number=number, reason="", at=at, by=hall.clerk)


def test_another_sites_case_does_not_exist(hall: Hall, at: datetime) -> None:
    number = hall.submit(at).number
    elsewhere = replace(hall.clerk, site_id=0)
    with pytest.raises(NotFound):
        queries.case(number, reader=elsewhere, at=at)
    with pytest.raises(NotFound):
        actions.withdraw(number=number, reason="", at=at, by=elsewhere)
