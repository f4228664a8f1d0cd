"""How many are ahead, and about how long it takes (预计等候).

An estimate, not a ruling: so many turns at the pace of the last ones, shared by the
windows that are open for the service. The pace is looked up again every few seconds.
"""

from __future__ import annotations

import math
from datetime import date, datetime, timedelta
from typing import NamedTuple

from yichuang.database import ask
from yichuang.reception.states import TicketClass

_ORDER: tuple[str, ...] = (
    TicketClass.RETURNING.value,
    TicketClass.APPOINTMENT.value,
    TicketClass.PRIORITY.value,
    TicketClass.NORMAL.value,
)
_KEPT = 5.0  # seconds of the hall's time
_LAST_TURNS = 30
_MOST = 1000  # beyond that many, the exact number helps nobody and costs time
_AHEAD = f"""
SELECT count(*) FROM (SELECT FROM reception_ticket
WHERE service_id = %s::bigint AND day = %s::date
  AND (rank = ANY(%s::text[]) OR (rank = %s::text AND rank_at < %s::timestamptz))
  AND state IN ('waiting', 'transferred') AND queued_at IS NOT NULL AND id <> %s::bigint
LIMIT {_MOST}) before
"""  # noqa: S608 (a constant of ours)
_PACE = """
SELECT s.usual_minutes,
  (SELECT count(*) FROM reception_windowservice w
     JOIN reception_windowsession o ON o.window_id = w.window_id AND o.closed_at IS NULL
   WHERE w.service_id = s.id AND o.state = 'open'),
  (SELECT avg(extract(epoch FROM t.ended_at - t.called_at)) / 60 FROM (
     SELECT ended_at, called_at FROM reception_ticket
     WHERE service_id = s.id AND state = 'finished' AND ended_at > %s::timestamptz
     ORDER BY ended_at DESC LIMIT %s::int) t)
FROM reception_service s WHERE s.id = %s::bigint
"""


class Wait(NamedTuple):
    """Between how many minutes the wait will probably be."""

    low: int
    high: int


class _Pace(NamedTuple):
    looked_at: datetime
    minutes: float
    windows: int


_paces: dict[int, _Pace] = {}


def ahead(service_id: int, rank: str, rank_at: datetime, day: date, ticket_id: int) -> int:
    """How many wait for the same service and would be called before this ticket (at most 1000)."""
    before = list(_ORDER[: _ORDER.index(rank)] if rank in _ORDER else _ORDER)
    row = ask(_AHEAD, (service_id, day, before, rank, rank_at, ticket_id))
    assert row is not None, "a count is a row"
    return int(row[0])


def wait(service_id: int, people: int, at: datetime) -> Wait:
    """How long so many people take, between a brisk pace and a slow one."""
    pace = _paces.get(service_id)
    if pace is None or not 0 <= (at - pace.looked_at).total_seconds() < _KEPT:
        pace = _paces[service_id] = _look(service_id, at)
    minutes = people * pace.minutes / max(pace.windows, 1)
    return Wait(math.floor(minutes * 0.7), math.ceil(minutes * 1.3 + pace.minutes * 0.5))


def _look(service_id: int, at: datetime) -> _Pace:
    since = at - timedelta(hours=4)
    row = ask(_PACE, (since, _LAST_TURNS, service_id))
    assert row is not None, "services are never deleted"
    usual, windows, lately = row
    return _Pace(at, max(0.5, float(lately if lately is not None else usual)), windows)


def forget() -> None:
    """Look the pace up again (between tests)."""
    _paces.clear()
