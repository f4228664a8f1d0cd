"""Whether the database's own guards stand: functions and triggers as the migrations have them.

What is expected is read from the migrations themselves, so there is no second list of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

from yichuang.journal.agreement import Disagreement
from yichuang.phrases import Phrase

_STATEMENTS = re.compile(
    r"CREATE (?:OR REPLACE )?FUNCTION (?P<function>\w+)\(.*?\$\$(?P<body>.*?)\$\$"
    r"|CREATE (?:OR REPLACE )?(?:CONSTRAINT )?TRIGGER (?P<trigger>\w+)\s.*?\sON (?P<table>\w+)"
    r"|DROP TRIGGER (?:IF EXISTS )?(?P<dropped>\w+) ON (?P<from>\w+)"
    r"|DROP FUNCTION (?:IF EXISTS )?(?P<gone>\w+)",
    re.DOTALL,
)
_OURS = "zz_row_"  # put on by `journal.rows`, and checked there

_FUNCTIONS = """
SELECT p.proname, p.prosrc FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND NOT EXISTS (
  SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
_TRIGGERS = """
SELECT t.tgname, c.relname, t.tgenabled IN ('O', 'A') FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND n.nspname = 'public'
"""
_STRANGE = """
SELECT 'rule ' || rulename || ' on ' || tablename FROM pg_rules WHERE schemaname = 'public'
UNION ALL SELECT 'policy ' || policyname || ' on ' || tablename FROM pg_policies
WHERE schemaname = 'public'
"""
_REPLACED = Phrase("数据库函数被替换或删除", "a function of the database was replaced or dropped")
_OFF = Phrase("触发器被停用或删除", "a trigger was switched off or dropped")
_FOREIGN = Phrase("不是本程序的数据库函数、触发器或规则",
                  "a function, trigger or rule that is not the program's")  # fmt: skip


@cache
def _expected() -> tuple[dict[str, str], frozenset[tuple[str, str]]]:
    """Functions with their bodies, and triggers with their tables, by all migrations in order."""
    functions: dict[str, str] = {}
    triggers: set[tuple[str, str]] = set()
    loader = MigrationLoader(None, ignore_no_migrations=True)
    order: dict[tuple[str, str], None] = {}
    for leaf in sorted(loader.graph.leaf_nodes()):
        order |= dict.fromkeys(loader.graph.forwards_plan(leaf))
    for key in order:
        for operation in loader.graph.nodes[key].operations:
            for text in _texts(operation):
                _take_in(text, functions, triggers)
    return functions, frozenset(triggers)


def _texts(operation: object) -> list[str]:
    if not isinstance(operation, RunSQL):
        return []
    said = operation.sql
    return [said] if isinstance(said, str) else [str(one) for one in said]


def _take_in(text: str, functions: dict[str, str], triggers: set[tuple[str, str]]) -> None:
    for found in _STATEMENTS.finditer(text):
        match found.lastgroup:
            case "body":
                functions[found["function"]] = found["body"]
            case "table":
                triggers.add((found["trigger"], found["table"]))
            case "from":
                triggers.discard((found["dropped"], found["from"]))
            case "gone":
                functions.pop(found["gone"], None)


def check() -> Iterator[Disagreement]:
    """Functions, triggers, rules of the database against those the program put there."""
    functions, triggers = _expected()
    with connection.cursor() as cursor:
        cursor.execute(_FUNCTIONS)
        there = dict(cursor.fetchall())
        cursor.execute(_TRIGGERS)
        standing = {(name, table): on for name, table, on in cursor.fetchall()}
        cursor.execute(_STRANGE)
        strange = [row[0] for row in cursor.fetchall()]
    for name, body in sorted(functions.items()):
        if there.get(name) != body:
            yield Disagreement(f"database:{name}", None, _REPLACED)
    for trigger in sorted(triggers):
        if not standing.get(trigger):
            yield Disagreement(f"database:{trigger[1]}.{trigger[0]}", None, _OFF)
    strange += sorted(set(there) - set(functions))
    strange += sorted(
        f"{table}.{name}" for name, table in set(standing) - triggers if not name.startswith(_OURS)
    )
    for name in strange:
        yield Disagreement(f"database:{name}", None, _FOREIGN)
