"""What the hall's own database role may do (应用角色的权限): read, add, and change what changes.

It owns nothing. So it can't switch a trigger off, replace a function, truncate or drop a
table, and can't change or delete a fact, whatever is said to it.
"""

from __future__ import annotations

from django.db import connection

from yichuang.jobs.record import KEPT

_ADDED = frozenset({one.table for one in KEPT if one.once} | {"cases_fact"})
"""Rows that are added and never changed."""
_GIVEN = frozenset({"journal_hall", "django_migrations", "django_content_type"})
"""Written by the owner alone: when the hall is opened, when the tables change."""
_CLOCK = "journal_clock"
_CHANGED = frozenset(one.table for one in KEPT) - _ADDED
_TAKEN_AWAY = frozenset({"organization_calendarday", "reception_windowservice"})
"""Kept tables from which actions take rows away, on record."""


def _rights(table: str) -> str:
    if table in _GIVEN:
        return "SELECT"
    if table == _CLOCK:
        return "SELECT, UPDATE"
    if table in _ADDED or table.startswith("journal_"):
        return "SELECT, INSERT"
    if table in _CHANGED and table not in _TAKEN_AWAY:
        return "SELECT, INSERT, UPDATE"
    return "SELECT, INSERT, UPDATE, DELETE"


def statements(role: str) -> list[str]:
    """The grants of the role, for the tables there are."""
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        cursor.execute("SELECT quote_ident(%s)", (role,))
        name = cursor.fetchone()[0]
    return [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"GRANT USAGE ON SCHEMA public TO {name}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}",
        *(f"GRANT {_rights(table)} ON {table} TO {name}" for table in tables),
    ]


def grant(role: str) -> None:
    """Give the role its rights, where there is one besides the owner."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s AND rolname <> current_user)",
            (role,),
        )
        if cursor.fetchone()[0]:
            for statement in statements(role):
                cursor.execute(statement)
