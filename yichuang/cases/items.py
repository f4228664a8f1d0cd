"""What a case takes from its item: the terms of the version it was taken in under."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from yichuang.cases.joint.course import Part
from yichuang.catalog import queries as catalog
from yichuang.catalog.refusals import NotInForce
from yichuang.errors import NotFound
from yichuang.organization.queries import departments
from yichuang.phrases import Phrase
from yichuang.rules.limits import Limit

if TYPE_CHECKING:
    from yichuang.catalog.queries import ItemVersion


@dataclass(frozen=True, slots=True)
class Material:
    code: str
    name: Phrase
    required: bool


@dataclass(frozen=True, slots=True)
class Item:
    """One version of an item (事项版本), as far as a case needs it."""

    version_id: int
    code: str
    name: Phrase
    department_id: int
    kind: str
    """What it is in law (GB/T 39046): 01 a licence … 20 a public service."""
    case_kind: str
    materials: tuple[Material, ...]
    promised: Limit | None
    statutory: Limit | None
    tacit_basis: str
    joint: bool
    result: Phrase | None
    """What the applicant gets."""
    legal_basis: tuple[str, ...] = ()
    """The laws the item rests on (设定依据), as papers cite them."""
    paid_first: bool = False
    """Its result goes out once the fee is paid or exempted (先缴费后出件)."""
    parts: tuple[tuple[int, Part], ...] = ()
    """Of a joint item: each department that takes part, and with what."""

    def names(self, codes: tuple[str, ...]) -> list[Phrase]:
        """The names of materials, in the item's order."""
        known = {material.code: material.name for material in self.materials}
        return [known.get(code, Phrase(code, code)) for code in codes]


def in_force(code: str, at: datetime) -> Item:
    """The item as it stands at an instant. Raises NotInForce, NotFound for an unknown code."""
    try:
        return _item(catalog.item_version_in_force(code, at))
    except NotInForce as error:
        if catalog.versions_of(code):
            raise
        raise NotFound(what=code, field="item") from error


def of_version(version_id: int) -> Item:
    """The version a case keeps."""
    return _item(catalog.item_version(version_id))


def _item(version: ItemVersion) -> Item:
    promised, statutory = version.promised, version.statutory
    return Item(
        version_id=version.id, code=version.code, name=Phrase(version.name, version.name_en),
        department_id=version.department_id, kind=version.kind, case_kind=version.case_kind,
        materials=tuple(
            Material(m.code, m.name, m.required) for m in version.content.materials
        ),
        promised=Limit(*promised) if promised else None,
        statutory=Limit(*statutory) if statutory else None,
        tacit_basis=version.tacit_basis, joint=version.joint,
        result=version.content.result.name if version.content.result else None,
        legal_basis=tuple(one.say("zh") for one in version.content.legal_basis),
        paid_first=bool(version.content.fees and version.content.fees.due == "before_issue"),
        parts=_parts(version) if version.joint else (),
    )  # fmt: skip


def _parts(version: ItemVersion) -> tuple[tuple[int, Part], ...]:
    """The parts of a joint item whose departments the house knows.

    A department that was abolished since has nobody to ask, and what it did has passed to the
    lead department.
    """
    known = dict(departments().values_list("code", "pk"))
    lead = known.get(version.content.lead, version.department_id)
    return tuple(
        (
            known.get(part.department, lead),
            Part(
                Phrase(part.text.zh, part.text.en), Limit(part.limit.n, part.limit.unit),
                part.stage, lead, part.silence.basis[0].say("zh") if part.silence else "",
                part.stand_in,
            ),
        )
        for part in version.content.joint
    )  # fmt: skip
