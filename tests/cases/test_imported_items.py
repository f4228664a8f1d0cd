"""What a district's file brings in can be accepted at the window the same day."""

from __future__ import annotations

import pytest

from tests.cases.story import WANG, build, instant
from tests.catalog.test_sheet import GOOD, _file
from yichuang.cases import actions
from yichuang.cases.actions.intake import Papers
from yichuang.catalog.actions import import_sheet
from yichuang.catalog.sheet import read_sheet
from yichuang.organization.queries import SYSTEM


@pytest.mark.django_db
@pytest.mark.req("R06", "R18")
def test_an_imported_item_is_accepted_within_the_laws_default_limit() -> None:
    morning = instant("2026-03-10 09:30")
    hall = build(morning)
    import_sheet(read_sheet(_file(GOOD)).rows, ground="目录", at=morning, by=SYSTEM)
    outcome = actions.submit(
        item=GOOD[0], applicant=WANG, papers=Papers({}, {}), at=morning, by=hall.clerk
    )
    assert outcome.decision == "accept"
    assert outcome.promised_due == instant("2026-04-08 17:30")  # 20 working days; 4–6 April off
