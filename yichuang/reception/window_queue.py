"""What a clerk sees of a window: who sits there, who is next and why, who was set aside.

The order shown is the rule's own: it is asked again and again as if each number were called
now, so the first one is the one a call would get, with the same reasons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F

from yichuang.database import ask_all
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.reception.models import Call, Service, Ticket, WindowSession
from yichuang.reception.states import AT_WINDOW, IN_QUEUE, State
from yichuang.reception.turns import Waiting, next_turn, section_of
from yichuang.regulations.queries import Adopted, in_force
from yichuang.rules.queue import remembered

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader
    from yichuang.rules.reasons import Reason, ReasonJson

_SHOWN = 15
_ASIDE = 12
# The first ones of each class and service are enough to know the order of as many.
_WAITING = f"""
SELECT t.id, t.number, t.service_id, t.ticket_class, t.rank, t.queued_at, t.slot,
  t.checked_in_at, t.returned_at
FROM reception_windowservice s CROSS JOIN unnest(%(ranks)s::text[]) r(rank)
CROSS JOIN LATERAL (
  SELECT * FROM reception_ticket
  WHERE service_id = s.service_id AND day = %(day)s::date AND rank = r.rank
    AND state IN ('waiting', 'transferred') AND queued_at IS NOT NULL
  ORDER BY rank_at, seq LIMIT {_SHOWN}) t
WHERE s.window_id = %(window)s::bigint
"""  # noqa: S608 (a constant of ours)
_RECENT = """
SELECT counts_as FROM (
  SELECT c.id, c.counts_as FROM reception_windowservice s CROSS JOIN LATERAL (
    SELECT id, counts_as FROM reception_call
    WHERE service_id = s.service_id AND day = %(day)s::date
    ORDER BY id DESC LIMIT %(last)s::int) c
  WHERE s.window_id = %(window)s::bigint ORDER BY c.id DESC LIMIT %(last)s::int) last
ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where somebody sits (坐席): the window, and how it stands."""

    window_id: int
    code: str
    name: Phrase
    zone: str
    session_id: int
    state: str
    reason: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody who waits for one of the window's services."""

    id: int
    number: str
    ticket_class: str
    as_: str
    """As what they will be called, by the order of now."""
    service: Phrase
    waited: int
    """Minutes since their place counts."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A number set aside at the window, or missed there."""

    id: int
    number: str
    state: str
    service: Phrase
    since: datetime


@dataclass(frozen=True, slots=True)
class WindowQueue:
    """The queue of a window's services (窗口队列)."""

    lines: Sequence[Line]
    """The first ones, in the order they would be called now."""
    total: int
    because: tuple[Reason, ...]
    """Why the first one is next."""
    aside: Sequence[Aside]


@dataclass(frozen=True, slots=True)
class AtWindow:
    """Whoever was called to the window, and why."""

    id: int
    number: str
    ticket_class: str
    ground: str
    state: str
    service: Phrase
    service_code: str
    slot: datetime | None
    taken_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    times: int
    called_as: str
    because: list[ReasonJson]


@dataclass(frozen=True, slots=True)
class Counter:
    """A window as its clerk works at it."""

    ticket: AtWindow | None
    last_call: int
    """Grows with each call of this window; a call made after it is told apart by it."""
    last_served: int | None
    """The turn that ended last in this session, if nobody was called since."""
    last_number: str


def seat_of(reader: Reader) -> Seat | None:
    """Where the reader sits now; None: nowhere."""
    row = (
        WindowSession.objects.filter(person=reader.person_id, closed_at=None)
        .select_related("window")
        .first()
    )
    if row is None:
        return None
    window = row.window
    return Seat(
        window.pk, window.code, Phrase(window.name, window.name_en or window.name), window.zone,
        row.pk, row.state, row.reason, row.since,
    )  # fmt: skip


def last_seat(reader: Reader) -> str:
    """The code of the window where the reader sat last; empty: nowhere yet."""
    rows = WindowSession.objects.filter(person=reader.person_id, window__site=reader.site_id)
    return rows.order_by("-opened_at").values_list("window__code", flat=True).first() or ""


def counter(seat: Seat) -> Counter:
    """Who is at the window, why they were called, and who was there before (当前来访人)."""
    ticket = (
        Ticket.objects.filter(window=seat.window_id, state__in=AT_WINDOW)
        .select_related("service")
        .first()
    )
    last = Call.objects.filter(window=seat.window_id).order_by("-id").first()
    served = None
    if ticket is None and last is not None and last.session_id == seat.session_id:
        served = (
            Ticket.objects.filter(pk=last.ticket_id, state=State.FINISHED)
            .values_list("id", "number")
            .first()
        )
    served_id, number = served or (None, "")
    shown = _at_window(ticket, last) if ticket else None
    return Counter(shown, last.pk if last else 0, served_id, number)


def _at_window(ticket: Ticket, last: Call | None) -> AtWindow:
    call = last if last and last.ticket_id == ticket.pk else None
    call = call or Call.objects.filter(ticket=ticket).order_by("-nth").first()
    return AtWindow(
        ticket.pk, ticket.number, ticket.ticket_class, ticket.ground, ticket.state,
        Phrase(ticket.service.name, ticket.service.name_en), ticket.service.code,
        ticket.slot, ticket.taken_at, ticket.called_at, ticket.started_at,
        ticket.calls + ticket.recalls, call.called_as if call else ticket.ticket_class,
        call.because if call else [],
    )  # fmt: skip


def queue_of_window(window_id: int, site_id: int, at: datetime) -> WindowQueue:
    """Who waits for a window, who would be called now and why (窗口队列, R11).

    At most the first fifteen, in the order in which the rule would call them; nothing is
    called or locked. Raises BookLacks, NoBook.
    """
    adopted = in_force(site_id, local(at).date())
    section = section_of(adopted, at)
    values: dict[str, Any] = {
        "window": window_id, "day": local(at).date(), "last": remembered(section),
        "ranks": list(section.classes),
    }  # fmt: skip
    waiting = [Waiting._make(row) for row in ask_all(_WAITING, values)]
    recent = [str(row[0]) for row in ask_all(_RECENT, values)]
    names, total = _services(window_id, at)
    order, because = _order(waiting, recent, adopted, at)
    lines = [
        Line(one.id, one.number, one.ticket_class, as_, names[one.service_id], _minutes(one, at))
        for one, as_ in order
    ]
    return WindowQueue(lines, total, because, _aside(window_id, at))


def _order(
    waiting: list[Waiting], recent: list[str], adopted: Adopted, at: datetime
) -> tuple[list[tuple[Waiting, str]], tuple[Reason, ...]]:
    """The order of calls, and the reasons of the first one."""
    left, lately = list(waiting), list(recent)
    order: list[tuple[Waiting, str]] = []
    because: tuple[Reason, ...] = ()
    while len(order) < _SHOWN:
        turn, ruling = next_turn(left, lately, adopted, at)
        if not order:
            because = ruling.because
        if turn is None:
            break
        order.append((turn, str(ruling.as_)))
        left.remove(turn)
        lately.append(turn.rank)
    return order, because


def _services(window_id: int, at: datetime) -> tuple[dict[int, Phrase], int]:
    """The names of a window's services, and how many wait for them."""
    names = {
        pk: Phrase(zh, en)
        for pk, zh, en in Service.objects.filter(windows__window=window_id).values_list(
            "id", "name", "name_en"
        )
    }
    total = Ticket.objects.filter(
        service__in=list(names), day=local(at).date(), state__in=IN_QUEUE, queued_at__isnull=False
    ).aggregate(n=Count("id"))["n"]
    return names, total


def _aside(window_id: int, at: datetime) -> list[Aside]:
    """Who was set aside at the window, then who was missed there today; the last one first."""
    rows = (
        Ticket.objects.filter(
            session__window=window_id, state__in=(State.HELD, State.MISSED), day=local(at).date()
        )
        .annotate(zh=F("service__name"), en=F("service__name_en"))
        .order_by("state", "-since")[:_ASIDE]
    )
    return [Aside(t.pk, t.number, t.state, Phrase(t.zh, t.en), t.since) for t in rows]


def _minutes(one: Waiting, at: datetime) -> int:
    return max(0, int((at - one.queued_at).total_seconds() // 60))
