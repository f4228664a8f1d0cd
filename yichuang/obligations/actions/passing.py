"""Passing an obligation to a stand-in (转交代办, AB岗)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.errors import NotFound
from yichuang.journal.actions import record
from yichuang.messages.actions import About, tell_person
from yichuang.messages.words import Told, filled
from yichuang.obligations.models import Obligation
from yichuang.obligations.queries import owed_by
from yichuang.obligations.refusals import CannotStandIn, NotToPassOn, ReasonNeeded
from yichuang.organization.face import SUPERVISE
from yichuang.organization.queries import Reader, person_by_staff_no, reader_for
from yichuang.phrases import Phrase
from yichuang.text import passage

_TITLE = Phrase("请代办", "Please stand in")
_TEXT = Phrase("{about}转交您代办。原因：{reason}", "{about} was passed to you: {reason}")


def pass_on(*, obligation_id: int, to: str, reason: str, at: datetime, by: Reader) -> None:
    """Pass what somebody owes to whoever stands in for them, by staff number (转交代办).

    Done by whoever owes it, or by supervision for them. Raises NotFound, NotToPassOn,
    ReasonNeeded, and CannotStandIn where the other couldn't do it.
    """
    reason = passage(reason)
    if not reason:
        raise ReasonNeeded(field="reason")
    with transaction.atomic():
        rows = Obligation.objects.select_for_update(of=("self",)).select_related("site")
        row = rows.filter(pk=obligation_id, site=by.site_id, settled_at=None).first()
        if row is None:
            raise NotFound(what=str(obligation_id))
        mine = Obligation.objects.filter(owed_by(by), pk=row.pk).exists()
        if not mine and not by.may(SUPERVISE):
            raise NotToPassOn
        other = person_by_staff_no(to.strip())
        stand_in = reader_for(other)
        if not _could(row, stand_in):
            raise CannotStandIn(name=other.name, field="to")
        row.passed_to_id = stand_in.person_id
        row.save(update_fields=["passed_to"])
        record(site=row.site.code, kind="obligation.passed", subject=row.subject, actor=by.name,
               at=at, reason=reason, data={"owed": row.kind, "to": stand_in.name})  # fmt: skip
        about = About(
            site_id=row.site_id, site_code=row.site.code, subject=row.subject,
            event=f"obligation:{row.pk}/passed/{at.isoformat()}", kind="obligation.passed", at=at,
        )  # fmt: skip
        said = filled(_TEXT, {"about": row.about, "reason": reason},
                      {"about": row.about_en, "reason": reason})  # fmt: skip
        assert stand_in.person_id is not None
        tell_person(about, Told(_TITLE, said), person_id=stand_in.person_id, actor=by.name)


def _could(row: Obligation, stand_in: Reader) -> bool:
    """Whether somebody could do what they'd take over: the same site, right and department."""
    if stand_in.site_id != row.site_id:
        return False
    if not row.permission:
        return stand_in.person_id != row.person_id
    held = {str(one) for one in stand_in.permissions()}
    here = row.department_id is None or stand_in.department_id in (None, row.department_id)
    return row.permission in held and here
