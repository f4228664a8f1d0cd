"""A hall with a few items, and the people of its catalogue: office, window unit, outsider."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from yichuang.catalog.actions import BodyEntry, Entry
from yichuang.catalog.citations import Citation, Law
from yichuang.catalog.content import (
    Condition,
    Fees,
    ItemContent,
    Limit,
    Material,
    StatutoryLimit,
    Step,
)
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM, Reader, reader_for
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase

if TYPE_CHECKING:
    from yichuang.organization.models import Department, Site

LICENSING = Law(key="licensing", rank="statute", zh="中华人民共和国行政许可法", en="Licensing Law")
TWENTY_DAYS = Citation(law=LICENSING, article=42)
RENEWAL = Citation(law=LICENSING, article=50)


def say(zh: str) -> Phrase:
    return Phrase(zh, f"[{zh}]")


def complete(name: str = "食品经营许可核发", **changed: object) -> ItemContent:
    """An item with all six disclosures; `changed` replaces parts."""
    content = ItemContent(
        name=say(name),
        kind="01",
        legal_basis=(TWENTY_DAYS,),
        service=say("核发许可证"),
        conditions=(Condition(text=say("有场所")),),
        materials=(Material(code="application_form", name=say("申请表"), originals=1),),
        steps=(Step(kind="accept"), Step(kind="review"), Step(kind="verify"), Step(kind="issue")),
        fees=Fees(basis=(Citation(law=LICENSING, article=58),)),
        statutory=StatutoryLimit(limit=Limit(n=20, unit="working_day"), basis=(TWENTY_DAYS,)),
        promised=Limit(n=10, unit="working_day"),
    )
    return content.model_copy(update=changed)


MARKET = BodyEntry(code="11990101MB9900021A", name="市场监管局", name_en="Market Regulation")


def entry(code: str, content: ItemContent | None = None, body: BodyEntry = MARKET) -> Entry:
    return Entry(code=code, content=content or complete(), department=body)


@pytest.fixture
def site(at: datetime) -> Site:
    return organization.add_site(
        code="yunqi", name="中心", name_en="Centre", kind="centre", at=at, by=SYSTEM
    )


@pytest.fixture
def market(at: datetime) -> Department:
    return organization.add_department(
        code=MARKET.code, name=MARKET.name, name_en=MARKET.name_en, at=at, by=SYSTEM
    )


def _reader(
    site: Site, staff_no: str, name: str, role: Role, at: datetime,
    department: Department | None = None,
) -> Reader:  # fmt: skip
    person = organization.add_person(
        site=site, staff_no=staff_no, name=name, department=department, at=at, by=SYSTEM
    )
    organization.grant_role(person=person, role=role, at=at, by=SYSTEM)
    return reader_for(person)


@pytest.fixture
def office(site: Site, at: datetime) -> Reader:
    """Keeps the catalogue."""
    return _reader(site, "1", "贾明远", Role.OFFICE, at)


@pytest.fixture
def clerk_of_office(site: Site, at: datetime) -> Reader:
    """Keeps the catalogue too; another person."""
    return _reader(site, "2", "杜静怡", Role.OFFICE, at)


@pytest.fixture
def chief(site: Site, market: Department, at: datetime) -> Reader:
    """Chief representative of the market regulator: the window unit."""
    return _reader(site, "3", "黄春霞", Role.CHIEF_REPRESENTATIVE, at, market)


@pytest.fixture
def other_chief(site: Site, at: datetime) -> Reader:
    """Chief representative of another department: an outsider here."""
    tax = organization.add_department(code="11990101MB990011XM", name="税务局", at=at, by=SYSTEM)
    return _reader(site, "4", "孙素芬", Role.CHIEF_REPRESENTATIVE, at, tax)


@pytest.fixture
def window_clerk(site: Site, market: Department, at: datetime) -> Reader:
    """Works at a window and may change nothing here."""
    return _reader(site, "5", "徐敏学", Role.WINDOW_CLERK, at, market)
