"""Undoing the last move at a window (撤回)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction

from yichuang.database import ask
from yichuang.journal.actions import ENTRY_COLUMNS
from yichuang.organization.changes import changed
from yichuang.organization.times import local
from yichuang.reception.actions.desk import (
    Desk,
    Place,
    must_be_open,
    own_place,
    session_at,
)
from yichuang.reception.errors import TicketUnknown, TooLateToUndo, WindowClosed
from yichuang.reception.models import Ticket
from yichuang.reception.undo import STILL_THERE, WITHIN

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

_UNDO = f"""
WITH was AS (
  SELECT id, state FROM reception_ticket WHERE id = %(ticket)s::bigint FOR UPDATE
), ticket AS (
  UPDATE reception_ticket t SET state = t.before ->> 'state', since = %(at)s::timestamptz,
    window_id = (t.before ->> 'window')::bigint, service_id = (t.before ->> 'service')::bigint,
    started_at = (t.before ->> 'started_at')::timestamptz, ended_at = NULL, before = NULL
  FROM was WHERE t.id = was.id AND t.site_id = %(site)s::bigint AND t.day = %(day)s::date
    AND t.session_id = %(session)s::bigint AND {STILL_THERE}
  RETURNING t.id, t.state, was.state AS undone
), entry AS (
  INSERT INTO journal_entry ({ENTRY_COLUMNS})
  SELECT %(site_code)s::text, 'ticket.undone', 'ticket:' || id, %(actor)s::text,
    %(at)s::timestamptz,
    jsonb_build_object('window', %(window)s::text, 'of', undone, 'state', state)
  FROM ticket
)
SELECT state FROM ticket
"""  # noqa: S608 (constants of ours)


class Undone(NamedTuple):
    """A number that was fetched back, and the state it has again."""

    number: str
    state: str


def undo(*, ticket_id: int, at: datetime, by: Reader) -> Undone:
    """Fetch back whom the reader's window sent away a moment ago (撤回).

    Undoes a hold, a transfer, a finish or a miss of the same session, for `undo.WITHIN`,
    while nobody was called there since. Raises TicketUnknown, TooLateToUndo, and as `call`.
    """
    ticket = (
        Ticket.objects.filter(pk=ticket_id, site=by.site_id, day=local(at).date())
        .select_related("session__window")
        .first()
    )
    if ticket is None:
        raise TicketUnknown(ticket=ticket_id)
    place = own_place(by)
    if place is None:  # a device that serves all windows of its site
        if ticket.session is None:
            raise too_late(ticket.number)
        window = ticket.session.window
        place = Place(window.pk, window.code, ticket.site_id, by.site_code)
    with transaction.atomic():
        session = session_at(place)
        if session is None:
            raise WindowClosed(window=place.code)
        must_be_open(
            Desk(session.pk, session.state, session.reason, session.person_id, None), place, by
        )
        row = ask(_UNDO, {
            "ticket": ticket_id, "site": by.site_id, "site_code": by.site_code, "at": at,
            "day": ticket.day, "earliest": at - WITHIN, "session": session.pk,
            "window": place.code, "actor": by.name,
        })  # fmt: skip
        if row is None:
            raise too_late(ticket.number)
        changed(by.site_code)
    return Undone(ticket.number, row[0])


def too_late(number: str) -> TooLateToUndo:
    """That a number can't be fetched back any more."""
    return TooLateToUndo(number=number, seconds=int(WITHIN.total_seconds()))
