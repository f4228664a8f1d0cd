"""The record proves itself: R17, no back-filling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import InternalError, ProgrammingError, connection

from tests.journal.conftest import as_owner, verdict
from yichuang import clock
from yichuang.journal import proofs, queries
from yichuang.journal.actions import (
    AlreadyOpened,
    NotTraining,
    open_hall,
    record,
    set_training_clock,
)
from yichuang.journal.digests import canonical
from yichuang.journal.outside import Outside
from yichuang.journal.sealing import NotNewest, seal
from yichuang.journal.tree import leaf_hash

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]

DAY = timedelta(days=1)


def test_an_untouched_journal_is_whole(written: list[int], outside: Outside) -> None:
    found = verdict(outside)
    assert found.whole
    assert (found.sealed, found.unsealed, found.late, found.heads) == (5, 0, [], 1)


@pytest.mark.parametrize(
    ("what", "tamper"),
    [
        ("changed", lambda i: f"UPDATE journal_entry SET data = '{{}}' WHERE id = {i[2]}"),
        ("changed", lambda i: f"UPDATE journal_entry SET happened_at = happened_at - interval '1 day' WHERE id = {i[2]}"),
        ("changed", lambda i: f"UPDATE journal_entry SET actor = 'person:2' WHERE id = {i[4]}"),
        ("deleted", lambda i: f"DELETE FROM journal_entry WHERE id = {i[2]}"),
        ("deleted", lambda i: f"DELETE FROM journal_entry WHERE id >= {i[3]}"),
        ("unopened", lambda i: f"DELETE FROM journal_entry WHERE id = {i[0]}"),
        ("unopened", lambda i: "DELETE FROM journal_entry"),
        ("unopened", lambda i: "DELETE FROM journal_hall"),
        ("training", lambda i: "UPDATE journal_hall SET training = true"),
        ("unopened", lambda i: "UPDATE journal_hall SET hall_id = gen_random_uuid()"),
        ("nothing_sealed", lambda i: "DELETE FROM journal_batch"),
        ("reordered", lambda i: f"UPDATE journal_batch SET entry_ids = ARRAY[{i[0]},{i[2]},{i[1]},{i[3]},{i[4]}]"),
        ("put_in", lambda i: f"UPDATE journal_batch SET entry_ids = ARRAY[{i[0]},{i[1]},{i[3]},{i[4]}]"),
        ("batch", lambda i: "UPDATE journal_batch SET leaves = ''"),
        ("batch", lambda i: "UPDATE journal_batch SET algorithm = 'md5'"),
        ("batch", lambda i: "UPDATE journal_batch SET first = 1"),
        ("head_time", lambda i: "UPDATE journal_batch SET sealed_at = sealed_at + interval '1 hour'"),
        ("after_sealing", lambda i: "UPDATE journal_batch SET sealed_at = sealed_at - interval '1 hour'"),
        ("no_time", lambda i: f"ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_times; UPDATE journal_entry SET recorded_at = 'infinity' WHERE id = {i[2]}"),
        ("no_time", lambda i: f"ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_times; UPDATE journal_entry SET happened_at = '-infinity' WHERE id = {i[2]}"),
        ("no_time", lambda i: f"ALTER TABLE journal_entry ALTER happened_at DROP NOT NULL; UPDATE journal_entry SET happened_at = NULL WHERE id = {i[2]}"),
        ("no_time", lambda i: "UPDATE journal_batch SET sealed_at = 'infinity'"),
        ("changed", lambda i: f"ALTER TABLE journal_entry ALTER site DROP NOT NULL; UPDATE journal_entry SET site = NULL WHERE id = {i[2]}"),
        ("unreadable", lambda i: "ALTER TABLE journal_entry DROP COLUMN reason"),
        ("guard", lambda i: "DROP TABLE journal_clock"),
        ("guard", lambda i: "ALTER TABLE journal_entry DISABLE TRIGGER journal_entry_kept"),
        ("guard", lambda i: "ALTER TABLE journal_entry ENABLE REPLICA TRIGGER journal_entry_stamp"),
        ("guard", lambda i: "DROP TRIGGER journal_batch_kept ON journal_batch"),
        ("guard", lambda i: "CREATE OR REPLACE FUNCTION journal_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT '2020-01-01'::timestamptz $$"),
        ("guard", lambda i: "CREATE OR REPLACE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$"),
        ("guard", lambda i: "CREATE RULE quiet AS ON INSERT TO journal_entry DO INSTEAD NOTHING"),
        ("guard", lambda i: "CREATE TRIGGER mine BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_stamp()"),
        ("guard", lambda i: "CREATE SCHEMA mine; CREATE FUNCTION mine.journal_now() RETURNS timestamptz LANGUAGE sql AS $$ SELECT now() $$"),
        ("guard", lambda i: "ALTER ROLE CURRENT_USER SET session_replication_role = replica"),
    ],
)  # fmt: skip
def test_tampering_as_the_owner_is_found(
    written: list[int], outside: Outside, what: str, tamper: Callable[[list[int]], str]
) -> None:
    as_owner(tamper(written))
    broken = verdict(outside).broken
    assert broken is not None
    assert broken.what == what


def test_an_altered_entry_sealed_again_differs_from_its_head(
    written: list[int], outside: Outside
) -> None:
    """Everything inside is made to fit; the head outside is not."""
    as_owner(f"UPDATE journal_entry SET data = '{{}}' WHERE id = {written[2]}")
    fact = queries.fact(written[2])
    assert fact is not None
    leaf = leaf_hash(canonical(fact).encode()).hex()
    as_owner(
        f"UPDATE journal_batch SET leaves = overlay(leaves placing '\\x{leaf}'::bytea from 65)"
    )
    broken = verdict(outside).broken
    assert broken is not None
    assert broken.what == "head"
    with pytest.raises(NotNewest):
        seal(outside)


def test_an_entry_put_in_before_what_is_sealed_is_found(
    written: list[int], outside: Outside
) -> None:
    as_owner(
        "INSERT INTO journal_entry (id, site, kind, subject, actor, happened_at, recorded_at, data)"
        " VALUES (-7, 'C', 'case.accepted', 'case:x', 'person:1', now() - interval '2 day',"
        " now() - interval '2 day', '{}')"
    )
    assert seal(outside) == 0
    broken = verdict(outside).broken
    assert broken is not None
    assert broken.entry_id == -7


def test_times_that_run_backwards_are_found(written: list[int], outside: Outside) -> None:
    """The machine's clock was set back while the hall went on."""
    fact = record(site="C", kind="k", subject="s", actor="a", at=clock.real_now())
    as_owner(
        f"UPDATE journal_entry SET recorded_at = recorded_at - interval '2 hours' WHERE id = {fact.id}"
    )
    seal(outside)
    broken = verdict(outside).broken
    assert broken is not None
    assert (broken.what, broken.entry_id) == ("backwards", fact.id)


def test_a_late_entry_is_named(written: list[int], outside: Outside) -> None:
    fact = record(site="C", kind="case.accepted", subject="case:9", actor="person:1",
                  at=clock.real_now() - timedelta(hours=1))  # fmt: skip
    seal(outside)
    assert [(late.entry_id, late.what) for late in verdict(outside).late] == [
        (fact.id, "recorded_late")
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor = 'x'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "UPDATE journal_batch SET first = 9",
        "DELETE FROM journal_batch",
        "TRUNCATE journal_batch",
        "UPDATE journal_hall SET training = true",
        "DELETE FROM journal_hall",
    ],
)
def test_the_database_refuses(written: list[int], statement: str) -> None:
    with pytest.raises((ProgrammingError, InternalError)), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_recorded_time_is_the_databases_own(at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_entry (site, kind, subject, actor, happened_at, recorded_at, data)"
            " VALUES ('C', 'k', 's', 'a', %s, '2001-01-01', '{}') RETURNING recorded_at",
            (at,),
        )
        assert abs(cursor.fetchone()[0] - clock.real_now()) < timedelta(minutes=1)


def test_a_real_hall_never_becomes_a_training_hall(written: list[int], at: datetime) -> None:
    with pytest.raises(AlreadyOpened):
        open_hall(training=True, at=at, by="system")
    with pytest.raises(NotTraining):
        set_training_clock(at=at, speed=60, run_for=DAY)
    with pytest.raises(Exception, match="no training clock"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_clock (id, training_at, real_at, run_until, speed) VALUES (1, now(), now(), now(), 1)"
        )


def test_a_training_hall_says_so_first_and_runs_by_its_clock(at: datetime) -> None:
    first = open_hall(training=True, at=at, by="system")
    assert first.kind == "hall.opened_for_training"
    assert abs(first.recorded_at - at) < timedelta(seconds=5)
    later = at + timedelta(days=3)
    set_training_clock(at=later, speed=60, run_for=DAY)
    clock.forget()
    assert timedelta(0) <= clock.now() - later < timedelta(minutes=5)
    fact = record(site="C", kind="k", subject="s", actor="a", at=later)
    assert timedelta(0) <= fact.recorded_at - later < timedelta(minutes=5)
    with pytest.raises(Exception, match="never turned back"):
        set_training_clock(at=at, speed=1, run_for=DAY)


def test_a_training_clock_stands_still_while_the_hall_is_off(at: datetime) -> None:
    open_hall(training=True, at=at, by="system")
    set_training_clock(speed=3600, run_for=timedelta(0))
    stood = queries.database_now()
    assert queries.database_now() == stood
    clock.forget()
    assert clock.now() == stood
    set_training_clock(speed=3600, run_for=DAY)
    assert queries.database_now() > stood


def test_sm3_is_named_in_the_head(outside: Outside) -> None:
    open_hall(training=False, at=clock.real_now(), by="system")
    seal(outside, algorithm="sm3")
    fact = record(site="C", kind="k", subject="s", actor="a", at=clock.real_now())
    seal(outside, algorithm="sha256")
    assert verdict(outside).whole
    proof = proofs.sealed_proof(fact.id, outside)
    assert proof.head is not None
    assert proof.head.origin.endswith("/sm3")
    assert proof.holds


def test_a_leaf_is_the_same_whenever_it_is_read(written: list[int], outside: Outside) -> None:
    fact = queries.of_subject("case:1")[0]
    assert proofs.sealed_proof(fact.id, outside).leaf == queries.leaf_of(fact.id)
    assert queries.leaf_of(-1) is None
