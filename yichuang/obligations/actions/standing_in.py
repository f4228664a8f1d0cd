"""Standing in (顶岗、代签): everything one person owes may be done by another for a time.

Nothing is moved: while it lasts, whatever the one owes is on the other's page, also what comes
up later, and each fact names who did it. It ends with one row, and everything is the first
person's again. Whoever stands in may be stood in for in turn; circles are refused.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from yichuang.journal.actions import record
from yichuang.messages.actions import About, tell_person
from yichuang.messages.words import Told, filled
from yichuang.obligations.models import StandingIn
from yichuang.obligations.queries import owed_in_name
from yichuang.obligations.refusals import (
    BadTime,
    NotToPassOn,
    ReasonNeeded,
    StandInAway,
    StandInLoop,
)
from yichuang.organization.face import SUPERVISE
from yichuang.organization.queries import SYSTEM, Reader, name_of, person_by_staff_no
from yichuang.phrases import Phrase
from yichuang.text import passage

if TYPE_CHECKING:
    from yichuang.organization.models import Person

_TITLE = Phrase("请顶岗", "Please stand in")
_TEXT = Phrase(
    "从现在起由您为{name}顶岗，在办的 {n} 件事已列入您的待办。",
    "From now on you stand in for {name}; the {n} things under way are on your page.",
)


def arrange_stand_in(
    *, person: str, to: str, from_at: datetime, until_at: datetime, reason: str, at: datetime,
    by: Reader,
) -> int:  # fmt: skip
    """Arrange ahead who stands in (授权代签), from a time until a time; its number.

    By the person themselves, or by supervision for them; `person`, `to`: staff numbers. Raises
    NotToPassOn, ReasonNeeded, BadTime, StandInAway, StandInLoop.
    """
    reason = passage(reason)
    if not reason:
        raise ReasonNeeded(field="reason")
    if until_at <= from_at or until_at <= at:
        raise BadTime(field="until")
    with transaction.atomic():
        who, other = person_by_staff_no(person.strip()), person_by_staff_no(to.strip())
        if who.site_id != by.site_id or not (who.pk == by.person_id or by.may(SUPERVISE)):
            raise NotToPassOn
        _hold(who.site_id)
        _must_do(who, other, from_at, until_at)
        row = StandingIn.objects.create(
            site_id=who.site_id, person=who, stand_in=other, from_at=from_at, until_at=until_at,
            subject=f"stand_in:{who.staff_no}/{at.isoformat()}",
        )  # fmt: skip
        record(site=by.site_code, kind="stand_in.arranged", subject=row.subject, actor=by.name,
               at=at, reason=reason,
               data={"person": who.staff_no, "to": other.staff_no, "from": from_at.isoformat(),
                     "until": until_at.isoformat()})  # fmt: skip
        if from_at <= at:
            _begin(row, at, by.name)
    return row.pk


def begin_standing_in(
    *, person: Person, to: Person, subject: str, until_at: datetime | None, at: datetime
) -> None:
    """Let somebody stand in from now on (接续岗位), in the caller's transaction.

    Raises StandInAway, StandInLoop.
    """
    _hold(person.site_id)
    _must_do(person, to, at, until_at)
    row = StandingIn(site_id=person.site_id, person=person, stand_in=to, from_at=at,
                     until_at=None, subject=subject)  # fmt: skip
    _begin(row, at, SYSTEM.name)


def end_standing_in(subject: str, *, at: datetime, actor: str) -> int:
    """Everything that rests on a subject ends (收回岗位); how many did."""
    rows = list(StandingIn.objects.select_for_update().filter(subject=subject, ended_at=None))
    for row in rows:
        _end(row, at, actor)
    return len(rows)


def call_off(pk: int, *, at: datetime, by: Reader) -> None:
    """End what was arranged ahead (撤销代签), by who arranged it or supervision. NotToPassOn."""
    with transaction.atomic():
        rows = StandingIn.objects.select_for_update().filter(pk=pk, site=by.site_id, ended_at=None)
        row = rows.filter(until_at__isnull=False).first()
        if row is None or not (row.person_id == by.person_id or by.may(SUPERVISE)):
            raise NotToPassOn
        _end(row, at, by.name)


def turn_over(at: datetime) -> int:
    """Begin and end what was arranged ahead, where its time has come; how much did."""
    due = Q(began_at=None, from_at__lte=at) | Q(until_at__lte=at)
    with transaction.atomic():
        rows = StandingIn.objects.select_for_update(skip_locked=True).filter(due, ended_at=None)
        found = list(rows.order_by("from_at", "pk"))
        for row in found:
            if row.until_at is not None and row.until_at <= at:
                _end(row, at, SYSTEM.name)
            else:
                _begin(row, at, SYSTEM.name)
    return len(found)


def _begin(row: StandingIn, at: datetime, actor: str) -> None:
    """It counts from now on: what is taken over is on record, with who is answerable for it."""
    row.began_at = at
    row.save()
    site, who, other = row.site, row.person, row.stand_in
    taken = owed_in_name(who.pk)
    record(site=site.code, kind="stand_in.began", subject=row.subject, actor=actor, at=at,
           data={"person": who.staff_no, "to": other.staff_no, "owed": list(taken)})  # fmt: skip
    about = About(
        site_id=site.pk, site_code=site.code, subject=row.subject,
        event=f"stand_in:{row.pk}/began", kind="stand_in.began", at=at,
    )  # fmt: skip
    words: dict[str, object] = {"name": name_of(who.pk), "n": str(len(taken))}
    tell_person(about, Told(_TITLE, filled(_TEXT, words)), person_id=other.pk, actor=actor)


def _end(row: StandingIn, at: datetime, actor: str) -> None:
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(site=row.site.code, kind="stand_in.ended", subject=row.subject, actor=actor, at=at,
           data={"person": row.person.staff_no, "to": row.stand_in.staff_no,
                 "owed": list(owed_in_name(row.person_id))})  # fmt: skip


def _must_do(who: Person, other: Person, from_at: datetime, until_at: datetime | None) -> None:
    if not other.active or other.site_id != who.site_id or other.pk == who.pk:
        raise StandInAway(name=other.name, field="substitute")
    seen, ahead = {who.pk}, [other.pk]
    while ahead:  # who would stand in for whom at that time, from the stand-in on
        found = set(_during(from_at, until_at).filter(person__in=ahead)
                    .values_list("stand_in_id", flat=True))  # fmt: skip
        if found & {who.pk}:
            raise StandInLoop(name=other.name, field="substitute")
        ahead = sorted(found - seen)
        seen |= found


def _during(from_at: datetime, until_at: datetime | None) -> QuerySet[StandingIn]:
    rows = StandingIn.objects.filter(Q(until_at=None) | Q(until_at__gt=from_at), ended_at=None)
    return rows if until_at is None else rows.filter(from_at__lt=until_at)


def _hold(site_id: int) -> None:
    """Who stands in for whom at a site is settled one after the other, so circles can't close."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                       (f"standing-in:{site_id}",))  # fmt: skip
