"""Courses that stand in the common tables: begun, held under their lock, read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, ClassVar, Generic, TypeVar

from django.db import connection
from django.db.models import Prefetch, QuerySet

from yichuang.courses.course import C, Happened, fold
from yichuang.courses.dossier import Dossier
from yichuang.courses.models import Fact, Standing
from yichuang.errors import NotFound
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.phrases import Phrase
from yichuang.regulations.queries import adopted_as
from yichuang.rules.book.rulebook import Book

S = TypeVar("S", bound="Stored[Any]")
_kinds: list[type[Stored[Any]]] = []


class Stored(Dossier[C], Generic[C]):
    """The dossier of a course in the common tables."""

    kind_of_course: ClassVar[type[Any]]
    """The course as it is folded; its table names it."""

    def __init_subclass__(cls) -> None:
        _kinds.append(cls)

    def __init__(self, standing: Standing, facts: Iterable[Fact]) -> None:
        self.standing = standing
        new: C = self.kind_of_course(standing.number)
        self.course = fold(new, (_happened(row) for row in facts))

    @property
    def book(self) -> Book:  # type: ignore[override]
        """The book it goes by."""
        assert self.standing.adoption_id is not None
        return adopted_as(self.standing.adoption_id).book

    @property
    def subject(self) -> str:
        return self.standing.subject

    @property
    def site_code(self) -> str:
        return self.standing.site.code if self.standing.site else SYSTEM.site_code

    @property
    def department_id(self) -> int | None:
        return self.standing.department_id

    @property
    def department(self) -> Phrase:
        row = self.standing.department
        return Phrase(row.name, row.name_en or row.name) if row else Phrase("", "")

    def fold(self, at: datetime) -> None:
        row, course = self.standing, self.course
        row.state, row.person_id = str(course.state), course.concerned_id
        row.closed_at = course.last_at if course.is_over else None
        row.save()

    def keep(self, fact: Happened, recorded_at: datetime) -> int:
        row = Fact.objects.create(
            standing=self.standing, seq=fact.seq, kind=str(fact.kind), at=fact.at,
            recorded_at=recorded_at, actor=fact.actor, person_id=fact.person_id,
            entry_id=fact.entry_id, data=fact.data,
        )  # fmt: skip
        return row.pk


def courses_of() -> list[type[Any]]:
    """The courses that stand in the common tables, as they are folded."""
    return [dossier.kind_of_course for dossier in _kinds]


def begin(
    dossier: type[S], number: str, *, subject: str, at: datetime, site_id: int | None = None,
    department_id: int | None = None, adoption_id: int | None = None,
) -> S:  # fmt: skip
    """A new course; nothing is written before its first fact happens."""
    course = dossier.kind_of_course(number)
    standing = Standing(
        course=course.table.name, number=number, subject=subject, site_id=site_id,
        department_id=department_id, adoption_id=adoption_id, state=course.state, began_at=at,
    )  # fmt: skip
    return dossier(standing, ())


def hold(dossier: type[S], number: str, by: Reader) -> S:
    """The course under its lock, to write its next fact. Raises NotFound elsewhere than here."""
    rows = _rows(dossier, by).select_for_update(of=("self",))
    return _of(dossier, rows.filter(number=number).first(), number)


def read(dossier: type[S], number: str, reader: Reader) -> S:
    """The course as it stands, for a page. Raises NotFound where the reader's site has none."""
    return _of(dossier, _rows(dossier, reader).filter(number=number).first(), number)


def all_of(dossier: type[S], reader: Reader, *, states: Sequence[str], most: int) -> list[S]:
    """The courses of the reader's site in these states (none named: in any), the newest first."""
    rows = _rows(dossier, reader).order_by("-began_at", "-pk")
    if states:
        rows = rows.filter(state__in=states)
    found = list(rows.prefetch_related(Prefetch("facts", Fact.objects.order_by("seq")))[:most])
    return [dossier(row, row.facts.all()) for row in found]


def those(dossier: type[S], numbers: Sequence[str]) -> list[S]:
    """The courses of this kind with these numbers, at any site, the newest first."""
    rows = _rows(dossier, SYSTEM).filter(number__in=numbers).order_by("-began_at", "-pk")
    found = rows.prefetch_related(Prefetch("facts", Fact.objects.order_by("seq")))
    return [dossier(row, row.facts.all()) for row in found]


def beginning_with(dossier: type[S], prefix: str) -> list[S]:
    """The courses, of any site, whose number begins so, in the order they were begun."""
    rows = _rows(dossier, SYSTEM).filter(number__startswith=prefix).order_by("pk")
    found = rows.prefetch_related(Prefetch("facts", Fact.objects.order_by("seq")))
    return [dossier(row, row.facts.all()) for row in found]


def department_has(dossier: type[S], prefix: str, site_id: int, department_id: int) -> bool:
    """Whether a course whose number begins so belongs to this department at this site."""
    rows = _rows(dossier, SYSTEM).filter(number__startswith=prefix, site=site_id)
    return rows.filter(department=department_id).exists()


def those_in(dossier: type[S], numbers: Sequence[str], state: str) -> frozenset[str]:
    """Which of these courses, of any site, stand in a state."""
    rows = _rows(dossier, SYSTEM).filter(number__in=numbers, state=state)
    return frozenset(rows.values_list("number", flat=True))


def numbers_in(dossier: type[S], prefix: str, state: str = "") -> frozenset[str]:
    """The numbers of the courses, of any site, that begin so, and stand in a state if named."""
    rows = _rows(dossier, SYSTEM).filter(number__startswith=prefix)
    if state:
        rows = rows.filter(state=state)
    return frozenset(rows.values_list("number", flat=True))


def begun_by(dossier: type[S], actor: str, since: datetime) -> int:
    """How many courses of this kind somebody began since an instant."""
    rows = _rows(dossier, SYSTEM).filter(began_at__gt=since)
    return rows.filter(facts__seq=1, facts__actor=actor).count()


def next_serial(course: str, site_code: str, on: date) -> int:
    """The next number of the year at a site, without gaps: the row is locked until the end."""
    key = f"{course}:{site_code}:{on.year}"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO courses_serial (key, last) VALUES (%s, 1) "
            "ON CONFLICT (key) DO UPDATE SET last = courses_serial.last + 1 RETURNING last",
            (key,),
        )
        last: int = cursor.fetchone()[0]
    return last


def _rows(dossier: type[S], reader: Reader) -> QuerySet[Standing]:
    rows = Standing.objects.filter(course=dossier.kind_of_course.table.name)
    rows = rows.select_related("site", "department")
    return rows if reader is SYSTEM else rows.filter(site=reader.site_id)


def _of(dossier: type[S], row: Standing | None, number: str) -> S:
    if row is None:
        raise NotFound(what=number, field="number")
    return dossier(row, Fact.objects.filter(standing=row).order_by("seq"))


def _happened(row: Fact) -> Happened:
    return Happened(row.pk, row.seq, row.kind, row.at, row.person_id, row.actor, row.entry_id,
                    row.data)  # fmt: skip
