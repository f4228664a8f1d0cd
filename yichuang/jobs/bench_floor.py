"""The floor under `yichuang bench hall`: the same rows by bare SQL, in the same run (地板).

What no program in front of this database could be faster than. Copies of the tables, with
their indexes and constraints, stand in a schema of their own; as many clients as before
write rows like the last real ones into them, one prepared statement and one commit for each
step. Nothing is asked, ruled on or answered, and no network is crossed.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any, LiteralString, Protocol

import psycopg
from psycopg import sql

_SCHEMA = sql.Identifier("bench_floor")
_TABLES = ("reception_counter", "reception_ticket", "reception_call", "feedback_invitation",
           "journal_entry")  # fmt: skip
_SAMPLES: Mapping[str, tuple[str, LiteralString]] = {
    "counter": ("reception_counter", "true"),
    "ticket": ("reception_ticket", "state = 'finished'"),
    "called": ("reception_call", "true"),
    "invitation": ("feedback_invitation", "true"),
    "ticket.taken": ("journal_entry", "kind = 'ticket.taken'"),
    "ticket.called": ("journal_entry", "kind = 'ticket.called'"),
    "ticket.finished": ("journal_entry", "kind = 'ticket.finished'"),
}
"""The real rows that are written again: the newest of a table for which this holds."""
_WAITING: Mapping[str, LiteralString] = {
    "state": "'waiting'", "window_id": "NULL::int8", "started_at": "NULL::timestamptz",
    "ended_at": "NULL::timestamptz",
}  # fmt: skip
_READY = 2_000
"""Numbers each client has in hand before turns are measured."""


@dataclass(frozen=True, slots=True)
class Floor:
    """Steps a second by bare SQL: numbers taken, and whole turns (a call and its finish)."""

    issues: float
    turns: float


class _Barrier(Protocol):
    def wait(self) -> object: ...
    def abort(self) -> None: ...


class _Results(Protocol):
    def put(self, counted: tuple[str, int, float], /) -> None: ...


def measure(url: str, clients: int, seconds: float) -> Floor:
    """Write for `seconds` each of numbers and turns; the copies are dropped afterwards."""
    with psycopg.connect(url, autocommit=True) as line:
        line.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(_SCHEMA))
        line.execute(sql.SQL("CREATE SCHEMA {}").format(_SCHEMA))
        try:
            for table in _TABLES:
                name = sql.Identifier(table)
                copy = sql.SQL("CREATE TABLE {}.{} (LIKE public.{} INCLUDING ALL)")
                line.execute(copy.format(_SCHEMA, name, name))
            issues = _rate(url, "issue", clients, seconds)
            return Floor(issues, _rate(url, "turn", clients, seconds))
        finally:
            line.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(_SCHEMA))


def _rate(url: str, step: str, clients: int, seconds: float) -> float:
    spawn = multiprocessing.get_context("spawn")
    start, results = spawn.Barrier(clients, timeout=60), spawn.Queue()
    writers = [
        spawn.Process(target=_write, args=(url, step, number, seconds, start, results))
        for number in range(1, clients + 1)
    ]
    for writer in writers:
        writer.start()
    counted: list[tuple[str, int, float]] = [results.get() for _ in writers]
    for writer in writers:
        writer.join()
    if failed := [why for why, _, _ in counted if why]:
        raise SystemExit(f"地板未能测量 / the floor could not be measured: {failed[0]}")
    return sum(done for _, done, _ in counted) / max(spent for _, _, spent in counted)


def _write(
    url: str, step: str, client: int, seconds: float, start: _Barrier, results: _Results
) -> None:
    done, why, began = 0, "", perf_counter()
    try:
        with psycopg.connect(url, autocommit=True, prepare_threshold=0) as line:
            rows = {name: _sample(line, *where) for name, where in _SAMPLES.items()}
            issue, call, finish = _issue(rows), _call(rows), _finish(rows)
            tickets = _ready(line, rows, client) if step == "turn" else []
            start.wait()
            began = perf_counter()
            while perf_counter() < began + seconds:
                if step == "issue":
                    _take(line, issue, f"{client}-{done}")
                elif not tickets:
                    break
                else:
                    values = {"ticket": tickets.pop(), "window": client, "no": f"t{client}-{done}"}
                    line.execute(call, values)
                    line.execute(finish, values)
                done += 1
    except (psycopg.Error, OSError) as error:
        why = str(error)
        start.abort()
    results.put((why, done, perf_counter() - began))


def _ready(line: psycopg.Connection[Any], rows: Mapping[str, _Sample], client: int) -> list[int]:
    """Numbers that wait, written at one go: only their turns are measured."""
    made = line.execute(
        rows["ticket"].insert(
            "FROM generate_series(1, %(ready)s::int) n RETURNING id", **_WAITING,
            seq="%(client)s::int * 1000000 + n", number="'t' || n",
            slip="%(client)s::text || '/' || n",
        ), {"ready": _READY, "client": client},
    )  # fmt: skip
    return [int(ticket) for (ticket,) in made]


def _take(line: psycopg.Connection[Any], issue: sql.Composed, no: str) -> int:
    (ticket,) = line.execute(issue, {"no": no}).fetchone() or (0,)
    return int(ticket)


@dataclass(frozen=True, slots=True)
class _Sample:
    """A real row, to be written again: each column's value as SQL."""

    table: str
    values: Mapping[str, sql.Composable]

    def insert(self, source: LiteralString, **other: LiteralString) -> sql.Composed:
        """Insert the row once more, with other values where they must differ."""
        values = {**self.values, **{name: sql.SQL(value) for name, value in other.items()}}
        return sql.SQL("INSERT INTO {}.{} AS c ({}) SELECT {} {}").format(
            _SCHEMA, sql.Identifier(self.table),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(values.values()), sql.SQL(source),
        )  # fmt: skip


def _sample(line: psycopg.Connection[Any], table: str, where: LiteralString) -> _Sample:
    columns = line.execute(
        "SELECT column_name::text, udt_name::text FROM information_schema.columns "
        "WHERE table_schema = 'public' AND table_name = %s AND column_name <> 'id'", (table,)
    ).fetchall()  # fmt: skip
    texts = [sql.SQL("{}::text").format(sql.Identifier(column)) for column, _ in columns]
    row = line.execute(
        sql.SQL("SELECT {} FROM {} WHERE {} ORDER BY id DESC LIMIT 1").format(
            sql.SQL(", ").join(texts), sql.Identifier(table), sql.SQL(where)
        )
    ).fetchone()
    if row is None:
        raise psycopg.DataError(f"no row of {table} to write again")
    values: dict[str, sql.Composable] = {}
    for (column, kind), value in zip(columns, row, strict=True):
        plain = value.replace("%", "%%") if value is not None else None
        values[column] = sql.SQL("{}::{}").format(sql.Literal(plain), sql.Identifier(kind))
    return _Sample(table, values)


def _issue(rows: Mapping[str, _Sample]) -> sql.Composed:
    return sql.SQL(
        "WITH counter AS ({} ON CONFLICT (site_id, prefix, day) DO UPDATE SET last = c.last + 1 "
        "RETURNING last), ticket AS ({}), entry AS ({}) SELECT id FROM ticket"
    ).format(
        rows["counter"].insert(""),
        rows["ticket"].insert(
            "FROM counter RETURNING id", **_WAITING, seq="last", number="last::text",
            slip="%(no)s::text",
        ),
        rows["ticket.taken"].insert("FROM ticket", subject="'ticket:' || id"),
    )  # fmt: skip


def _call(rows: Mapping[str, _Sample]) -> sql.Composed:
    return sql.SQL(
        "WITH ticket AS (UPDATE {}.reception_ticket SET state = 'called', since = now(), "
        "called_at = now(), window_id = %(window)s::int8 WHERE id = %(ticket)s::int8 "
        "RETURNING id), called AS ({}) {}"
    ).format(
        _SCHEMA,
        rows["called"].insert("FROM ticket", ticket_id="id", nth="1"),
        rows["ticket.called"].insert("FROM ticket", subject="'ticket:' || id"),
    )  # fmt: skip


def _finish(rows: Mapping[str, _Sample]) -> sql.Composed:
    return sql.SQL(
        "WITH ticket AS (UPDATE {}.reception_ticket SET state = 'finished', since = now(), "
        "ended_at = now(), window_id = NULL WHERE id = %(ticket)s::int8 RETURNING id), "
        "invitation AS ({}) {}"
    ).format(
        _SCHEMA,
        rows["invitation"].insert(
            "FROM ticket", subject="'ticket:' || id", digest="%(no)s::text"
        ),
        rows["ticket.finished"].insert("FROM ticket", subject="'ticket:' || id"),
    )  # fmt: skip
