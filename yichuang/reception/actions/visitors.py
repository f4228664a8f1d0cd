"""Numbers for visitors' own browsers (网上取号), which anybody can ask for, machines too.

A browser holds one number at a time, and an address takes so many in a while: behind one
there may be a whole waiting room, but not three hundred in a moment. The hall's own machines
are known by their tokens and not limited.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import connection, transaction

from yichuang.organization.personal import blind_index
from yichuang.organization.times import local
from yichuang.reception.actions.tickets import Taken, issue
from yichuang.reception.errors import HasNumber, OnlyAtTheMachine, TooManyNumbers
from yichuang.reception.hours import opening_of
from yichuang.reception.models import Ticket
from yichuang.reception.states import OVER, State

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

_LOCK = 0x7976
# Against machines; no figure of a regulation.
_WINDOW = timedelta(minutes=10)
_PER_ADDRESS = 20


def issue_to_visitor(
    *, service: str, ticket_class: str, ground: str, held: str, address: str, key: str | None,
    at: datetime, by: Reader,
) -> Taken:  # fmt: skip
    """Take a number from a visitor's browser (网上取号).

    `held`: the slip this browser holds, if any. `address`: where it comes from; only a keyed
    digest of it is kept. Raises OnlyAtTheMachine, HasNumber, TooManyNumbers, and as `issue`.
    """
    assert by.site_id is not None
    hall = opening_of(by.site_id, at)
    if not hall.by_browser:
        raise OnlyAtTheMachine(article=hall.article)
    source = f"visitor:{blind_index('address', address)[:16]}"
    by = replace(by, name=source)
    today = Ticket.objects.filter(site=by.site_id, day=local(at).date())
    with transaction.atomic():
        with connection.cursor() as cursor:  # one after another, so that the count holds
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (_LOCK, source))
        taken = issue(service=service, ticket_class=ticket_class, ground=ground, key=key, at=at,
                      by=by)  # fmt: skip
        if not taken.is_new:
            return taken
        own = today.filter(slip=held).exclude(state__in=(*OVER, State.MISSED)).first()
        if held and own:
            raise HasNumber(number=own.number)
        lately = today.filter(source=source, taken_at__gt=at - _WINDOW)
        if lately.count() > _PER_ADDRESS:
            raise TooManyNumbers(
                minutes=int(_WINDOW.total_seconds() // 60),
                retry_after=int(_WINDOW.total_seconds()),
            )
    return taken
