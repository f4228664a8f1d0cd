"""Asking for leave (请假): put down, completed, sent for approval, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import connection, transaction

from yichuang.attachments.actions import Opened, Slot, open_file
from yichuang.attachments.queries import of_subject
from yichuang.courses.store import begin, hold, next_serial, read
from yichuang.courses.writing import happen
from yichuang.errors import NotFound
from yichuang.leave.asking import (
    Asked,
    as_kept,
    named_papers,
    overlapping,
    papers_of,
    ruled,
    rules_of,
)
from yichuang.leave.course import LeaveDossier
from yichuang.leave.lacking import lacking_words, must_be_free, not_needed, still_missing
from yichuang.leave.models import Leave
from yichuang.leave.offices import holder_of
from yichuang.leave.refusals import (
    NoSuchSubstitute,
    NotTheApplicant,
    Overlaps,
    StandsInThen,
    StillMissing,
)
from yichuang.leave.states import OPEN, STANDS, Kind, State
from yichuang.obligations.queries import acts_for
from yichuang.organization.personal import encrypt
from yichuang.organization.queries import Reader, name_of, person_by_id, person_named, person_of
from yichuang.organization.times import instant, local
from yichuang.regulations.queries import in_force
from yichuang.rules.book.rulebook import Book
from yichuang.rules.leave.facts import Ruling
from yichuang.rules.reasons import to_json
from yichuang.text import passage

if TYPE_CHECKING:
    from yichuang.organization.models import Person

_KINDS = frozenset({"application/pdf", "image/jpeg", "image/png"})


def ask(asked: Asked, *, at: datetime, by: Reader) -> str:
    """Ask for leave (请假); its number. What is complete goes to its approvers at once.

    What lacks something is kept and owed by the applicant. Raises NotNeeded, Overlaps,
    StandsInThen, NoSuchSubstitute, SubstituteTaken, UnknownPaper, NobodyHolds, and FactsError
    where nothing can be ruled on.
    """
    with transaction.atomic():
        person = person_of(by)
        hold_site(person.site_id)
        on = local(at).date()
        adopted = in_force(person.site_id, on)
        number = f"{by.site_code}-{on.year}-{next_serial('leave', by.site_code, on):04}"
        dossier = begin(
            LeaveDossier, number, subject=f"leave:{number}", at=at, site_id=person.site_id,
            department_id=person.department_id, adoption_id=adopted.adoption_id,
        )  # fmt: skip
        _put_down(dossier, Kind.ASKED, asked, person, at, by)
    return number


def amend(
    number: str, *, substitute: str | None = None, certificate: str | None = None,
    papers: Mapping[str, bool] | None = None, at: datetime, by: Reader,
) -> None:  # fmt: skip
    """Complete a leave that lacked something (补齐), and send it. Raises StillMissing besides."""
    with transaction.atomic():
        person = person_of(by)
        hold_site(person.site_id)
        dossier = hold(LeaveDossier, number, by)
        if dossier.course.applicant_id != person.pk:
            raise NotTheApplicant
        before = dossier.course.asked
        asked = replace(
            before,
            substitute=before.substitute if substitute is None else substitute,
            certificate=before.certificate if certificate is None else certificate,
            papers={**before.papers, **(papers or {})},
        )
        ruling = _put_down(dossier, Kind.AMENDED, asked, person, at, by)
        if dossier.course.state == State.INCOMPLETE:
            lacks = still_missing(dossier.book, asked, ruling)
            raise StillMissing(what=lacking_words(dossier.book, asked, lacks))


def amend_named(
    number: str, *, substitute: str | None, papers: Sequence[str], at: datetime, by: Reader
) -> None:
    """Complete a leave, its papers named as in `asked_for`. Raises UnknownPaper besides."""
    dossier = read(LeaveDossier, number, by)
    on = dossier.course.asked.from_.date()
    certificate, named = named_papers(papers, dossier.book, on)
    amend(number, substitute=substitute, certificate=certificate or None, papers=named, at=at,
          by=by)  # fmt: skip


def cancel(number: str, *, at: datetime, by: Reader) -> None:
    """Take a leave back before it begins (撤销请假)."""
    with transaction.atomic():
        happen(hold(LeaveDossier, number, by), Kind.CANCELLED, {}, at=at, by=by)


def slot_for_paper(number: str, paper: str, *, by: Reader) -> Slot:
    """Where a paper of a leave goes (请假材料); the applicant's alone. Raises NotFound."""
    person = person_of(by)
    dossier = read(LeaveDossier, number, by)
    known = papers_of(dossier.book, dossier.course.asked.from_.date())
    if dossier.course.applicant_id != person.pk or dossier.course.is_over or paper not in known:
        raise NotFound(what=paper, field="paper")
    return Slot(
        site_id=person.site_id, site_code=by.site_code, subject=dossier.subject, part=paper,
        actor=by.name, person_id=person.pk, kinds=_KINDS,
    )  # fmt: skip


def open_paper(number: str, pk: int, *, at: datetime, by: Reader) -> Opened:
    """Open a paper of a leave (查看请假材料); the look goes on record. Raises NotFound.

    For the applicant and whoever decides on it.
    """
    dossier = read(LeaveDossier, number, by)
    course = dossier.course
    people = {course.applicant_id, *(one.person_id for one in course.steps)}
    if people.isdisjoint({by.person_id, *acts_for(by.person_id)}):
        raise NotFound(what=number, field="number")
    return open_file(dossier.subject, pk, actor=by.name, at=at)


def hold_site(site_id: int) -> None:
    """Who is away at a site is settled one after the other, so that no window empties."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"leave:{site_id}",)
        )


def _put_down(
    dossier: LeaveDossier, kind: Kind, asked: Asked, person: Person, at: datetime, by: Reader
) -> Ruling:
    book, now = dossier.book, local(at)
    asked = _with_files(asked, book, dossier.subject)
    other = _substitute(asked.substitute, person)
    asked = replace(asked, substitute=other.staff_no if other else "")
    ruling = ruled(asked, person, book, now)
    if "days_off_only" in ruling.findings:
        raise not_needed(asked)
    _must_not_clash(asked, person, dossier.standing.number)
    if other is not None:
        must_be_free(other, instant(asked.from_), instant(asked.to), dossier.standing.number)
    kept = {
        **as_kept(asked), "person_id": person.pk, "substitute_id": other.pk if other else None,
        "days": ruling.days, "counts_as": ruling.counts_as, "because": to_json(ruling.because),
    }  # fmt: skip
    reason = passage(asked.reason)
    if reason:
        kept["reason"] = encrypt(reason, of=dossier.subject).hex()
    elif "reason" in dossier.course.kept:
        kept["reason"] = dossier.course.kept["reason"]
    happen(dossier, kind, kept, at=at, by=by)
    if not still_missing(book, asked, ruling):
        _send(dossier, person, ruling, at, by)
    return ruling


def _send(dossier: LeaveDossier, person: Person, ruling: Ruling, at: datetime, by: Reader) -> None:
    """To its approvers, each named; consents that the book asks for are steps as well."""
    rules = rules_of(dossier.book, dossier.course.asked.from_.date())
    consents = (
        one.role for name, row in rules.requires.items()
        if row.what == "consent" and row.missing_as(name) in ruling.missing for one in row.of
    )  # fmt: skip
    steps = []
    for role in dict.fromkeys((*ruling.chain, *consents)):
        holder = holder_of(role, person)
        steps.append({"role": role, "person_id": holder.pk, "name": holder.name})
    happen(dossier, Kind.COMPLETED, {"steps": steps}, at=at, by=by)


def _with_files(asked: Asked, book: Book, subject: str) -> Asked:
    """With the papers that are there as files."""
    known = papers_of(book, asked.from_.date())
    attached = {one.part: True for one in of_subject(subject, named=False) if one.part in known}
    return replace(asked, papers={**asked.papers, **attached})


def _substitute(found: str, person: Person) -> Person | None:
    """Who stands in, by staff number or name. Raises NoSuchSubstitute."""
    if not found.strip():
        return None
    try:
        other = person_named(found.strip())
    except NotFound:
        raise NoSuchSubstitute(found=found[:40], field="substitute") from None
    if other.pk == person.pk or other.site_id != person.site_id:
        raise NoSuchSubstitute(found=found[:40], field="substitute")
    return other


def _must_not_clash(asked: Asked, person: Person, number: str) -> None:
    from_at, to_at = instant(asked.from_), instant(asked.to)
    others = overlapping(from_at, to_at).exclude(number=number)
    own = others.filter(person=person, state__in=OPEN).first()
    if own is not None:
        raise Overlaps(
            number=own.number, from_=_said(own.from_at), to=_said(own.to_at), field="from"
        )
    promised: Leave | None = others.filter(substitute=person, state__in=STANDS).first()
    if promised is not None:
        raise StandsInThen(name=name_of(promised.person_id), number=promised.number, field="from")


def _said(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"


def applicant_of(dossier: LeaveDossier) -> Person:
    """Who asked."""
    return person_by_id(dossier.course.applicant_id)
