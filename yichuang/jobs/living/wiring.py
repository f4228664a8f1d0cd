"""The plan of the demo hall's sites, read from the hall as it is set up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from yichuang.catalog.demo.schema import DemoItem
from yichuang.jobs.demo_hall import demo_departments, demo_hall, demo_matters
from yichuang.jobs.living.plan import Desk, Line, Matter, Office, Plan
from yichuang.jobs.opening.schema import PersonEntry, ServiceEntry
from yichuang.organization.queries import departments, people_of, site_by_code
from yichuang.organization.roles import Role

VISITS = {"centre": 70, "branch": 14}
"""How many come to a place of each kind on a usual day of the demo."""
_ACCEPTS = {Role.WINDOW_CLERK, Role.INTEGRATED_WINDOW}
_REVIEWS = {Role.REVIEWER}
_VERIFIES = {Role.VERIFIER, Role.CHIEF_REPRESENTATIVE}


def plans(share: float = 1.0, *, guests: bool = False) -> list[Plan]:
    """The plans of the demo's busy sites; `share` scales how many come.

    With `guests` the posts of those with a log-in are left to whoever tries the demo.
    """
    return [
        _plan(site.code, max(1, round(VISITS[site.kind] * share)), guests=guests)
        for site in demo_hall().sites
        if site.kind in VISITS
    ]


def _plan(code: str, visits: int, *, guests: bool) -> Plan:
    hall, site = demo_hall(), site_by_code(code)
    services = hall.services[code]
    people = [person for _, person in hall.staff() if hall.place_of(person) == code]
    homes = dict(people_of(site.pk).values_list("staff_no", "department"))
    desks = [
        Desk(
            person.window, person.staff_no,
            frozenset(s.code for s in services if person.window in s.windows),
            bool(_ACCEPTS & set(person.roles)),
            None if Role.INTEGRATED_WINDOW in person.roles else homes[person.staff_no],
        )
        for person in _one_a_window(people)
        if not (guests and person.login)
    ]  # fmt: skip
    issuers = [p.staff_no for p in people if Role.INTEGRATED_WINDOW in p.roles]
    return Plan(
        site_id=site.pk, site_code=code, lines=[_line(code, s) for s in services],
        desks=[desk for desk in desks if desk.services], visits=visits,
        offices=_offices(guests=guests),
        issuer=issuers[0] if issuers else "",
    )  # fmt: skip


def _one_a_window(people: Iterable[PersonEntry]) -> list[PersonEntry]:
    """The first person of each window: the A of its post."""
    seen: dict[str, PersonEntry] = {}
    for person in people:
        if person.window:
            seen.setdefault(person.window, person)
    return list(seen.values())


def _line(site: str, service: ServiceEntry) -> Line:
    mine = demo_matters(site, service.code)
    ids = {body.code: body.pk for body in departments()}
    return Line(service.code, service.minutes, tuple(_matter(item, ids) for item in mine))


def _matter(item: DemoItem, ids: dict[str, int]) -> Matter:
    needed = tuple(m.code for m in item.content.materials if m.required)
    instant = item.content.case_kind == "instant"
    return Matter(item.code, needed, instant, ids[item.department.credit_code])


def _offices(*, guests: bool) -> dict[int, Office]:
    bodies = demo_departments()
    ids = {body.code: body.pk for body in departments()}
    reviewers, verifiers = defaultdict(list), defaultdict(list)
    for home, person in demo_hall().staff():
        if not home or (guests and person.login):
            continue
        body = ids[bodies[home].credit_code]
        if _REVIEWS & set(person.roles):
            reviewers[body].append(person.staff_no)
        if _VERIFIES & set(person.roles):
            verifiers[body].append(person.staff_no)
    return {
        body: Office(tuple(reviewers[body]), tuple(verifiers[body]))
        for body in {*reviewers, *verifiers}
    }
