"""A receipt on paper (收费票据): made at its first printing, kept, and the same octets again."""

from __future__ import annotations

from datetime import datetime

from yichuang.courses.store import read
from yichuang.errors import NotFound
from yichuang.fees.bill import BillDossier
from yichuang.fees.queries import bill, lines_of, payer_of
from yichuang.fees.states import KINDS, WAYS, Kind
from yichuang.organization.queries import Reader, name_of
from yichuang.organization.times import local
from yichuang.papers import actions as papers
from yichuang.papers.press import Copy, Foot, Line, Row, Sheet, Table
from yichuang.papers.states import Copy as Edition
from yichuang.rules import money

_TITLES = {Kind.PAID: "收费票据", Kind.REVERSED: "冲正票据", Kind.REFUNDED: "退费票据"}
_COPIES = ("缴款人联", "存根联", "记账联")


def printed(number: str, seq: int, *, reader: Reader, at: datetime) -> bytes:
    """The receipt of a bill's fact, as PDF. Raises NotFound, NotAllowed."""
    bill(number, reader)
    dossier = read(BillDossier, number, reader)
    fact = next((one for one in dossier.course.receipts if one.fact.seq == seq), None)
    if fact is None:
        raise NotFound(what=f"{number}/{seq}", field="seq")
    assert dossier.standing.site_id is not None
    about = papers.About(dossier.standing.site_id, dossier.site_code, dossier.subject, seq)
    return papers.keep(about, Edition.WHOLE, lambda: _sheet(dossier, seq), dated=fact.fact.at,
                       at=at).content  # fmt: skip


def _sheet(dossier: BillDossier, seq: int) -> Sheet:
    course, site = dossier.course, dossier.standing.site
    assert site is not None
    receipt = next(one for one in course.receipts if one.fact.seq == seq)
    kind, on = Kind(receipt.fact.kind), local(receipt.fact.at)
    said = [
        Row("缴费单", dossier.standing.number), Row("事项", str(course.billed.data["item_zh"])),
        Row("方式", WAYS[receipt.way].zh), Row("时间", f"{on:%Y-%m-%d %H:%M}"),
    ]  # fmt: skip
    if receipt.of:
        said.append(Row("对应票据", receipt.of, str(receipt.fact.data.get("reason", ""))))
    rows = tuple(
        (one.name.zh, f"{one.price} 元/{one.per.zh.removeprefix('每')}", str(one.n), one.amount,
         one.basis)
        for one in lines_of(course)
    )  # fmt: skip
    who = name_of(receipt.fact.person_id) if receipt.fact.person_id else ""
    foot = Foot((Line("经手人", who), Line("票据号", receipt.number, large=True)))
    return Sheet(
        org=site.name, title=_TITLES[kind], number=receipt.number, addressee=payer_of(dossier),
        paragraphs=(f"{KINDS[kind].zh}金额：{money.to_text(receipt.amount)} 元。",),
        sign_org=site.name, sign_date=f"{on.year}年{on.month}月{on.day}日",
        copies=tuple(Copy(mark, foot) for mark in _COPIES), facts=tuple(said),
        table=Table(("收费项目", "标准", "数量", "金额（元）", "依据"), (45, 32, 14, 24, 0), rows),
        seal="（收费专用章）",
    )  # fmt: skip
