"""An acceptance by silence stands, though days are counted anew; a person is told: R04."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.cases.story import Hall, instant
from tests.web.test_cases_pages import _as
from yichuang import clock
from yichuang.cases import actions, queries
from yichuang.cases.models import Case
from yichuang.journal.queries import of_subject
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM, DayOff

pytestmark = [pytest.mark.django_db, pytest.mark.req("R04")]
LATER = instant("2026-03-25 08:00")


def test_it_stands_and_is_told(hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    number = hall.submit(at, later=True).number
    assert actions.accept_by_silence(number=number, at=LATER)
    due = Case.objects.get(number=number).promised_due
    first = date(2026, 3, 11)
    organization.set_calendar_days(
        [DayOff(on=first + timedelta(days=n), working=False, name="放假", national=True)
         for n in range(20)], site=None, source="国办发明电〔2026〕1号", at=LATER, by=SYSTEM,
    )  # fmt: skip
    assert actions.refold_open(site_id=None, at=LATER) == 1
    actions.refold(number=number, at=LATER + timedelta(minutes=1))
    case = Case.objects.get(number=number)
    assert case.state == "accepted"
    assert case.promised_due is not None
    assert due is not None
    assert case.promised_due > due
    told = [one for one in of_subject(f"case:{number}") if one.kind == "case.deemed_too_early"]
    assert len(told) == 1
    view = queries.case(number, reader=hall.supervisor, at=LATER)
    assert (view.promised_due, view.deemed, view.deemed_too_early) == (
        case.promised_due, True, True,
    )  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: LATER)
    page = _as(hall.supervisor, at).get(f"/cases/{number}").content.decode()
    assert "已告知申请人的受理仍然有效" in page
    actions.review(number=number, opinion="属实", at=LATER, by=hall.reviewer)
