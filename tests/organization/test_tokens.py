"""A token goes as far as its person, their account and their roles go, at each use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection

from yichuang.errors import NotAllowed, NotFound
from yichuang.journal.actions import open_hall, record
from yichuang.organization import actions
from yichuang.organization.models import Person, Site, Token
from yichuang.organization.queries import (
    SYSTEM,
    TokenRefused,
    reader_for,
    reader_of_token,
    tokens_of,
)
from yichuang.organization.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]


@pytest.fixture
def site(db: None, at: datetime) -> Site:
    return actions.add_site(
        code="C", name="中心", name_en="Centre", kind="centre", at=at, by=SYSTEM
    )


@pytest.fixture
def clerk(site: Site, at: datetime) -> Person:
    person = actions.add_person(site=site, staff_no="1001", name="林晓", at=at, by=SYSTEM)
    actions.grant_role(person=person, role=Role.WINDOW_CLERK, at=at, by=SYSTEM)
    actions.open_account(person=person, username="lin", password="x", at=at, by=SYSTEM)
    return person


def issue(person: Person, at: datetime, scope: str = "clerk") -> str:
    return actions.create_token(scope=scope, site=person.site, person=person, at=at, by=SYSTEM)[1]


def close(person: Person, at: datetime) -> None:
    actions.close_account(account=person.account, reason="调离", at=at, by=SYSTEM)


def leave(person: Person, at: datetime) -> None:
    Person.objects.filter(pk=person.pk).update(active=False)
    record(site="-", kind="person.left", subject=f"person:{person.staff_no}", actor="t", at=at)


@pytest.mark.parametrize("ends", [close, leave])
@pytest.mark.parametrize("scope", ["clerk", "window"])
def test_it_ends_with_account_and_person(
    clerk: Person, at: datetime, ends: Callable[[Person, datetime], None], scope: str
) -> None:
    secret = issue(clerk, at, scope)
    assert reader_of_token(secret, scope).person_id == clerk.pk
    ends(clerk, at)
    with pytest.raises(TokenRefused):
        reader_of_token(secret, scope)
    token = tokens_of().get()
    assert token.state_at(at) is Token.State.PERSON_CLOSED


def test_it_has_the_rights_of_the_roles_in_force(clerk: Person, at: datetime) -> None:
    own, at_window = issue(clerk, at), issue(clerk, at, "window")
    assert reader_of_token(own).roles == {Role.WINDOW_CLERK}
    actions.revoke_role(person=clerk, role=Role.WINDOW_CLERK, at=at, by=SYSTEM)
    assert reader_of_token(own).roles == set()
    with pytest.raises(NotAllowed, match="work at a window"):
        reader_of_token(at_window, "window")


def test_it_expires(site: Site, at: datetime) -> None:
    open_hall(training=True, at=at, by="system")  # its clock stands at `at`
    for seconds, alive in ((1, True), (0, False), (-1, False)):
        token, secret = actions.create_token(
            scope="kiosk", site=site, expires_at=at + timedelta(seconds=seconds), at=at, by=SYSTEM
        )
        assert (token.state_at(at) is Token.State.IN_FORCE) is alive
        if alive:
            reader_of_token(secret)
        else:
            with pytest.raises(TokenRefused):
                reader_of_token(secret)


def test_its_last_use_is_noted_once_a_minute(
    site: Site, at: datetime, django_assert_num_queries: Callable[[int], object]
) -> None:
    open_hall(training=True, at=at, by="system")
    token, secret = actions.create_token(scope="kiosk", site=site, at=at, by=SYSTEM)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        reader_of_token(secret)
    token.refresh_from_db()
    assert token.last_used_at is not None
    first = token.last_used_at
    assert first - at < timedelta(seconds=1)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        reader_of_token(secret)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_clock SET training_at = training_at + interval '61 seconds'")
    reader_of_token(secret)
    token.refresh_from_db()
    assert token.last_used_at - first >= timedelta(seconds=61)


class TestWhoIssues:
    """The insider may at their site, for devices; the colleague and the outsider may not."""

    @pytest.fixture
    def admin(self, site: Site, at: datetime) -> Person:
        person = actions.add_person(site=site, staff_no="2001", name="赵军", at=at, by=SYSTEM)
        actions.grant_role(person=person, role=Role.SYSTEM_ADMIN, at=at, by=SYSTEM)
        return person

    def test_the_system_administrator(self, site: Site, admin: Person, at: datetime) -> None:
        by = reader_for(admin)
        token, _ = actions.create_token(scope="display", site=site, at=at, by=by)
        assert list(tokens_of(by)) == [token]
        actions.revoke_token(token_id=token.pk, at=at, by=by)
        with pytest.raises(NotFound):
            actions.revoke_token(token_id=token.pk, at=at, by=by)

    def test_but_not_in_anothers_name(self, admin: Person, clerk: Person, at: datetime) -> None:
        with pytest.raises(NotAllowed, match="somebody's name"):
            actions.create_token(
                scope="clerk", site=clerk.site, person=clerk, at=at, by=reader_for(admin)
            )

    def test_nor_at_another_site(self, site: Site, admin: Person, at: datetime) -> None:
        branch = actions.add_site(
            code="B", name="分厅", name_en="Branch", kind="branch", parent=site, at=at, by=SYSTEM
        )
        token, _ = actions.create_token(scope="kiosk", site=branch, at=at, by=SYSTEM)
        by = reader_for(admin)
        assert list(tokens_of(by)) == []
        with pytest.raises(NotAllowed):
            actions.create_token(scope="kiosk", site=branch, at=at, by=by)
        with pytest.raises(NotAllowed):
            actions.revoke_token(token_id=token.pk, at=at, by=by)

    def test_nor_a_clerk(self, clerk: Person, at: datetime) -> None:
        token, _ = actions.create_token(scope="kiosk", site=clerk.site, at=at, by=SYSTEM)
        by = reader_for(clerk)
        for attempt in (
            lambda: actions.create_token(scope="kiosk", site=clerk.site, at=at, by=by),
            lambda: actions.revoke_token(token_id=token.pk, at=at, by=by),
            lambda: tokens_of(by),
        ):
            with pytest.raises(NotAllowed):
                attempt()
