"""Keeping papers as they went out (文书留存), and recording how they were served (送达)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar

from django.db import connection, transaction

from yichuang import text
from yichuang.attachments.actions import Slot
from yichuang.attachments.actions import keep as keep_file
from yichuang.attachments.kinds import PDF
from yichuang.attachments.queries import content_of
from yichuang.errors import HallError
from yichuang.journal.actions import record
from yichuang.organization.personal import encrypt
from yichuang.organization.queries import Reader
from yichuang.papers.models import Delivery, Paper
from yichuang.papers.press import Sheet, printed
from yichuang.papers.states import Copy, Way
from yichuang.phrases import Phrase


@dataclass(frozen=True, slots=True)
class About:
    """Which paper: of which fact of what, where."""

    site_id: int
    site_code: str
    subject: str
    seq: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper as it went out."""

    number: str
    digest: str
    content: bytes


def keep(
    about: About, copy: Copy, write: Callable[[], Sheet], *, dated: datetime, at: datetime
) -> Kept:
    """The paper's octets: those kept when it was first printed, or printed and kept now.

    `write` makes the sheet, number and all; it is called once in a paper's life. `dated`: the
    instant of what the paper tells. Raises ContentGone where the kept octets are lost.
    """
    known = _known(about, copy)
    if known is not None:
        return known
    with transaction.atomic():
        with connection.cursor() as cursor:
            key = f"paper:{about.subject}:{about.seq}:{copy}"
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (key,))
        known = _known(about, copy)
        if known is not None:
            return known
        sheet = write()
        content = printed(sheet, dated)
        _keep_row(about, copy, sheet, content, at)
    return Kept(sheet.number, hashlib.sha256(content).hexdigest(), content)


def _known(about: About, copy: Copy) -> Kept | None:
    row = Paper.objects.filter(subject=about.subject, seq=about.seq, copy=copy).first()
    if row is None:
        return None
    return Kept(row.number, row.digest, content_of(about.subject, row.attachment_id))


def _keep_row(about: About, copy: Copy, sheet: Sheet, content: bytes, at: datetime) -> None:
    slot = Slot(
        site_id=about.site_id, site_code=about.site_code, subject=about.subject,
        part=f"paper-{about.seq}-{copy}", actor="system", person_id=None, kinds=frozenset({PDF}),
    )  # fmt: skip
    attachment = keep_file(slot, name=f"{sheet.title}.pdf", content=content, media=PDF, at=at)
    digest = hashlib.sha256(content).hexdigest()
    Paper.objects.create(
        site_id=about.site_id, subject=about.subject, seq=about.seq, copy=copy,
        title=sheet.title, number=sheet.number, digest=digest, attachment_id=attachment,
        made_at=at,
    )  # fmt: skip
    record(site=about.site_code, kind="paper.made", subject=about.subject, actor="system", at=at,
           data={"seq": about.seq, "copy": copy, "number": sheet.number,
                 "digest": digest})  # fmt: skip


# ---- Serving -----------------------------------------------------------------------------

WAYS: Mapping[Way, Phrase] = MappingProxyType({
    Way.HANDED: Phrase("直接送达", "Handed over"),
    Way.POST: Phrase("邮寄送达", "By post"),
    Way.LEFT: Phrase("留置送达", "Left at the place"),
    Way.ELECTRONIC: Phrase("电子送达", "Electronically"),
    Way.ON_COPY: Phrase("在回证上注明", "Noted on the other copy"),
    Way.REFUSED: Phrase("拒收", "Refused"),
})  # fmt: skip

_NEEDED: Mapping[Way, tuple[str, ...]] = MappingProxyType({
    Way.HANDED: ("receiver",), Way.POST: ("tracking",), Way.LEFT: ("reason", "witness"),
    Way.ELECTRONIC: ("receiver",), Way.ON_COPY: ("receiver",), Way.REFUSED: ("reason",),
})  # fmt: skip
"""What makes each way evidence: who took it, the postal number, why and before whom."""
FIELDS: Mapping[str, Phrase] = MappingProxyType({
    "receiver": Phrase("收件人姓名或电子地址", "who took it, or the electronic address"),
    "tracking": Phrase("邮件号码", "the tracking number"),
    "reason": Phrase("拒收或留置的原因", "why it was refused or left"),
    "witness": Phrase("见证人", "the witness"),
})  # fmt: skip
_LONGEST = 200


class DeliveryLacks(HallError):
    code: ClassVar[str] = "papers.delivery_lacks"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase("{way}须写明{what}。", "{way}: please say {what}.")


class DeliveryInFuture(HallError):
    code: ClassVar[str] = "papers.delivery_time"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "送达时间须在文书作出之后、现在之前。",
        "A paper is served after it was made, and not later than now.",
    )


@dataclass(frozen=True, slots=True)
class Served:
    """How a paper was served: the way, when, and what makes it evidence."""

    way: Way
    at: datetime
    receiver: str = ""
    tracking: str = ""
    reason: str = ""
    witness: str = ""

    def particulars(self) -> dict[str, str]:
        return {
            "receiver": text.name(self.receiver)[:_LONGEST],
            "tracking": text.number(self.tracking)[:_LONGEST],
            "reason": text.passage(self.reason)[:_LONGEST],
            "witness": text.name(self.witness)[:_LONGEST],
        }


def deliver(about: About, served: Served, *, made: datetime, at: datetime, by: Reader) -> None:
    """Record how a paper was served (登记送达); also that it was refused. Every attempt is a fact.

    `made`: when what the paper tells happened. Raises DeliveryLacks, DeliveryInFuture.
    """
    assert by.person_id is not None
    particulars = served.particulars()
    for field in _NEEDED[served.way]:
        if not particulars[field]:
            raise DeliveryLacks(way=WAYS[served.way], what=FIELDS[field], field=field)
    if not made <= served.at <= at:
        raise DeliveryInFuture(field="at")
    sealed = encrypt(json.dumps(particulars, ensure_ascii=False), of=_bound(about))
    with transaction.atomic():
        Delivery.objects.create(
            site_id=about.site_id, subject=about.subject, seq=about.seq, way=served.way,
            at=served.at, person_id=by.person_id, sealed=sealed, recorded_at=at,
        )  # fmt: skip
        record(site=about.site_code, kind="paper.delivered", subject=about.subject,
               actor=by.name, at=served.at, data={"seq": about.seq, "way": served.way})  # fmt: skip


def _bound(about: About) -> str:
    return f"delivery:{about.subject}/{about.seq}"
