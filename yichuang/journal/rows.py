"""Rows bound by entries (行与流水账的绑定).

An entry says what happened; the rows of the capabilities say how things stand. So that
rows can't be changed behind the journal's back, the database notes the digest of every row
an action writes, and the action's entry takes the notes along (`data.rows`, by
``table.id``; an empty digest: the row is gone). A transaction that changes such a row and
writes no entry is refused. The newest digest of each row must be that of the row as it
stands: `check_rows` says where it isn't.

A digest covers all columns but those named as left out. Personal data are covered as
ciphertext, or beside a random column that is erased with them; an old digest then proves
nothing about them any more, and every proof of the entry stays as it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection, transaction

from yichuang.journal.agreement import Disagreement
from yichuang.phrases import Phrase

_CHANGED, _TOLD = "zz_row_changed", "zz_row_told"
_EVENTS = "INSERT OR UPDATE OR DELETE"
CARRIED_OVER = "rows.carried_over"
_AT_ONCE = 500  # rows in one entry that carries over


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose rows the entries bind."""

    table: str
    name: Phrase
    once: bool = False
    """Its rows are added, never changed."""
    by_hand: bool = False
    """The statement that writes a row binds it itself (`digest_of_row`)."""
    left_out: tuple[str, ...] = ()
    """Columns that say nothing of the record."""
    later: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    """Columns that a later version added to a table already kept, each with the value it gave
    the rows there were: they count from when they say something else. Without it every row
    of every hall would look changed after the upgrade."""

    @property
    def leaves(self) -> str:
        """The columns left out, as an array of PostgreSQL."""
        return "{" + ",".join(self.left_out) + "}"

    @property
    def arguments(self) -> tuple[str, ...]:
        """What its trigger is given: the columns left out, and those that came later."""
        return (self.leaves, json.dumps(self.later)) if self.later else (self.leaves,)

    @property
    def rows(self) -> str:
        """A query of the digests of its rows as they stand, by key."""
        return (
            f"SELECT '{self.table}.' || id AS key, "  # noqa: S608 (constants of ours)
            f"{digest_of_row('t', *self.arguments)} AS digest FROM {self.table} t"
        )


def digest_of_row(row: str, leaves: str = "{}", later: str = "") -> str:
    """The digest of a row, in SQL, as the triggers make it."""
    told = f"to_jsonb({row}) - '{leaves}'::text[]"
    if later:
        told += (
            f" - ARRAY(SELECT key FROM jsonb_each('{later}') c "  # noqa: S608 (ours)
            f"WHERE to_jsonb({row}) -> c.key = c.value)"
        )
    return f"encode(sha256(convert_to(({told})::text, 'UTF8')), 'hex')"


@dataclass(frozen=True, slots=True)
class Unbound:
    """A table whose rows no entry binds, and why."""

    table: str
    why: Phrase


def bind(tables: Sequence[Kept]) -> None:
    """Put the triggers on the tables that don't have them. The tables' owner alone may."""
    with transaction.atomic(), connection.cursor() as cursor:
        standing = _triggers(tables)
        for one in tables:
            if one.by_hand:
                continue
            if _wanted(one) <= standing:
                continue
            given = ", ".join(f"'{argument}'" for argument in one.arguments)
            cursor.execute(
                f"CREATE OR REPLACE TRIGGER {_CHANGED} BEFORE {_EVENTS} ON {one.table} "
                f"FOR EACH ROW EXECUTE FUNCTION journal_row_changed({given})"
            )
            cursor.execute(f"DROP TRIGGER IF EXISTS {_TOLD} ON {one.table}")
            cursor.execute(
                f"CREATE CONSTRAINT TRIGGER {_TOLD} AFTER {_EVENTS} ON {one.table} "
                "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION journal_rows_told()"
            )


def carry_over(tables: Sequence[Kept]) -> int:
    """Bind the rows that were there before rows were bound; how many.

    For a hall opened under an earlier version, once for each table: whatever stands is
    written down as it stands. A table any of whose rows is bound is left alone.
    """
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_PLAINLY)
        cursor.execute("SELECT EXISTS (SELECT FROM journal_entry)")
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(
            "SELECT DISTINCT split_part(key, '.', 1) FROM journal_entry, "
            "jsonb_object_keys(data -> 'rows') key WHERE data ? 'rows'"
        )
        bound = {row[0] for row in cursor.fetchall()}
        for one in tables:
            if one.table in bound:
                continue
            cursor.execute(
                "INSERT INTO journal_entry "  # noqa: S608 (constants of ours)
                "(site, kind, subject, actor, happened_at, data) "
                "SELECT '-', %s, %s, 'system', journal_now(), "
                "jsonb_build_object('rows', jsonb_object_agg(key, digest)) FROM "
                f"(SELECT *, (row_number() OVER () - 1) / {_AT_ONCE} AS part "
                f"FROM ({one.rows}) r) p GROUP BY part",
                (CARRIED_OVER, one.table),
            )
            count += cursor.rowcount
    return count


_TRIGGERS = """
SELECT c.relname, t.tgname, encode(t.tgargs, 'escape')
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgname IN (%s, %s) AND t.tgenabled IN ('O', 'A') AND c.relname = ANY(%s)
  AND p.proname = CASE t.tgname WHEN %s THEN 'journal_row_changed' ELSE 'journal_rows_told' END
"""


def _wanted(one: Kept) -> set[tuple[str, str, str]]:
    """The triggers of a table, with what they are given, as PostgreSQL says it."""
    given = "".join(f"{argument}\\000" for argument in one.arguments)
    return {(one.table, _CHANGED, given), (one.table, _TOLD, "")}


def _triggers(tables: Sequence[Kept]) -> set[tuple[str, str, str]]:
    names = [one.table for one in tables]
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS, (_CHANGED, _TOLD, names, _CHANGED))
        return set(cursor.fetchall())


# Digests are of times in UTC, and made by PostgreSQL's own functions.
_PLAINLY = "SET LOCAL TIME ZONE 'UTC'; SET LOCAL search_path TO pg_catalog, public"
_COMPARE = """
WITH told AS (
  SELECT r.key, max((lpad(e.id::text, 19, '0') || r.value) COLLATE "C") AS last, count(*) AS times
  FROM journal_entry e CROSS JOIN LATERAL jsonb_each_text(e.data -> 'rows') r
  WHERE e.data ? 'rows' GROUP BY r.key
), standing AS ({rows})
SELECT coalesce(t.key, s.key), left(t.last, 19)::bigint, s.digest IS NOT NULL,
  coalesce(substr(t.last, 20) = s.digest, false), t.times
FROM told t FULL JOIN standing s USING (key)
WHERE nullif(substr(t.last, 20), '') IS DISTINCT FROM s.digest
   OR (t.times > 1 AND split_part(t.key, '.', 1) = ANY(%s))
ORDER BY 1
"""

_UNGUARDED = Phrase(
    "{table}的登记触发器被停用或撤除，改动不再随流水账登记",
    "the triggers that note the changes of {table} are switched off or gone",
)
_CHANGED_ROW = Phrase(
    "{what}（{key}）与最近一次登记不符：在流水账之外被改动",
    "{what} ({key}) is not as it was last noted: changed behind the journal's back",
)
_GONE = Phrase(
    "{what}（{key}）有登记而不存在：被删除", "{what} ({key}) was noted and is gone: deleted"
)
_INVENTED = Phrase(
    "{what}（{key}）没有登记：不是由任何办理产生的",
    "{what} ({key}) was never noted: no action made it",
)
_TWICE = Phrase(
    "{what}（{key}）登记后不应再变，却被登记了 {times} 次",
    "{what} ({key}) never changes, and was noted {times} times",
)


def check_rows(tables: Sequence[Kept]) -> Iterator[Disagreement]:
    """Where rows are not as the entries left them (账实核对), and tables left unguarded."""
    standing = _triggers(tables)
    for one in tables:
        if not one.by_hand and not _wanted(one) <= standing:
            yield Disagreement(f"rows:{one.table}", None, _said(_UNGUARDED, table=one.table))
    names = {one.table: one.name for one in tables}
    rows = " UNION ALL ".join(one.rows for one in tables)
    with connection.cursor() as cursor:
        cursor.execute(_PLAINLY)
        cursor.execute(
            _COMPARE.replace("{rows}", rows), ([one.table for one in tables if one.once],)
        )
        found = cursor.fetchall()
    for key, entry_id, is_there, fits, times in found:
        what = names.get(key.partition(".")[0], Phrase("数据行", "a row"))
        if entry_id is None:
            sentence = _INVENTED
        elif not is_there:
            sentence = _GONE
        else:
            sentence = _TWICE if fits else _CHANGED_ROW
        yield Disagreement(
            f"rows:{key}", entry_id,
            Phrase(sentence.say("zh", what=what.zh, key=key, times=times),
                   sentence.say("en", what=what.en, key=key, times=times)),
        )  # fmt: skip


def _said(phrase: Phrase, **values: object) -> Phrase:
    return Phrase(phrase.say("zh", **values), phrase.say("en", **values))
