"""What the guide desk does for somebody who waits (导办)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from yichuang.journal.actions import record
from yichuang.organization.changes import changed
from yichuang.organization.times import local
from yichuang.reception.actions.tickets import claim
from yichuang.reception.errors import NotInThatState, TicketUnknown, WrongClass
from yichuang.reception.face import GUIDE
from yichuang.reception.hours import queue_rules
from yichuang.reception.models import Ticket
from yichuang.reception.states import IN_QUEUE, STATE_NAMES, State
from yichuang.reception.turns import place_in_queue

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader


def prioritise(
    *, ticket_id: int, ticket_class: str, ground: str, at: datetime, by: Reader
) -> Ticket:
    """Let somebody who waits go by another class, on a ground of the book (给予优先, R11).

    The place counts from when it counted before. A class ordered by slots is booked, not
    given. Raises NotAllowed, TicketUnknown, NotInThatState, WrongClass, WrongGround.
    """
    by.must(GUIDE)
    with transaction.atomic():
        ticket = (
            Ticket.objects.select_for_update(of=("self",))
            .filter(pk=ticket_id, site=by.site_id, day=local(at).date())
            .first()
        )
        if ticket is None:
            raise TicketUnknown(ticket=ticket_id)
        if ticket.state not in IN_QUEUE or ticket.queued_at is None:
            name = STATE_NAMES[State(ticket.state)]
            raise NotInThatState(number=ticket.number, state=name.zh, state_en=name.en.lower())
        section = queue_rules(ticket.site_id, at)
        ticket.ground = claim(section, ticket_class, ground)
        since = section.classes[ticket_class].since
        if since == "slot":
            known = [code for code, one in section.classes.items() if one.since != "slot"]
            raise WrongClass(given=ticket_class, known=", ".join(known), field="class")
        returned_at = ticket.queued_at if since == "returned_at" else None
        ticket.rank, ticket.rank_at = place_in_queue(
            ticket.site_id, ticket_class, ticket.queued_at, returned_at=returned_at
        )
        ticket.ticket_class, ticket.slot, ticket.returned_at = ticket_class, None, returned_at
        ticket.state, ticket.since, ticket.before = State.WAITING, at, None
        ticket.save()
        record(site=by.site_code, kind="ticket.prioritised", subject=f"ticket:{ticket.pk}",
               actor=by.name, at=at,
               data={"class": ticket_class, "ground": ticket.ground})  # fmt: skip
        changed(by.site_code)
    return ticket
