"""Who may change the catalogue, and one change at a time."""

from __future__ import annotations

from django.db import connection

from yichuang.catalog.face import MANAGE_CATALOG
from yichuang.errors import NotAllowed
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.roles import Role

_LOCK = 0x63617461  # "cata": any number, as long as it is always this one


def must_manage(by: Reader) -> None:
    """Raise NotAllowed unless `by` keeps the catalogue, or is the hall's own command line."""
    if by is not SYSTEM:
        by.must(MANAGE_CATALOG)


def must_apply_for(by: Reader, department_id: int) -> None:
    """Raise NotAllowed unless `by` may apply for this department's items.

    A window unit applies through its chief representative; the office may do it for them.
    """
    its_own = by.department_id == department_id and Role.CHIEF_REPRESENTATIVE in by.roles
    if by is SYSTEM or its_own or by.may(MANAGE_CATALOG):
        return
    raise NotAllowed(what=MANAGE_CATALOG.name)


def one_at_a_time() -> None:
    """Wait for any other change of the catalogue; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
