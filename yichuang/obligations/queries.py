"""Reading what is owed: one's own page and its number, and what is overdue at the site."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from yichuang.database import ask_all
from yichuang.faces import duties
from yichuang.obligations.models import Obligation, StandingIn
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
    kind: str = ""
    subject: str = ""
    warn_at: datetime | None = None
    acting_for: str = ""
    """Who owes it, where the reader stands in for them; empty: the reader."""
    put_off_until: datetime | None = None
    """When it is looked at again; None where it isn't put off."""
    put_off_times: int = 0
    by_note: bool = False
    """Whether whoever owes it says themselves that it is done."""


def owed_by(reader: Reader) -> Q:
    """The open obligations that are this reader's: by name, as stand-in, or by role."""
    held = [str(one) for one in reader.permissions()]
    by_role = Q(site=reader.site_id, permission__in=held)
    if reader.department_id is not None:  # who belongs to none works for all of the site
        by_role &= Q(department=None) | Q(department=reader.department_id)
    by_name = Q(person=reader.person_id) | Q(passed_to=reader.person_id)
    acting = Q(person__in=acts_for(reader.person_id)) & ~Q(kind__in=_own())
    return Q(settled_at=None) & (by_role | by_name | acting)


def todo(reader: Reader, at: datetime) -> tuple[Due, ...]:
    """What this person owes (待办), the nearest due first; what has no limit comes last."""
    if reader.person_id is None:
        return ()
    rows = Obligation.objects.filter(owed_by(reader))
    nearest = rows.order_by(F("due_at").asc(nulls_last=True), "since", "pk")[:_ON_A_PAGE]
    return _listed(nearest, at, reader.person_id)


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


def lights_of_site(reader: Reader, at: datetime) -> Mapping[Light, int]:
    """How many things are owed at the site under each light (时限灯), for supervision."""
    reader.must(SUPERVISE)
    rows = Obligation.objects.filter(site=reader.site_id, settled_at=None, due_at__isnull=False)
    late, warned = Q(due_at__lt=at), Q(due_at__gte=at, warn_at__lte=at)
    found = rows.aggregate(all=Count("id"), red=Count("id", filter=late),
                           yellow=Count("id", filter=warned))  # fmt: skip
    green = found["all"] - found["red"] - found["yellow"]
    return {"red": found["red"], "yellow": found["yellow"], "green": green}


def due_on(subject: str, at: datetime) -> Due | None:
    """What is owed on a subject now, by whomever; None where nothing is."""
    rows = Obligation.objects.filter(subject=subject, settled_at=None)
    found = _listed(rows.order_by("due_at")[:1], at)
    return found[0] if found else None


def stands_in(subject: str, person_id: int | None) -> bool:
    """Whether somebody stands in for who owes something on a subject."""
    if person_id is None:
        return False
    passed = Q(passed_to=person_id)
    acting = Q(person__in=acts_for(person_id)) & ~Q(kind__in=_own())
    return Obligation.objects.filter(passed | acting, subject=subject, settled_at=None).exists()


# Whoever is stood in for may stand in for others, who then come along. A circle ends by itself:
# nobody is added twice.
_ACTS_FOR = """
WITH RECURSIVE acts_for(id) AS (
  SELECT person_id FROM obligations_standingin
  WHERE stand_in_id = %(person)s::bigint AND began_at IS NOT NULL AND ended_at IS NULL
  UNION
  SELECT s.person_id FROM obligations_standingin s JOIN acts_for a ON s.stand_in_id = a.id
  WHERE s.began_at IS NOT NULL AND s.ended_at IS NULL
)
SELECT id FROM acts_for WHERE id <> %(person)s::bigint
"""


def acts_for(person_id: int | None) -> tuple[int, ...]:
    """Whom somebody stands in for now, also by way of others who are away (顶岗、连续顶岗)."""
    if person_id is None:
        return ()
    return tuple(row[0] for row in ask_all(_ACTS_FOR, {"person": person_id}))


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who stands in for somebody, now or later."""

    id: int
    person_id: int
    stand_in_id: int
    subject: str
    from_at: datetime
    until_at: datetime | None
    began_at: datetime | None


def standing_in(site_id: int | None) -> tuple[Acting, ...]:
    """Who stands in for whom at a site, now and as arranged (顶岗一览)."""
    rows = StandingIn.objects.filter(site=site_id, ended_at=None).order_by("from_at", "pk")
    return tuple(
        Acting(r.pk, r.person_id, r.stand_in_id, r.subject, r.from_at, r.until_at, r.began_at)
        for r in rows
    )


def owed_in_name(person_id: int) -> tuple[str, ...]:
    """What somebody owes by name now and another can do for them: its subjects."""
    rows = Obligation.objects.filter(person=person_id, settled_at=None).exclude(kind__in=_own())
    return tuple(rows.order_by("pk").values_list("subject", flat=True))


def _own() -> list[str]:
    """The duties that nobody does for another."""
    return [kind for kind, duty in duties().items() if duty.own]


def light_of(row: Obligation, at: datetime) -> Light:
    """The light of an obligation at an instant; grey where no limit runs."""
    if row.due_at is None:
        return "grey"
    if row.due_at < at:
        return "red"
    return "yellow" if row.warn_at is not None and row.warn_at <= at else "green"


def _listed(
    rows: Iterable[Obligation], at: datetime, reader_id: int | None = None
) -> tuple[Due, ...]:
    made = []
    for row in rows:
        duty = duties().get(row.kind)
        others = reader_id is not None and row.person_id not in (None, reader_id)
        made.append(Due(
            row.pk, row.subject.partition(":")[2], duty.words if duty else _code(row.kind),
            Phrase(row.about, row.about_en), duty.page if duty else "", row.since, row.due_at,
            light_of(row, at), row.because,
            name_of(row.passed_to_id) if row.passed_to_id else "", row.put_off_why,
            row.kind, row.subject, row.warn_at,
            name_of(row.person_id) if others and row.person_id else "",
            row.put_off_until if row.put_off_why else None, row.put_off_times,
            duty is not None and duty.by_note,
        ))  # fmt: skip
    return tuple(made)


def _code(kind: str) -> Phrase:
    return Phrase(kind, kind)
