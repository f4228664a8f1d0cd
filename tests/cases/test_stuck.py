"""What the system can't rule on is shown to a person, in words, until it is done: R04, R19."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from tests.cases.story import Hall, build, facts, instant
from tests.web.test_cases_pages import _as
from yichuang import clock
from yichuang.cases import actions, queries
from yichuang.cases.flow import OutsideScope
from yichuang.cases.models import Case
from yichuang.cases.queries.stuck import is_any_stuck, stuck, why_put_off
from yichuang.jobs.due import Waiting, fall_due
from yichuang.journal.queries import of_subject
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM, DayOff

pytestmark = [pytest.mark.django_db, pytest.mark.req("R04", "R19")]
LATER = instant("2026-03-25 08:00")


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    return build(at)


def _put_off(hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    number = hall.submit(at, later=True).number

    def fails(*, number: str, at: datetime) -> bool:
        raise OutsideScope(department="市场局")

    monkeypatch.setattr(clock, "now", lambda: LATER)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "accept_by_silence", fails)
        fall_due(Waiting())
    return number


def test_it_is_listed_with_its_reason_until_it_is_ruled_on(
    hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = _put_off(hall, at, monkeypatch)
    (one,) = stuck(hall.supervisor, LATER)
    said = OutsideScope(department="市场局")
    assert (one.number, one.since, one.why.zh, one.why.en) == (
        number, LATER, said.say("zh"), said.say("en"),
    )  # fmt: skip
    assert [one.number for one in stuck(hall.clerk, LATER)] == [number]
    assert stuck(hall.stranger, LATER) == [], "another department's are not theirs to see"
    fall_due(Waiting())
    assert facts(number)[-1] == "accepted"
    assert not is_any_stuck(hall.supervisor, LATER)
    assert why_put_off(number) is None


def test_a_case_that_is_merely_due_is_not(hall: Hall, at: datetime) -> None:
    hall.submit(at, later=True)
    assert stuck(hall.supervisor, LATER) == []


def test_the_page_and_its_place_in_the_menu(
    hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _as(hall.reviewer, at).get("/stuck").content.decode()
    assert "没有待人工认定的办件" in before
    assert 'href="/stuck"' not in _as(hall.reviewer, at).get("/start").content.decode()
    number = _put_off(hall, at, monkeypatch)
    page = _as(hall.reviewer, at).get("/stuck").content.decode()
    for said in (number, "市场局", "办件"):
        assert said in page
    assert 'href="/stuck"' in _as(hall.reviewer, at).get("/start").content.decode()
    assert 'href="/stuck"' not in _as(hall.stranger, at).get("/start").content.decode()
    case = _as(hall.supervisor, at).get(f"/cases/{number}").content.decode()
    assert "待人工认定。" in case
    assert _as(hall.issuer, at).get("/stuck").status_code in {200, 403}


def test_an_acceptance_on_record_stands_when_days_are_counted_anew(
    hall: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silence accepted it; the year's days off, published later, say that it was too early."""
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
    told = [fact for fact in of_subject(f"case:{number}") if fact.kind == "due.put_off"]
    assert len(told) == 1
    assert "视为受理" in told[0].reason
    monkeypatch.setattr(clock, "now", lambda: LATER)
    view = queries.case(number, reader=hall.supervisor, at=LATER)
    assert view.promised_due == case.promised_due
    page = _as(hall.supervisor, at).get(f"/cases/{number}").content.decode()
    assert "已告知申请人的受理仍然有效" in page
    actions.review(number=number, opinion="属实", at=LATER, by=hall.reviewer)
    assert why_put_off(number) is None
