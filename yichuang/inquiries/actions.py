"""What is done with an inquiry; each is one transaction with its journal entry (R02)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from yichuang.acts.actions import find
from yichuang.acts.states import Finding, Source
from yichuang.courses.store import begin, begun_by, hold, next_serial
from yichuang.courses.writing import happen
from yichuang.errors import NotAllowed, NotFound
from yichuang.inquiries.course import ANSWER_INQUIRY, InquiryDossier, Kind, State
from yichuang.inquiries.refusals import (
    CallBackPassed,
    NoSuchBreach,
    NotToOneself,
    TooMany,
    WordsNeeded,
)
from yichuang.messages.actions import About, tell_applicant, tell_person
from yichuang.messages.words import Told, filled
from yichuang.organization.personal import blind_index, decrypt, encrypt
from yichuang.organization.queries import Reader, person_by_staff_no
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.regulations.queries import in_force
from yichuang.text import passage

LONGEST = 1000
VISITOR = "visitor"
BREACH = "first_inquiry_breach"
CHANNELS = ("desk", "phone", "web")
# Against machines; no figure of a regulation.
_WINDOW = timedelta(minutes=10)
_PER_ADDRESS = 5
_WHAT = {
    "question": Phrase("问题", "question"), "answer": Phrase("答复", "answer"),
    "contact": Phrase("联系方式", "contact"), "reason": Phrase("原因", "reason"),
    "whom": Phrase("指引到哪个单位、找谁", "whom they were referred to"),
    "reach": Phrase("怎样找到", "how to reach them"), "result": Phrase("结果", "result"),
    "handler": Phrase("具体承办人", "who deals with it"), "said": Phrase("事实", "what happened"),
}  # fmt: skip


def take_down(
    *, question: str, channel: str, who: str = "", contact: str = "", ticket_id: int | None = None,
    at: datetime, by: Reader,
) -> str:  # fmt: skip
    """Write down what somebody asked (首问登记); whoever does so owns it. Its number.

    `channel`: desk or phone. `ticket_id`: of the visit it belongs to. What was asked, by whom
    and how to reach them are kept encrypted. Raises NotAllowed, WordsNeeded.
    """
    by.must(ANSWER_INQUIRY)
    if by.site_id is None or by.person_id is None:
        raise NotAllowed(what=ANSWER_INQUIRY.name)
    data = {"channel": channel if channel in CHANNELS else "desk", "ticket": ticket_id}
    return _begun(Kind.ASKED, question, who, contact, data, by, by.site_id, at)


def send_in(
    *, site_id: int, site_code: str, question: str, contact: str, address: str = "", at: datetime
) -> str:
    """Ask on the web (网上咨询), by anybody; its number. Raises WordsNeeded, TooMany.

    `address`: where it comes from; only a keyed digest of it is kept.
    """
    contact = _words(contact, "contact")
    name = f"{VISITOR}:{blind_index('address', address)[:16]}" if address else VISITOR
    by = Reader(name=name, site_id=site_id, site_code=site_code)
    data = {"channel": "web", "ticket": None}
    return _begun(Kind.SENT_IN, question, "", contact, data, by, site_id, at, limited=bool(address))


def _begun(
    kind: Kind, question: str, who: str, contact: str, data: dict[str, Any], by: Reader,
    site_id: int, at: datetime, *, limited: bool = False,
) -> str:  # fmt: skip
    question = _words(question, "question")
    with transaction.atomic():
        on = local(at).date()
        number = f"{by.site_code}-{on.year}-{next_serial('inquiry', by.site_code, on):05}"
        subject = f"inquiry:{number}"
        # The serial's row is locked, so they come one after another and the count holds.
        if limited and begun_by(InquiryDossier, by.name, at - _WINDOW) >= _PER_ADDRESS:
            seconds = int(_WINDOW.total_seconds())
            raise TooMany(minutes=seconds // 60, retry_after=seconds)
        dossier = begin(InquiryDossier, number, subject=subject, at=at, site_id=site_id,
                        adoption_id=in_force(site_id, on).adoption_id)  # fmt: skip
        sealed = {"question": _sealed(question, subject), "who": _sealed(passage(who), subject),
                  "contact": _sealed(passage(contact), subject)}  # fmt: skip
        happen(dossier, kind, {**data, **sealed}, at=at, by=by)
    return number


def take_up(*, number: str, at: datetime, by: Reader) -> None:
    """Take up an inquiry from the web (接收); whoever does so owns it from now on."""
    _step(number, Kind.TAKEN_UP, {}, at, by)


def answer(*, number: str, text: str, reused: str = "", at: datetime, by: Reader) -> None:
    """Answer (答复), as the owner or as who took it over; `reused`: the answer it came from.

    Whoever asked by web or telephone is told where the hall has a way to. Raises as `happen`.
    """
    text = _words(text, "answer")
    with transaction.atomic():
        dossier = hold(InquiryDossier, number, by)
        kind = Kind.REPLIED if dossier.course.state == State.PASSED else Kind.ANSWERED
        fact = happen(dossier, kind, {"answer": text, "reused": reused[:40]}, at=at, by=by)
        contact = opened(dossier, "contact")
        told = Told(Phrase("咨询答复", "Your inquiry"), filled(_ANSWERED, {"n": number, "a": text}))
        tell_applicant(_about(dossier, fact.seq, kind, at), told, phone=contact,
                       email=contact if "@" in contact else "", actor=by.name)  # fmt: skip


def offer(*, number: str, to: str, reason: str, at: datetime, by: Reader) -> None:
    """Ask a named colleague to take it over (请求移交), by staff number; who is told.

    Until they confirm, it stays with whoever was asked first. Raises NotToOneself, NotFound.
    """
    reason = _words(reason, "reason")
    with transaction.atomic():
        dossier = hold(InquiryDossier, number, by)
        person = person_by_staff_no(to.strip())
        if person.site_id != by.site_id:
            raise NotFound(what=to, field="to")
        if person.pk in (by.person_id, dossier.course.owner_id):
            raise NotToOneself(field="to")
        data = {"to": person.pk, "to_name": person.name, "reason": reason}
        fact = happen(dossier, Kind.OFFERED, data, at=at, by=by)
        told = Told(Phrase("请接手一件咨询", "Please take over an inquiry"),
                    filled(_YOURS, {"n": number}))  # fmt: skip
        tell_person(_about(dossier, fact.seq, Kind.OFFERED, at), told, person_id=person.pk,
                    actor=by.name)  # fmt: skip


def confirm(*, number: str, at: datetime, by: Reader) -> None:
    """Take it over (确认接手). The first one follows it up from now on."""
    _step(number, Kind.CONFIRMED, {}, at, by)


def decline(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Say that one can't take it over (不能接手), and why: it stays with the first one."""
    _step(number, Kind.DECLINED, {"reason": _words(reason, "reason")}, at, by)


def give_back(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Give back what one had taken over (退回首问人), with the reason."""
    _step(number, Kind.RETURNED, {"reason": _words(reason, "reason")}, at, by)


def agree(*, number: str, until: str, handler: str, contact: str, at: datetime, by: Reader) -> None:
    """Agree when and how the person is called back (约定回复), where nobody can answer now.

    `until`: on the hall's wall. Raises CallBackPassed, WordsNeeded.
    """
    try:
        agreed = instant(datetime.fromisoformat(until).replace(tzinfo=None))
    except ValueError:
        raise CallBackPassed(field="until") from None
    if agreed <= at:
        raise CallBackPassed(field="until")
    handler, contact = _words(handler, "handler"), _words(contact, "contact")
    with transaction.atomic():
        dossier = hold(InquiryDossier, number, by)
        data = {"until": agreed.isoformat(), "handler": handler,
                "reach": _sealed(contact, dossier.subject)}  # fmt: skip
        happen(dossier, Kind.AGREED, data, at=at, by=by)


def refer(*, number: str, whom: str, reach: str, at: datetime, by: Reader) -> None:
    """Write down whom the person was referred to, and how to reach them (指引)."""
    data = {"whom": _words(whom, "whom"), "reach": _words(reach, "reach")}
    _step(number, Kind.REFERRED, data, at, by)


def end(*, number: str, result: str, at: datetime, by: Reader) -> None:
    """Say how it ended for who asked (跟踪办结), by whoever was asked first."""
    _step(number, Kind.ENDED, {"result": _words(result, "result")}, at, by)


def keep(*, number: str, question: str, at: datetime, by: Reader) -> None:
    """Keep question and answer for reuse (收入知识库), in words that name nobody (R03)."""
    _step(number, Kind.KEPT, {"question": _words(question, "question")}, at, by)


def drop(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Take it out of the knowledge base (移出知识库), with the reason."""
    _step(number, Kind.DROPPED, {"reason": _words(reason, "reason")}, at, by)


def find_breach(*, number: str, said: str, at: datetime, by: Reader) -> int:
    """Put down that whoever was asked first shirked it (违反首问责任); the number of the act.

    What follows is the book's, by how often it happened. Raises NoSuchBreach.
    """
    said = _words(said, "said")
    with transaction.atomic():
        dossier = hold(InquiryDossier, number, by)
        happen(dossier, Kind.SHIRKED, {"said": said}, at=at, by=by)
        finding = Finding(
            code=BREACH, happened_at=dossier.course.asked.at, event=f"{dossier.subject}/shirked",
            known_by=Source.PATROL, said=Phrase(said, said), person_id=dossier.course.owner_id,
            evidence=dossier.subject,
        )  # fmt: skip
        act = find(finding, site_id=dossier.about.site_id, at=at, by=by)
        if act is None:
            raise NoSuchBreach
    return act


def opened(dossier: InquiryDossier, name: str) -> str:
    """What was kept encrypted, readable again: ``question``, ``who`` or ``contact``."""
    sealed = str(dossier.course.asked.data[name])
    return decrypt(bytes.fromhex(sealed), of=dossier.subject) if sealed else ""


_ANSWERED = Phrase("您的咨询（{n}）已答复：{a}", "Your inquiry {n} was answered: {a}")
_YOURS = Phrase("咨询 {n} 请您接手，请在待办中确认。", "Please confirm taking over inquiry {n}.")


def _step(number: str, kind: Kind, data: Mapping[str, object], at: datetime, by: Reader) -> None:
    with transaction.atomic():
        happen(hold(InquiryDossier, number, by), kind, data, at=at, by=by)


def _words(text: str, field: str) -> str:
    text = passage(text)
    if not text or len(text) > LONGEST:
        raise WordsNeeded(what=_WHAT[field], most=LONGEST, field=field)
    return text


def _sealed(text: str, subject: str) -> str:
    return encrypt(text, of=subject).hex() if text else ""


def _about(dossier: InquiryDossier, seq: int, kind: Kind, at: datetime) -> About:
    return About(
        site_id=dossier.about.site_id, site_code=dossier.site_code, subject=dossier.subject,
        event=f"{dossier.subject}/{seq}", kind=f"inquiry.{kind}", at=at,
    )  # fmt: skip
