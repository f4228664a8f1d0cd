"""A window with a device that faces the visitor, and services that were finished there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from yichuang.feedback.actions import invite
from yichuang.organization import actions
from yichuang.organization.models import Person, Site, Window
from yichuang.organization.queries import SYSTEM, Reader, reader_for
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

Finish = Callable[..., str]


@pytest.fixture
def site(at: datetime, db: None) -> Site:
    return make_site(at)


def make_site(at: datetime) -> Site:
    return actions.add_site(
        code="C", name="中心", name_en="Centre", kind="centre", at=at, by=SYSTEM
    )


def make_window(site: Site, code: str, at: datetime) -> Window:
    return actions.add_window(
        site=site, code=code, name="企业登记", name_en="Business registration", at=at, by=SYSTEM
    )


@pytest.fixture
def window(site: Site, at: datetime) -> Window:
    return make_window(site, "A01", at)


@pytest.fixture
def clerk(site: Site, at: datetime) -> Person:
    return actions.add_person(site=site, staff_no="1001", name="林晓", at=at, by=SYSTEM)


@pytest.fixture
def finish(site: Site, clerk: Person, at: datetime) -> Finish:
    """Finish a service and invite to rate it; the applicant's code."""

    def finished(subject: str, window: Window, when: datetime = at) -> str:
        return invite(
            subject=subject, about=Phrase("A001 号", "Number A001"), site_id=site.pk,
            site_code=site.code, window_id=window.pk, person_id=clerk.pk, at=when, by=SYSTEM,
        )  # fmt: skip

    return finished


@pytest.fixture
def device_at(site: Site) -> Callable[[Window], Reader]:
    def device(window: Window) -> Reader:
        return Reader(name="device:display:1", site_id=site.pk, site_code=site.code,
                      window_id=window.pk, scope="display")  # fmt: skip

    return device


@pytest.fixture
def person_with(site: Site, at: datetime) -> Callable[[Role], Reader]:
    def reader(role: Role) -> Reader:
        person = actions.add_person(
            site=site, staff_no=f"2-{role.value}", name="黄海", at=at, by=SYSTEM
        )
        actions.grant_role(person=person, role=role, at=at, by=SYSTEM)
        return reader_for(person)

    return reader
