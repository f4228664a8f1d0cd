"""Calling the next one (叫号).

Windows that share a service share a queue, so their calls are serialised: a call takes one
advisory lock for its window and one for each service of the window, in one order, and
holds them until its commit. PostgreSQL hands locks out in the order they were asked for,
so no window is starved. Under the locks the first tickets of each class are read, the rule
chooses, and one statement moves the ticket, keeps the call with its reasons and writes the
journal. That ticket row and the unique indexes would refuse a second window even without
the locks; the locks make the order right.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import transaction

from yichuang.database import ask
from yichuang.journal.actions import ENTRY_COLUMNS
from yichuang.organization.changes import changed
from yichuang.organization.times import local
from yichuang.reception.actions.desk import (
    QUEUE_LOCK,
    WINDOW_LOCK,
    Desk,
    Place,
    must_be_open,
    place_of,
)
from yichuang.reception.errors import WindowBusy
from yichuang.reception.hours import midnight
from yichuang.reception.turns import Waiting, next_turn, section_of
from yichuang.regulations.queries import Adopted, in_force
from yichuang.rules.queue import remembered
from yichuang.rules.reasons import ReasonJson, to_json

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

_LOCK = """
SELECT pg_advisory_xact_lock(space, name) FROM (
  SELECT %(window_lock)s::int AS space, %(window)s::int AS name
  UNION ALL SELECT * FROM (
    SELECT %(queue_lock)s::int, service_id::int FROM reception_windowservice
    WHERE window_id = %(window)s::bigint ORDER BY service_id) services) locks
"""
_LOOK = """
SELECT o.id, o.state, o.reason, o.person_id,
  (SELECT number FROM reception_ticket
   WHERE window_id = w.id AND state IN ('called', 'serving')),
  ARRAY(SELECT counts_as FROM (
     SELECT c.id, c.counts_as FROM reception_windowservice s CROSS JOIN LATERAL (
       SELECT id, counts_as FROM reception_call
       WHERE service_id = s.service_id AND day = %(day)s::date
       ORDER BY id DESC LIMIT %(last)s::int) c
     WHERE s.window_id = w.id ORDER BY c.id DESC LIMIT %(last)s::int) last ORDER BY id),
  (SELECT jsonb_agg(jsonb_build_array(t.id, t.number, t.service_id, t.ticket_class, t.rank,
          t.queued_at, t.slot, t.checked_in_at, t.returned_at))::text
     FROM reception_windowservice s CROSS JOIN unnest(%(ranks)s::text[]) r(rank)
     CROSS JOIN LATERAL (
       SELECT * FROM reception_ticket
       WHERE service_id = s.service_id AND day = %(day)s::date AND rank = r.rank
         AND state IN ('waiting', 'transferred') AND queued_at IS NOT NULL
       ORDER BY rank_at, seq LIMIT 1) t
     WHERE s.window_id = w.id)
FROM (SELECT %(window)s::bigint AS id) w
LEFT JOIN reception_windowsession o ON o.window_id = w.id AND o.closed_at IS NULL
  AND o.opened_at >= %(midnight)s::timestamptz
"""
_CALL = f"""
WITH ticket AS (
  UPDATE reception_ticket SET state = 'called', since = %(at)s::timestamptz,
    window_id = %(window)s::bigint, session_id = %(session)s::bigint, calls = calls + 1,
    called_at = %(at)s::timestamptz
  WHERE id = %(ticket)s::bigint AND state IN ('waiting', 'transferred')
  RETURNING id, calls, service_id, day, rank
), called AS (
  INSERT INTO reception_call (ticket_id, nth, window_id, session_id, service_id, day,
    called_as, counts_as, because, book, actor, at)
  SELECT id, calls, %(window)s::bigint, %(session)s::bigint, service_id, day,
    %(as)s::text, rank, %(because)s::jsonb, %(book)s::text, %(actor)s::text,
    %(at)s::timestamptz
  FROM ticket RETURNING ticket_id
), request AS (
  INSERT INTO reception_request (source, what, key, day, digest, ref)
  SELECT %(place)s::text, 'call', %(key)s::text, %(day)s::date, '', id FROM ticket
  WHERE %(key)s::text IS NOT NULL
)
INSERT INTO journal_entry ({ENTRY_COLUMNS})
SELECT %(site)s::text, 'ticket.called', 'ticket:' || id, %(actor)s::text, %(at)s::timestamptz,
  jsonb_build_object('window', %(window_code)s::text, 'as', %(as)s::text, 'nth', calls,
                     'book', %(book)s::text)
FROM ticket JOIN called ON called.ticket_id = ticket.id  -- after the call: its entry binds it
RETURNING id
"""  # noqa: S608 (a constant of ours)
_BY_KEY = """
SELECT t.id, t.number, t.ticket_class, c.called_as, c.because, c.at
FROM reception_request r JOIN reception_ticket t ON t.id = r.ref
JOIN reception_call c ON c.ticket_id = t.id AND c.window_id = %s::bigint
WHERE r.source = %s::text AND r.what = 'call' AND r.key = %s::text AND r.day = %s::date
ORDER BY c.nth LIMIT 1
"""


class Called(NamedTuple):
    """A call, and why this one."""

    id: int
    """Of the ticket."""
    number: str
    ticket_class: str
    called_as: str
    because: list[ReasonJson]
    at: datetime


def call(*, window: str, key: str | None = None, at: datetime, by: Reader) -> Called | None:
    """Call whoever's turn it is to a window (叫号); None: nobody waits.

    Article: R11, the `queue` section of the rule book in force. The same `key` gives the
    same call again that day. Raises WindowUnknown, NotAllowed, WindowClosed, WindowPaused, and
    WindowBusy while the window still has somebody.
    """
    place = place_of(window, by)
    adopted = in_force(place.site_id, local(at).date())
    with transaction.atomic():
        while True:
            desk, recent, waiting = _look(place.id, adopted, at)
            if key and (known := _by_key(place, key, at)):
                return known
            must_be_open(desk, place, by)
            if desk.number:
                raise WindowBusy(window=place.code, number=desk.number)
            turn, ruling = next_turn(waiting, recent, adopted, at)
            if turn is None:
                return None
            because = to_json(ruling.because)
            values = {
                "window": place.id, "window_code": place.code, "session": desk.session_id,
                "ticket": turn.id, "at": at, "as": ruling.as_, "actor": by.name, "key": key,
                "because": json.dumps(because, ensure_ascii=False), "book": adopted.digest,
                "site": place.site_code, "place": place.subject, "day": local(at).date(),
            }  # fmt: skip
            if ask(_CALL, values):
                changed(place.site_code)
                return Called(turn.id, turn.number, turn.ticket_class, str(ruling.as_), because, at)
            # Somebody gave the number up at this very moment: look again.


def _look(
    window_id: int, adopted: Adopted, at: datetime
) -> tuple[Desk, list[str], Sequence[Waiting]]:
    section = section_of(adopted, at)
    values = {
        "window": window_id, "day": local(at).date(), "last": remembered(section),
        "ranks": list(section.classes), "midnight": midnight(at),
        "window_lock": WINDOW_LOCK, "queue_lock": QUEUE_LOCK,
    }  # fmt: skip
    ask(_LOCK, values)
    row = ask(_LOOK, values)  # sees what was committed when the locks were got
    assert row is not None, "a window is a row"
    *desk, recent, waiting = row
    return Desk(*desk), recent, [_waiting(one) for one in json.loads(waiting or "[]")]


def _waiting(row: list[Any]) -> Waiting:
    return Waiting(*row[:5], *(datetime.fromisoformat(t) if t else None for t in row[5:]))


def _by_key(place: Place, key: str, at: datetime) -> Called | None:
    row = ask(_BY_KEY, (place.id, place.subject, key, local(at).date()))
    if row is None:
        return None
    ticket_id, number, ticket_class, called_as, because, called_at = row
    return Called(ticket_id, number, ticket_class, called_as, json.loads(because), called_at)
