"""The record proves itself: R17, no back-filling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import InternalError, ProgrammingError, connection

from yichuang import clock
from yichuang.journal import queries
from yichuang.journal.actions import (
    AlreadyOpened,
    NotTraining,
    open_hall,
    record,
    set_training_clock,
)
from yichuang.journal.sealing import seal
from yichuang.journal.verification import Limits, Verdict, verify

pytestmark = [pytest.mark.django_db, pytest.mark.req("R17")]

DAY = timedelta(days=1)
LIMITS = Limits(sealing=timedelta(minutes=10), recording=timedelta(minutes=30))


def _sql(statement: str) -> None:
    """As the owner of the tables would, with the triggers out of the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.fixture
def anchors(tmp_path: Path) -> Path:
    return tmp_path / "anchors.log"


@pytest.fixture
def written(anchors: Path) -> list[int]:
    """A real hall's journal of five entries, sealed."""
    now = clock.real_now()
    first = open_hall(training=False, at=now, by="system")
    ids = [first.id]
    for n in range(4):
        fact = record(site="C", kind="case.accepted", subject=f"case:{n}", actor="person:1",
                      at=now, data={"n": n, "名": "值"})  # fmt: skip
        ids.append(fact.id)
    assert seal(anchors=anchors) == 5
    return ids


def _verdict(anchors: Path) -> Verdict:
    return verify(limits=LIMITS, anchors=anchors)


def test_an_untouched_journal_is_whole(written: list[int], anchors: Path) -> None:
    verdict = _verdict(anchors)
    assert verdict.whole
    assert (verdict.sealed, verdict.unsealed, verdict.late) == (5, 0, [])


@pytest.mark.parametrize(
    ("what", "tamper"),
    [
        ("changed", lambda i: f"UPDATE journal_entry SET data = '{{}}' WHERE id = {i[2]}"),
        ("changed", lambda i: f"UPDATE journal_entry SET happened_at = happened_at - interval '1 day' WHERE id = {i[2]}"),
        ("deleted", lambda i: f"DELETE FROM journal_entry WHERE id = {i[2]}"),
        ("reordered", lambda i: f"DELETE FROM journal_seal WHERE entry_id = {i[2]}"),
        ("chain", lambda i: f"UPDATE journal_seal SET sealed_at = sealed_at - interval '1 hour' WHERE entry_id = {i[2]}"),
        ("changed", lambda i: f"UPDATE journal_seal SET entry_id = -entry_id WHERE entry_id IN ({i[2]},{i[3]}); UPDATE journal_seal SET entry_id = CASE entry_id WHEN -{i[2]} THEN {i[3]} ELSE {i[2]} END WHERE entry_id < 0"),
        ("cut_off", lambda i: f"DELETE FROM journal_seal WHERE entry_id >= {i[3]}; DELETE FROM journal_entry WHERE id >= {i[3]}"),
    ],
)  # fmt: skip
def test_tampering_as_the_owner_is_found(
    written: list[int], anchors: Path, what: str, tamper: Callable[[list[int]], str]
) -> None:
    _sql(tamper(written))
    broken = _verdict(anchors).broken
    assert broken is not None
    assert broken.what == what


def test_a_chain_made_anew_differs_from_its_anchor(written: list[int], anchors: Path) -> None:
    _sql(f"UPDATE journal_entry SET data = '{{}}' WHERE id = {written[2]}")
    _sql("DELETE FROM journal_seal")
    seal(anchors=None, everything=True)
    assert verify(limits=LIMITS, anchors=None).whole, "from the inside it looks whole"
    broken = _verdict(anchors).broken
    assert broken is not None
    assert broken.what == "anchor"


def test_an_entry_put_in_with_an_old_time_is_named_late(written: list[int], anchors: Path) -> None:
    _sql(
        "INSERT INTO journal_entry (id, site, kind, subject, actor, happened_at, recorded_at, data)"
        " VALUES (-7, 'C', 'case.accepted', 'case:x', 'person:1', now() - interval '2 day',"
        " now() - interval '2 day', '{}')"
    )
    assert _verdict(anchors).unsealed == 1
    seal(anchors=anchors, everything=True)
    verdict = _verdict(anchors)
    assert verdict.whole
    assert [(late.entry_id, late.what) for late in verdict.late] == [(-7, "sealed_late")]


def test_a_late_entry_is_named(written: list[int], anchors: Path) -> None:
    fact = record(site="C", kind="case.accepted", subject="case:9", actor="person:1",
                  at=clock.real_now() - timedelta(hours=1))  # fmt: skip
    seal(anchors=anchors)
    assert [(late.entry_id, late.what) for late in _verdict(anchors).late] == [
        (fact.id, "recorded_late")
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor = 'x'",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "UPDATE journal_seal SET head = 'x'",
        "DELETE FROM journal_seal",
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


def test_sm3_chains_too(anchors: Path) -> None:
    open_hall(training=False, at=clock.real_now(), by="system")
    seal(anchors=anchors, algorithm="sm3")
    record(site="C", kind="k", subject="s", actor="a", at=clock.real_now())
    seal(anchors=anchors, algorithm="sha256")
    assert _verdict(anchors).whole


def test_a_leaf_is_the_same_whenever_it_is_read(written: list[int]) -> None:
    fact = queries.of_subject("case:1")[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT leaf FROM journal_seal WHERE entry_id = %s", (fact.id,))
        assert cursor.fetchone()[0] == queries.leaf_of(fact.id)
    assert queries.leaf_of(-1) is None
