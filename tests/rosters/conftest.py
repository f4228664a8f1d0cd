"""A hall with two windows of one department, an integrated one, and an office that makes rosters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from yichuang.organization import actions as organization
from yichuang.organization.models import Site
from yichuang.organization.queries import SYSTEM, Reader, person_by_staff_no, reader_for
from yichuang.organization.roles import Role
from yichuang.regulations.actions import adopt

FIRST, LAST = date(2026, 4, 1), date(2026, 4, 30)


@dataclass(frozen=True, slots=True)
class Hall:
    """Who is who: 林, 马 and 何 of the market, 田 at the integrated window, 吴 the office."""

    site: Site
    lin: Reader
    ma: Reader
    he: Reader
    tian: Reader
    wu: Reader


def build(at: datetime) -> Hall:
    site = organization.add_site(
        code="C", name="临江区政务服务中心", name_en="Linjiang Service Centre", kind="centre", at=at,
        by=SYSTEM,
    )  # fmt: skip
    market = organization.add_department(
        code="D1", name="市场监督管理局", name_en="Market Regulation", at=at, by=SYSTEM
    )
    adopt(site=site, presets=["county-hall", "hall-roster"], from_on=date(2025, 1, 1), at=at,
          by=SYSTEM)  # fmt: skip
    for code, department in (("1", market), ("2", market), ("Z", None)):
        organization.add_window(
            site=site, code=code, name=f"{code} 号窗口", department=department,
            integrated=department is None, at=at, by=SYSTEM,
        )  # fmt: skip

    def person(no: str, name: str, role: Role) -> Reader:
        own = market if role == Role.WINDOW_CLERK else None
        made = organization.add_person(
            site=site, staff_no=no, name=name, department=own, at=at, by=SYSTEM
        )
        organization.grant_role(person=made, role=role, at=at, by=SYSTEM)
        return reader_for(person_by_staff_no(no))

    return Hall(
        site, person("1", "林晓", Role.WINDOW_CLERK), person("2", "马丽", Role.WINDOW_CLERK),
        person("3", "何平", Role.WINDOW_CLERK), person("4", "田青", Role.INTEGRATED_WINDOW),
        person("5", "吴刚", Role.OFFICE),
    )  # fmt: skip


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    return build(at)


@pytest.fixture
def committed_hall(committed: None, at: datetime) -> Hall:
    return build(at)
