"""Putting an act down, telling whom it concerns, letting it become final.

`find` is called inside the action whose fact the act is, and is asked nothing twice: the same
event from the same source changes nothing.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from yichuang.acts.course import ActDossier, day_of
from yichuang.acts.face import ANSWER_FOR_UNIT, FIND_ACTS
from yichuang.acts.models import Act
from yichuang.acts.refusals import (
    NobodyConcerned,
    NotYetHappened,
    OwnAct,
    UnknownAct,
    WordsNeeded,
)
from yichuang.acts.states import Finding, Kind, Source, State
from yichuang.contests.states import State as Contest
from yichuang.courses.store import begin, hold
from yichuang.courses.writing import happen
from yichuang.errors import NotFound
from yichuang.faces import Missed
from yichuang.messages.actions import About, tell_person
from yichuang.messages.words import Told, filled
from yichuang.organization.queries import (
    SYSTEM,
    Reader,
    department_of,
    departments,
    holders,
    person_by_staff_no,
)
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import in_force
from yichuang.rules.acts import known_on
from yichuang.text import passage

LONGEST = 500
_AT_ONCE = 500
_TITLE = Phrase("有一条行为记录", "An act was put down")
_TEXT = Phrase(
    "{said} 记为“{name}”。依据和条款见“我的行为记录”，有异议{until}可以提出。",
    "{said} It was put down as “{name}”. My acts shows why; you may object{until}.",
)
_UNTIL = Phrase("，在 {at} 前", " until {at}")


def find(finding: Finding, *, site_id: int, at: datetime, by: Reader) -> int | None:
    """Put down what was found (记入行为台账); the number of the act.

    Called in the transaction of the fact that shows it, after its own journal entry. Whom it
    concerns is told. An event that is known already is the same act: another source is added
    to it, the same source changes nothing. None: the book of that day knows no such act, so
    nothing follows from it. Raises NobodyConcerned, regulations.NoBook.
    """
    if finding.person_id is finding.department_id is finding.window_id is None:
        raise NobodyConcerned
    on = local(finding.happened_at).date()
    adopted = in_force(site_id, on)
    known = known_on(adopted.book, on)
    if not known.knows(finding.code):
        return None
    with transaction.atomic():
        article = known.article_of(finding.code) or finding.article
        row, new = _row(finding, site_id, adopted.adoption_id, on, article)
        reported = {"known_by": finding.known_by, "evidence": finding.evidence}
        if not new:
            _again(hold(ActDossier, str(row.pk), SYSTEM), reported, at, by)
            return row.pk
        dossier = begin(
            ActDossier, str(row.pk), subject=f"act:{row.pk}", at=at, site_id=site_id,
            department_id=row.department_id, adoption_id=adopted.adoption_id,
        )  # fmt: skip
        dossier.row = row
        told = {"code": finding.code, "on": on.isoformat(), "event": finding.event, **reported}
        happen(dossier, Kind.FOUND, reported, at=at, by=by, told=told)
        to = _to_tell(row)
        if to:
            _tell(dossier, to, at)
    return row.pk


def find_by_hand(
    *, code: str, happened_at: datetime, said: str, staff_no: str = "", department: str = "",
    severity: str = "", quantity: float | None = None, at: datetime, by: Reader,
) -> int:  # fmt: skip
    """Put down what somebody saw on their round (巡查记录); the number of the act.

    Raises NotAllowed, UnknownAct, NobodyConcerned, NotFound, WordsNeeded, NotYetHappened,
    OwnAct.
    """
    by.must(FIND_ACTS)
    assert by.site_id is not None
    said = passage(said)
    if not said or len(said) > LONGEST:
        raise WordsNeeded(most=LONGEST, field="said")
    if happened_at > at:
        raise NotYetHappened(field="happened_at")
    person = person_by_staff_no(staff_no.strip()) if staff_no.strip() else None
    if person is not None and person.site_id != by.site_id:
        raise NotFound(what=staff_no, field="staff_no")
    if person is not None and person.pk == by.person_id:
        raise OwnAct(field="staff_no")
    unit = departments().filter(code=department).first() if department else None
    if person is None and unit is None:
        raise NobodyConcerned(field="staff_no")
    whom = staff_no.strip() or department
    found = find(
        Finding(
            code=code, happened_at=happened_at, known_by=Source.PATROL,
            event=f"seen:{whom}/{happened_at:%Y-%m-%dT%H:%M}", said=Phrase(said, said),
            person_id=person.pk if person else None,
            department_id=unit.pk if unit and person is None else None,
            severity=severity, quantity=quantity,
        ),
        site_id=by.site_id, at=at, by=by,
    )  # fmt: skip
    if found is None:
        raise UnknownAct(code=code, field="code")
    return found


OVERDUE = "performance.overdue"
_PAST = Phrase("{about}：{what}超过期限。", "{about}: {what} is past its limit.")


def find_overdue(missed: Missed, at: datetime) -> None:
    """Put down that a case was not dealt with in time (逾期办理): whose duty it was by name, or
    the department. Several steps that are late by one due day are one event.
    """
    if missed.person_id is missed.department_id is None:
        return  # the duty of a whole site: whose act it is, its supervision says
    said = filled(
        _PAST, {"about": missed.about.zh, "what": missed.what.zh},
        {"about": missed.about.en, "what": missed.what.en},
    )  # fmt: skip
    finding = Finding(
        code=OVERDUE, happened_at=missed.due_at, said=said, known_by=Source.LIMIT,
        event=f"{missed.subject}/overdue/{local(missed.due_at).date()}",
        evidence=missed.subject, person_id=missed.person_id,
        department_id=missed.department_id, article=missed.because,
    )  # fmt: skip
    find(finding, site_id=missed.site_id, at=at, by=SYSTEM)


def tell(*, number: str, to: str, at: datetime, by: Reader) -> None:
    """Note that whom it concerns was told in another way (当面告知), e.g. a unit by its leader.

    Raises NotAllowed, NotNow, WordsNeeded.
    """
    to = passage(to)
    if not to or len(to) > LONGEST:
        raise WordsNeeded(most=LONGEST, field="to")
    with transaction.atomic():
        happen(hold(ActDossier, number, by), Kind.TOLD, {"to": to}, at=at, by=by)


def become_final(at: datetime, *, most: int = _AT_ONCE) -> int:
    """Let acts be final that nobody contested within the book's days (逾期未异议); how many."""
    rows = Act.objects.filter(state=State.TOLD, until__lt=at).order_by("until")
    done = 0
    for pk in rows.values_list("pk", flat=True)[:most]:
        with transaction.atomic():
            dossier = hold(ActDossier, str(pk), SYSTEM)
            row = dossier.row
            if row.state == State.TOLD and row.until is not None and row.until < at:
                happen(dossier, Kind.FINAL, {}, at=at, by=SYSTEM)
                done += 1
    return done


_FOLLOWS = {
    Contest.FILED: Kind.CONTESTED, Contest.APPEALED: Kind.CONTESTED,
    Contest.DISMISSED: Kind.STOOD, Contest.UPHELD: Kind.STRUCK,
    Contest.FINAL: Kind.FINAL, Contest.WITHDRAWN: Kind.FINAL,
}  # fmt: skip


def follow(number: str, contest: str, at: datetime) -> None:
    """What becomes of an act when its contest has come so far; in the contest's transaction."""
    happen(hold(ActDossier, number, SYSTEM), _FOLLOWS[Contest(contest)], {}, at=at, by=SYSTEM)


def _row(
    finding: Finding, site_id: int, adoption_id: int, on: date, article: str
) -> tuple[Act, bool]:
    """The act of this event, and whether it is new."""
    whose: dict[str, int | None] = {"person_id": finding.person_id}
    more = {"department_id": finding.department_id, "window_id": finding.window_id}
    if finding.person_id is None:
        whose |= more
    elif finding.department_id is None:
        more["department_id"] = department_of(finding.person_id)
    figures = {
        name: value for name, value in asdict(finding).items()
        if name in ("count", "days", "quantity", "severity", "points", "evidence", "happened_at")
    }  # fmt: skip
    return Act.objects.get_or_create(
        site_id=site_id, code=finding.code, event=finding.event, **whose,
        defaults={
            **more, **figures, "adoption_id": adoption_id, "on": on, "article": article,
            "known_by": finding.known_by, "said": finding.said.zh, "said_en": finding.said.en,
        },
    )  # fmt: skip


def _again(dossier: ActDossier, reported: dict[str, str], at: datetime, by: Reader) -> None:
    course = dossier.course
    if not course.is_over and not course.is_reported_by(**reported):
        happen(dossier, Kind.REPORTED, reported, at=at, by=by, told=reported)


def _to_tell(row: Act) -> tuple[int, ...]:
    """Whom an act is told to: the person, or who speaks for the department."""
    if row.person_id is not None:
        return (row.person_id,)
    department = row.department_id or (row.window.department_id if row.window else None)
    return holders(ANSWER_FOR_UNIT, row.site_id, department) if department else ()


def _tell(dossier: ActDossier, to: tuple[int, ...], at: datetime) -> None:
    fact = happen(dossier, Kind.TOLD, {"to": list(to)}, at=at, by=SYSTEM)
    row, name = dossier.row, dossier.name
    until = filled(_UNTIL, {"at": day_of(row.until)}) if row.until else Phrase("", "")
    text = filled(
        _TEXT, {"said": row.said, "name": name.zh, "until": until.zh},
        {"said": row.said_en, "name": name.en, "until": until.en},
    )  # fmt: skip
    about = About(
        site_id=row.site_id, site_code=dossier.site_code, subject=dossier.subject,
        event=f"{dossier.subject}/{fact.seq}", kind="act.told", at=at,
    )  # fmt: skip
    for person_id in to:
        tell_person(about, Told(_TITLE, text), person_id=person_id, actor=SYSTEM.name)
