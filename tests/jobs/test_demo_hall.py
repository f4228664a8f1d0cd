"""The demo hall: a set-up file that covers the whole demo catalogue, and adds up."""

from __future__ import annotations

from collections import Counter

from yichuang.catalog.demo.schema import demo_items
from yichuang.jobs.demo_hall import demo_departments, demo_hall, demo_matters
from yichuang.organization.roles import ADMINISTRATORS, Role


def test_the_hall_has_a_centre_a_branch_townships_and_villages() -> None:
    hall = demo_hall()
    kinds = Counter(site.kind for site in hall.sites)
    assert kinds == {"centre": 1, "branch": 1, "township": 2, "village": 2}
    assert 35 <= sum(map(len, hall.windows.values())) <= 45
    assert 90 <= len(list(hall.staff())) <= 120


def test_every_window_gives_a_service_and_has_somebody_to_sit_at_it() -> None:
    hall = demo_hall()
    for site, windows in hall.windows.items():
        codes = {window.code for window in windows}
        served = {code for service in hall.services[site] for code in service.windows}
        seated = {one.window for _, one in hall.staff() if hall.place_of(one) == site}
        assert served == codes
        assert codes <= seated


def test_every_item_belongs_to_a_service_visitors_can_take_a_number_for() -> None:
    covered = {
        item.key
        for site, services in demo_hall().services.items()
        for service in services
        for item in demo_matters(site, service.code)
    }
    assert covered == {item.key for item in demo_items()}
    for services in demo_hall().services.values():
        assert len({service.prefix for service in services}) == len(services)


def test_every_department_has_a_chief_and_a_reviewer_and_the_administrators_are_three() -> None:
    people = list(demo_hall().staff())
    for department in demo_departments():
        own = [person for home, person in people if home == department]
        chiefs = {p.staff_no for p in own if Role.CHIEF_REPRESENTATIVE in p.roles}
        reviewers = {p.staff_no for p in own if Role.REVIEWER in p.roles}
        verifiers = {p.staff_no for p in own if Role.VERIFIER in p.roles}
        assert len(chiefs) == 1, department
        assert reviewers, department
        assert verifiers - reviewers, department
    holders = [p.staff_no for _, p in people for role in p.roles if role in ADMINISTRATORS]
    assert len(holders) == len(set(holders)) == len(ADMINISTRATORS)


def test_nobody_shares_a_name() -> None:
    people = [person.name for _, person in demo_hall().staff()]
    assert len(set(people)) == len(people)
