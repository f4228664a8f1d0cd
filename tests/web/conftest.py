"""People of a small hall, by role, logged in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from yichuang.organization import actions
from yichuang.organization.models import Account, Person, Site
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role

PASSWORD = "Correct-horse-7"


@pytest.fixture
def site(at: datetime, db: None) -> Site:
    return actions.add_site(
        code="C", name="临江区政务服务中心", name_en="Linjiang Government Service Centre",
        kind="centre", address="临江区人民路 1 号", phone="0599-1234567", at=at, by=SYSTEM,
    )  # fmt: skip


@pytest.fixture
def hire(site: Site, at: datetime) -> Callable[..., Person]:
    """Add a person with roles and an account named after their number."""

    def hired(
        staff_no: str, *roles: Role, name: str = "林晓", must_change: bool = False,
        account: bool = True,
    ) -> Person:  # fmt: skip
        person = actions.add_person(
            site=site, staff_no=staff_no, name=name, post="窗口人员", at=at, by=SYSTEM
        )
        for role in roles:
            actions.grant_role(person=person, role=role, at=at, by=SYSTEM)
        if account:
            actions.open_account(
                person=person, username=f"u{staff_no}", password=PASSWORD,
                must_change=must_change, at=at, by=SYSTEM,
            )  # fmt: skip
        return person

    return hired


@pytest.fixture
def as_role(hire: Callable[..., Person]) -> Callable[..., Client]:
    """A browser in which somebody with this role is logged in."""

    def logged_in(*roles: Role, staff_no: str = "1001") -> Client:
        client = Client()
        client.force_login(Account.objects.get(person=hire(staff_no, *roles)))
        return client

    return logged_in
