"""Who is who in the tests of cases, and the steps they take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yichuang import clock
from yichuang.cases import actions
from yichuang.cases.actions.intake import Outcome, Papers, Refusal
from yichuang.cases.applicants import Applicant
from yichuang.cases.models import Fact
from yichuang.catalog.content import ItemContent
from yichuang.catalog.models import ServiceItem
from yichuang.catalog.versions import new_version
from yichuang.journal.actions import record
from yichuang.obligations.models import Obligation
from yichuang.organization import actions as organization
from yichuang.organization.models import Department, Person, Site
from yichuang.organization.queries import SYSTEM, Reader, reader_for
from yichuang.organization.remedies import Remedies
from yichuang.organization.roles import Role
from yichuang.phrases import Phrase
from yichuang.regulations.actions import adopt

ITEM = "1151160200867654324000101001001"
TACIT = "1151160200867654324000101001002"
OK = {"id_card": "ok", "application": "ok", "premises": "ok"}
WANG = Applicant(
    name="王小明", id_number="11010519491231002X", phone="13812341234",
    address="四川省广安市前锋区某某街道1号",
)  # fmt: skip


def instant(text: str) -> datetime:
    """A time on the hall's wall, e.g. ``2026-03-10 09:30``."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.ZONE)


@dataclass(frozen=True, slots=True)
class Hall:
    """The hall of the story."""

    site: Site
    market: Department
    police: Department
    clerk: Reader
    """林: takes papers in at the window."""
    police_clerk: Reader
    """马: takes papers in for the police alone."""
    reviewer: Reader
    """陈: reviews for the market department."""
    verifier: Reader
    """赵: verifies for the market department."""
    chief: Reader
    """钱: chief representative of the market department, may do both."""
    stranger: Reader
    """孙: chief representative of another department."""
    issuer: Reader
    """周: the integrated window."""
    supervisor: Reader
    """吴: sees all cases, touches none."""

    def submit(self, at: datetime, *, item: str = ITEM, by: Reader | None = None,
               applicant: Applicant = WANG, refusal: Refusal | None = None,
               later: bool = False, why: dict[str, str] | None = None,
               **papers: str) -> Outcome:  # fmt: skip
        states: dict[str, Any] = {**OK, **papers}
        return actions.submit(
            item=item, applicant=applicant, papers=Papers(states, why or {}), refusal=refusal,
            later=later, at=at, by=by or self.clerk,
        )  # fmt: skip

    def resubmit(self, number: str, at: datetime, **papers: Any) -> Outcome:
        return actions.resubmit(number=number, papers=Papers(papers, {}), at=at, by=self.clerk)

    def accepted(self, at: datetime, *, item: str = ITEM) -> str:
        """The number of a case accepted at once."""
        outcome = self.submit(at, item=item)
        assert outcome.decision == "accept"
        return outcome.number

    def verified(self, at: datetime, *, proposes: Any = "approve") -> str:
        number = self.accepted(at)
        actions.review(
            number=number, opinion="材料属实", proposes=proposes, at=at, by=self.reviewer
        )
        actions.verify(number=number, opinion="同意", at=at, by=self.verifier)
        return number

    def decided(self, at: datetime) -> str:
        number = self.verified(at)
        actions.decide(number=number, decision="approve", result="准予", at=at, by=self.verifier)
        return number


def facts(number: str) -> list[str]:
    """What happened, in order."""
    return list(
        Fact.objects.filter(case__number=number).order_by("seq").values_list("kind", flat=True)
    )


def silence_speaks(at: datetime) -> list[str]:
    """The cases in which silence has something to say by now."""
    rows = Obligation.objects.filter(settled_at=None, lapse_at__lte=at).order_by("lapse_at")
    return [row.subject.removeprefix("case:") for row in rows]


def build(at: datetime) -> Hall:
    site = organization.add_site(
        code="511602", name="广安区政务服务中心", name_en="Guang'an Service Centre", kind="centre",
        address="政通路 1 号", phone="0826-5550100",
        remedies=Remedies(
            Phrase("广安区人民政府", "Guang'an District People's Government"),
            Phrase("广安区人民法院", "Guang'an District People's Court"),
        ),
        at=at, by=SYSTEM,
    )  # fmt: skip
    market = organization.add_department(
        code="D1", name="市场监督管理局", name_en="Market Regulation", at=at, by=SYSTEM
    )
    police = organization.add_department(
        code="D2", name="公安局", name_en="Public Security", at=at, by=SYSTEM
    )
    adopt(site=site, presets=["county-hall"], from_on=date(2025, 1, 1), at=at, by=SYSTEM)

    def person(no: str, name: str, department: Department | None, role: Role) -> Reader:
        made: Person = organization.add_person(
            site=site, staff_no=no, name=name, department=department, at=at, by=SYSTEM
        )
        organization.grant_role(person=made, role=role, at=at, by=SYSTEM)
        return reader_for(made)

    add_item(ITEM, market, at)
    add_item(TACIT, market, at, tacit=True)
    return Hall(
        site, market, police,
        clerk=person("1", "林晓", None, Role.WINDOW_CLERK),
        reviewer=person("2", "陈静", market, Role.REVIEWER),
        verifier=person("3", "赵强", market, Role.VERIFIER),
        chief=person("4", "钱芳", market, Role.CHIEF_REPRESENTATIVE),
        stranger=person("5", "孙伟", police, Role.CHIEF_REPRESENTATIVE),
        issuer=person("6", "周敏", None, Role.INTEGRATED_WINDOW),
        police_clerk=person("8", "马丽", police, Role.WINDOW_CLERK),
        supervisor=person("7", "吴刚", None, Role.SUPERVISION),
    )  # fmt: skip


@transaction.atomic
def add_item(
    code: str, department: Department, at: datetime, *, tacit: bool = False, **more: Any
) -> None:  # fmt: skip
    """Put an item into force; `more`: what its content says besides."""
    law = {"key": "l", "rank": "statute", "zh": "中华人民共和国食品安全法", "en": "Food Safety Law"}
    papers = {
        "id_card": "身份证 | Identity card", "application": "申请书 | Application form",
        "premises": "场所使用证明 | Proof of premises", "power": "授权委托书 | Power of attorney",
    }  # fmt: skip
    content = ItemContent.model_validate({
        "name": "食品经营许可 | Food business licence", "kind": "01",
        "legal_basis": [{"law": law, "article": 35}],
        "materials": [
            {"code": key, "name": name, "required": key != "power"} for key, name in papers.items()
        ],
        "promised": "10 working_day",
        "statutory": {"limit": "20 working_day", "basis": [{"law": law, "article": 42}]},
        "tacit_approval": {"basis": [{"law": law, "article": 12}]} if tacit else None,
        "result": {"name": "食品经营许可证 | Food business licence", "form": "certificate"},
        **more,
    })  # fmt: skip
    item = ServiceItem.objects.create(code=code, department=department)
    new_version(
        item,
        content,
        number=1,
        ground="",
        at=at,
        by="system",
        valid_from=at.replace(year=2025),
    ).save()
    record(site="-", kind="item.arranged", subject=f"item:{code}", actor="system", at=at)
