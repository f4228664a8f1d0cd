"""Being away (离岗): the post goes to whoever stands in, and back on return."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from yichuang.courses.store import hold
from yichuang.courses.writing import happen
from yichuang.leave.asking import ruled
from yichuang.leave.course import LeaveDossier
from yichuang.leave.models import Leave, Outing, Post
from yichuang.leave.offices import colleagues
from yichuang.leave.refusals import NotTheApplicant
from yichuang.leave.states import Kind, State
from yichuang.leave.whereabouts import GONE
from yichuang.obligations.actions import begin_standing_in, end_standing_in
from yichuang.obligations.queries import owed_in_name
from yichuang.obligations.refusals import StandInAway, StandInLoop
from yichuang.organization.face import WORK_WINDOW
from yichuang.organization.queries import (
    SYSTEM,
    Reader,
    person_by_id,
    person_by_staff_no,
    person_of,
    reader_for,
)
from yichuang.organization.times import instant, local

if TYPE_CHECKING:
    from yichuang.organization.models import Person


def begin_leave(subject: str, at: datetime) -> bool:
    """A granted leave begins by itself when its time comes (开始休假); whether it did."""
    dossier = hold(LeaveDossier, subject.partition(":")[2], SYSTEM)
    if dossier.course.state != State.GRANTED or instant(dossier.course.asked.from_) > at:
        return False
    begin(dossier, at)
    return True


def begin(dossier: LeaveDossier, at: datetime) -> None:
    """The leave begins; whoever stands in has the post from now on."""
    person, course = person_by_id(dossier.course.applicant_id), dossier.course
    chosen = [person_by_id(course.substitute_id)] if course.substitute_id else []
    other = take_over(person, dossier.subject, chosen, at)
    data = {
        "stand_in_id": other.pk if other else None, "uncovered": not other and is_needed(person),
    }  # fmt: skip
    happen(dossier, Kind.BEGUN, data, at=at, by=SYSTEM)


def take_over(person: Person, subject: str, chosen: list[Person], at: datetime) -> Person | None:
    """Let the first who can stand in: those chosen, then the post's B (自动接续); None: nobody."""
    post = Post.objects.filter(holder=person, until=None).select_related("backup__site").first()
    for other in [*chosen, *([post.backup] if post else [])]:
        if is_away(other):
            continue
        try:
            begin_standing_in(person=person, to=other, subject=subject, until_at=None, at=at)
        except (StandInAway, StandInLoop):
            continue
        return other
    return None


def is_away(person: Person) -> bool:
    """Whether somebody is away now: gone for good, on leave, or out."""
    on_leave = Leave.objects.filter(person=person, state=State.AWAY).exists()
    out = Outing.objects.filter(GONE, person=person).exists()
    return not person.active or on_leave or out


def is_needed(person: Person) -> bool:
    """Whether somebody has to be there instead: open work, or a window nobody else is at."""
    if owed_in_name(person.pk):
        return True
    alone = all(is_away(person_by_id(pk)) for pk in colleagues(person))
    return alone and reader_for(person).may(WORK_WINDOW)


def cover(number: str, *, to: str, at: datetime, by: Reader) -> None:
    """Name who stands in where nobody could (指定顶岗), by staff number.

    Raises StandInAway, StandInLoop, NotAllowed.
    """
    with transaction.atomic():
        dossier = hold(LeaveDossier, number, by)
        other = person_by_staff_no(to.strip())
        end_standing_in(dossier.subject, at=at, actor=by.name)
        begin_standing_in(
            person=person_by_id(dossier.course.applicant_id), to=other, subject=dossier.subject,
            until_at=None, at=at,
        )  # fmt: skip
        happen(dossier, Kind.COVERED, {"stand_in_id": other.pk, "uncovered": False}, at=at, by=by)


def report_back(number: str, *, at: datetime, by: Reader) -> None:
    """Report back (销假): the post is one's own again; half-days overdue are told.

    Raises NotTheApplicant, OutOfOrder.
    """
    with transaction.atomic():
        person = person_of(by)
        dossier = hold(LeaveDossier, number, by)
        course = dossier.course
        if course.applicant_id != person.pk:
            raise NotTheApplicant
        if course.state == State.GRANTED and instant(course.asked.from_) <= at:
            begin(dossier, at)
        now = local(at)
        ruling = ruled(course.asked, person, dossier.book, now, returned_at=now)
        data = {
            "overdue_half_days": ruling.overdue_half_days, "absence_counts": ruling.absence_counts,
            "provisional": ruling.provisional,
        }  # fmt: skip
        happen(dossier, Kind.RETURNED, data, at=at, by=by)
        end_standing_in(dossier.subject, at=at, actor=by.name)
