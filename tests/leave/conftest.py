"""A hall with a department of two at its window, an office and a director."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from tests.cases.story import instant
from yichuang.leave import actions
from yichuang.leave.asking import Asked, wall
from yichuang.organization import actions as organization
from yichuang.organization.models import Department, Site
from yichuang.organization.queries import SYSTEM, Reader, person_by_staff_no, reader_for
from yichuang.organization.roles import Role
from yichuang.regulations.actions import adopt
from yichuang.regulations.queries import book_of


@dataclass(frozen=True, slots=True)
class Hall:
    """Who is who: 林 and 马 at the market's window, 钱 for their unit, 吴 the office, 高 director."""

    site: Site
    lin: Reader
    ma: Reader
    he: Reader
    qian: Reader
    wu: Reader
    gao: Reader

    def asked(self, from_: str, to: str, kind: str = "personal", **more: object) -> Asked:
        book = book_of(self.site.pk, date(2026, 3, 10))
        return Asked(kind, wall(from_, book, end=False), wall(to, book, end=True), **more)  # type: ignore[arg-type]

    def ask(self, from_: str, to: str, at: datetime, kind: str = "personal",
            by: Reader | None = None, **more: object) -> str:  # fmt: skip
        return actions.ask(self.asked(from_, to, kind, **more), at=at, by=by or self.lin)

    def granted(self, from_: str, to: str, at: datetime) -> str:
        """A leave of one day of 林's, with 马 standing in, granted."""
        number = self.ask(from_, to, at, substitute="2")
        actions.accept(number, at=at, by=self.ma)
        actions.decide(number, approve=True, at=at, by=self.wu)
        return number


def build(at: datetime, presets: list[str]) -> Hall:
    site = organization.add_site(
        code="C", name="临江区政务服务中心", name_en="Linjiang Service Centre", kind="centre", at=at,
        by=SYSTEM,
    )  # fmt: skip
    market = organization.add_department(
        code="D1", name="市场监督管理局", name_en="Market Regulation", at=at, by=SYSTEM
    )
    adopt(site=site, presets=presets, from_on=date(2025, 1, 1), at=at, by=SYSTEM)

    def person(no: str, name: str, department: Department | None, *roles: Role) -> Reader:
        made = organization.add_person(
            site=site, staff_no=no, name=name, department=department, at=at, by=SYSTEM
        )
        for role in roles:
            organization.grant_role(person=made, role=role, at=at, by=SYSTEM)
        return reader_for(person_by_staff_no(no))

    return Hall(
        site,
        lin=person("1", "林晓", market, Role.WINDOW_CLERK),
        ma=person("2", "马丽", market, Role.WINDOW_CLERK),
        he=person("3", "何平", market, Role.REVIEWER),
        qian=person("4", "钱芳", market, Role.CHIEF_REPRESENTATIVE),
        wu=person("5", "吴刚", None, Role.OFFICE),
        gao=person("6", "高远", None, Role.DIRECTOR),
    )


@pytest.fixture
def hall(db: None, at: datetime) -> Hall:
    return build(at, ["county-hall"])


@pytest.fixture
def committed_hall(committed: None, at: datetime) -> Hall:
    return build(at, ["county-hall"])


__all__ = ["instant"]
