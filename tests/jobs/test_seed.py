"""The demo hall is filled by the actions of a real one, whole or not at all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth import authenticate
from django.db import IntegrityError
from django.test import RequestFactory

from yichuang.cases.face import ACCEPT_CASE, ISSUE_RESULT, REVIEW_CASE, VERIFY_CASE
from yichuang.catalog import queries as catalog
from yichuang.catalog.demo.schema import demo_items
from yichuang.catalog.face import MANAGE_CATALOG
from yichuang.jobs.demo_hall import demo_hall
from yichuang.jobs.seed import DEMO_LOGINS, DEMO_PASSWORD, seed_demo_hall
from yichuang.organization import queries as organization
from yichuang.organization.face import MANAGE_DEVICES, MANAGE_ROLES, READ_AUDIT
from yichuang.organization.queries import SYSTEM
from yichuang.organization.times import local
from yichuang.reception import queries as reception
from yichuang.regulations.queries import book_of, in_force
from yichuang.rules.book.rulebook import Book
from yichuang.rules.workcalendar import calendar_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(at: datetime) -> None:
    seed_demo_hall(at=at, by=SYSTEM)


@pytest.mark.req("R65")
def test_the_demo_hall_is_one_system_of_six_places_each_with_its_own(
    hall: None, at: datetime
) -> None:
    written = demo_hall()
    assert organization.main_site().code == "yunqi"
    for one in written.sites:
        site = organization.site_by_code(one.code)
        assert (site.parent.code if site.parent else "") == one.parent
        windows = organization.windows_of(site.pk)
        assert {window.code for window in windows} == {w.code for w in written.windows[one.code]}
        people = {person.staff_no for person in organization.people_of(site.pk)}
        assert people == {p.staff_no for _, p in written.staff() if written.place_of(p) == one.code}
        assert in_force(site.pk, local(at).date()).book.names


def test_its_services_are_given_at_their_windows(hall: None, at: datetime) -> None:
    for code, services in demo_hall().services.items():
        site = organization.site_by_code(code)
        cards = {card.code: card for card in reception.services_of(site.pk)}
        assert set(cards) == {service.code for service in services}
        for service in services:
            assert set(cards[service.code].windows) == set(service.windows)


@pytest.mark.req("R08")
def test_its_catalogue_is_published_where_it_is_complete(hall: None, at: datetime) -> None:
    published = {row.code for row in catalog.public_items(at, limit=500)}
    incomplete = {row.code for row in catalog.incomplete_items(at, reader=SYSTEM, limit=500)}
    assert published | incomplete == {item.code for item in demo_items()}
    assert not published & incomplete
    assert len(published) > 90
    assert len(catalog.handled_elsewhere()) == 4


@pytest.mark.req("R63")
def test_its_people_log_in_and_may_do_what_their_posts_are_for(hall: None, at: datetime) -> None:
    request = RequestFactory().post("/login")
    may = {
        "clerk": ACCEPT_CASE, "reviewer": REVIEW_CASE,
        "verifier": VERIFY_CASE, "results": ISSUE_RESULT,
        "office": MANAGE_CATALOG, "security": MANAGE_ROLES,
        "audit": READ_AUDIT, "system": MANAGE_DEVICES,
    }  # fmt: skip
    for username, permission in may.items():
        account = authenticate(request, username=username, password=DEMO_PASSWORD)
        assert account is not None, username
        organization.reader_of(account).must(permission)
    assert set(may) <= set(DEMO_LOGINS)


def test_it_runs_by_the_national_calendar_as_a_table_of_its_own(hall: None, at: datetime) -> None:
    site = organization.main_site()
    days = {day.on: day for day in organization.calendar_days(site.pk)}
    assert {day.year for day in days} == set(range(2018, 2027))
    assert (days[date(2026, 2, 17)].working, days[date(2026, 2, 17)].name) == (False, "春节")
    assert days[date(2026, 2, 14)].working
    assert all(day.national and day.source.startswith("国办发明电") for day in days.values())
    calendar = calendar_of(book_of(site.pk, local(at).date()))
    plain = calendar_of(Book.of("statute"))
    for n in range((date(2027, 3, 1) - date(2018, 1, 1)).days):
        day = date(2018, 1, 1) + timedelta(days=n)
        assert calendar.is_working_day(day) == plain.is_working_day(day), day
        assert calendar.is_provisional(day) == plain.is_provisional(day), day
        assert calendar.article(day) == plain.article(day), day


def test_a_hall_is_filled_once(hall: None, at: datetime) -> None:
    with pytest.raises(IntegrityError):
        seed_demo_hall(at=at, by=SYSTEM)
