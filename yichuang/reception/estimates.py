"""How many are ahead, and about how long it takes (预计等候).

An estimate, not a ruling: so many turns at the pace of the last ones, shared by the
windows that are open for the service. The pace is looked up again every few seconds.
"""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import NamedTuple

from yichuang.database import ask
from yichuang.organization.times import local
from yichuang.reception import hours
from yichuang.reception.hours import midnight, opening_of, queue_rules
from yichuang.rules.opening import Opening

_KEPT = 5.0  # seconds of the hall's time
_LAST_TURNS = 30
_MOST = 1000  # beyond that many, the exact number helps nobody and costs time
_OPEN = """(SELECT count(*) FROM reception_windowservice w
    JOIN reception_windowsession o ON o.window_id = w.window_id AND o.closed_at IS NULL
  WHERE w.service_id = %(service)s::bigint AND o.state = 'open'
    AND o.opened_at >= %(midnight)s::timestamptz)"""
# Rank by rank, so that each is a stretch of one index whatever else waits in the hall. A ticket
# is never before itself.
_AHEAD = f"""
SELECT (SELECT count(*) FROM (
    SELECT FROM (
      SELECT unnest(%(before)s::text[]) AS rank, 'infinity'::timestamptz AS until
      UNION ALL SELECT %(rank)s::text, %(rank_at)s::timestamptz) ahead
    CROSS JOIN LATERAL (
      SELECT FROM reception_ticket
      WHERE service_id = %(service)s::bigint AND day = %(day)s::date AND rank = ahead.rank
        AND rank_at < ahead.until
        AND state IN ('waiting', 'transferred') AND queued_at IS NOT NULL
      ORDER BY rank_at, seq LIMIT {_MOST}) waiting
    LIMIT {_MOST}) before),
  {_OPEN}
"""  # noqa: S608 (a constant of ours)
# Turns of the day alone, and those that began in the hall's hours: what a forgotten number
# did over night is no pace.
_PACE = """
SELECT s.usual_minutes,
  (SELECT avg(extract(epoch FROM t.ended_at - t.called_at)) / 60 FROM (
     SELECT ended_at, called_at FROM reception_ticket
     WHERE service_id = s.id AND state = 'finished' AND ended_at > %s::timestamptz
       AND day = %s::date AND called_at IS NOT NULL
     ORDER BY ended_at DESC LIMIT %s::int) t)
FROM reception_service s WHERE s.id = %s::bigint
"""


class Wait(NamedTuple):
    """Between how many minutes the wait will probably be."""

    low: int
    high: int


class Line(NamedTuple):
    """How a place in a queue stands."""

    ahead: int
    """How many would be called before it (at most 1000)."""
    windows: int
    """Open windows of the service now."""
    hall: Opening
    wait: Wait | None
    """None where the hall is closed or no window of the service is open."""


class _Pace(NamedTuple):
    looked_at: datetime
    minutes: float


_paces: dict[int, _Pace] = {}


def line(site_id: int, service_id: int, rank: str, rank_at: datetime, at: datetime) -> Line:
    """How a ticket's place stands at `at` (预计等候): who is before it, and about how long."""
    before = queue_rules(site_id, at).before(rank)
    row = ask(
        _AHEAD,
        {
            "service": service_id, "day": local(at).date(), "before": before, "rank": rank,
            "rank_at": rank_at, "midnight": midnight(at),
        },
    )  # fmt: skip
    assert row is not None, "two counts are a row"
    people, windows, hall = int(row[0]), int(row[1]), opening_of(site_id, at)
    return Line(people, windows, hall, wait(service_id, people, windows, at) if hall.open else None)


def open_windows(service_id: int, at: datetime) -> int:
    """How many windows give a service now; a session of another day is none."""
    row = ask(f"SELECT {_OPEN}", {"service": service_id, "midnight": midnight(at)})
    assert row is not None, "a count is a row"
    return int(row[0])


def wait(service_id: int, people: int, windows: int, at: datetime) -> Wait | None:
    """How long so many people take, between a brisk pace and a slow one; None without windows."""
    if not windows:
        return None
    pace = _paces.get(service_id)
    if pace is None or not 0 <= (at - pace.looked_at).total_seconds() < _KEPT:
        pace = _paces[service_id] = _look(service_id, at)
    minutes = people * pace.minutes / windows
    return Wait(math.floor(minutes * 0.7), math.ceil(minutes * 1.3 + pace.minutes * 0.5))


def _look(service_id: int, at: datetime) -> _Pace:
    since = at - timedelta(hours=4)
    row = ask(_PACE, (since, local(at).date(), _LAST_TURNS, service_id))
    assert row is not None, "services are never deleted"
    usual, lately = row
    return _Pace(at, max(0.5, float(lately if lately is not None else usual)))


def forget() -> None:
    """Look the pace up again (between tests)."""
    _paces.clear()
    hours.forget()
