"""The six disclosures (六公开) and what keeps an item from being admitted or published.

Service content, materials, procedure, fee standard, fee basis and time limit are all told,
or the item isn't published (R08). No legal basis, no item; and no condition, material or
step without one (R06).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from yichuang.catalog.content import ItemContent
from yichuang.catalog.kinds import STEPS
from yichuang.phrases import Phrase

Disclosure = Literal["service", "materials", "procedure", "fee_standard", "fee_basis", "time_limit"]

DISCLOSURES: dict[Disclosure, Phrase] = {
    "service": Phrase("服务内容", "Service content"),
    "materials": Phrase("申报材料", "Materials"),
    "procedure": Phrase("办事程序", "Procedure"),
    "fee_standard": Phrase("收费标准", "Fee standard"),
    "fee_basis": Phrase("收费依据", "Legal basis for fees"),
    "time_limit": Phrase("办结时限", "Time limit"),
}


def missing_disclosures(content: ItemContent) -> tuple[Disclosure, ...]:
    """Which of the six disclosures (六公开) are missing, in their order; empty: complete.

    A free item still tells its fee standard (free) and the basis of that.
    """
    fees = content.fees
    told: dict[Disclosure, bool] = {
        "service": content.service is not None,
        "materials": bool(content.materials),
        "procedure": bool(content.steps),
        "fee_standard": fees is not None,
        "fee_basis": fees is not None and bool(fees.charges or fees.basis),
        "time_limit": content.promised is not None,
    }
    return tuple(disclosure for disclosure in DISCLOSURES if not told[disclosure])


def without_basis(content: ItemContent) -> Iterator[Phrase]:
    """What has no legal basis (无法定依据): the item itself, a condition, a material, a step.

    A part that names no article stands on the item's own basis; one whose list of articles
    is empty has none.
    """
    if not content.legal_basis:
        yield Phrase("事项没有设定依据", "the item has no legal basis")
    for condition in content.conditions:
        if condition.basis == ():
            yield Phrase(f"条件“{condition.text.zh}”没有依据", f"no basis: {condition.text.en}")
    for material in content.materials:
        if material.basis == ():
            yield Phrase(f"材料“{material.name.zh}”没有依据", f"no basis: {material.name.en}")
    for step in content.steps:
        if step.basis == ():
            name = STEPS[step.kind]
            yield Phrase(f"环节“{name.zh}”没有依据", f"no basis: {name.en}")


def review_overdue(content: ItemContent, on: date) -> bool:
    """Whether the guide's review date has passed by the end of the day before `on` (R08)."""
    return content.review_by is not None and content.review_by < on
