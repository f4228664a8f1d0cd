"""Asking for a correction and deciding on it (补签). Each is one transaction with its entry."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yichuang.attendance.closing import closed_month
from yichuang.attendance.corrections.course import CorrectionDossier, Kind
from yichuang.attendance.corrections.refusals import (
    BadSheet,
    MonthClosed,
    NoSuchTime,
    SheetLength,
)
from yichuang.attendance.models import Slip
from yichuang.attendance.permissions import SEE_ATTENDANCE
from yichuang.attendance.states import Shown
from yichuang.courses.store import begin, hold, next_serial
from yichuang.courses.writing import happen
from yichuang.errors import NotAllowed, NotFound
from yichuang.messages.actions import About, tell_person
from yichuang.messages.words import Told, filled
from yichuang.organization.queries import Reader, person_by_staff_no
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import in_force
from yichuang.text import passage

MOST = 200
"""Lines of one paper sheet."""
_DECIDED = Phrase("补签已审批", "Your correction was decided")
_YES = Phrase("补签 {n} 已准予。", "Correction {n} is approved.")
_NO = Phrase("补签 {n} 未准予：{why}", "Correction {n} is refused: {why}")


def ask(*, when: str, reason: str, at: datetime, by: Reader) -> str:
    """Ask that a punch of one's own be added (申请补签); its number.

    `when`: the wall time. Raises NoSuchTime, WordsNeeded, MonthClosed.
    """
    if by.person_id is None:
        raise NotAllowed(what=Phrase("申请补签", "ask for a correction"))
    wall = _time(when, at)
    if wall is None:
        raise NoSuchTime(text=when[:40], field="when")
    return _ask(Shown.SLIP, [(by.name.partition(":")[2], wall)], reason, at, by)


def hand_in_sheet(*, text: str, reason: str, at: datetime, by: Reader) -> str:
    """Write a paper sheet in (纸质签到表): a staff number and a time a line; its number.

    Raises NotAllowed, BadSheet with the line, SheetLength, WordsNeeded, MonthClosed.
    """
    by.must(SEE_ATTENDANCE)
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        staff_no, _, when = line.strip().replace("\t", " ").partition(" ")
        wall = _time(when, at)
        if wall is None or not _is_here(staff_no, by):
            raise BadSheet(line=number, text=line.strip()[:40], field="text")
        rows.append((staff_no, wall))
    if not 0 < len(rows) <= MOST:
        raise SheetLength(most=MOST, field="text")
    return _ask(Shown.SHEET, rows, reason, at, by)


def approve(*, number: str, at: datetime, by: Reader) -> None:
    """Approve a correction (准予补签): from now on its punches count.

    Raises SamePerson, OutOfOrder, NotAllowed, MonthClosed.
    """
    with transaction.atomic():
        dossier = hold(CorrectionDossier, number, by)
        course = dossier.course
        for row in course.rows:
            _must_be_open(row.at, by)
        Slip.objects.bulk_create(
            Slip(person_id=row.person_id, at=instant(row.at), kind=course.shown_by,
                 number=number, approved_at=at)
            for row in course.rows
        )  # fmt: skip
        happen(dossier, Kind.APPROVED, {}, at=at, by=by)
        _tell(dossier, filled(_YES, {"n": number}), Kind.APPROVED, at, by)


def refuse(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Refuse a correction (不准补签), with the reason. Raises as `approve`."""
    with transaction.atomic():
        dossier = hold(CorrectionDossier, number, by)
        fact = happen(dossier, Kind.REFUSED, {"reason": reason}, at=at, by=by)
        said = filled(_NO, {"n": number, "why": str(fact.data["reason"])})
        _tell(dossier, said, Kind.REFUSED, at, by)


def withdraw(*, number: str, at: datetime, by: Reader) -> None:
    """Take one's request back (撤回). Raises SamePerson, OutOfOrder."""
    with transaction.atomic():
        happen(hold(CorrectionDossier, number, by), Kind.WITHDRAWN, {}, at=at, by=by)


def _ask(
    shown_by: Shown, rows: Sequence[tuple[str, datetime]], reason: str, at: datetime, by: Reader
) -> str:
    assert by.site_id is not None
    on = local(at).date()
    adoption_id = in_force(by.site_id, on).adoption_id
    told = []
    for staff_no, wall in rows:
        _must_be_open(wall, by)
        person = person_by_staff_no(staff_no)
        told.append({"person": person.pk, "staff_no": staff_no, "name": person.name,
                     "at": wall.isoformat()})  # fmt: skip
    with transaction.atomic():
        number = f"{by.site_code}-{on.year}-{next_serial('correction', by.site_code, on):04}"
        dossier = begin(CorrectionDossier, number, subject=f"correction:{number}", at=at,
                        site_id=by.site_id, adoption_id=adoption_id)  # fmt: skip
        data = {"shown_by": str(shown_by), "rows": told, "reason": passage(reason)}
        happen(dossier, Kind.ASKED, data, at=at, by=by)
    return number


def _must_be_open(wall: datetime, by: Reader) -> None:
    assert by.site_id is not None
    if closed_month(by.site_id, wall.date().replace(day=1)) is not None:
        raise MonthClosed(month=f"{wall:%Y-%m}")


def _time(text: str, at: datetime) -> datetime | None:
    """A wall time that has passed; None for anything else."""
    try:
        found = datetime.fromisoformat(text.strip().replace("/", "-"))
    except ValueError:
        return None
    return found if found.tzinfo is None and found <= local(at) and found.year > 2000 else None


def _is_here(staff_no: str, by: Reader) -> bool:
    try:
        return person_by_staff_no(staff_no).site_id == by.site_id
    except NotFound:
        return False


def _tell(dossier: CorrectionDossier, said: Phrase, kind: Kind, at: datetime, by: Reader) -> None:
    course = dossier.course
    if course.asker_id is None:
        return
    about = About(
        site_id=dossier.about.site_id, site_code=dossier.site_code, subject=dossier.subject,
        event=f"{dossier.subject}/{len(course.happened)}", kind=f"correction.{kind}", at=at,
    )  # fmt: skip
    tell_person(about, Told(_DECIDED, said), person_id=course.asker_id, actor=by.name)
