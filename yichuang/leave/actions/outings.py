"""Outings (临时外出、去向留言): signed out with the place, signed in again; recalls by consent.

While somebody is out, the B of their post acts for them, and the window says where they are. A
recall to the home unit takes its written notice and the centre's consent first (S1-9 (二)3).
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.db import transaction

from yichuang.errors import NotFound
from yichuang.journal.actions import record
from yichuang.leave.actions.being_away import take_over
from yichuang.leave.models import Outing, Post
from yichuang.leave.permissions import MANAGE_LEAVE
from yichuang.leave.refusals import AlreadyOut, NoticeNeeded, NotOut, PlaceNeeded
from yichuang.obligations.actions import end_standing_in, owe
from yichuang.obligations.refusals import BadTime
from yichuang.obligations.states import About, Debtor, Limit, Owed
from yichuang.organization.personal import encrypt
from yichuang.organization.queries import Reader, person_of
from yichuang.phrases import Phrase
from yichuang.text import passage

_LONGEST = 60


def go_out(
    *, kind: Literal["outing", "recall"], place: str, reason: str, back_by: datetime,
    notice: str = "", at: datetime, by: Reader,
) -> int:  # fmt: skip
    """Sign out (登记外出); its number. A recall only asks: it counts once it is consented to.

    `place` is what the window shows. Raises AlreadyOut, PlaceNeeded, NoticeNeeded, BadTime.
    """
    place, notice = passage(place), passage(notice)
    if not place or len(place) > _LONGEST:
        raise PlaceNeeded(most=_LONGEST, field="place")
    if kind == "recall" and not notice:
        raise NoticeNeeded(field="notice")
    if back_by <= at:
        raise BadTime(field="back_by")
    with transaction.atomic():
        person = person_of(by)
        if Outing.objects.select_for_update().filter(person=person, back_at=None).exists():
            raise AlreadyOut
        post = Post.objects.filter(holder=person, until=None).first()
        row = Outing.objects.create(
            site_id=person.site_id, person=person, window_id=post.window_id if post else None,
            kind=kind, place=place, sealed=encrypt(passage(reason), of=f"outing:{person.staff_no}"),
            notice=notice, out_at=at, back_by=back_by,
        )  # fmt: skip
        if kind == "recall":
            owe(_about(row), (Owed("outing.consent", Debtor(MANAGE_LEAVE), Limit(None, back_by)),),
                at=at)  # fmt: skip
        _record(row, "outing.asked" if kind == "recall" else "outing.began", at, by)
        if kind == "outing":
            take_over(person, f"outing:{row.pk}", [], at)
    return row.pk


def consent(outing_id: int, *, at: datetime, by: Reader) -> None:
    """Consent to a recall (同意召回); from then on they are out. Raises NotFound, NotAllowed."""
    by.must(MANAGE_LEAVE)
    with transaction.atomic():
        row = _open(outing_id, by)
        if row.kind != "recall" or row.consented_at is not None:
            raise NotFound(what=str(outing_id))
        row.consented_at, row.consented_by_id = at, by.person_id
        row.save(update_fields=["consented_at", "consented_by"])
        owe(_about(row), (), at=at)
        _record(row, "outing.began", at, by)
        take_over(row.person, f"outing:{row.pk}", [], at)


def come_back(*, at: datetime, by: Reader) -> None:
    """Sign in again (返回); the post is one's own again. Raises NotOut."""
    with transaction.atomic():
        rows = Outing.objects.select_for_update(of=("self",)).select_related("person", "site")
        row = rows.filter(person=by.person_id, back_at=None).first()
        if row is None or by.person_id is None:
            raise NotOut
        row.back_at = max(at, row.out_at)
        row.save(update_fields=["back_at"])
        owe(_about(row), (), at=at)
        _record(row, "outing.ended", at, by)
        end_standing_in(f"outing:{row.pk}", at=at, actor=by.name)


def _open(outing_id: int, by: Reader) -> Outing:
    rows = Outing.objects.select_for_update(of=("self",)).select_related("person__site", "site")
    row = rows.filter(pk=outing_id, site=by.site_id, back_at=None).first()
    if row is None:
        raise NotFound(what=str(outing_id))
    return row


def _about(row: Outing) -> About:
    name = Phrase(f"召回外出 {row.pk}", f"recall {row.pk}")
    return About(f"outing:{row.pk}", row.site_id, name)


def _record(row: Outing, kind: str, at: datetime, by: Reader) -> None:
    record(site=row.site.code, kind=kind, subject=f"outing:{row.pk}", actor=by.name, at=at,
           data={"person": row.person.staff_no, "back_by": row.back_by.isoformat()})  # fmt: skip
