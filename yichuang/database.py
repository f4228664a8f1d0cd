"""The database below Django: prepared statements, and the role that owns the tables.

Statements the server prepares once per connection, for the few paths that are hot.

Django binds parameters in the client, so PostgreSQL parses and plans every statement
anew. For a long statement that runs hundreds of times a second the planning costs more
than the work. These are bound on the server, which plans them once. Parameters whose type
the statement doesn't tell need a cast (``%s::bigint``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, cast
from weakref import WeakKeyDictionary

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections

Values = Mapping[str, object] | Sequence[object]
Row = tuple[Any, ...]


class _Cursor(Protocol):
    def execute(self, sql: str, values: Values, /) -> object: ...
    def fetchone(self) -> Row | None: ...
    def fetchall(self) -> list[Row]: ...


_kept: WeakKeyDictionary[psycopg.Connection[Any], psycopg.Cursor[Any]] = WeakKeyDictionary()


def ask(sql: str, values: Values) -> Row | None:
    """Run a prepared statement; its first row, or None. The statement must give rows.

    Errors, query logs and transactions are those of Django's connection.
    """
    cursor = _kept_cursor()
    cursor.execute(sql, values)
    return cursor.fetchone()


def ask_all(sql: str, values: Values) -> list[Row]:
    """Run a prepared statement; all its rows."""
    cursor = _kept_cursor()
    cursor.execute(sql, values)
    return cursor.fetchall()


def _kept_cursor() -> _Cursor:
    """The one cursor of this thread's connection for answers that are read at once."""
    here = connections["default"]  # once: each look through Django's proxy costs as much
    here.ensure_connection()
    line = here.connection
    raw = _kept.get(line)
    if raw is None:
        raw = _kept[line] = psycopg.Cursor(line)
    return cast("_Cursor", here._prepare_cursor(raw))  # type: ignore[attr-defined]


_OF_THE_OWNER = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner() -> Iterator[None]:
    """Go on as the owner of the tables: for migrating and for opening a hall, and nothing else.

    The hall runs as a role that owns nothing. Where both are one role nothing changes.
    """
    line = connections["default"]
    kept, owner = line.settings_dict, settings.OWNER_DATABASE
    if kept["USER"] == owner["USER"]:
        yield
        return
    line.close()
    line.settings_dict = {**kept, **{name: owner[name] for name in _OF_THE_OWNER}}
    try:
        yield
    finally:
        line.close()
        line.settings_dict = kept


def migrate() -> None:
    """Bring the tables up to date (升级表结构), as their owner."""
    with as_owner():
        call_command("migrate", interactive=False, verbosity=0)
