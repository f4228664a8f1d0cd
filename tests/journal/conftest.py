"""A hall's journal, sealed, with what stands outside in a folder of the test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from yichuang import clock
from yichuang.journal.actions import open_hall, record
from yichuang.journal.agreement import Check
from yichuang.journal.outside import Outside
from yichuang.journal.sealing import seal
from yichuang.journal.verification import Limits, Verdict, verify

LIMITS = Limits(sealing=timedelta(minutes=10), recording=timedelta(minutes=30))


def as_owner(*statements: str) -> None:
    """As the owner of the tables would, with the triggers out of the way."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def write(count: int = 1, subject: str = "case") -> list[int]:
    now = clock.real_now()
    return [
        record(site="C", kind="case.accepted", subject=f"{subject}:{n}", actor="person:1",
               at=now, data={"n": n, "名": "值"}).id
        for n in range(count)
    ]  # fmt: skip


def verdict(
    outside: Outside, checks: Sequence[Check] = (), copies: Sequence[Path] = (), *,
    everything: bool = False, processes: int = 1,
) -> Verdict:  # fmt: skip
    return verify(outside, limits=LIMITS, checks=checks, copies=copies, everything=everything,
                  processes=processes)  # fmt: skip


@pytest.fixture
def outside(tmp_path: Path) -> Outside:
    return Outside(tmp_path / "journal", tmp_path / "keys")


@pytest.fixture
def written(outside: Outside) -> list[int]:
    """A real hall's journal of five entries, sealed."""
    first = open_hall(training=False, at=clock.real_now(), by="system")
    ids = [first.id, *write(4)]
    assert seal(outside) == 5
    return ids


Tamper = Callable[[list[int]], Sequence[str]]
