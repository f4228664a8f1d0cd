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


def taken_in_by(reader: Reader) -> Q:
    """The cases whose papers a reader takes in (收件范围)."""
    site = Q(site_id=reader.site_id)
    return site if takes_in_for_all(reader) else site & Q(department_id=reader.department_id)


def takes_in_for_all(reader: Reader) -> bool:
    """Whether somebody takes papers in for every department of the site."""
    if reader.may(ISSUE_RESULT):
        return True
    return reader.may(ACCEPT_CASE) and reader.department_id is None


def sees_scans(reader: Reader, department_id: int) -> bool:
    """Whether somebody sees a case's scans, which show the applicant in full."""
    own = reader.department_id == department_id
    if own and reader.may(SEE_PERSONAL_DATA):
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
