"""Fetching back whom a window sent away by a slip of the hand (撤回).

For a moment after a hold, a transfer, a finish or a miss the window can put the visitor
back where they stood, as long as nobody was called to it since and nobody has touched the
number. The move keeps how the number stood before in its row, and that it is of this very
move is told by its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from yichuang.database import ask

WITHIN = timedelta(seconds=10)
"""Long enough to see a slip of one's own hand, too short for the visitor to have gone away.

No figure of a regulation: how fast an eye finds a wrong key is the same in every hall.
"""

STILL_THERE = """t.before IS NOT NULL AND (t.before ->> 'at')::timestamptz = t.since
  AND t.state IN ('held', 'transferred', 'finished', 'missed')
  AND t.since BETWEEN %(earliest)s::timestamptz AND %(at)s::timestamptz
  AND NOT EXISTS (SELECT 1 FROM reception_ticket o WHERE o.site_id = t.site_id
    AND o.called_at >= t.since AND o.session_id = t.session_id AND o.id <> t.id)"""
"""Of a ticket `t`: sent away a moment ago, untouched, and nobody was called there since."""

_NEWEST = f"""
SELECT t.id, t.number, t.state, t.since FROM reception_ticket t
WHERE t.session_id = %(session)s::bigint AND {STILL_THERE}
ORDER BY t.since DESC LIMIT 1
"""  # noqa: S608 (constants of ours)


@dataclass(frozen=True, slots=True)
class SentAway:
    """A number that can still be fetched back."""

    id: int
    number: str
    state: str
    """Where it was sent: held, transferred, finished, missed."""
    until: datetime


def sent_away(session_id: int, at: datetime) -> SentAway | None:
    """Whom a window sent away a moment ago and can fetch back; None: nobody."""
    row = ask(_NEWEST, {"session": session_id, "at": at, "earliest": at - WITHIN})
    return SentAway(row[0], row[1], row[2], row[3] + WITHIN) if row else None
