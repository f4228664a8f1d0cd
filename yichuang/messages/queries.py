"""Reading messages: one's own, and what was told of one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from django.db.models import Count, Min

from yichuang.messages.channels import ways_out
from yichuang.messages.models import Channel, Message, Result
from yichuang.messages.words import opened
from yichuang.organization.face import MANAGE_DEVICES
from yichuang.organization.queries import Reader
from yichuang.phrases import Phrase
from yichuang.rules import masking

CHANNELS: Mapping[Channel, Phrase] = MappingProxyType({
    Channel.PAGE: Phrase("本系统", "This system"),
    Channel.MAIL: Phrase("电子邮件", "E-mail"),
    Channel.SMS: Phrase("短信", "Text message"),
    Channel.GROUP: Phrase("工作群", "Staff group"),
})  # fmt: skip
RESULTS: Mapping[Result, Phrase] = MappingProxyType({
    Result.WAITING: Phrase("待发送", "Waiting to be sent"),
    Result.SENT: Phrase("已发送", "Sent"),
    Result.REFUSED: Phrase("被拒收，请用其他方式告知", "Refused; tell them in another way"),
})  # fmt: skip
_OWN = 50


@dataclass(frozen=True, slots=True)
class Own:
    """A message on somebody's own page."""

    subject: str
    title: Phrase
    text: Phrase
    written_at: datetime
    unread: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What was told, to whom, when, and what became of it."""

    title: Phrase
    text: Phrase
    to: str
    """The address masked, or a colleague's name."""
    channel: Phrase
    written_at: datetime
    result: Result
    result_said: Phrase
    settled_at: datetime | None
    tries: int


@dataclass(frozen=True, slots=True)
class Line:
    """How one way out of the house stands."""

    channel: Phrase
    waiting: int
    oldest: datetime | None
    trouble: str


def own(reader: Reader) -> tuple[Own, ...]:
    """A reader's own messages (我的消息), the newest first."""
    if reader.person_id is None:
        return ()
    rows = Message.objects.filter(person=reader.person_id, channel=Channel.PAGE).order_by("-id")
    found = []
    for row in rows[:_OWN]:
        told = opened(row.sealed, row.key).told
        found.append(Own(row.subject, told.title, told.text, row.written_at, row.read_at is None))
    return tuple(found)


def unread(reader: Reader) -> int:
    """How many of a reader's messages they haven't read."""
    if reader.person_id is None:
        return 0
    rows = Message.objects.filter(person=reader.person_id, channel=Channel.PAGE, read_at=None)
    return rows.count()


def about(subject: str) -> tuple[Sent, ...]:
    """What was told of one thing (告知记录). Who may read it, the asker's own query says."""
    rows = Message.objects.filter(subject=subject).select_related("person").order_by("id")
    return tuple(_sent(row) for row in rows)


def _sent(row: Message) -> Sent:
    parcel = opened(row.sealed, row.key)
    mask = masking.email if row.channel == Channel.MAIL else masking.phone
    to = row.person.name if row.person else mask(parcel.address)
    result = Result(row.result)
    return Sent(
        parcel.told.title, parcel.told.text, to, CHANNELS[Channel(row.channel)], row.written_at,
        result, RESULTS[result], row.settled_at, row.tries,
    )  # fmt: skip


def lines_out(reader: Reader) -> tuple[Line, ...]:
    """How each way out of the house stands (外发情况); for who looks after devices."""
    reader.must(MANAGE_DEVICES)
    lines = []
    for channel in ways_out():
        rows = Message.objects.filter(result=Result.WAITING, channel=channel)
        counted = rows.aggregate(n=Count("id"), oldest=Min("written_at"))
        last = rows.exclude(trouble="").order_by("-tries").first()
        trouble = last.trouble if last else ""
        lines.append(Line(CHANNELS[channel], counted["n"], counted["oldest"], trouble))
    return tuple(lines)
