"""Who holds an office that the rule book names (任职): entered by the office, else by role.

A book says "deputy director"; who that is, the hall enters. Where it hasn't, the role held in
the product decides by the table below; what no table knows falls to the centre office, which
is where the hall's people are entered. Nobody holds an office for themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import Q

from yichuang.leave.models import Holding
from yichuang.leave.refusals import NobodyHolds
from yichuang.organization.queries import people_holding, people_of
from yichuang.organization.roles import Role
from yichuang.rules.parts.approver import role_words

if TYPE_CHECKING:
    from yichuang.organization.models import Person

_UNIT = (Role.CHIEF_REPRESENTATIVE, Role.OFFICE)
"""The home unit's own leaders don't sit in the hall: its representative signs for it."""
_OFFICE = (Role.OFFICE, Role.DIRECTOR)
_LEADERS = (Role.DIRECTOR, Role.OFFICE)
DEFAULTS: Mapping[str, Sequence[Role]] = MappingProxyType({
    "home_unit": _UNIT, "home_unit_leader": _UNIT, "window_head": _UNIT,
    "department_deputy": _UNIT, "department_leader": _UNIT,
    Role.CHIEF_REPRESENTATIVE: _UNIT,
    "director": _LEADERS, "deputy_director": _LEADERS, "center_deputy": _LEADERS,
    "center_leader": _LEADERS, "supervision_director": _LEADERS, "leader_in_charge": _LEADERS,
    "party_government_leader": _LEADERS,
    "supervision_office": (Role.SUPERVISION, Role.OFFICE),
})  # fmt: skip


def holder_of(role: str, applicant: Person) -> Person:
    """Who decides as the holder of this office on somebody's leave. Raises NobodyHolds."""
    for person in _candidates(role, applicant):
        if person.pk != applicant.pk and person.active:
            return person
    raise NobodyHolds(role=role_words(role))


def _candidates(role: str, applicant: Person) -> Iterator[Person]:
    entered = Holding.objects.filter(site=applicant.site_id, role=role, until=None)
    here = Q(department=applicant.department_id) if applicant.department_id else Q(pk=None)
    rows = entered.filter(here | Q(department=None)).select_related("person__site")
    # Of one's own department before the site's.
    yield from (row.person for row in sorted(rows, key=lambda row: row.department_id is None))
    for known in DEFAULTS.get(role, _OFFICE):
        own = known in (Role.CHIEF_REPRESENTATIVE,)
        found = people_holding(known, applicant.site_id)
        yield from (one for one in found if not own or one.department_id == applicant.department_id)


def office_of(person: Person, chain: Sequence[str]) -> str | None:
    """The office by which the book knows somebody, of those it names; None: plain staff."""
    held = Holding.objects.filter(person=person, until=None).values_list("role", flat=True)
    for role in held:
        if role in chain:
            return role
    for known in (Role.DIRECTOR, Role.CHIEF_REPRESENTATIVE):
        if people_holding(known, person.site_id).filter(pk=person.pk).exists():
            return known.value
    return None


def holdings(site_id: int | None) -> dict[tuple[str, int | None], Holding]:
    """Every office that is entered at a site, by role and department (任职表)."""
    rows = Holding.objects.filter(site=site_id, until=None).select_related("person", "department")
    return {(row.role, row.department_id): row for row in rows}


def colleagues(person: Person) -> tuple[int, ...]:
    """Who else is at somebody's window (窗口同事): of their department, at windows."""
    if person.department_id is None:
        return ()
    rows = people_of(person.site_id).filter(department=person.department_id).exclude(pk=person.pk)
    window = people_holding(Role.WINDOW_CLERK, person.site_id)
    return tuple(rows.filter(pk__in=window).values_list("pk", flat=True))
