"""Changing a result that went out (变动结果): proposed, decided by another, delivered."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from yichuang.cases.outcomes import Granted, granted
from yichuang.courses.store import begin, hold, those
from yichuang.courses.writing import happen
from yichuang.messages.actions import About, tell_applicant
from yichuang.messages.words import Told, filled
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.times import local
from yichuang.papers import actions as papers
from yichuang.papers.actions import Served
from yichuang.papers.numbers import next_number
from yichuang.phrases import Phrase
from yichuang.results.refusals import NothingGranted
from yichuang.results.result import ResultDossier
from yichuang.results.states import WHATS, Kind


def propose(
    *, number: str, what: str, reason: str, basis: str, wording: str, at: datetime, by: Reader
) -> None:
    """Propose to correct, change, renew, withdraw or cancel a result (拟变动), by its case.

    Raises NothingGranted, Ended, Lacks, NotAllowed, OutsideScope, OutOfOrder.
    """
    with transaction.atomic():
        of = granted(number)
        if of is None or not of.issued or of.site_id != by.site_id:
            raise NothingGranted(number=number)
        dossier = _held(of, at, by)
        data = {"what": what, "reason": reason, "basis": basis, "wording": wording}
        happen(dossier, Kind.PROPOSED, data, at=at, by=by, told={"what": what})


def reject(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Turn a proposal down (不同意变动), with the reason; the result stands as it was."""
    with transaction.atomic():
        happen(hold(ResultDossier, number, by), Kind.REJECTED, {"reason": reason}, at=at, by=by)


def decide(*, number: str, at: datetime, by: Reader) -> str:
    """Make the superseding decision (作出变动决定); its document number. The holder is told."""
    with transaction.atomic():
        dossier = hold(ResultDossier, number, by)
        of = granted(number)
        assert of is not None
        document = _document(dossier, of, at)
        fact = happen(dossier, Kind.DECIDED, {"document": document}, at=at, by=by,
                      told={"document": document})  # fmt: skip
        change = dossier.course.changes[-1]
        what = WHATS[change.what]
        said = filled(_CHANGED, {"n": number, "item": of.item.zh, "what": what.zh},
                      {"n": number, "item": of.item.en, "what": what.en})  # fmt: skip
        about = About(site_id=of.site_id, site_code=of.site_code, subject=dossier.subject,
                      event=f"{dossier.subject}/{fact.seq}", kind="result.decided",
                      at=at)  # fmt: skip
        tell_applicant(about, Told(what, said), phone=of.holder.phone, email=of.holder.email,
                       actor=by.name)  # fmt: skip
    return document


def deliver(*, number: str, served: Served, at: datetime, by: Reader) -> None:
    """Record how the superseding decision was delivered (送达): signature or tracking number.

    Raises DeliveryLacks, DeliveryInFuture, OutOfOrder.
    """
    with transaction.atomic():
        dossier = hold(ResultDossier, number, by)
        happen(dossier, Kind.DELIVERED, {"way": served.way.value}, at=at, by=by)
        change = dossier.course.changes[-1]
        assert dossier.standing.site_id is not None
        about = papers.About(dossier.standing.site_id, dossier.site_code, dossier.subject,
                             change.decided.seq)  # fmt: skip
        papers.deliver(about, served, made=change.decided.at, at=at, by=by)


_CHANGED = Phrase(
    "您的“{item}”（办件编号 {n}）已作出{what}决定，请到综合窗口领取决定书。",
    "A decision ({what}) was made on your “{item}” (case {n}). Please collect it at the "
    "integrated window.",
)


def _held(of: Granted, at: datetime, by: Reader) -> ResultDossier:
    """The result under its lock; its course begins with the first proposal."""
    if those(ResultDossier, [of.number]):
        return hold(ResultDossier, of.number, SYSTEM)
    return begin(
        ResultDossier, of.number, subject=f"result:{of.number}", at=at, site_id=of.site_id,
        department_id=of.department_id, adoption_id=of.adoption_id,
    )  # fmt: skip


def _document(dossier: ResultDossier, of: Granted, at: datetime) -> str:
    """The number of the decision (文号): by the book's pattern, else the case's and a count."""
    counted = next_number(
        dossier.book, "paper.changed", "paper", site_code=of.site_code, on=local(at).date(),
        values={"organ": of.organ},
    )  # fmt: skip
    return counted or f"{of.number}-{len(dossier.course.changes) + 1}"
