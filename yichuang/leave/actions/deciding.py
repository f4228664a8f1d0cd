"""Deciding on leave (审批): by the holder of each step; the deputy agrees in their own time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from yichuang.courses.store import hold
from yichuang.courses.writing import happen
from yichuang.leave.actions.asking import applicant_of, hold_site
from yichuang.leave.actions.being_away import begin
from yichuang.leave.asking import ruled, rules_of
from yichuang.leave.course import LeaveDossier
from yichuang.leave.lacking import lacking_words, must_be_free
from yichuang.leave.refusals import WouldBeEmpty
from yichuang.leave.states import Kind, State
from yichuang.messages.actions import About, tell_person
from yichuang.messages.words import Told, filled
from yichuang.organization.queries import SYSTEM, Reader, person_by_id, person_of
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.text import passage

_TOLD = {
    Kind.GRANTED: Phrase("请假 {n} 已准假。", "Leave {n} is granted."),
    Kind.REFUSED: Phrase("请假 {n} 未获准：{reason}", "Leave {n} was refused: {reason}"),
    Kind.DECLINED: Phrase(
        "请假 {n}：顶岗人不能顶岗（{reason}），请另找人。",
        "Leave {n}: the deputy can't stand in ({reason}). Please find somebody else.",
    ),
}
_TITLE = Phrase("您的请假", "Your leave")


def decide(number: str, *, approve: bool, reason: str = "", at: datetime, by: Reader) -> None:
    """Approve or refuse as the holder of the step (审批), or whoever stands in for them.

    Both names are on record where another acts. Raises NotTheHolder, ReasonNeeded, WouldBeEmpty.
    """
    kind = Kind.APPROVED if approve else Kind.REFUSED

    def decided(dossier: LeaveDossier) -> None:
        step = dossier.course.next_step
        data: dict[str, object] = {"reason": passage(reason)}
        if step is not None:
            data |= {"role": step.role, "for_id": step.person_id, "for": step.name}
        happen(dossier, kind, data, at=at, by=by)
        if not approve:
            _told(dossier, kind, passage(reason), at=at, actor=by.name)

    _stepped(number, decided, at=at, by=by)


def accept(number: str, *, at: datetime, by: Reader) -> None:
    """Agree to stand in (同意顶岗). Raises NotTheSubstitute, SubstituteTaken."""

    def step(dossier: LeaveDossier) -> None:
        asked = dossier.course.asked
        happen(dossier, Kind.ACCEPTED, {}, at=at, by=by)
        must_be_free(person_of(by), instant(asked.from_), instant(asked.to), number)

    _stepped(number, step, at=at, by=by)


def decline(number: str, *, reason: str, at: datetime, by: Reader) -> None:
    """Not stand in, or not any more (不能顶岗), before the leave begins, with the reason.

    The leave goes back to the applicant, who names somebody else.
    """
    reason = passage(reason)

    def step(dossier: LeaveDossier) -> None:
        happen(dossier, Kind.DECLINED, {"reason": reason}, at=at, by=by)
        _told(dossier, Kind.DECLINED, reason, at=at, actor=by.name)

    _stepped(number, step, at=at, by=by)


def _stepped(
    number: str, step: Callable[[LeaveDossier], None], *, at: datetime, by: Reader
) -> None:
    """A step under the site's lock; whoever agrees last grants it."""
    with transaction.atomic():
        person = person_of(by)
        hold_site(person.site_id)
        dossier = hold(LeaveDossier, number, by)
        step(dossier)
        if dossier.course.state == State.PENDING and dossier.course.is_agreed:
            _grant(dossier, at)


def _grant(dossier: LeaveDossier, at: datetime) -> None:
    """It is granted, unless something has come up since it was sent (准假)."""
    person, course = applicant_of(dossier), dossier.course
    rows = rules_of(dossier.book, course.asked.from_.date()).requires
    consents = {row.missing_as(name): True for name, row in rows.items() if row.what == "consent"}
    ruling = ruled(course.asked, person, dossier.book, local(at), consents=consents)
    # Whether it was asked for in time was settled when it was.
    barred = tuple(name for name in ruling.missing if name != "asked_ahead")
    if barred:
        raise WouldBeEmpty(what=lacking_words(dossier.book, course.asked, barred))
    happen(dossier, Kind.GRANTED, {"days": ruling.days}, at=at, by=SYSTEM)
    _told(dossier, Kind.GRANTED, "", at=at, actor=SYSTEM.name)
    if instant(course.asked.from_) <= at:
        begin(dossier, at)


def _told(dossier: LeaveDossier, kind: Kind, reason: str, *, at: datetime, actor: str) -> None:
    person = person_by_id(dossier.course.applicant_id)
    about = About(
        site_id=dossier.about.site_id, site_code=dossier.site_code, subject=dossier.subject,
        event=f"{dossier.subject}/{len(dossier.course.happened)}", kind=f"leave.{kind}", at=at,
    )  # fmt: skip
    said = filled(_TOLD[kind], {"n": dossier.standing.number, "reason": reason})
    tell_person(about, Told(_TITLE, said), person_id=person.pk, actor=actor)
