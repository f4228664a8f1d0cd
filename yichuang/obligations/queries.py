"""Reading what is owed: one's own page and its number, and what is overdue at the site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q

from yichuang.faces import duties
from yichuang.obligations.models import Obligation
from yichuang.obligations.states import Light, Rung
from yichuang.organization.face import SUPERVISE
from yichuang.organization.queries import Reader, name_of
from yichuang.phrases import Phrase

MOST_COUNTED = 99
"""The number in the menu goes no further: from there on it is `99+`."""
_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is owed, as a list shows it."""

    id: int
    number: str
    """The subject's own number, to open it by."""
    what: Phrase
    about: Phrase
    page: str
    """The address by name of the page where it is done; empty where there is none."""
    since: datetime
    due_at: datetime | None
    light: Light
    because: str
    passed_to: str
    put_off_why: str
    """Why nothing could be ruled on it when it was due."""


def owed_by(reader: Reader) -> Q:
    """The open obligations that are this reader's: by name, as stand-in, or by role."""
    held = [str(one) for one in reader.permissions()]
    by_role = Q(site=reader.site_id, permission__in=held)
    if reader.department_id is not None:  # who belongs to none works for all of the site
        by_role &= Q(department=None) | Q(department=reader.department_id)
    by_name = Q(person=reader.person_id) | Q(passed_to=reader.person_id)
    return Q(settled_at=None) & (by_role | by_name)


def todo(reader: Reader, at: datetime) -> tuple[Due, ...]:
    """What this person owes (待办), the nearest due first; what has no limit comes last."""
    if reader.person_id is None:
        return ()
    rows = Obligation.objects.filter(owed_by(reader))
    return _listed(rows.order_by(F("due_at").asc(nulls_last=True), "since")[:_ON_A_PAGE], at)


def how_many(reader: Reader) -> int:
    """How much this person owes, up to just beyond `MOST_COUNTED`."""
    if reader.person_id is None:
        return 0
    return Obligation.objects.filter(owed_by(reader))[: MOST_COUNTED + 1].count()


def overdue(reader: Reader, at: datetime) -> tuple[Due, ...]:
    """What is overdue at the site (逾期登记), the longest first, for supervision."""
    reader.must(SUPERVISE)
    rows = Obligation.objects.filter(site=reader.site_id, settled_at=None, rung=Rung.RED)
    return _listed(rows.order_by("due_at")[:_ON_A_PAGE], at)


def due_on(subject: str, at: datetime) -> Due | None:
    """What is owed on a subject now, by whomever; None where nothing is."""
    rows = Obligation.objects.filter(subject=subject, settled_at=None)
    found = _listed(rows.order_by("due_at")[:1], at)
    return found[0] if found else None


def stands_in(subject: str, person_id: int | None) -> bool:
    """Whether somebody stands in for who owes something on a subject."""
    rows = Obligation.objects.filter(subject=subject, settled_at=None, passed_to=person_id)
    return person_id is not None and rows.exists()


def light_of(row: Obligation, at: datetime) -> Light:
    """The light of an obligation at an instant; grey where no limit runs."""
    if row.due_at is None:
        return "grey"
    if row.due_at < at:
        return "red"
    return "yellow" if row.warn_at is not None and row.warn_at <= at else "green"


def _listed(rows: Iterable[Obligation], at: datetime) -> tuple[Due, ...]:
    made = []
    for row in rows:
        duty = duties().get(row.kind)
        made.append(Due(
            row.pk, row.subject.partition(":")[2], duty.words if duty else _code(row.kind),
            Phrase(row.about, row.about_en), duty.page if duty else "", row.since, row.due_at,
            light_of(row, at), row.because,
            name_of(row.passed_to_id) if row.passed_to_id else "", row.put_off_why,
        ))  # fmt: skip
    return tuple(made)


def _code(kind: str) -> Phrase:
    return Phrase(kind, kind)
