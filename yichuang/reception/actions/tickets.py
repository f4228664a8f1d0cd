"""Taking a number, and checking in for an appointment."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from contextlib import nullcontext
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.db import IntegrityError, connection, transaction

from yichuang.database import ask
from yichuang.errors import NotAllowed
from yichuang.journal.actions import ENTRY_COLUMNS, record
from yichuang.organization.changes import changed
from yichuang.organization.personal import encrypt
from yichuang.organization.times import local
from yichuang.reception import estimates
from yichuang.reception.errors import (
    NoNumbersNow,
    NoSlot,
    ServiceUnknown,
    TicketUnknown,
    WrongClass,
    WrongGround,
)
from yichuang.reception.face import TAKE_TICKET_FOR
from yichuang.reception.hours import moment, opening_of, queue_rules
from yichuang.reception.models import Ticket
from yichuang.reception.once import digest_of, must_match
from yichuang.reception.states import State
from yichuang.reception.turns import place_in_queue
from yichuang.rules.citation import cited
from yichuang.rules.claims import ground_of

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader
    from yichuang.rules.sections.queue import Queue
from yichuang.rules.opening import Opening

_TAKERS = frozenset({"kiosk", "visitor"})
_ISSUE = f"""
WITH service AS (
  SELECT id, site_id, prefix FROM reception_service
  WHERE site_id = %(site)s::bigint AND code = %(service)s::text AND active
), known AS (
  SELECT t.id, number, service_id, slip, rank, rank_at, digest
  FROM reception_request r JOIN reception_ticket t ON t.id = r.ref
  WHERE %(key)s::text IS NOT NULL AND r.source = %(source)s::text AND r.what = 'ticket'
    AND r.key = %(key)s::text AND r.day = %(day)s::date
), counter AS (
  INSERT INTO reception_counter AS c (site_id, prefix, day, last, last_at)
  SELECT site_id, prefix, %(day)s::date, 1, %(at)s::timestamptz FROM service
  WHERE NOT EXISTS (SELECT 1 FROM known)
  ON CONFLICT (site_id, prefix, day) DO UPDATE SET last = c.last + 1,
    last_at = greatest(excluded.last_at, c.last_at + interval '1 microsecond')
  RETURNING last, last_at
), ticket AS (
  INSERT INTO reception_ticket (
    site_id, service_id, day, prefix, seq, number, ticket_class, ground, personal, slip, source,
    taken_at, slot, checked_in_at, returned_at, queued_at, rank, rank_at, since)
  SELECT site_id, service.id, %(day)s::date, prefix, last,
    prefix || lpad(last::text, greatest(3, length(last::text)), '0'), %(class)s::text,
    %(ground)s::text, %(personal)s::bytea, %(slip)s::text, %(source)s::text,
    last_at, %(slot)s::timestamptz, %(checked_in_at)s::timestamptz, %(returned_at)s::timestamptz,
    CASE WHEN %(waits)s::bool THEN last_at END, %(rank)s::text,
    coalesce(%(rank_at)s::timestamptz, last_at), last_at
  FROM service, counter
  RETURNING id, number, service_id, slip, rank, rank_at, taken_at
), entry AS (
  INSERT INTO journal_entry ({ENTRY_COLUMNS})
  SELECT %(site_code)s::text, 'ticket.taken', 'ticket:' || id, %(source)s::text, taken_at,
    jsonb_build_object('number', number, 'service', %(service)s::text,
                       'class', %(class)s::text, 'ground', %(ground)s::text)
  FROM ticket
), request AS (
  INSERT INTO reception_request (source, what, key, day, digest, ref)
  SELECT %(source)s::text, 'ticket', %(key)s::text, %(day)s::date, %(digest)s::text, id
  FROM ticket WHERE %(key)s::text IS NOT NULL
)
SELECT id, number, service_id, slip, rank, rank_at, NULL FROM ticket
UNION ALL SELECT id, number, service_id, slip, rank, rank_at, digest FROM known
"""  # noqa: S608 (a constant of ours)


class _Row(NamedTuple):
    id: int
    number: str
    service_id: int
    slip: str
    rank: str
    rank_at: datetime
    digest: str | None
    """Of the earlier request with the same key; None: this one made the ticket."""


class Taken(NamedTuple):
    """A number just taken; `is_new` is false where the key had been used before."""

    id: int
    number: str
    slip: str
    line: estimates.Line
    is_new: bool


def issue(
    *, service: str, ticket_class: str = "", ground: str = "",
    holder: Mapping[str, object] | None = None, slot: datetime | None = None,
    arrived: bool = True, key: str | None = None, at: datetime, by: Reader,
) -> Taken:  # fmt: skip
    """Take a number (取号) for a service of the reader's site.

    One statement counts, writes the ticket and its journal entry, so a number is never
    skipped or doubled; tickets of one prefix follow one another in time as in number.
    The same `key` from the same device on the same day gives the same ticket again. `holder`
    is kept encrypted, and no longer than the book says. Numbers are given when the book's
    `queue` section has them given (取号时间). The book says which classes there are (none
    given: the ordinary one), on what ground each may be claimed, and what is recorded where no
    ground is given (R11). A number of a class ordered by slots needs its `slot` (none given:
    now) and waits once its holder has arrived.

    Raises ServiceUnknown, WrongClass, WrongGround, NoNumbersNow, KeyReused, NotAllowed.
    """
    if by.scope not in _TAKERS:
        by.must(TAKE_TICKET_FOR)
    if by.site_id is None:
        raise NotAllowed(what=TAKE_TICKET_FOR.name)
    section = queue_rules(by.site_id, at)
    class_ = ticket_class or section.ordinary
    claimed = claim(section, class_, ground)
    since = section.classes[class_].since
    hall = opening_of(by.site_id, at)
    if not hall.gives_numbers:
        raise _none_now(hall, at)
    slip = secrets.token_urlsafe(9)
    asked = [service, ticket_class, ground, holder, slot, arrived]
    values: dict[str, object] = {
        "site": by.site_id, "site_code": by.site_code, "service": service, "source": by.name,
        "key": key, "day": local(at).date(), "at": at, "class": class_, "ground": claimed,
        "personal": _locked_away(holder, slip), "digest": digest_of(asked) if key else None,
        "slip": slip, "slot": None, "checked_in_at": None,
        "returned_at": None, "waits": True, "rank": class_, "rank_at": None,
    }  # fmt: skip
    if since == "slot":
        slot = slot or at
        rank, rank_at = place_in_queue(by.site_id, class_, at, slot=slot, checked_in_at=at)
        values |= {"slot": slot, "waits": arrived, "rank": rank, "rank_at": rank_at,
                   "checked_in_at": at if arrived else None}  # fmt: skip
    elif since == "returned_at":
        rank, rank_at = place_in_queue(by.site_id, class_, at, returned_at=at)
        values |= {"returned_at": at, "rank": rank, "rank_at": rank_at}
    row = _insert(values)
    if row is None:
        raise ServiceUnknown(service=service, field="service")
    if row.digest is None:
        changed(by.site_code)
    else:
        must_match(row.digest, str(values["digest"]))
    line = estimates.line(by.site_id, row.service_id, row.rank, row.rank_at, at)
    return Taken(row.id, row.number, row.slip, line, row.digest is None)


def _locked_away(holder: Mapping[str, object] | None, slip: str) -> bytes | None:
    if not holder:
        return None
    return encrypt(json.dumps(holder, ensure_ascii=False), of=f"ticket:{slip}")


def _none_now(hall: Opening, at: datetime) -> NoNumbersNow:
    assert hall.numbers_from is not None, "numbers that are refused are given later"
    when = moment(hall.numbers_from, at)
    return NoNumbersNow(zh=when.zh, en=when.en, article=cited(hall.article))


def _insert(values: Mapping[str, object]) -> _Row | None:
    # By itself the statement is its own transaction, and saves BEGIN and COMMIT.
    whole = transaction.atomic() if connection.in_atomic_block else nullcontext()
    try:
        with whole:
            row = ask(_ISSUE, values)
    except IntegrityError as error:
        if "request_once" not in str(error):
            raise
        # The same request arrived twice at once; the other one is committed by now.
        row = ask(_ISSUE, values)
    return _Row(*row) if row else None


def claim(section: Queue, class_: str, ground: str) -> str:
    """The ground to record. Raises WrongClass, WrongGround by the book in force."""
    if class_ not in section.classes:
        raise WrongClass(given=class_, known=", ".join(section.classes), field="class")
    claimed = ground_of(section, class_, ground)
    if claimed is None:
        known = section.classes[class_].grounds or section.grounds
        raise WrongGround(given=ground or "—", known=", ".join(known), field="ground")
    return claimed


def check_in(*, ticket_id: int, at: datetime, by: Reader) -> None:
    """Check in for an appointment (预约签到): from now on its holder waits.

    Raises TicketUnknown; NoSlot where the ticket is no appointment or has checked in.
    """
    with transaction.atomic():
        ticket = (
            Ticket.objects.select_for_update(of=("self",))
            .filter(pk=ticket_id, site=by.site_id, day=local(at).date())
            .first()
        )
        if ticket is None:
            raise TicketUnknown(ticket=ticket_id)
        if ticket.slot is None or ticket.checked_in_at or ticket.state != State.WAITING:
            raise NoSlot(number=ticket.number)
        ticket.rank, ticket.rank_at = place_in_queue(
            ticket.site_id, ticket.ticket_class, at, slot=ticket.slot, checked_in_at=at
        )
        ticket.checked_in_at = ticket.queued_at = ticket.since = at
        ticket.save()
        record(site=by.site_code, kind="ticket.checked_in", subject=f"ticket:{ticket.pk}",
               actor=by.name, at=at, data={"slot": local(ticket.slot).isoformat()})  # fmt: skip
        changed(by.site_code)
