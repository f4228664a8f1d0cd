"""What the guide desk sees (导办台): the day's numbers that still need somebody's eye."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.reception import appointments, queries
from yichuang.reception.actions.booking import holder_of
from yichuang.reception.face import GUIDE
from yichuang.reception.hours import queue_rules
from yichuang.reception.models import Ticket
from yichuang.reception.states import BOOKED_NAMES, IN_QUEUE, State
from yichuang.rules.claims import class_words, ground_words

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader
    from yichuang.rules.sections.queue import Queue

_MOST = 40


@dataclass(frozen=True, slots=True)
class Number:
    """A number as the guide sees it."""

    id: int
    number: str
    service: Phrase
    class_: Phrase
    ground: Phrase | None
    ordinary: bool
    since: datetime
    """Since when it waits, is on hold or is missed; of an appointment, its slot."""
    minutes: int
    """How long that is."""
    window: str
    """Where it is on hold, or was missed."""
    calls: int


@dataclass(frozen=True, slots=True)
class Group:
    """The numbers in one state, the first ones, and how many there are."""

    numbers: Sequence[Number]
    total: int


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment of the day."""

    code: str
    at: datetime
    service: Phrase
    name: str
    state: str
    """As `appointments.standing_of` says it."""
    said: Phrase


@dataclass(frozen=True, slots=True)
class Desk:
    """Today at the guide desk."""

    waiting: Group
    missed: Group
    held: Group
    booked: Group
    """Appointments of today whose holders have not checked in."""
    queues: Sequence[queries.Queue]
    appointments: Sequence[Booked]
    """Today's appointments, by their times."""


def desk(reader: Reader, at: datetime, find: str = "") -> Desk:
    """The day's numbers by state, the longest-waiting first; `find`: how they begin. (R11)"""
    reader.must(GUIDE)
    assert reader.site_id is not None
    rules = queue_rules(reader.site_id, at)
    today = Ticket.objects.filter(site=reader.site_id, day=local(at).date())
    if find:
        today = today.filter(number__istartswith=find)
    waits = Q(state__in=IN_QUEUE)

    def group(where: Q, *order: str) -> Group:
        rows = today.filter(where)
        shown = rows.select_related("service", "session__window", "window").order_by(*order)
        return Group([_number(row, rules, at) for row in shown[:_MOST]], rows.count())

    return Desk(
        waiting=group(waits & Q(queued_at__isnull=False), "queued_at", "seq"),
        missed=group(Q(state=State.MISSED), "-since"),
        held=group(Q(state=State.HELD), "since"),
        booked=group(waits & Q(queued_at=None), "slot", "seq"),
        queues=queries.queues(reader.site_id, at),
        appointments=_appointments(reader.site_id, at),
    )


def _appointments(site_id: int, at: datetime) -> list[Booked]:
    made = []
    for row in appointments.of_day(site_id, local(at).date())[:_MOST]:
        state = appointments.standing_of(row, at)
        service = Phrase(row.service.name, row.service.name_en)
        name = holder_of(row).get("name", "")
        made.append(Booked(row.code, row.starts_at, service, name, state, BOOKED_NAMES[state]))
    return made


def _number(row: Ticket, rules: Queue, at: datetime) -> Number:
    aside = row.state in (State.MISSED, State.HELD)
    since = row.since if aside else row.queued_at or row.slot or row.since
    window = row.session.window.code if aside and row.session else ""
    return Number(
        row.pk, row.number, Phrase(row.service.name, row.service.name_en),
        class_words(rules, row.ticket_class), ground_words(rules, row.ticket_class, row.ground),
        row.ticket_class == rules.ordinary, since,
        max(0, int((at - since).total_seconds() // 60)), window, row.calls + row.recalls,
    )  # fmt: skip
