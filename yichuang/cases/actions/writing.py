"""Holding a case to write its next fact, and keeping its row true to its facts."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases.dossier import FOLDED, CaseDossier
from yichuang.cases.models import Case, Fact
from yichuang.courses.writing import happen, owe_next
from yichuang.errors import NotFound
from yichuang.journal.actions import record
from yichuang.organization.queries import SYSTEM, Reader

__all__ = ["REFOLDED", "happen", "hold", "settle"]

REFOLDED = "case.refolded"


def hold(number: str, by: Reader) -> CaseDossier:
    """Lock a case of the actor's site. Raises NotFound where the site has none of that number."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("site", "department")
    if by is not SYSTEM:
        rows = rows.filter(site=by.site_id)
    case = rows.filter(number=number).first()
    if case is None:
        raise NotFound(what=number, field="number")
    return CaseDossier.of(case, list(Fact.objects.filter(case=case).order_by("seq")))


def settle(dossier: CaseDossier, at: datetime) -> None:
    """Write what the facts add up to now into the case's row, where that has changed.

    Facts settle themselves; this is for what changes without one: the calendar. The change
    goes on record with the new dues.
    """
    case = dossier.case
    before = [getattr(case, name) for name in FOLDED]
    dossier.fold_into_row(at)
    if [getattr(case, name) for name in FOLDED] == before:
        return
    case.save(update_fields=FOLDED)
    owe_next(dossier, at)
    told = {
        name: due.isoformat() if (due := getattr(case, name)) else None
        for name in ("promised_due", "statutory_due")
    }
    record(site=case.site.code, kind=REFOLDED, subject=dossier.subject, actor=SYSTEM.name, at=at,
           data=told)  # fmt: skip
