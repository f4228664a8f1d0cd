"""A hall whose food licence costs something, and the people of its fee window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest

from tests.cases.story import ITEM, Hall, build
from yichuang.cases import charging
from yichuang.catalog.actions import take_in
from yichuang.catalog.actions.taking_in import BodyEntry, Entry
from yichuang.catalog.content import ItemContent
from yichuang.organization import actions as organization
from yichuang.organization.queries import SYSTEM, Reader, reader_for
from yichuang.organization.roles import Role

LAW = {"key": "l", "rank": "statute", "zh": "中华人民共和国食品安全法", "en": "Food Safety Law"}
CITED = [{"law": LAW, "article": 35}]
PAID = "1151160200867654324000101001009"
FREE = ITEM
_CONTENT = {
    "name": "户外广告登记 | Outdoor advertisement", "kind": "01", "legal_basis": CITED,
    "service": "登记 | Registration", "promised": "10 working_day",
    "materials": [{"code": "id_card", "name": "身份证 | Identity card"}],
    "steps": [{"kind": "accept"}, {"kind": "decide"}],
    "fees": {"due": "before_issue", "charges": [
        {"name": "工本费 | Certificate", "amount": "7.50", "per": "每证 | each", "basis": CITED},
        {"name": "复印费 | Copies", "amount": "0.35", "per": "每张 | per sheet", "basis": CITED},
    ]},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Till:
    """The hall with its fee window: who collects, who countersigns."""

    hall: Hall
    cashier: Reader
    office: Reader

    def billed(self, at: datetime, sheets: int = 0) -> tuple[str, str]:
        """A case and its bill."""
        case = self.case(at)
        return case, charging.bill(number=case, quantities={0: 1, 1: sheets}, at=at,
                                   by=self.cashier)  # fmt: skip

    def case(self, at: datetime) -> str:
        from tests.cases.story import WANG
        from yichuang.cases import actions
        from yichuang.cases.actions.intake import Papers

        return actions.submit(item=PAID, applicant=WANG, papers=Papers({"id_card": "ok"}, {}),
                              at=at, by=self.hall.clerk).number  # fmt: skip


@pytest.fixture
def till(db: None, at: datetime) -> Till:
    return made(at)


def made(at: datetime) -> Till:
    hall = build(at)
    body = BodyEntry(hall.market.code, hall.market.name, hall.market.name_en, "")
    entry = Entry(code=PAID, content=ItemContent.model_validate(_CONTENT), department=body)
    take_in([entry], ground="文", publish=True, at=at, by=SYSTEM)

    def person(no: str, name: str, role: Role) -> Reader:
        row = organization.add_person(
            site=hall.site, staff_no=no, name=name, department=None, at=at, by=SYSTEM
        )
        organization.grant_role(person=row, role=role, at=at, by=SYSTEM)
        return reader_for(row)

    return Till(hall, person("21", "苏静", Role.CASHIER), person("22", "贾远", Role.OFFICE))


Make = Callable[[datetime], Till]
