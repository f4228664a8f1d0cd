"""Scans of what was handed in (材料扫描件): who puts them to a case, who looks at them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from yichuang.attachments import actions as attachments
from yichuang.attachments.actions import Opened, Slot
from yichuang.attachments.kinds import SCANS
from yichuang.cases import items
from yichuang.cases.actions.looks import PurposeNeeded
from yichuang.cases.face import ACCEPT_CASE
from yichuang.cases.models import Case
from yichuang.cases.reach import attaches_to, reached, sees_scans, within_reach
from yichuang.cases.states import OVER, STATES, State
from yichuang.errors import HallError, NotFound
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase
from yichuang.text import passage

APPLICANT = "applicant"


class NoScansNow(HallError):
    code: ClassVar[str] = "cases.no_scans_now"
    status: ClassVar[int] = 409
    phrase: ClassVar[Phrase] = Phrase(
        "办件 {number} 现在是“{state}”，不再收扫描件。",
        "Case {number} is “{state}”: no scans are taken now.",
    )


def slot_for_scan(number: str, material: str, *, by: Reader) -> Slot:
    """Where a scan of a material goes, for staff who take the case's papers in or examine them.

    Raises NotFound outside the reader's reach, NotAllowed, NoScansNow.
    """
    case = Case.objects.filter(within_reach(by), number=number).select_related("site").first()
    if case is None:
        raise NotFound(what=number, field="number")
    if not attaches_to(by, case.department_id):
        raise by.refusal(ACCEPT_CASE)
    if case.state in OVER:
        raise NoScansNow(number=number, state=STATES[State(case.state)])
    return _slot(case, material, by.name, by.person_id)


def slot_for_correction(number: str, material: str) -> Slot:
    """Where the applicant's own scan goes while corrections are waited for (网上补正).

    For who has shown the case's code (`follow`). Raises NotFound, NoScansNow.
    """
    case = Case.objects.filter(number=number).select_related("site").first()
    if case is None:
        raise NotFound(what=number, field="number")
    if case.state != State.AWAITING:
        raise NoScansNow(number=number, state=STATES[State(case.state)])
    return _slot(case, material, APPLICANT, None)


def _slot(case: Case, material: str, actor: str, person_id: int | None) -> Slot:
    item = items.of_version(case.item_version_id)
    if material not in {one.code for one in item.materials}:
        raise NotFound(what=material, field="material")
    return Slot(
        site_id=case.site_id, site_code=case.site.code, subject=f"case:{case.number}",
        part=material, actor=actor, person_id=person_id, kinds=SCANS,
    )  # fmt: skip


def open_scan(number: str, pk: int, *, at: datetime, by: Reader) -> Opened:
    """Look at a scan (查看扫描件); the look goes on record (R63).

    It shows the applicant in full, so it takes the same right as that. Raises NotFound.
    """
    _visible(number, by)
    return attachments.open_file(f"case:{number}", pk, actor=by.name, at=at)


def withdraw_scan(number: str, pk: int, *, reason: str, at: datetime, by: Reader) -> None:
    """Take a scan back that was put there by mistake, with the reason. Raises NotFound."""
    case = _visible(number, by)
    reason = passage(reason)
    if not reason:
        raise PurposeNeeded(field="reason")
    if not attaches_to(by, case.department_id) or case.state in OVER:
        raise NoScansNow(number=number, state=STATES[State(case.state)])
    attachments.withdraw(f"case:{number}", pk, reason=reason, actor=by.name, at=at)


def _visible(number: str, by: Reader) -> Case:
    case = reached(number, by)
    if case is None or not sees_scans(by, case):
        raise NotFound(what=number, field="number")
    return case
