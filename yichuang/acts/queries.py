"""Reading the ledger: one's own acts, those of a person or a unit for a ruling, all of a site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from yichuang.acts.course import ActDossier
from yichuang.acts.face import ANSWER_FOR_UNIT, FIND_ACTS, SEE_ACTS
from yichuang.acts.models import Act
from yichuang.acts.states import KINDS, SOURCES, STATES, Kind, Source, State
from yichuang.courses.course import Happened
from yichuang.courses.store import read
from yichuang.courses.writing import offered
from yichuang.errors import NotFound
from yichuang.organization.queries import SYSTEM, Reader, name_of
from yichuang.phrases import Phrase
from yichuang.regulations.queries import adopted_as, in_force
from yichuang.rules.acts import Choice, known_on
from yichuang.rules.acts import choices as known_choices
from yichuang.rules.parts.deed import Deed

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Recorded:
    """An act as it stands in the ledger."""

    number: str
    code: str
    name: Phrase
    said: Phrase
    on: date
    happened_at: datetime
    state: State
    state_said: Phrase
    until: datetime | None
    """By when it may be contested; None: not open, or the book sets no limit."""
    source: Phrase
    article: str
    evidence: str
    """The subject that it opens from (``case:…``); empty where there is nothing to open."""
    person: str
    staff_no: str
    department: Phrase
    deed: Deed
    """The act as rulings take it."""

    @property
    def counts(self) -> bool:
        """Whether anything follows from it: what was struck has no consequences."""
        return self.state != State.STRUCK


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened to an act."""

    at: datetime
    title: Phrase
    who: str
    to: str


@dataclass(frozen=True, slots=True)
class ActView:
    """One act, what happened to it, and what this reader may do."""

    act: Recorded
    lines: tuple[Line, ...]
    contest: str
    """Its number among the contests; empty where this reader can't contest it."""
    may: frozenset[str]


def of_person(
    person_id: int, since: date, until: date, *, reader: Reader = SYSTEM
) -> tuple[Recorded, ...]:
    """What a person did or left undone from a day to a day, both included, in order.

    What was struck is among them and doesn't count. For themselves, for who sees the ledger,
    and for rulings. Raises NotAllowed.
    """
    if reader is not SYSTEM and reader.person_id != person_id:
        reader.must(SEE_ACTS)
    rows = _at_home(reader).filter(person=person_id, on__range=(since, until))
    return _recorded(rows.order_by("on", "pk"))


def of_unit(
    department_id: int, since: date, until: date, *, with_people: bool = False,
    reader: Reader = SYSTEM,
) -> tuple[Recorded, ...]:  # fmt: skip
    """What a department's windows did in these days; with its people's acts where asked."""
    speaks = reader.department_id == department_id and reader.may(ANSWER_FOR_UNIT)
    if reader is not SYSTEM and not speaks:
        reader.must(SEE_ACTS)
    rows = _at_home(reader).filter(department=department_id, on__range=(since, until))
    if not with_people:
        rows = rows.filter(person=None)
    return _recorded(rows.order_by("on", "pk"))


def deeds(acts: Iterable[Recorded], *, final: bool = False) -> tuple[Deed, ...]:
    """Acts as the facts of a ruling: those that count; only the final ones where asked."""
    return tuple(one.deed for one in acts if one.counts and (not final or one.state == State.FINAL))


def count(person_id: int, code: str, since: datetime) -> int:
    """How often somebody did something since an instant; what was struck doesn't count."""
    rows = Act.objects.filter(person=person_id, code=code, happened_at__gte=since)
    return rows.exclude(state=State.STRUCK).count()


def own(reader: Reader) -> tuple[Recorded, ...]:
    """What was put down about the reader, or the department they speak for, the newest first."""
    rows = _rows().filter(_theirs(reader)).exclude(state=State.FOUND)
    return _recorded(rows.order_by("-on", "-pk")[:_SHOWN])


def numbers_of(reader: Reader) -> tuple[str, ...]:
    """The numbers of the reader's own acts, the newest first."""
    rows = Act.objects.filter(_theirs(reader)).exclude(state=State.FOUND)
    found = rows.order_by("-on", "-pk").values_list("pk", flat=True)
    return tuple(str(pk) for pk in found[:_SHOWN])


def ledger(
    reader: Reader, *, words: str = "", department: str = "", code: str = "", state: str = ""
) -> QuerySet[Act]:
    """The ledger of the reader's site (行为台账), the newest first. Raises NotAllowed."""
    reader.must(SEE_ACTS)
    rows = _at_home(reader)
    if words:
        rows = rows.filter(
            Q(person__staff_no=words) | Q(person__name__icontains=words)
            | Q(department__name__icontains=words)
        )  # fmt: skip
    wanted = {"department__code": department, "code": code, "state": state}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    return rows.order_by("-on", "-pk")


def codes_in_use(reader: Reader) -> tuple[tuple[str, Phrase], ...]:
    """The acts that stand in the ledger of the site, each with its name."""
    reader.must(SEE_ACTS)
    rows = Act.objects.filter(site=reader.site_id).order_by("code", "-on", "-pk").distinct("code")
    return tuple((row.code, _name(row)) for row in rows)


def choices(reader: Reader, on: date) -> list[tuple[Phrase, list[Choice]]]:
    """What somebody may put down by hand on a day, as the book in force names it."""
    reader.must(FIND_ACTS)
    assert reader.site_id is not None
    return known_choices(in_force(reader.site_id, on).book, on)


def act(number: str, *, reader: Reader) -> ActView:
    """One act, for whom it concerns and for who sees the ledger. Raises NotFound for others."""
    row = _at_home(reader).filter(pk=int(number)).first() if number.isdecimal() else None
    if row is None:
        raise NotFound(what=number, field="number")
    told = row.state != State.FOUND
    mine = told and Act.objects.filter(_theirs(reader), pk=row.pk).exists()
    if not mine and not reader.may(SEE_ACTS):
        raise NotFound(what=number, field="number")
    dossier = read(ActDossier, number, reader)
    lines = tuple(_line(fact) for fact in dossier.course.happened)
    may = offered(dossier, reader) & {Kind.TOLD}
    return ActView(recorded(row), lines, f"act-{number}" if mine else "", frozenset(map(str, may)))


def _line(fact: Happened) -> Line:
    to = fact.data.get("to", "")
    who = name_of(fact.person_id) if fact.person_id else ""
    return Line(fact.at, KINDS[fact.kind], who, to if isinstance(to, str) else "")


def recorded(row: Act) -> Recorded:
    """A row of the ledger in words."""
    unit = row.department
    return Recorded(
        number=str(row.pk), code=row.code, name=_name(row), said=Phrase(row.said, row.said_en),
        on=row.on, happened_at=row.happened_at, state=State(row.state),
        state_said=STATES[State(row.state)], until=row.until,
        source=SOURCES[Source(row.known_by)], article=row.article,
        evidence=row.evidence,
        person=row.person.name if row.person else "",
        staff_no=row.person.staff_no if row.person else "",
        department=Phrase(unit.name, unit.name_en or unit.name) if unit else Phrase("", ""),
        deed=Deed(
            row.code, row.on, days=row.days, severity=row.severity or None, count=row.count,
            event=row.event, source=row.known_by, quantity=row.quantity, points=row.points,
        ),
    )  # fmt: skip


def _recorded(rows: Iterable[Act]) -> tuple[Recorded, ...]:
    return tuple(recorded(row) for row in rows)


def _name(row: Act) -> Phrase:
    book = adopted_as(row.adoption_id).book
    if row.severity:
        for _, options in known_choices(book, row.on):
            for one in options:
                if (one.code, one.severity) == (row.code, row.severity):
                    return one.name
    return known_on(book, row.on).name(row.code)


def _rows() -> QuerySet[Act]:
    return Act.objects.select_related("person", "department", "window")


def _at_home(reader: Reader) -> QuerySet[Act]:
    return _rows() if reader is SYSTEM else _rows().filter(site=reader.site_id)


def _theirs(reader: Reader) -> Q:
    """The acts that a reader may contest: their own, and those of a unit they speak for."""
    mine = Q(person__isnull=False, person=reader.person_id)
    if reader.may(ANSWER_FOR_UNIT) and reader.department_id is not None:
        mine |= Q(person=None, department=reader.department_id, site=reader.site_id)
    return mine
