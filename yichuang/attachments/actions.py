"""Taking files in (上传附件), opening and withdrawing them. Each look at a file goes on record.

An upload is begun, gets its pieces in order, and is finished: only then is there an attachment.
Cut short, it goes on where it stopped when the same file is chosen again, and is swept away when
nobody comes back. Who may attach or look is the business of what the file belongs to: its actions
call these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from yichuang.attachments import store
from yichuang.attachments.errors import Empty, NoSuchUpload, OutOfStep, TooBig, TooMany, WrongKind
from yichuang.attachments.kinds import ENDINGS, NAMES, sniff
from yichuang.attachments.models import Attachment, Upload
from yichuang.errors import NotFound
from yichuang.journal.actions import record
from yichuang.organization.personal import blind_index, decrypt, encrypt
from yichuang.phrases import Phrase
from yichuang.text import name as tidy_name

PIECE = 1 << 20
"""The largest piece, in octets."""
_MOST = 60  # files of one subject
_ABANDONED = timedelta(hours=24)
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a file goes, and who puts it there."""

    site_id: int
    site_code: str
    subject: str
    part: str
    actor: str
    person_id: int | None
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class Progress:
    token: str
    received: int
    size: int

    @property
    def whole(self) -> bool:
        return self.received == self.size


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as somebody who may looks at it."""

    name: str
    media: str
    content: bytes


def begin(slot: Slot, *, name: str, size: int, stamp: str, real: datetime) -> Progress:
    """Begin an upload, or find how far the same one got; `stamp`: when the file was changed last.

    Raises TooBig, Empty, TooMany.
    """
    if size < 1:
        raise Empty(field="file")
    if size > settings.UPLOAD_MOST:
        raise TooBig(most=settings.UPLOAD_MOST >> 20, field="file")
    if _standing(slot.subject).count() >= _MOST:
        raise TooMany(most=_MOST, field="file")
    name = tidy_name(name)[-_LONGEST_NAME:] or "?"
    said = "|".join((slot.actor, slot.subject, slot.part, name, str(size), stamp))
    source, token = blind_index("upload", said), token_urlsafe(32)
    row, _ = Upload.objects.get_or_create(
        source=source,
        defaults={
            "token": token, "site_id": slot.site_id, "subject": slot.subject, "part": slot.part,
            "sealed": encrypt(name, of=f"upload:{token}"), "size": size, "touched_at": real,
        },
    )  # fmt: skip
    return Progress(row.token, row.received, row.size)


def progress(slot: Slot, token: str) -> Progress:
    """How far an upload got. Raises NoSuchUpload."""
    row = _uploads(slot, token).first()
    if row is None:
        raise NoSuchUpload(field="file")
    return Progress(row.token, row.received, row.size)


def take_piece(slot: Slot, token: str, *, start: int, octets: bytes, real: datetime) -> Progress:
    """Take the next piece of an upload. Raises NoSuchUpload, OutOfStep, TooBig, NoRoom."""
    with transaction.atomic():
        row = _uploads(slot, token).select_for_update().first()
        if row is None:
            raise NoSuchUpload(field="file")
        if start != row.received or not octets:
            raise OutOfStep(received=row.received, field="file")
        if len(octets) > PIECE or row.received + len(octets) > row.size:
            raise TooBig(most=PIECE >> 20, field="file")
        store.put_piece(token, start, octets)
        row.received, row.touched_at = row.received + len(octets), real
        row.save(update_fields=["received", "touched_at"])
    return Progress(token, row.received, row.size)


def finish(slot: Slot, token: str, *, at: datetime) -> int:
    """Make an attachment of a whole upload; its number. Raises NoSuchUpload, OutOfStep, WrongKind.

    An upload of the wrong kind is thrown away with the refusal.
    """
    with transaction.atomic():
        row = _uploads(slot, token).select_for_update().first()
        if row is None:
            raise NoSuchUpload(field="file")
        if row.received != row.size:
            raise OutOfStep(received=row.received, field="file")
        content = store.pieces(token, row.size)
        media = sniff(content)
        if media in slot.kinds:
            name = decrypt(bytes(row.sealed), of=f"upload:{token}")
            kept = keep(slot, name=name, content=content, media=media, at=at)
        row.delete()
    store.drop_pieces(token)
    if media not in slot.kinds:
        raise WrongKind(kinds=_listed(slot.kinds), field="file")
    return kept


def keep(slot: Slot, *, name: str, content: bytes, media: str, at: datetime) -> int:
    """Keep a content as an attachment (存入附件); its number. The same one is kept once."""
    digest = store.digest_of(content)
    with transaction.atomic():
        _hold(digest)
        store.put(content)
        known = _standing(slot.subject).filter(part=slot.part, digest=digest)
        same = known.values_list("pk", flat=True).first()
        if same is not None:
            return same
        return _kept(slot, digest, name=name, size=len(content), media=media, at=at)


def _hold(digest: str) -> None:
    """Until the transaction ends nobody else keeps or sweeps this content."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"file:{digest}",))


def _kept(slot: Slot, digest: str, *, name: str, size: int, media: str, at: datetime) -> int:
    row = Attachment.objects.create(
        site_id=slot.site_id, subject=slot.subject, part=slot.part, digest=digest, media=media,
        size=size, sealed=encrypt(name, of=f"attachment:{slot.subject}:{digest}"),
        added_at=at, actor=slot.actor, person_id=slot.person_id,
    )  # fmt: skip
    record(site=slot.site_code, kind="attachment.added", subject=slot.subject, actor=slot.actor,
           at=at, data={"attachment": row.pk, "part": slot.part, "digest": digest, "size": size,
                        "media": media})  # fmt: skip
    return row.pk


def open_file(subject: str, pk: int, *, actor: str, at: datetime) -> Opened:
    """Open a file (查看附件); the look goes on record. Raises NotFound, ContentGone."""
    with transaction.atomic():
        row = _standing(subject).filter(pk=pk).select_related("site").first()
        if row is None:
            raise NotFound(what=pk, field="attachment")
        content = store.get(row.digest)
        record(site=row.site.code, kind="attachment.opened", subject=subject, actor=actor, at=at,
               data={"attachment": pk, "digest": row.digest})  # fmt: skip
    name = decrypt(bytes(row.sealed), of=f"attachment:{subject}:{row.digest}")
    return Opened(_with_ending(name, row.media), row.media, content)


def withdraw(subject: str, pk: int, *, reason: str, actor: str, at: datetime) -> None:
    """Withdraw a file put there by mistake (撤回附件): nobody opens it any more.

    The sweeper erases its content within two days, unless other things hold the same; its digest
    stays on record. Raises NotFound.
    """
    with transaction.atomic():
        row = _standing(subject).filter(pk=pk).select_for_update(of=("self",)).first()
        if row is None:
            raise NotFound(what=pk, field="attachment")
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        record(site=row.site.code, kind="attachment.withdrawn", subject=subject, actor=actor,
               at=at, reason=reason, data={"attachment": pk, "digest": row.digest})  # fmt: skip


def abandon(slot: Slot, token: str) -> None:
    """Give an upload up (放弃上传)."""
    if _uploads(slot, token).delete()[0]:
        store.drop_pieces(token)


def sweep(real: datetime) -> int:
    """Throw away uploads nobody came back to, and contents that nothing holds; how many."""
    before = real - _ABANDONED
    swept = 0
    for token in Upload.objects.filter(touched_at__lt=before).values_list("token", flat=True):
        swept += Upload.objects.filter(token=token, touched_at__lt=before).delete()[0]
    for token in store.incoming() - set(Upload.objects.values_list("token", flat=True)):
        store.drop_pieces(token)
    return swept + sum(_swept(digest, before) for digest in store.kept_before(before.timestamp()))


def _swept(digest: str, before: datetime) -> bool:
    """Erase a content that nothing holds, unless it was put there again just now."""
    with transaction.atomic():
        _hold(digest)
        if Attachment.objects.filter(digest=digest, withdrawn_at=None).exists():
            return False
        return store.erase_older(digest, before.timestamp())


def _uploads(slot: Slot, token: str) -> QuerySet[Upload]:
    return Upload.objects.filter(token=token, subject=slot.subject, part=slot.part)


def _standing(subject: str) -> QuerySet[Attachment]:
    return Attachment.objects.filter(subject=subject, withdrawn_at=None)


def _listed(kinds: frozenset[str]) -> Phrase:
    named = [NAMES[kind] for kind in NAMES if kind in kinds]
    return Phrase("、".join(n.zh for n in named), ", ".join(n.en for n in named))


def _with_ending(name: str, media: str) -> str:
    """The name with the ending of what the file is."""
    ending = ENDINGS[media]
    return name if name.lower().endswith((f".{ending}", ".jpeg", ".tiff")) else f"{name}.{ending}"
