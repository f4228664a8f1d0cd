"""Reading the reception: services, what the displays show, the queue, a visit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, Sum

from yichuang.journal.queries import of_subject
from yichuang.organization.queries import windows_of
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.reception import estimates
from yichuang.reception.errors import TicketUnknown
from yichuang.reception.hours import midnight, queue_rules, said
from yichuang.reception.models import Counter, Service, Ticket, WindowSession
from yichuang.reception.states import AT_WINDOW, IN_QUEUE, State, WindowState
from yichuang.rules.claims import class_words, ground_words

if TYPE_CHECKING:
    from yichuang.journal.digests import Fact
    from yichuang.organization.queries import Reader
    from yichuang.rules.sections.queue import Queue as QueueRules

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service and the windows that give it."""

    code: str
    name: str
    name_en: str
    words: str
    words_en: str
    prefix: str
    zone: str
    windows: list[str]


@dataclass(frozen=True, slots=True)
class CalledNumber:
    """A number on the board: called to a window, how often, when."""

    ticket_id: int
    number: str
    window: str
    window_name: str
    window_name_en: str
    zone: str
    at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class Queue:
    """How many wait for a service, and at how many open windows."""

    service: str
    prefix: str
    name: str
    name_en: str
    waiting: int
    open_windows: int


@dataclass(frozen=True, slots=True)
class WindowCard:
    """A window as its display shows it: state, who sits there, and the number it has."""

    code: str
    name: str
    name_en: str
    zone: str
    state: str
    reason: str
    since: datetime | None
    person: str
    staff_no: str
    post: str
    number: str
    number_state: str
    called_at: datetime | None
    times: int


@dataclass(frozen=True, slots=True)
class Board:
    """What the hall display shows (大厅显示屏)."""

    called: Sequence[CalledNumber]
    """The last six, the newest first."""
    queues: Sequence[Queue]
    windows: Sequence[WindowCard]
    at: datetime


def services_of(site_id: int) -> list[ServiceCard]:
    """The services of a site, in the order of their codes."""
    there = Q(windows__isnull=False)
    rows = (
        Service.objects.filter(site=site_id, active=True)
        .annotate(
            codes=ArrayAgg(
                "windows__window__code", order_by="windows__window__code", filter=there, default=[]
            ),
            zones=ArrayAgg("windows__window__zone", filter=there, distinct=True, default=[]),
        )
        .order_by("code")
    )
    return [
        ServiceCard(
            s.code, s.name, s.name_en, s.words or s.name, s.words_en or s.name_en, s.prefix,
            "、".join(zone for zone in s.zones if zone), s.codes,
        )
        for s in rows
    ]  # fmt: skip


def busiest(site_id: int, since: date, most: int) -> list[str]:
    """Prefixes of which the most numbers were taken since that day (常办业务)."""
    rows = Counter.objects.filter(site=site_id, day__gte=since).values_list("prefix")
    return [row[0] for row in rows.annotate(n=Sum("last")).order_by("-n", "prefix")[:most]]


def board(site_id: int, at: datetime) -> Board:
    """What the hall display of a site shows now (大厅显示屏)."""
    return Board(_last_called(site_id, at), queues(site_id, at), window_cards(site_id), at)


def _last_called(site_id: int, at: datetime) -> list[CalledNumber]:
    rows = (
        Ticket.objects.filter(site=site_id, called_at__isnull=False, day=local(at).date())
        .select_related("session__window")
        .order_by("-called_at", "-id")[:_SHOWN]
    )
    called = []
    for row in rows:
        assert row.session is not None, "whoever was called was called to somebody"
        assert row.called_at is not None
        window = row.session.window
        called.append(
            CalledNumber(row.pk, row.number, window.code, window.name, window.name_en,
                         window.zone, row.called_at, row.calls + row.recalls)
        )  # fmt: skip
    return called


def queues(site_id: int, at: datetime) -> list[Queue]:
    """How many wait for each service of a site now (各业务等候人数), by their codes."""
    waiting = dict(
        Ticket.objects.filter(
            service__site=site_id, day=local(at).date(), state__in=IN_QUEUE, queued_at__isnull=False
        )
        .values_list("service")
        .annotate(n=Count("id"))
    )
    is_open = Q(
        windows__window__windowsession__closed_at=None,
        windows__window__windowsession__state=WindowState.OPEN,
        windows__window__windowsession__opened_at__gte=midnight(at),
    )
    services = (
        Service.objects.filter(site=site_id, active=True)
        .annotate(open_windows=Count("windows__window", filter=is_open, distinct=True))
        .order_by("code")
    )
    return [
        Queue(s.code, s.prefix, s.name, s.name_en, waiting.get(s.pk, 0), s.open_windows)
        for s in services
    ]


def window_cards(site_id: int) -> list[WindowCard]:
    """Every window of a site as its display shows it."""
    sessions = {
        s.window_id: s
        for s in WindowSession.objects.filter(window__site=site_id, closed_at=None).select_related(
            "person"
        )
    }
    tickets = {
        t.window_id: t for t in Ticket.objects.filter(window__site=site_id, state__in=AT_WINDOW)
    }
    cards = []
    for window in windows_of(site_id):
        session, ticket = sessions.get(window.pk), tickets.get(window.pk)
        person = session.person if session else None
        cards.append(
            WindowCard(
                window.code, window.name, window.name_en or window.name, window.zone,
                session.state if session else WindowState.CLOSED.value,
                session.reason if session else "", session.since if session else None,
                person.name if person else "", person.staff_no if person else "",
                person.post if person else "",
                ticket.number if ticket else "", ticket.state if ticket else "",
                ticket.called_at if ticket else None,
                ticket.calls + ticket.recalls if ticket else 0,
            )
        )  # fmt: skip
    return cards


def visit(ticket_id: int, reader: Reader) -> list[Fact]:
    """One visit (一次来访) as its journal entries, from the door on (R01)."""
    if not Ticket.objects.filter(pk=ticket_id, site=reader.site_id).exists():
        raise TicketUnknown(ticket=ticket_id)
    return of_subject(f"ticket:{ticket_id}")


@dataclass(frozen=True, slots=True)
class SlipStatus:
    """How a ticket stands, for who holds its slip."""

    number: str
    state: str
    service: str
    service_en: str
    line: estimates.Line | None
    """How its place stands; None once it has been called or is over."""
    window: str
    zone: str
    """Where to wait: the zones of the service's windows, or of the window that called."""
    windows: list[str]
    """Every window that gives the service."""
    marks: list[Phrase]
    """The class of the number, and on what ground; none of the ordinary one."""
    ticket_id: int
    day: date
    taken_at: datetime
    site_code: str
    site_name: str
    site_name_en: str

    def why_no_wait(self, at: datetime) -> Phrase | None:
        """Why nobody can say how long it takes; None where that is said."""
        return said(self.line.hall, self.line.windows, at) if self.line else None


def slip_status(slip: str, at: datetime) -> SlipStatus:
    """How the ticket of a slip stands now (扫码查看). Raises TicketUnknown."""
    rows = Ticket.objects.select_related("service", "window", "site").filter(slip=slip)
    there = Q(service__windows__isnull=False)
    ticket = rows.annotate(
        codes=ArrayAgg("service__windows__window__code", filter=there, default=[],
                       order_by="service__windows__window__code"),
        zones=ArrayAgg("service__windows__window__zone", filter=there, default=[], distinct=True),
    ).first()  # fmt: skip
    if ticket is None:
        raise TicketUnknown(ticket=slip)
    waits = ticket.state in IN_QUEUE and ticket.day == local(at).date()
    line = _line(ticket, at) if waits else None
    rules = queue_rules(ticket.site_id, ticket.taken_at)
    zones = [ticket.window.zone] if ticket.window else ticket.zones
    return SlipStatus(
        ticket.number, ticket.state, ticket.service.name, ticket.service.name_en, line,
        ticket.window.code if ticket.window else "", "、".join(filter(None, zones)),
        ticket.codes, _marks(ticket, rules), ticket.pk, ticket.day, ticket.taken_at,
        ticket.site.code, ticket.site.name, ticket.site.name_en,
    )  # fmt: skip


def _marks(ticket: Ticket, rules: QueueRules) -> list[Phrase]:
    if ticket.ticket_class == rules.ordinary:
        return []
    ground = ground_words(rules, ticket.ticket_class, ticket.ground)
    return [class_words(rules, ticket.ticket_class), *([ground] if ground else [])]


def line_of(ticket_id: int, at: datetime) -> estimates.Line:
    """How the place of a ticket that waits stands."""
    return _line(Ticket.objects.get(pk=ticket_id), at)


def _line(ticket: Ticket, at: datetime) -> estimates.Line:
    return estimates.line(ticket.site_id, ticket.service_id, ticket.rank, ticket.rank_at, at)


def is_next_called(window_id: int, since: datetime) -> bool:
    """Whether a window has called somebody else since then (已叫下一号)."""
    return Ticket.objects.filter(
        window=window_id, state__in=AT_WINDOW, called_at__gt=since
    ).exists()


def is_at_work(ticket_id: int, *, hold: bool = False) -> bool:
    """Whether a number isn't done, or not any more; `hold`: and stays as it is until the commit."""
    rows = Ticket.objects.filter(pk=ticket_id)
    if hold:
        rows = rows.select_for_update(of=("self",), no_key=True)
    state = rows.values_list("state", flat=True).first()
    return state not in (None, State.FINISHED)
