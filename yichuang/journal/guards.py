"""Whether the database still guards the journal as the migrations made it.

Functions are compared by their source, triggers by what they fire on and whether they are
enabled; what was added to the tables (rules, row security, other triggers) is named too.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

from django.db import connection

_MIGRATIONS = ("0002_append_only", "0003_merkle_tree", "0004_rows_bound",
               "0005_columns_added_later")  # fmt: skip
_FUNCTION = re.compile(r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\(\).*?AS \$\$(.*?)\$\$", re.S)
_TRIGGER = re.compile(
    r"CREATE TRIGGER (\w+) (BEFORE) ([A-Z ]+) ON (\w+)\s+"
    r"FOR EACH (ROW|STATEMENT) EXECUTE FUNCTION (\w+)\(\);"
)
_EVENTS = {"INSERT": 4, "DELETE": 8, "UPDATE": 16, "TRUNCATE": 32}
_ROW, _BEFORE = 1, 2

TABLES = (
    "journal_entry", "journal_batch", "journal_node", "journal_seal", "journal_hall",
    "journal_clock",
)  # fmt: skip

_FUNCTIONS = """
SELECT p.proname, p.prosrc, p.proconfig IS NULL AND NOT p.prosecdef FROM pg_proc p
WHERE p.proname = ANY(%s)
"""
_TRIGGERS = """
SELECT t.tgname, c.relname, t.tgtype, p.proname, t.tgenabled = 'O' AND t.tgqual IS NULL
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
WHERE NOT t.tgisinternal AND c.relname = ANY(%s)
"""
_ADDED = """
SELECT c.relname || ': ' || r.rulename FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class
WHERE c.relname = ANY(%s)
UNION ALL SELECT relname || ': row security' FROM pg_class
WHERE relname = ANY(%s) AND relrowsecurity
UNION ALL SELECT 'session_replication_role' FROM pg_db_role_setting, unnest(setconfig) s
WHERE s LIKE 'session_replication_role=%%' AND s NOT LIKE '%%=origin'
UNION ALL SELECT 'session_replication_role'
WHERE current_setting('session_replication_role') <> 'origin'
"""


def _sources() -> str:
    found = (importlib.import_module(f"yichuang.journal.migrations.{m}") for m in _MIGRATIONS)
    return "".join(module.SQL for module in found)


def disagreements() -> Iterator[str]:
    """What is not as the migrations made it, by name."""
    sql = _sources()
    functions = dict(_FUNCTION.findall(sql))
    triggers = {
        name: (table, _BEFORE + (_ROW if each == "ROW" else 0) + _bits(events), function)
        for name, _, events, table, each, function in _TRIGGER.findall(sql)
    }
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS, (list(functions),))
        rows = cursor.fetchall()
        for name, source in functions.items():
            if [row[1:] for row in rows if row[0] == name] != [(source, True)]:
                yield f"{name}()"
        cursor.execute(_TRIGGERS, (list(TABLES),))
        there = {row[0]: tuple(row[1:]) for row in cursor.fetchall()}
        for name in sorted(triggers.keys() | there.keys()):
            if name not in triggers or there.get(name) != (*triggers[name], True):
                yield name
        cursor.execute(_ADDED, (list(TABLES), list(TABLES)))
        for (name,) in cursor.fetchall():
            yield name


def _bits(events: str) -> int:
    return sum(_EVENTS[one] for one in events.split(" OR "))
