"""What of cases can be contested (可申诉的认定): breaches of once-only notification."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yichuang.cases.models import Fact
from yichuang.cases.states import Kind
from yichuang.contests.outcomes import Outcome, contestable
from yichuang.contests.queries import upheld
from yichuang.organization.queries import Reader
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import adopted_as

BREACH = "breach"
_SHOWN = 50
_ABOUT = Phrase("办件 {number} 违反一次性告知", "once-only notification broken in case {number}")


def _breach(key: str) -> Outcome | None:
    rows = Fact.objects.filter(kind=Kind.BREACH_FOUND, person__isnull=False)
    row = rows.select_related("case").filter(pk=int(key)).first() if key.isdecimal() else None
    if row is None or row.person_id is None:
        return None
    case = row.case
    section = adopted_as(case.adoption_id).book.on(local(row.at).date()).accountability
    return Outcome(
        about=_about(case.number), site_id=case.site_id, department_id=case.department_id,
        person_id=row.person_id, decided_by=None, told_at=row.at, adoption_id=case.adoption_id,
        limit=section.contest if section else None,
    )  # fmt: skip


contestable(BREACH, _breach)


@dataclass(frozen=True, slots=True)
class Charge:
    """A breach that was put down against somebody."""

    of: str
    number: str
    about: Phrase
    at: datetime
    set_aside: bool


def charges(reader: Reader) -> tuple[Charge, ...]:
    """The breaches put down against the reader (与我有关的认定), the newest first."""
    if reader.person_id is None:
        return ()
    rows = Fact.objects.filter(kind=Kind.BREACH_FOUND, person=reader.person_id)
    found = list(rows.select_related("case").order_by("-at", "-id")[:_SHOWN])
    gone = upheld(BREACH, [row.pk for row in found])
    return tuple(
        Charge(f"{BREACH}-{row.pk}", row.case.number, _about(row.case.number), row.at,
               str(row.pk) in gone)
        for row in found
    )  # fmt: skip


def count_breaches(person_id: int, since: datetime) -> int:
    """How often somebody broke once-only notification since an instant; what was set aside
    after a contest doesn't count.
    """
    rows = Fact.objects.filter(kind=Kind.BREACH_FOUND, person=person_id, at__gte=since)
    keys = list(rows.values_list("pk", flat=True))
    return len(keys) - len(upheld(BREACH, keys)) if keys else 0


def _about(number: str) -> Phrase:
    return Phrase(_ABOUT.say("zh", number=number), _ABOUT.say("en", number=number))
