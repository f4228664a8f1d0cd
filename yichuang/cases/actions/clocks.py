"""What changes a case's clock: special procedures (特别程序) and the one extension (延期)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from django.db import transaction

from yichuang.cases import rulings
from yichuang.cases.actions.writing import happen, hold
from yichuang.cases.course import Extension
from yichuang.cases.dossier import CaseDossier
from yichuang.cases.states import Kind
from yichuang.cases.telling import applicant_is_told
from yichuang.errors import HallError
from yichuang.organization.queries import Reader
from yichuang.organization.times import local
from yichuang.phrases import Phrase
from yichuang.rules import deadline
from yichuang.rules.reasons import Reason, to_json
from yichuang.text import passage

_INVALID = "extension_invalid"


class UnknownSegment(HallError):
    code: ClassVar[str] = "cases.unknown_segment"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "规则手册中没有“{kind}”这种特别程序。可用的有：{known}。",
        "The rule book knows no special procedure “{kind}”; it knows {known}.",
    )


class LimitNeeded(HallError):
    code: ClassVar[str] = "cases.limit_needed"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "须写明特别程序的事由和所需天数（至少一天），并书面告知申请人。",
        "Say why the special procedure is needed and how many days (one or more) it takes; "
        "the applicant is told in writing.",
    )


class ExtensionRefused(HallError):
    code: ClassVar[str] = "cases.extension_refused"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase("不能延期：{why}", "No extension: {why}")


def start_segment(
    *, number: str, kind: str, days: int, reason: str, notified: bool = True,
    at: datetime, by: Reader,
) -> None:  # fmt: skip
    """Begin a special procedure (转入特别程序, R24); whether the clock stops is the rule's to say.

    It begins today: a day that has passed can't be given. `days`: how long it is expected
    to take, which the applicant is told in writing (行政许可法 45). Raises UnknownSegment,
    LimitNeeded, SegmentAlreadyRunning, OutOfOrder, NotAllowed, OutsideScope.
    """
    if days < 1 or not passage(reason):
        raise LimitNeeded(field="days" if days < 1 else "reason")
    with transaction.atomic():
        dossier = hold(number, by)
        _known(dossier, kind, at)
        today = local(at).date().isoformat()
        data: dict[str, object] = {
            "segment": kind, "on": today, "days": days, "reason": reason,
            "notified_on": today if notified else None,
        }  # fmt: skip
        told = {"segment": kind, "days": days, "notified": notified}
        fact = happen(dossier, Kind.SEGMENT_STARTED, data, at=at, by=by, told=told)
        applicant_is_told(dossier, fact)


def end_segment(*, number: str, kind: str, outcome: str = "", at: datetime, by: Reader) -> None:
    """End a special procedure (特别程序结束) today, with what it found. Raises NoSuchSegment."""
    with transaction.atomic():
        dossier = hold(number, by)
        today = local(at).date().isoformat()
        data: dict[str, object] = {"segment": kind, "on": today, "outcome": outcome}
        happen(dossier, Kind.SEGMENT_ENDED, data, at=at, by=by, told={"segment": kind})


def extend(
    *, number: str, days: int, reason: str, approved_by: str, document: str = "",
    notified: bool = True, at: datetime, by: Reader,
) -> None:  # fmt: skip
    """Extend a case once (延期, R18, 行政许可法 42), if the rule `deadline` lets it stand.

    `approved_by`: the office that approved it, as the book names it; `document`: the number
    of its written approval. Raises ExtensionRefused with the rule's reasons, ExtendedAlready,
    OutOfOrder, NotAllowed, OutsideScope.
    """
    reason, document = passage(reason), passage(document)
    with transaction.atomic():
        dossier = hold(number, by)
        today = local(at).date()
        data: dict[str, object] = {
            "days": days, "reason": reason, "approved_by": approved_by, "document": document,
            "on": today.isoformat(), "notified_on": today.isoformat() if notified else None,
        }  # fmt: skip
        before = dossier.case.promised_due
        told = {"days": days, "approved_by": approved_by, "notified": notified}
        because = _stands(dossier, data, at)
        data["because"] = to_json(because)
        data["due_before"] = before.isoformat() if before else None
        fact = happen(dossier, Kind.EXTENDED, data, at=at, by=by, told=told)
        applicant_is_told(dossier, fact)


def _known(dossier: CaseDossier, kind: str, at: datetime) -> None:
    accepted = dossier.case.accepted_at or at
    section = dossier.book.on(local(accepted).date()).deadlines
    kinds = section.segments if section else {}
    if kind not in kinds:
        known = Phrase(
            "、".join(f"{k.zh}（{code}）" for code, k in kinds.items()), ", ".join(kinds)
        )
        raise UnknownSegment(kind=kind, known=known, field="kind")


def _stands(dossier: CaseDossier, data: dict[str, object], at: datetime) -> list[Reason]:
    """What the rule says to the extension before it is written."""
    course = dossier.course
    if course.acceptance is None or course.extension is not None:
        return []  # the table of steps refuses it, in its own words
    asked = Extension(
        days=int(str(data["days"])), reason=str(data["reason"]),
        approved_by=str(data["approved_by"]), on=local(at).date(),
        notified_on=local(at).date() if data["notified_on"] else None, seq=0,
    )  # fmt: skip
    if asked.days < 1:
        raise ExtensionRefused(field="days", why=Phrase("至少一天", "at least one day"))
    ruling = rulings.clock(replace(course, extension=asked), dossier.item, dossier.book, at)
    if _INVALID in ruling.findings:
        why = [r for r in ruling.because if r.ruling == _INVALID]
        raise ExtensionRefused(field="extension", why=_all(why))
    return _about_extension(ruling)


def _about_extension(ruling: deadline.Ruling) -> list[Reason]:
    return [r for r in ruling.because if r.fact.key.startswith("deadline.exten")]


def _all(reasons: list[Reason]) -> Phrase:
    return Phrase(
        "；".join(f"{r.fact.say('zh', **r.args)}（{r.article}）" for r in reasons),
        "; ".join(f"{r.fact.say('en', **r.args)} ({r.article})" for r in reasons),
    )
