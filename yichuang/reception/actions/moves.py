"""What happens to a ticket after its call, and when its holder gives up.

Each move is one row of `TRANSITIONS` and one statement, which changes the ticket only if
it still is in a state that allows the move, and writes the journal with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, transaction

from yichuang.database import ask
from yichuang.journal.actions import ENTRY_COLUMNS
from yichuang.organization.changes import changed
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.reception.actions.desk import (
    Desk,
    Place,
    must_be_open,
    own_place,
    session_at,
)
from yichuang.reception.errors import (
    CallAgainFirst,
    CalledTooSoon,
    NobodyServes,
    NotInThatState,
    ServiceUnknown,
    TicketElsewhere,
    TicketUnknown,
    WindowBusy,
    WindowClosed,
)
from yichuang.reception.estimates import open_windows
from yichuang.reception.face import TAKE_TICKET_FOR
from yichuang.reception.hours import queue_rules
from yichuang.reception.models import Service, Ticket, WindowSession
from yichuang.reception.states import (
    AT_WINDOW,
    IN_QUEUE,
    STATE_NAMES,
    TRANSITIONS,
    State,
)
from yichuang.rules.citation import cited
from yichuang.rules.missed import calls_left, re_entry, seconds_left

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader
    from yichuang.rules.sections.queue import Queue

_LINE = 50
"""So many of those that wait are looked at: the farthest that a book can put anybody back."""


class Moved(NamedTuple):
    """A ticket after a move."""

    id: int
    number: str
    ticket_class: str
    state: str
    service: str
    window: str | None
    taken_at: datetime
    called_at: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    recalls: int


_AT = "%(at)s::timestamptz"
_HERE = "(%(place)s::bigint IS NULL OR window_id = %(place)s::bigint)"
# A window calls back who is with it, and whoever it called or could have called.
_ITS_OWN = """(window_id = %(place)s::bigint OR (window_id IS NULL AND (
    EXISTS (SELECT 1 FROM reception_windowservice s WHERE s.window_id = %(place)s::bigint
            AND s.service_id = reception_ticket.service_id)
    OR EXISTS (SELECT 1 FROM reception_call c WHERE c.window_id = %(place)s::bigint
               AND c.ticket_id = reception_ticket.id))))"""
# Somebody at the window helps those who come for what it gives; a guide helps anybody.
_HELPED = f"(%(place)s::bigint IS NULL OR {_ITS_OWN})"
# What a window sends away can be fetched back for a moment (`reception/undo.py`).
_SENT_AWAY = f"""before = CASE WHEN window_id IS NOT NULL THEN jsonb_build_object(
    'at', {_AT}, 'state', state, 'window', window_id, 'service', service_id,
    'started_at', started_at) END"""
_CHANGES: MappingProxyType[str, tuple[str, str]] = MappingProxyType({
    # what changes beside the state, and where the ticket must be
    "started": (f"started_at = {_AT}", _HERE),
    "finished": (
        f"window_id = NULL, ended_at = {_AT}, started_at = coalesce(started_at, {_AT}), "
        f"{_SENT_AWAY}", _HERE
    ),
    "missed": (f"window_id = NULL, {_SENT_AWAY}", _HERE),
    "held": (f"started_at = NULL, {_SENT_AWAY}", _HERE),
    "transferred": (
        "window_id = NULL, started_at = NULL, service_id = %(service)s::bigint, "
        f"{_SENT_AWAY}", _HERE
    ),
    "recalled": (
        "window_id = %(place)s::bigint, session_id = %(session)s::bigint, "
        f"recalls = recalls + 1, called_at = {_AT}", _ITS_OWN
    ),
    "rejoined": (
        "queued_at = %(back)s::timestamptz, rank_at = %(back)s::timestamptz, "
        "returned_at = CASE WHEN returned_at IS NOT NULL THEN %(back)s::timestamptz END", _HELPED
    ),
    "abandoned": (f"window_id = NULL, ended_at = {_AT}", _HELPED),
})  # fmt: skip


class Also(NamedTuple):
    """What somebody else writes with a move, in its statement and so in its transaction.

    `parts` are further parts of a WITH. They may read `moved`: the ticket's id, `name` and
    `name_en` of its service, and where and by whom it was served (`served_at`, `served_by`).
    The values `at`, `actor`, `site` and `site_code` are there already.
    """

    parts: str
    values: Mapping[str, object]


@cache
def _statement(event: str, also: str) -> str:
    sets, where = _CHANGES[event]
    before, after = TRANSITIONS[event]
    states = ", ".join(f"'{state.value}'" for state in before)
    return f"""
WITH ticket AS (
  UPDATE reception_ticket SET state = '{after.value}', since = {_AT}, {sets}
  WHERE id = %(ticket)s::bigint AND site_id = %(site)s::bigint
    AND day = %(day)s::date AND state IN ({states}) AND {where}
  RETURNING id, number, ticket_class, state, service_id, window_id, taken_at, called_at,
    started_at, ended_at, recalls, session_id
), entry AS (
  INSERT INTO journal_entry ({ENTRY_COLUMNS})
  SELECT %(site_code)s::text, 'ticket.{event}', 'ticket:' || id, %(actor)s::text, {_AT},
    jsonb_strip_nulls(jsonb_build_object('window', %(place_code)s::text,
                                         'service', %(service_code)s::text))
  FROM ticket
), moved AS (
  SELECT t.id, t.number, t.ticket_class, t.state, s.code, t.window_id, t.taken_at, t.called_at,
    t.started_at, t.ended_at, t.recalls, s.name, s.name_en, o.window_id AS served_at,
    o.person_id AS served_by
  FROM ticket t JOIN reception_service s ON s.id = t.service_id
  LEFT JOIN reception_windowsession o ON o.id = t.session_id
){f", {also}" if also else ""}
SELECT id, number, ticket_class, state, code, window_id, taken_at, called_at, started_at,
  ended_at, recalls FROM moved
"""  # noqa: S608 (constants of ours)


def start(*, ticket_id: int, at: datetime, by: Reader) -> Moved:
    """The called person has come; serving begins (开始办理)."""
    return _at_window("started", ticket_id, at, by)


def finish(*, ticket_id: int, also: Also | None = None, at: datetime, by: Reader) -> Moved:
    """The turn is over (办结). A matter too short for a start is started with its end.

    `also` is written with it: whoever ends a turn may have more to do at that moment.
    """
    return _at_window("finished", ticket_id, at, by, also)


def miss(*, ticket_id: int, at: datetime, by: Reader) -> Moved:
    """The called person has not come (过号). They may be recalled, or queue again.

    Raises CallAgainFirst where the book has them called more often first (`queue.missed`).
    """
    ticket = _find(ticket_id, by, at)
    section = queue_rules(ticket.site_id, at)
    left = calls_left(section, ticket.calls + ticket.recalls)
    if left and ticket.state == State.CALLED:
        raise CallAgainFirst(number=ticket.number, n=left, article=_article(section))
    return _at_window("missed", ticket_id, at, by)


def hold(*, ticket_id: int, at: datetime, by: Reader) -> Moved:
    """Set a person aside, to fill in a form or fetch a copy (挂起); the window is free."""
    return _at_window("held", ticket_id, at, by)


def transfer(
    *, ticket_id: int, service: str, if_served: bool = False, at: datetime, by: Reader
) -> Moved:
    """Send a ticket on to another service, its place kept (转号, R11).

    It waits there under the same number, by the time it was taken. A guide may do so for
    somebody who still waits. `if_served`: only where a window gives the service now. Raises
    ServiceUnknown, NobodyServes, TicketUnknown, TicketElsewhere, NotInThatState.
    """
    target = Service.objects.filter(site=by.site_id, code=service, active=True).first()
    if target is None:
        raise ServiceUnknown(service=service, field="service")
    if if_served and not open_windows(target.pk, at):
        raise NobodyServes(zh=target.name, en=target.name_en, field="service")
    ticket = _find(ticket_id, by, at)
    waits = ticket.state in (*IN_QUEUE, State.MISSED)
    if waits and by.scope == "window":
        raise _refusal(ticket, "finished")
    if waits:
        by.must(TAKE_TICKET_FOR)
    place = None if waits else own_place(by)
    return _move("transferred", ticket_id, at, by, place, service=target)


def recall(*, ticket_id: int, at: datetime, by: Reader) -> Moved:
    """Call a person again (重呼): still called, set aside, or missed.

    A missed one comes to the window that recalls; others stay at theirs. Raises as `call`
    does, and TicketUnknown, TicketElsewhere, NotInThatState; CalledTooSoon where the book has
    calls lie further apart (`queue.missed`).
    """
    ticket = _find(ticket_id, by, at)
    place = own_place(by) or _place_of_last_call(ticket, by)
    section = queue_rules(ticket.site_id, at)
    if ticket.state == State.CALLED and ticket.called_at is not None:
        left = seconds_left(section, ticket.called_at, at)
        if left:
            raise CalledTooSoon(number=ticket.number, seconds=left, article=_article(section))
    with transaction.atomic():
        session = session_at(place)
        if session is None:
            raise WindowClosed(window=place.code)
        must_be_open(
            Desk(session.pk, session.state, session.reason, session.person_id, None), place, by
        )
        try:
            with transaction.atomic():
                return _move("recalled", ticket_id, at, by, place, session_id=session.pk)
        except IntegrityError as error:
            if "one_ticket_per_window" not in str(error):
                raise
        busy = Ticket.objects.get(window=place.id, state__in=AT_WINDOW)
        raise WindowBusy(window=place.code, number=busy.number)


def rejoin(*, ticket_id: int, at: datetime, by: Reader) -> Moved:
    """A missed person is back and queues again (重新排队), so many places back as the book says."""
    place = _where_helped(by)
    ticket = _find(ticket_id, by, at)
    line = Ticket.objects.filter(
        service=ticket.service_id, day=ticket.day, rank=ticket.rank, state__in=IN_QUEUE,
        queued_at__isnull=False,
    ).order_by("rank_at", "seq").values_list("rank_at", flat=True)  # fmt: skip
    back = re_entry(queue_rules(ticket.site_id, at), list(line[:_LINE]), at)
    return _move("rejoined", ticket_id, at, by, place, back=back)


def abandon(*, ticket_id: int, at: datetime, by: Reader) -> Moved:
    """The person gives the number up (弃号)."""
    return _move("abandoned", ticket_id, at, by, _where_helped(by))


def _where_helped(by: Reader) -> Place | None:
    """The window whose visitors the reader may help; None: everybody at the site."""
    if by.scope in {"kiosk", "visitor"}:
        return None
    if by.scope == "window":
        return own_place(by)
    by.must(TAKE_TICKET_FOR)
    return None


def _at_window(
    event: str, ticket_id: int, at: datetime, by: Reader, also: Also | None = None
) -> Moved:
    return _move(event, ticket_id, at, by, own_place(by), also=also)


def _move(
    event: str, ticket_id: int, at: datetime, by: Reader, place: Place | None, *,
    service: Service | None = None, session_id: int | None = None, also: Also | None = None,
    back: datetime | None = None,
) -> Moved:  # fmt: skip
    values: dict[str, object] = {
        "ticket": ticket_id, "site": by.site_id, "site_code": by.site_code, "actor": by.name,
        "at": at, "day": local(at).date(), "place": place.id if place else None,
        "place_code": place.code if place else None, "session": session_id,
        "service": service.pk if service else None,
        "service_code": service.code if service else None, "back": back,
    }  # fmt: skip
    if also:
        values |= also.values
    row = ask(_statement(event, also.parts if also else ""), values)
    if row is None:
        raise _refusal(_find(ticket_id, by, at), event)
    changed(by.site_code)
    return Moved._make(row)._replace(window=_code(row[5], place))


def _code(window_id: int | None, place: Place | None) -> str | None:
    if window_id is None or (place and place.id == window_id):
        return place.code if place and window_id else None
    return (
        WindowSession.objects.values_list("window__code", flat=True)
        .filter(window=window_id)
        .first()
    )


def _article(section: Queue) -> Phrase:
    return cited((section.missed.article if section.missed else "") or section.article)


def _find(ticket_id: int, by: Reader, at: datetime) -> Ticket:
    """A number of the day at the reader's site; yesterday's are over."""
    today = local(at).date()
    ticket = Ticket.objects.filter(pk=ticket_id, site=by.site_id, day=today).first()
    if ticket is None:
        raise TicketUnknown(ticket=ticket_id)
    return ticket


def _refusal(ticket: Ticket, event: str) -> NotInThatState | TicketElsewhere:
    if ticket.state in TRANSITIONS[event][0]:
        return TicketElsewhere(number=ticket.number)
    name = STATE_NAMES[State(ticket.state)]
    return NotInThatState(number=ticket.number, state=name.zh, state_en=name.en.lower())


def _place_of_last_call(ticket: Ticket, by: Reader) -> Place:
    """Where a device without a window of its own recalls: where the ticket was called."""
    called_at = ticket.called.order_by("-nth").values_list("window_id", "window__code").first()
    if called_at is None:
        raise _refusal(ticket, "recalled")
    return Place(*called_at, ticket.site_id, by.site_code)
