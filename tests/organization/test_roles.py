"""Three administrators are three people; rights end when they are taken back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from yichuang.cases.face import REVIEW_CASE
from yichuang.errors import NotAllowed
from yichuang.organization import actions, queries
from yichuang.organization.models import Person, Token
from yichuang.organization.queries import SYSTEM
from yichuang.organization.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.req("R63")]


@pytest.fixture
def person(at: datetime) -> Person:
    site = actions.add_site(
        code="C", name="中心", name_en="Centre", kind="centre", at=at, by=SYSTEM
    )
    return actions.add_person(site=site, staff_no="1001", name="林晓", at=at, by=SYSTEM)


def test_one_person_is_at_most_one_administrator(person: Person, at: datetime) -> None:
    actions.grant_role(person=person, role=Role.SYSTEM_ADMIN, at=at, by=SYSTEM)
    with pytest.raises(actions.ThreeAdministrators, match="林晓"):
        actions.grant_role(person=person, role=Role.AUDIT_ADMIN, at=at, by=SYSTEM)
    actions.revoke_role(person=person, role=Role.SYSTEM_ADMIN, at=at, by=SYSTEM)
    actions.grant_role(person=person, role=Role.AUDIT_ADMIN, at=at, by=SYSTEM)
    assert queries.reader_for(person).roles == {Role.AUDIT_ADMIN}


def test_a_right_ends_with_its_role(person: Person, at: datetime) -> None:
    actions.grant_role(person=person, role=Role.REVIEWER, at=at, by=SYSTEM)
    queries.reader_for(person).must(REVIEW_CASE)
    with pytest.raises(actions.RoleHeld):
        actions.grant_role(person=person, role=Role.REVIEWER, at=at, by=SYSTEM)
    actions.revoke_role(person=person, role=Role.REVIEWER, at=at + timedelta(days=1), by=SYSTEM)
    with pytest.raises(NotAllowed):
        queries.reader_for(person).must(REVIEW_CASE)


def test_a_token_works_in_its_scope_until_revoked(person: Person, at: datetime) -> None:
    token, secret = actions.create_token(
        scope=Token.Scope.KIOSK, site=person.site, at=at, by=SYSTEM
    )
    assert queries.reader_of_token(secret, "kiosk").scope == "kiosk"
    with pytest.raises(NotAllowed):
        queries.reader_of_token(secret, "window")
    with pytest.raises(queries.TokenRefused):
        queries.reader_of_token(secret + "x")
    actions.revoke_token(token_id=token.pk, at=at, by=SYSTEM)
    with pytest.raises(queries.TokenRefused):
        queries.reader_of_token(secret)
