"""Reading leave: one, one's own, who is away, and what excuses from being there."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from yichuang.attachments.queries import Attached, of_subject
from yichuang.courses.course import Happened
from yichuang.courses.store import read
from yichuang.courses.writing import offered
from yichuang.errors import NotFound
from yichuang.leave.asking import Asked, papers_of, ruled
from yichuang.leave.course import Chain, LeaveDossier
from yichuang.leave.lacking import missing_words, still_missing
from yichuang.leave.models import Leave
from yichuang.leave.permissions import MANAGE_LEAVE
from yichuang.leave.states import EXCUSED, KINDS, STANDS, STATES, State
from yichuang.obligations.queries import Due, acts_for, due_on
from yichuang.organization.personal import decrypt
from yichuang.organization.queries import Reader, name_of, person_by_id
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.rules.leave.facts import Ruling
from yichuang.rules.parts.approver import role_words

_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Absence:
    """A stretch in which somebody is excused (准予的离岗). Times on the hall's wall."""

    kind: str
    """The kind it counts as by the book."""
    from_: datetime
    to: datetime
    days: float
    """As the book counts them; 0: it takes no day."""


def absences(person_id: int, first: date, last: date) -> tuple[Absence, ...]:
    """The leaves that excuse somebody within these days (准假), for attendance."""
    return absent((person_id,), first, last)[person_id]


def absent(people: Collection[int], first: date, last: date) -> dict[int, tuple[Absence, ...]]:
    """The leaves that excuse each of these people within these days, in order.

    Who came back earlier is excused until then; who stays longer isn't excused for it.
    """
    start, end = instant(datetime.combine(first, time())), _after(last)
    rows = Leave.objects.filter(
        person__in=people, state__in=EXCUSED, from_at__lt=end, to_at__gt=start
    ).order_by("from_at")
    found: dict[int, tuple[Absence, ...]] = dict.fromkeys(people, ())
    for row in rows:
        back = row.returned_at
        until = min(row.to_at, back) if back is not None else row.to_at
        if until > row.from_at:
            one = Absence(row.counts_as, local(row.from_at), local(until), row.days)
            found[row.person_id] = (*found[row.person_id], one)
    return found


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of approval as people see it."""

    role: str
    words: Phrase
    name: str
    state: str
    """``done``, ``now`` or ``later``."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened to a leave."""

    at: datetime
    title: Phrase
    who: str
    acted_for: str
    """Whose step it was, where another acted; empty: their own."""
    reason: str


@dataclass(frozen=True, slots=True)
class LeaveView:
    """A leave as a page and the API show it."""

    number: str
    state: State
    state_said: Phrase
    asked: Asked
    kind: Phrase
    applicant: str
    applicant_id: int
    substitute: str
    substitute_id: int | None
    has_accepted: bool
    days: float
    ruling: Ruling
    missing: tuple[str, ...]
    missing_said: tuple[Phrase, ...]
    provisional: bool
    steps: tuple[StepView, ...]
    lines: tuple[Line, ...]
    reason: str
    papers: tuple[tuple[str, Phrase], ...]
    files: tuple[Attached, ...]
    overdue_half_days: int
    may: frozenset[str]
    due: Due | None


def leave(number: str, *, reader: Reader, at: datetime) -> LeaveView:
    """One leave, for who is concerned, who decides, and who manages leave. Raises NotFound."""
    dossier = read(LeaveDossier, number, reader)
    course = dossier.course
    if not _concerns(dossier, reader) and not reader.may(MANAGE_LEAVE):
        raise NotFound(what=number, field="number")
    person, asked = person_by_id(course.applicant_id), course.asked
    back = course.returned_at
    more = {"returned_at": local(back)} if back is not None else {}
    ruling = ruled(asked, person, dossier.book, _judged_at(dossier, at), **more)
    missing = still_missing(dossier.book, asked, ruling) if course.state == State.INCOMPLETE else ()
    sealed = course.kept.get("reason")
    return LeaveView(
        number=number, state=course.state, state_said=STATES[course.state], asked=asked,
        kind=role_words(asked.type),
        applicant=person.name, applicant_id=person.pk,
        substitute=name_of(course.substitute_id) if course.substitute_id else "",
        substitute_id=course.substitute_id, has_accepted=course.has_accepted, days=course.days,
        ruling=ruling, missing=missing,
        missing_said=tuple(missing_words(dossier.book, asked, one) for one in missing),
        provisional=ruling.provisional, steps=_steps(course.steps, course.approved, course.state),
        lines=tuple(_line(fact) for fact in course.happened),
        reason=decrypt(bytes.fromhex(str(sealed)), of=dossier.subject) if sealed else "",
        papers=tuple(
            (one, missing_words(dossier.book, asked, one))
            for one in papers_of(dossier.book, asked.from_.date(), asked.type)
        ),
        files=of_subject(dossier.subject, named=True),
        overdue_half_days=ruling.overdue_half_days, may=offered(dossier, reader),
        due=due_on(dossier.subject, at),
    )  # fmt: skip


def _judged_at(dossier: LeaveDossier, at: datetime) -> datetime:
    """Before it is over as things stand; what is over stays as it was judged."""
    course = dossier.course
    judged = course.last_at if course.is_over and course.last_at else at
    asked_at = course.happened[0].at
    # What depends on when it was asked for was settled then.
    return local(judged if course.state in (State.AWAY, State.RETURNED) else asked_at)


def _concerns(dossier: LeaveDossier, reader: Reader) -> bool:
    course = dossier.course
    people = {course.applicant_id, course.substitute_id, *(one.person_id for one in course.steps)}
    mine = {reader.person_id, *acts_for(reader.person_id)} - {None}
    return not people.isdisjoint(mine)


def _steps(steps: Iterable[Chain], approved: int, state: State) -> tuple[StepView, ...]:
    made = []
    for n, one in enumerate(steps):
        now = n == approved and state == State.PENDING
        stands = "done" if n < approved else "now" if now else "later"
        made.append(StepView(one.role, role_words(one.role), one.name, stands))
    return tuple(made)


def _line(fact: Happened) -> Line:
    own = fact.data.get("for_id")
    other = own is not None and fact.person_id is not None and own != fact.person_id
    return Line(
        fact.at, KINDS[fact.kind] if fact.kind in KINDS else Phrase(fact.kind, fact.kind),
        name_of(fact.person_id) if fact.person_id else "",
        str(fact.data["for"]) if other else "",
        str(fact.data.get("reason", "")) if fact.kind not in ("asked", "amended") else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A leave in a list."""

    number: str
    name: str
    kind: Phrase
    from_: datetime
    to: datetime
    days: float
    state: Phrase
    substitute: str


def own(reader: Reader) -> tuple[Row, ...]:
    """The reader's leaves and those in which they stand in, the newest first."""
    mine = Q(person=reader.person_id) | Q(substitute=reader.person_id, state__in=STANDS)
    return _rows(Leave.objects.filter(mine).order_by("-from_at")[:_SHOWN])


@dataclass(frozen=True, slots=True)
class AwayDay:
    """Who is away on a day."""

    on: date
    away: tuple[Row, ...]


def calendar(reader: Reader, first: date, days: int) -> tuple[AwayDay, ...]:
    """Who is or will be away, day by day (离岗日历), for who manages leave. Raises NotAllowed."""
    reader.must(MANAGE_LEAVE)
    start, end = instant(datetime.combine(first, time())), _after(first + timedelta(days - 1))
    rows = _rows(Leave.objects.filter(
        site=reader.site_id, state__in=STANDS, from_at__lt=end, to_at__gt=start
    ).order_by("from_at", "pk"))  # fmt: skip
    made = []
    for n in range(days):
        on = first + timedelta(n)
        away = tuple(row for row in rows if row.from_.date() <= on <= row.to.date())
        made.append(AwayDay(on, away))
    return tuple(made)


def _rows(rows: Iterable[Leave]) -> tuple[Row, ...]:
    return tuple(
        Row(one.number, name_of(one.person_id), role_words(one.kind), local(one.from_at),
            local(one.to_at), one.days, STATES[State(one.state)],
            name_of(one.substitute_id) if one.substitute_id else "")
        for one in rows
    )  # fmt: skip


def _after(last: date) -> datetime:
    return instant(datetime.combine(last + timedelta(days=1), time()))
