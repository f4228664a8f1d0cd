"""Filling, sealing and verifying a journal against the clock, for `yichuang bench journal`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from time import perf_counter
from typing import TypeVar

from django.db import connection

from yichuang import clock
from yichuang.database import as_owner
from yichuang.jobs.sealer import outside
from yichuang.journal.actions import open_hall
from yichuang.journal.sealing import seal
from yichuang.journal.verification import Limits, verify
from yichuang.organization.queries import SYSTEM

T = TypeVar("T")
_AT_ONCE = 20_000
_LONG = timedelta(days=1)
# What a number leaves behind from the door to its end, with the digests that bind its rows.
_FILL = """
INSERT INTO journal_entry (site, kind, subject, actor, happened_at, data)
SELECT 'C', (ARRAY['ticket.taken', 'ticket.called', 'ticket.started', 'ticket.finished',
                   'case.accepted'])[n %% 5 + 1],
  'ticket:' || n / 5, CASE n %% 5 WHEN 0 THEN 'device:kiosk:3' ELSE 'person:1008' END, now(),
  jsonb_build_object('number', 'A' || n %% 900, 'class', 'normal', 'window', (n %% 30)::text,
    'rows', jsonb_build_object('reception_ticket.' || n,
                               encode(sha256(n::text::bytea), 'hex')))
FROM generate_series(%s, %s) n
"""


def measure(entries: int, processes: int) -> tuple[float, float]:
    """Entries sealed and entries verified a second, in a hall that is opened for it.

    Raises AlreadyOpened in a hall that is open.
    """
    with as_owner():
        open_hall(training=False, at=clock.real_now(), by=SYSTEM.name)
    with connection.cursor() as cursor:
        for first in range(0, entries, _AT_ONCE):
            cursor.execute(_FILL, (first, min(first + _AT_ONCE, entries) - 1))
    by = Limits(_LONG, _LONG)  # nothing is late here
    sealing, sealed = _timed(lambda: seal(outside()))
    verifying, verdict = _timed(
        lambda: verify(outside(), limits=by, everything=True, processes=processes)
    )
    if not verdict.whole or verdict.sealed != sealed:
        raise SystemExit(f"测量无效：{verdict.broken} / not a measurement: {verdict.broken}")
    return sealed / sealing, verdict.sealed / verifying


def _timed(work: Callable[[], T]) -> tuple[float, T]:
    began = perf_counter()
    done = work()
    return perf_counter() - began, done
