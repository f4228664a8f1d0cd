"""Whose turn it is: the queue rule (叫号), fed from the tables.

The rule needs only the first ticket of each class (see `yichuang.rules.queue`). A ticket
keeps the class it is looked up as and the time that orders it there (`rank`, `rank_at`),
found by the rule itself when it enters the queue, so the first ones are read off an index
however many wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from yichuang.organization.times import local
from yichuang.regulations.queries import Adopted, in_force
from yichuang.rules import queue
from yichuang.rules.facts import BookLacks
from yichuang.rules.sections.queue import Queue


class Waiting(NamedTuple):
    """A ticket on which the ruling may fall."""

    id: int
    number: str
    service_id: int
    ticket_class: str
    rank: str
    queued_at: datetime
    slot: datetime | None
    checked_in_at: datetime | None
    returned_at: datetime | None


def section_of(adopted: Adopted, at: datetime) -> Queue:
    """The queue rules of a book on the day of `at`. Raises BookLacks where it has none."""
    section = adopted.book.on(local(at).date()).queue
    if section is None:
        raise BookLacks("queue", adopted.book.name)
    return section


def next_turn(
    waiting: Sequence[Waiting], recent: Sequence[str], adopted: Adopted, at: datetime
) -> tuple[Waiting | None, queue.Ruling]:
    """Whose turn it is among those waiting, and why (R11); the rule decides, nothing else."""
    services = tuple({str(one.service_id) for one in waiting})
    facts = queue.Facts(
        _wall(at), tuple(_ticket(one) for one in waiting), queue.Window(services), tuple(recent)
    )
    ruling = queue.rule(facts, adopted.book)
    return next((one for one in waiting if one.number == ruling.call), None), ruling


def place_in_queue(
    site_id: int, ticket_class: str, at: datetime, *, slot: datetime | None = None,
    checked_in_at: datetime | None = None, returned_at: datetime | None = None,
) -> tuple[str, datetime]:  # fmt: skip
    """As what a ticket that enters the queue at `at` waits, and since when."""
    adopted = in_force(site_id, local(at).date())
    one = Waiting(0, "-", 0, ticket_class, ticket_class, at, slot, checked_in_at, returned_at)
    if slot and not checked_in_at:
        return ticket_class, slot
    _, ruling = next_turn([one], (), adopted, at)
    if ruling.as_ is None:
        return ticket_class, at
    if slot and ruling.as_ != ticket_class:
        return ruling.as_, checked_in_at or at
    since = section_of(adopted, at).classes[ticket_class].since
    return ruling.as_, {"slot": slot, "returned_at": returned_at}.get(since) or at


def _ticket(one: Waiting) -> queue.Ticket:
    return queue.Ticket(
        no=one.number, service=str(one.service_id), taken_at=_wall(one.queued_at),
        class_=one.ticket_class, slot=_wall(one.slot) if one.slot else None,
        checked_in_at=_wall(one.checked_in_at) if one.checked_in_at else None,
        returned_at=_wall(one.returned_at) if one.returned_at else None,
    )  # fmt: skip


def _wall(at: datetime) -> datetime:
    """The hall's wall clock to the microsecond: whoever came first comes first."""
    return local(at).replace(microsecond=at.microsecond)
