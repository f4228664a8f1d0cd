"""Whose cases somebody reaches (办件范围): by site, and by department.

A clerk of a department takes in and sees that department's cases; the integrated window, and
a clerk whom no department sent, those of the whole site (S0 综合窗口).
"""

from __future__ import annotations

from django.db.models import Q

from yichuang.cases.face import (
    ACCEPT_CASE,
    EXTEND_CASE,
    ISSUE_RESULT,
    REVIEW_CASE,
    SEE_SITE_CASES,
    VERIFY_CASE,
)
from yichuang.cases.joint.queries import takes_part
from yichuang.cases.models import Case
from yichuang.cases.refusals import OutsideScope
from yichuang.organization.face import SEE_PERSONAL_DATA
from yichuang.organization.queries import Reader, departments
from yichuang.phrases import Phrase

_OWN = (
    ACCEPT_CASE, REVIEW_CASE, VERIFY_CASE,
    EXTEND_CASE,
)  # fmt: skip


def within_reach(reader: Reader) -> Q:
    """Which cases a reader may read: the site's, or their own department's."""
    site = Q(site_id=reader.site_id)
    if reader.may(SEE_SITE_CASES) or takes_in_for_all(reader):
        return site
    if reader.department_id is not None and any(reader.may(permission) for permission in _OWN):
        return site & Q(department_id=reader.department_id)
    return Q(pk__in=())


def reached(number: str, reader: Reader) -> Case | None:
    """The case, if the reader may read it: within reach, or their department has a part in it."""
    rows = Case.objects.filter(number=number).select_related("site", "department")
    found = rows.filter(within_reach(reader)).first()
    if found is None and any(reader.may(one) for one in _OWN) and takes_part(number, reader):
        found = rows.filter(site=reader.site_id).first()
    return found


def taken_in_by(reader: Reader) -> Q:
    """The cases whose papers a reader takes in (收件范围)."""
    site = Q(site_id=reader.site_id)
    return site if takes_in_for_all(reader) else site & Q(department_id=reader.department_id)


def takes_in_for_all(reader: Reader) -> bool:
    """Whether somebody takes papers in for every department of the site."""
    if reader.may(ISSUE_RESULT):
        return True
    return reader.may(ACCEPT_CASE) and reader.department_id is None


def sees_scans(reader: Reader, case: Case) -> bool:
    """Whether somebody sees a case's scans, which show the applicant in full."""
    own = reader.department_id == case.department_id
    if reader.may(SEE_PERSONAL_DATA) and (own or takes_part(case.number, reader)):
        return True
    return reader.may(ACCEPT_CASE) and (own or takes_in_for_all(reader))


def attaches_to(reader: Reader, department_id: int) -> bool:
    """Whether somebody puts scans to a case: who takes its papers in, and who examines them."""
    own = reader.department_id == department_id
    if own and reader.may(REVIEW_CASE):
        return True
    return reader.may(ACCEPT_CASE) and (own or takes_in_for_all(reader))


def serves(reader: Reader, department_id: int) -> bool:
    """Whether somebody records how papers were served: the window, and who examines the case."""
    return reader.may(ISSUE_RESULT) or attaches_to(reader, department_id)


def not_taken_in_by(reader: Reader, department_id: int) -> OutsideScope | None:
    """The refusal where a department's papers are not the reader's to take in; None: they are."""
    if takes_in_for_all(reader) or reader.department_id == department_id:
        return None
    department = departments().get(pk=department_id)
    return OutsideScope(department=Phrase(department.name, department.name_en or department.name))
