"""Telling somebody (告知). Written in the transaction of what is told; sent by the worker later.

`tell` only writes rows: that the mail server is away is nobody's concern but the worker's. A
message goes out under one key at every try, so that a server which took it and couldn't say so
knows it again.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction

from yichuang.journal.actions import record
from yichuang.messages.channels import Away, Outgoing, Refused, Send, ways_out
from yichuang.messages.models import Channel, Message, Result
from yichuang.messages.words import Parcel, Told, opened
from yichuang.organization.queries import Reader, person_contact

log = logging.getLogger(__name__)
_FIRST, _LONGEST = timedelta(minutes=2), timedelta(minutes=30)
"""Delays between tries, doubled each time. A claim lasts as long: the first is longer than any
conversation with a server can take."""
_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class About:
    """What is told of: where, what it concerns, what happened, and when."""

    site_id: int
    site_code: str
    subject: str
    event: str
    """Names the one thing that happened: nobody is told it twice."""
    kind: str
    at: datetime


def tell_applicant(
    about: About, told: Told, *, phone: str, email: str = "", actor: str
) -> tuple[int, ...]:
    """Tell an applicant (告知申请人) by what they left and the hall has set up; the messages.

    Nothing is written where they left nothing, or no channel is set up: their own page shows
    what happens anyway.
    """
    ways = ways_out()
    addresses = {Channel.SMS: phone if _is_mobile(phone) else "", Channel.MAIL: email}
    return tuple(
        _written(about, told, channel, address, None, "applicant", actor)
        for channel, address in addresses.items() if address and channel in ways
    )  # fmt: skip


def tell_person(about: About, told: Told, *, person_id: int, actor: str) -> tuple[int, ...]:
    """Tell a member of staff (告知工作人员): on their page, and in the group there is.

    The words hold no personal data of an applicant, since a whole group may read them.
    """
    staff_no, phone = person_contact(person_id)
    made = [_written(about, told, Channel.PAGE, "", person_id, f"person:{staff_no}", actor)]
    if Channel.GROUP in ways_out():
        mobile = phone if _is_mobile(phone) else ""
        made.append(
            _written(about, told, Channel.GROUP, mobile, person_id, f"person:{staff_no}", actor)
        )
    return tuple(made)


def _written(
    about: About, told: Told, channel: Channel, address: str, person_id: int | None, to: str,
    actor: str,
) -> int:  # fmt: skip
    """Write a message down; one that is there already stays as it is."""
    key = hashlib.sha256(f"{about.event}|{to}|{channel}".encode()).hexdigest()
    known = Message.objects.filter(key=key).values_list("pk", flat=True).first()
    if known is not None:
        return known
    on_page = channel == Channel.PAGE
    with transaction.atomic():
        row = Message.objects.create(
            site_id=about.site_id, key=key, subject=about.subject, event=about.event,
            kind=about.kind, channel=channel, person_id=person_id,
            sealed=Parcel(address, told).seal(key), written_at=about.at,
            result=Result.SENT if on_page else Result.WAITING,
            settled_at=about.at if on_page else None, next_at=_AT_ONCE,
        )  # fmt: skip
        record(site=about.site_code, kind="message.written", subject=about.subject, actor=actor,
               at=about.at, data={"key": key, "event": about.event, "told": about.kind,
                                  "channel": channel, "to": to})  # fmt: skip
    return row.pk


def _is_mobile(phone: str) -> bool:
    """Whether a text message can reach it: a mobile number of the mainland, or one with +."""
    digits = phone.replace(" ", "").replace("-", "")
    mainland = digits.removeprefix("+86")
    return (len(mainland) == 11 and mainland.isdecimal() and mainland.startswith("1")) or (
        digits.startswith("+") and digits[1:].isdecimal()
    )


def read_own(*, by: Reader, at: datetime) -> int:
    """Mark one's own messages as read (已阅); how many weren't."""
    if by.person_id is None:
        return 0
    with transaction.atomic():
        unread = Message.objects.filter(
            person=by.person_id, channel=Channel.PAGE, read_at=None
        ).update(read_at=at)
        if unread:
            record(site=by.site_code, kind="message.read", subject=by.name, actor=by.name, at=at,
                   data={"count": unread})  # fmt: skip
    return unread


# ---- Sending -----------------------------------------------------------------------------


def send_due(*, at: datetime, real: datetime) -> int:
    """Send what waits (外发); how many were settled. Any number of workers may do it at once.

    `at`: the hall's time, for the record; `real`: the machine's, for the delays. A channel that
    is away is left alone for the rest of this round.
    """
    ways, settled = ways_out(), 0
    while ways:
        claimed = _claim(list(ways), real)
        if claimed is None:
            break
        try:
            settled += _try(claimed, ways[Channel(claimed.channel)], at, real)
        except Away as error:
            ways.pop(Channel(claimed.channel))
            log.warning("message by %s waits: %s", claimed.channel, error)
            Message.objects.filter(pk=claimed.pk).update(trouble=error.code)
    return settled


def _claim(channels: list[Channel], real: datetime) -> Message | None:
    """Take one message that is due, and put its next try off: nobody else takes it meanwhile."""
    with transaction.atomic():
        row = (
            Message.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(result=Result.WAITING, channel__in=channels, next_at__lte=real)
            .select_related("site").order_by("next_at", "pk").first()
        )  # fmt: skip
        if row is None:
            return None
        delay = min(_FIRST * 2 ** min(row.tries, 10), _LONGEST)
        row.tries, row.next_at = row.tries + 1, real + delay
        row.save(update_fields=["tries", "next_at"])
    return row


def _try(row: Message, send: Send, at: datetime, real: datetime) -> bool:
    parcel = opened(row.sealed, row.key)
    try:
        answer = send(Outgoing(row.key, row.site.name, parcel, real))
    except Refused as error:
        return _settled(row, Result.REFUSED, error.code, at)
    return _settled(row, Result.SENT, answer, at)


def _settled(row: Message, result: Result, answer: str, at: datetime) -> bool:
    with transaction.atomic():
        changed = Message.objects.filter(pk=row.pk, result=Result.WAITING).update(
            result=result, settled_at=at, answer=answer, trouble=""
        )
        if changed:
            data = {"key": row.key, "event": row.event, "told": row.kind, "channel": row.channel,
                    "tries": row.tries, "answer": answer}  # fmt: skip
            record(site=row.site.code, kind=f"message.{result}", subject=row.subject,
                   actor="system", at=at, data=data)  # fmt: skip
    return bool(changed)
