"""The scans of a case (材料扫描件), material by material."""

from __future__ import annotations

from dataclasses import dataclass

from yichuang.attachments.queries import Attached, of_subject
from yichuang.cases import items
from yichuang.cases.models import Case
from yichuang.cases.reach import attaches_to, reached, sees_scans
from yichuang.cases.states import OVER, State
from yichuang.errors import NotFound
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Scanned:
    """A material and its scans."""

    code: str
    name: Phrase
    files: tuple[Attached, ...]


@dataclass(frozen=True, slots=True)
class Scans:
    materials: tuple[Scanned, ...]
    may_open: bool
    may_add: bool

    @property
    def any(self) -> bool:
        return any(one.files for one in self.materials)


def scans(number: str, *, reader: Reader) -> Scans:
    """The scans of a case. Raises NotFound outside the reader's reach."""
    case = reached(number, reader)
    if case is None:
        raise NotFound(what=number, field="number")
    sees = sees_scans(reader, case)
    adds = attaches_to(reader, case.department_id) and case.state not in OVER
    return Scans(_materials(case, named=sees), may_open=sees, may_add=adds)


def own_scans(number: str) -> Scans:
    """The scans as the applicant sees them, who has shown the case's code (`actions.follow`)."""
    case = Case.objects.get(number=number)
    awaited = case.state == State.AWAITING
    return Scans(_materials(case, named=True), may_open=False, may_add=awaited)


def _materials(case: Case, *, named: bool) -> tuple[Scanned, ...]:
    files = of_subject(f"case:{case.number}", named=named)
    item = items.of_version(case.item_version_id)
    return tuple(
        Scanned(m.code, m.name, tuple(one for one in files if one.part == m.code))
        for m in item.materials
    )
