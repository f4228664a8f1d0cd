"""A site runs by the books it adopted, from the day it adopted them: R66."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from yichuang.organization import actions as organization
from yichuang.organization.models import Site
from yichuang.organization.queries import SYSTEM, DayOff
from yichuang.regulations import queries
from yichuang.regulations.actions import BookRefused, NotBackwards, adopt
from yichuang.rules.workcalendar import calendar_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("R66")]

OWN = """
name: own
worktime: {article: 本中心办法 3, sessions: ["09:00-12:00", "13:00-17:00"], seasons: {summer: null}}
"""


@pytest.fixture
def site(at: datetime) -> Site:
    return organization.add_site(
        code="C", name="中心", name_en="Centre", kind="centre", at=at, by=SYSTEM
    )


def test_each_day_has_the_book_in_force_that_day(site: Site, at: datetime) -> None:
    today = at.date()
    with pytest.raises(queries.NoBook, match="2026-03-10"):
        queries.book_of(site.pk, today)
    adopt(site=site, presets=["county-hall"], from_on=date(2026, 1, 1), at=at, by=SYSTEM)
    adopt(site=site, presets=["county-hall"], text=OWN, from_on=today + timedelta(days=7), at=at, by=SYSTEM)  # fmt: skip
    morning = [
        calendar_of(queries.book_of(site.pk, day)).sessions(day)[0][0].hour
        for day in (today, today + timedelta(days=7))
    ]
    assert morning == [8, 9]


def test_a_book_is_not_adopted_backwards(site: Site, at: datetime) -> None:
    adopt(site=site, presets=["county-hall"], from_on=date(2026, 1, 1), at=at, by=SYSTEM)
    with pytest.raises(NotBackwards):
        adopt(site=site, presets=["county-hall"], from_on=date(2026, 3, 9), at=at, by=SYSTEM)
    adopt(site=site, presets=["baodi"], from_on=date(2026, 3, 10), at=at, by=SYSTEM)


def test_a_faulty_book_is_refused_with_its_line(site: Site, at: datetime) -> None:
    with pytest.raises(BookRefused) as refused:
        adopt(site=site, presets=["county-hall"], text="name: own\nworktimes: {}\n", from_on=at.date(), at=at, by=SYSTEM)  # fmt: skip
    assert "worktimes" in refused.value.say("zh")
    assert "2" in refused.value.say("en")


def test_the_calendar_table_lies_over_the_book(site: Site, at: datetime) -> None:
    adopt(site=site, presets=["county-hall"], from_on=date(2026, 1, 1), at=at, by=SYSTEM)
    monday = date(2027, 1, 4)
    assert calendar_of(queries.book_of(site.pk, monday)).is_working_day(monday)
    assert calendar_of(queries.book_of(site.pk, monday)).is_provisional(monday)
    organization.set_calendar_days(
        [DayOff(on=monday, working=False, name="元旦", national=True)],
        site=None,
        source="通知",
        at=at,
        by=SYSTEM,
    )
    calendar = calendar_of(queries.book_of(site.pk, monday))
    assert not calendar.is_working_day(monday)
    assert calendar.is_provisional(monday)
    organization.complete_calendar_year(2027, source="通知", at=at, by=SYSTEM)
    assert not calendar_of(queries.book_of(site.pk, monday)).is_provisional(monday)


def test_a_day_of_the_table_names_its_own_document_and_leaves_the_others_theirs(
    site: Site, at: datetime
) -> None:
    adopt(site=site, presets=["county-hall"], from_on=date(2026, 1, 1), at=at, by=SYSTEM)
    plain = queries.book_of(site.pk, at.date())
    days = [DayOff(on=date(2026, 3, 11), working=False, name="本县成立纪念日", national=False)]
    organization.set_calendar_days(days, site=site, source="云府〔2026〕3号", at=at, by=SYSTEM)
    calendar = calendar_of(queries.book_of(site.pk, at.date()))
    assert calendar.article(date(2026, 3, 11)) == "云府〔2026〕3号"
    assert calendar.article(at.date()) == calendar_of(plain).article(at.date())
    assert not calendar.is_working_day(date(2026, 3, 11))
