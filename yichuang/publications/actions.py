"""Drafting, editing, reviewing, publishing (起草、修改、审核、发布), archiving by itself."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from yichuang.courses.store import begin, hold, next_serial
from yichuang.courses.writing import happen
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.times import local
from yichuang.publications.publication import PublicationDossier
from yichuang.publications.states import Kind, State


@dataclass(frozen=True, slots=True)
class Wording:
    """What a publication says, in public words: no personal data of an applicant."""

    title: str
    text: str
    until: str
    """The last day it is shown, as ``2026-04-30``."""


def draft(*, wording: Wording, corrects: str = "", at: datetime, by: Reader) -> str:
    """Draft a publication (起草公示), or a correction of one; its number.

    Raises NotAllowed, Lacks.
    """
    on = local(at).date()
    with transaction.atomic():
        serial = next_serial("publication", by.site_code, on)
        number = f"{by.site_code}-{on.year}-{serial:03d}"
        dossier = begin(
            PublicationDossier, number, subject=f"publication:{number}", at=at, site_id=by.site_id
        )
        data = {**asdict(wording), "corrects": corrects}
        happen(dossier, Kind.DRAFTED, data, at=at, by=by)
    return number


def edit(*, number: str, wording: Wording, at: datetime, by: Reader) -> None:
    """Edit a draft (修改). Raises NotAllowed, NotNow, Lacks."""
    _step(number, Kind.EDITED, asdict(wording), at, by)


def review(*, number: str, at: datetime, by: Reader) -> None:
    """Pass a draft that somebody else wrote (审核通过). Raises SamePerson, NotAllowed, NotNow."""
    _step(number, Kind.REVIEWED, {}, at, by)


def return_draft(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Send it back for another edit (退回修改). Raises NotAllowed, NotNow."""
    _step(number, Kind.RETURNED, {"reason": reason}, at, by)


def publish(*, number: str, at: datetime, by: Reader) -> None:
    """Publish what was reviewed (发布). Raises NotAllowed, NotNow."""
    _step(number, Kind.PUBLISHED, {}, at, by)


def drop(*, number: str, at: datetime, by: Reader) -> None:
    """Drop a draft (作废). Raises NotAllowed, NotNow."""
    _step(number, Kind.DROPPED, {}, at, by)


def archive(*, number: str, at: datetime) -> bool:
    """Archive what has been shown through its last day (归档); whether it was."""
    with transaction.atomic():
        dossier = hold(PublicationDossier, number, SYSTEM)
        if dossier.course.state != State.PUBLISHED or at < dossier.course.over_at:
            return False
        happen(dossier, Kind.ARCHIVED, {}, at=at, by=SYSTEM)
    return True


def _step(number: str, kind: Kind, data: dict[str, object], at: datetime, by: Reader) -> None:
    with transaction.atomic():
        happen(hold(PublicationDossier, number, by), kind, data, at=at, by=by)
