"""What is done with a suggestion; each is one transaction with its journal entry."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import transaction

from yichuang.courses.store import begin, begun_by, hold, next_serial
from yichuang.courses.writing import happen
from yichuang.errors import HallError, NotFound
from yichuang.feedback.suggestions.course import Kind, SuggestionDossier
from yichuang.messages.actions import About, tell_applicant, tell_person
from yichuang.messages.words import Told, filled
from yichuang.organization.personal import blind_index, decrypt, encrypt
from yichuang.organization.queries import Reader, person_by_staff_no
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import in_force
from yichuang.text import passage

LONGEST = 1000
APPLICANT = "applicant"
# Against machines; no figure of a regulation.
_WINDOW = timedelta(minutes=10)
_PER_ADDRESS = 5


class WordsNeeded(HallError):
    code: ClassVar[str] = "feedback.words_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "请写明内容，不超过 {most} 个字。", "Please write something, at most {most} characters."
    )


class TooMany(HallError):
    code: ClassVar[str] = "feedback.too_many"
    status: ClassVar[int] = 429
    phrase: ClassVar[Phrase] = Phrase(
        "这个网络地址提交的意见太多，请 {minutes} 分钟后再提。",
        "Too many suggestions came from this address. Please try again in {minutes} minutes.",
    )


def hand_in(
    *, site_id: int, site_code: str, text: str, contact: str = "", address: str = "", at: datetime
) -> str:
    """Hand a suggestion in (提出意见), by anybody; its number. Raises WordsNeeded, TooMany.

    `address`: where it comes from; only a keyed digest of it is kept.

    What was written, and where to answer, are kept encrypted: only what the house publishes
    of it, in its own words, is read by others.
    """
    text = _words(text, "text")
    with transaction.atomic():
        on = local(at).date()
        number = f"{site_code}-{on.year}-{next_serial('suggestion', site_code, on):04}"
        subject = f"suggestion:{number}"
        dossier = begin(SuggestionDossier, number, subject=subject, at=at, site_id=site_id,
                        adoption_id=in_force(site_id, on).adoption_id)  # fmt: skip
        sealed = {"text": _sealed(text, subject), "contact": _sealed(passage(contact), subject)}
        name = f"{APPLICANT}:{blind_index('address', address)[:16]}" if address else APPLICANT
        # The serial's row is locked, so they come one after another and the count holds.
        if address and begun_by(SuggestionDossier, name, at - _WINDOW) >= _PER_ADDRESS:
            seconds = int(_WINDOW.total_seconds())
            raise TooMany(minutes=seconds // 60, retry_after=seconds)
        by = Reader(name=name, site_id=site_id, site_code=site_code)
        happen(dossier, Kind.SUBMITTED, sealed, at=at, by=by)
    return number


def answer(*, number: str, text: str, at: datetime, by: Reader) -> None:
    """Answer a suggestion (答复), within the book's days; whoever left a number is told."""
    text = _words(text, "text")
    with transaction.atomic():
        dossier = hold(SuggestionDossier, number, by)
        fact = happen(dossier, Kind.ANSWERED, {"answer": text}, at=at, by=by)
        contact = opened(dossier, "contact")
        told = Told(
            Phrase("意见答复", "Your suggestion"), filled(_ANSWERED, {"n": number, "a": text})
        )
        tell_applicant(_about(dossier, fact.seq, Kind.ANSWERED, at), told, phone=contact,
                       email=contact if "@" in contact else "", actor=by.name)  # fmt: skip


def publish(*, number: str, said: str, at: datetime, by: Reader) -> None:
    """Publish it with its answer (公开), in words that name nobody."""
    said = _words(said, "said")
    with transaction.atomic():
        dossier = hold(SuggestionDossier, number, by)
        happen(dossier, Kind.PUBLISHED, {"said": said}, at=at, by=by)


def adopt(*, number: str, improvement: str, owner: str, at: datetime, by: Reader) -> None:
    """Turn it into an improvement (转为改进) with a person in charge, by staff number."""
    improvement = _words(improvement, "improvement")
    with transaction.atomic():
        dossier = hold(SuggestionDossier, number, by)
        person = person_by_staff_no(owner.strip())
        if person.site_id != by.site_id:
            raise NotFound(what=owner, field="owner")
        data = {"improvement": improvement, "owner": person.pk, "owner_name": person.name}
        fact = happen(dossier, Kind.ADOPTED, data, at=at, by=by)
        told = Told(Phrase("请负责改进", "An improvement is yours"),
                    filled(_YOURS, {"n": number, "what": improvement}))  # fmt: skip
        tell_person(_about(dossier, fact.seq, Kind.ADOPTED, at), told, person_id=person.pk,
                    actor=by.name)  # fmt: skip


def close(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Close it without an improvement (了结), with the reason."""
    _step(number, Kind.CLOSED, "reason", reason, at, by)


def done(*, number: str, result: str, at: datetime, by: Reader) -> None:
    """Say that the improvement is done (改进完成); the person in charge, or their stand-in."""
    _step(number, Kind.DONE, "result", result, at, by)


def opened(dossier: SuggestionDossier, name: str) -> str:
    """What was handed in, readable again: ``text`` or ``contact``."""
    sealed = dossier.course.said(Kind.SUBMITTED, name)
    return decrypt(bytes.fromhex(sealed), of=dossier.subject) if sealed else ""


_ANSWERED = Phrase("您的意见（{n}）已答复：{a}", "Your suggestion {n} was answered: {a}")
_YOURS = Phrase(
    "意见 {n} 转为改进，由您负责：{what}", "Suggestion {n} became an improvement: {what}"
)


def _step(number: str, kind: Kind, name: str, text: str, at: datetime, by: Reader) -> None:
    text = _words(text, name)
    with transaction.atomic():
        happen(hold(SuggestionDossier, number, by), kind, {name: text}, at=at, by=by)


def _words(text: str, field: str) -> str:
    text = passage(text)
    if not text or len(text) > LONGEST:
        raise WordsNeeded(most=LONGEST, field=field)
    return text


def _sealed(text: str, subject: str) -> str:
    return encrypt(text, of=subject).hex() if text else ""


def _about(dossier: SuggestionDossier, seq: int, kind: Kind, at: datetime) -> About:
    return About(
        site_id=dossier.about.site_id, site_code=dossier.site_code, subject=dossier.subject,
        event=f"{dossier.subject}/{seq}", kind=f"suggestion.{kind}", at=at,
    )  # fmt: skip
