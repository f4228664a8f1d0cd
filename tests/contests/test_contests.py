"""What was found about somebody is contested in time, before another person, with effect: R51."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from tests.cases.story import Hall, instant
from tests.cases.test_notify import _silent_notice
from tests.web.test_uploads import as_
from yichuang import clock
from yichuang.acts import queries as acts
from yichuang.acts.models import Act
from yichuang.cases.models import Fact
from yichuang.contests import actions, queries
from yichuang.contests.refusals import (
    NotConcerned,
    NotNow,
    ReasonNeeded,
    SamePerson,
    TooLate,
)
from yichuang.contests.states import State
from yichuang.errors import HallError, NotAllowed, NotFound
from yichuang.jobs.record import disagreements
from yichuang.journal.queries import of_subject
from yichuang.messages.queries import own
from yichuang.obligations.queries import how_many
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM, Reader, reader_for
from yichuang.organization.roles import Role
from yichuang.regulations.actions import adopt

pytestmark = [pytest.mark.django_db, pytest.mark.req("R51", "R04")]
TWO_DAYS = "name: own\naccountability:\n  contest: {n: 2, article: 本中心办法 9}\n"
NEXT = timedelta(hours=1)


@pytest.fixture
def limited(hall: Hall, at: datetime) -> Hall:
    """The hall whose own book gives two working days."""
    adopt(site=hall.site, presets=["county-hall"], text=TWO_DAYS, from_on=at.date(), at=at,
          by=SYSTEM)  # fmt: skip
    return hall


@pytest.fixture
def director(hall: Hall, at: datetime) -> Reader:
    person = organization.add_person(
        site=hall.site, staff_no="9", name="郑洁", department=None, at=at, by=SYSTEM
    )
    organization.grant_role(person=person, role=Role.DIRECTOR, at=at, by=SYSTEM)
    return reader_for(person)


def breach(hall: Hall, day: datetime) -> str:
    """The clerk's notice kept silent about a defect, and a later one names it."""
    number = hall.submit(day, later=True, premises="missing", application="defective").number
    _silent_notice(hall, number, day)
    hall.resubmit(number, day.replace(hour=11), premises="ok")
    return f"act-{Act.objects.get(evidence=f'case:{number}').pk}"


def step_of(of: str) -> object:
    """What followed from the breach in its case."""
    case = Act.objects.get(pk=int(of.partition("-")[2])).evidence.partition(":")[2]
    return Fact.objects.get(case__number=case, kind="breach_found").data["step"]


def test_upheld_it_counts_no_longer(hall: Hall, at: datetime) -> None:
    first = breach(hall, at)
    told = at + timedelta(hours=3)
    actions.file(of=first, reason="首次告知时该材料符合要求", at=told, by=hall.clerk)
    assert how_many(hall.supervisor) == 1, "it waits for whoever rules"
    actions.rule(of=first, upheld=True, reason="核实属实", at=told + NEXT, by=hall.supervisor)
    assert how_many(hall.supervisor) == 0
    (mine,) = acts.own(hall.clerk)
    assert not mine.counts
    second = breach(hall, at.replace(day=11))
    assert step_of(second) == "oral_warning", "the first of the year again"
    third = breach(hall, at.replace(day=12))
    assert step_of(third) == "admonishing_talk"
    assert "异议成立" in own(hall.clerk)[2].text.zh
    kinds = [one.kind for one in of_subject(f"contest:{first}")]
    assert [one for one in kinds if one.startswith("contest")] == [
        "contest.filed", "contest.upheld",
    ]  # fmt: skip
    assert list(disagreements()) == []


def test_dismissed_it_stands_and_an_appeal_goes_to_another_person(
    hall: Hall, at: datetime, director: Reader
) -> None:
    of, now = breach(hall, at), at + timedelta(hours=3)
    actions.file(of=of, reason="不服", at=now, by=hall.clerk)
    actions.rule(of=of, upheld=False, reason="告知书确未列明", at=now + NEXT, by=hall.supervisor)
    assert step_of(breach(hall, at.replace(day=11))) == "admonishing_talk"
    actions.appeal(of=of, reason="仍不服", at=now + 2 * NEXT, by=hall.clerk)
    with pytest.raises(SamePerson):
        actions.rule(of=of, upheld=True, reason="x", at=now + 3 * NEXT, by=hall.supervisor)
    actions.rule(of=of, upheld=False, reason="维持", at=now + 3 * NEXT, by=director)
    assert queries.contest(of, reader=hall.clerk).state == State.FINAL
    with pytest.raises(NotNow):
        actions.appeal(of=of, reason="再诉", at=now + 4 * NEXT, by=hall.clerk)


@pytest.mark.parametrize(
    ("when", "in_time"),
    [
        ("2026-03-12 17:30", True),  # two working days after Tuesday, the close of Thursday
        ("2026-03-12 17:31", False),
        ("2026-03-20 09:00", False),
    ],
)
def test_a_later_one_is_refused_with_the_date(
    limited: Hall, at: datetime, when: str, in_time: bool
) -> None:
    of = breach(limited, at)
    if in_time:
        actions.file(of=of, reason="不服", at=instant(when), by=limited.clerk)
        return
    with pytest.raises(TooLate) as refused:
        actions.file(of=of, reason="不服", at=instant(when), by=limited.clerk)
    assert "2026-03-12 17:30" in refused.value.say()
    assert queries.contest(of, reader=limited.clerk).state == State.NEW


def test_an_appeal_has_its_own_time_from_the_ruling(limited: Hall, at: datetime) -> None:
    of = breach(limited, at)
    actions.file(of=of, reason="不服", at=instant("2026-03-12 09:00"), by=limited.clerk)
    ruled = instant("2026-03-19 09:00")
    actions.rule(of=of, upheld=False, reason="不成立", at=ruled, by=limited.supervisor)
    with pytest.raises(TooLate, match="2026-03-23 17:30"):
        actions.appeal(of=of, reason="不服", at=instant("2026-03-24 09:00"), by=limited.clerk)
    actions.appeal(of=of, reason="不服", at=instant("2026-03-23 17:00"), by=limited.clerk)


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (lambda h, of, at: actions.file(of=of, reason="x", at=at, by=h.reviewer), NotConcerned),
        (lambda h, of, at: actions.file(of=of, reason=" ", at=at, by=h.clerk), ReasonNeeded),
        (lambda h, of, at: actions.file(of="act-0", reason="x", at=at, by=h.clerk), NotFound),
        (lambda h, of, at: actions.file(of="points-1", reason="x", at=at, by=h.clerk), NotFound),
        (lambda h, of, at: actions.rule(of=of, upheld=True, reason="x", at=at, by=h.supervisor),
         NotFound),
        (lambda h, of, at: queries.contest(of, reader=h.stranger), NotFound),
    ],
)  # fmt: skip
def test_who_and_what(
    hall: Hall, at: datetime, act: Callable[..., object], error: type[HallError]
) -> None:
    of = breach(hall, at)
    with pytest.raises(error):
        act(hall, of, at + timedelta(hours=3))


def test_who_rules(hall: Hall, at: datetime) -> None:
    of, now = breach(hall, at), at + timedelta(hours=3)
    actions.file(of=of, reason="不服", at=now, by=hall.clerk)
    with pytest.raises(NotNow):
        actions.file(of=of, reason="不服", at=now, by=hall.clerk)
    with pytest.raises(NotAllowed):
        actions.rule(of=of, upheld=True, reason="x", at=now, by=hall.clerk)
    with pytest.raises(ReasonNeeded):
        actions.rule(of=of, upheld=True, reason="", at=now, by=hall.supervisor)
    actions.withdraw(of=of, at=now, by=hall.clerk)
    assert queries.to_rule(hall.supervisor) == ()


def test_the_pages(limited: Hall, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    of = breach(limited, at)
    monkeypatch.setattr(clock, "now", lambda: instant("2026-03-11 10:00"))
    clerk, office = as_(limited.clerk, at), as_(limited.supervisor, at)
    assert "一次性告知不全" in clerk.get("/contests").content.decode()
    page = clerk.get(f"/contests/{of}").content.decode()
    assert "3月12日(周四) 17:30 前可以提出" in page
    refused = clerk.post(f"/contests/{of}/file", {"reason": ""})
    assert (refused.status_code, "请写明理由" in refused.content.decode()) == (422, True)
    assert clerk.post(f"/contests/{of}/file", {"reason": "首次已口头说明"}).status_code == 302
    assert "一次性告知不全" in office.get("/contests").content.decode()
    assert "首次已口头说明" in office.get(f"/contests/{of}").content.decode()
    assert office.post(f"/contests/{of}/uphold", {"reason": "属实"}).status_code == 302
    assert "异议成立，认定已撤销" in clerk.get("/contests").content.decode()
    assert as_(limited.stranger, at).get(f"/contests/{of}").status_code == 404
