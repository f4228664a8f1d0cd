"""At the window (受理): materials come in, the rule answers, the answer is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

from django.db import transaction

from yichuang.cases import applicants, items, numbers, rulings
from yichuang.cases.actions.breaches import look_for_breach
from yichuang.cases.actions.writing import happen, hold
from yichuang.cases.course import Course, Status
from yichuang.cases.dossier import CaseDossier
from yichuang.cases.face import ACCEPT_CASE
from yichuang.cases.joint import actions as joint
from yichuang.cases.models import Case
from yichuang.cases.reach import not_taken_in_by
from yichuang.cases.rulings import Grounds
from yichuang.cases.states import Kind, State
from yichuang.cases.telling import applicant_is_told
from yichuang.courses.course import Happened
from yichuang.errors import HallError
from yichuang.organization.queries import SYSTEM, Reader
from yichuang.organization.times import local
from yichuang.papers import glyphs
from yichuang.phrases import Phrase
from yichuang.reception import queries as reception
from yichuang.regulations import queries as regulations
from yichuang.rules.reasons import Reason, to_json
from yichuang.text import passage

if TYPE_CHECKING:
    from yichuang.cases.applicants import Applicant
    from yichuang.rules.identity import Checked

Decision = Literal["accept", "correct_on_spot", "notify", "refuse", "await_applicant", "examine"]


class MaterialUnknown(HallError):
    code: ClassVar[str] = "cases.material_unknown"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "“{code}”不在这个事项的材料清单中，"
        "或状态“{status}”不是 ok、missing、defective、correctable 之一。",
        "“{code}” is not among this item's materials, or “{status}” is not one of ok, missing, "
        "defective, correctable.",
    )


class WhereToGo(HallError):
    code: ClassVar[str] = "cases.where_to_go"
    status: ClassVar[int] = 422
    phrase: ClassVar[Phrase] = Phrase(
        "不予受理须说明理由；不属于本机关职权的，还须告知应向哪个机关申请。",
        "A refusal gives its reasons and, where another authority is competent, names it.",
    )


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an application is refused (不予受理): the ground, in words, and where to go."""

    ground: Literal["not_competent", "false_materials"]
    reasons: str
    where_to_go: str = ""

    def grounds(self) -> Grounds:
        return Grounds(
            competent=self.ground != "not_competent",
            false_materials=self.ground == "false_materials",
        )


@dataclass(frozen=True, slots=True)
class Papers:
    """What was handed in: each material's state, and what is wrong with it in words."""

    states: Mapping[str, Status]
    why: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of what was handed in."""

    number: str
    decision: Decision
    promised_due: datetime | None
    paper: int | None
    """The number, within the case, of the notice that goes to the applicant now."""
    items: tuple[str, ...]
    """The materials the answer is about."""
    item_names: tuple[Phrase, ...]
    because: tuple[Reason, ...]
    code: str
    """The code for following the case; given with the first answer alone."""
    checked: Checked | None = None
    warnings: tuple[Phrase, ...] = ()
    """What the clerk must know before the papers are printed."""


def submit(
    *, item: str, applicant: Applicant, papers: Papers, ticket: int | None = None,
    refusal: Refusal | None = None, later: bool = False, at: datetime, by: Reader,
) -> Outcome:  # fmt: skip
    """Take an application in (收件) and answer it by the rule `intake`, on the spot.

    `later`: a complex case that is only received now; the answer follows by `resubmit`
    within the statute's days, or silence accepts it (行政许可法 32). Raises
    ApplicantRefused, MaterialUnknown, WhereToGo, NotAllowed, OutsideScope, or what the
    catalogue raises.
    """
    by.must(ACCEPT_CASE)
    assert by.site_id is not None
    on = local(at).date()
    terms = items.in_force(item, at)
    _must_take_in_for(by, terms)
    applicant, checked = applicants.check(applicant, today=on)
    _known(papers, terms)
    _grounded(refusal)
    if ticket is not None:
        _of_this_site(ticket, by)
    adopted = regulations.in_force(by.site_id, on)
    code = applicants.new_code()
    with transaction.atomic():
        number = numbers.next_number(site_code=by.site_code, item=terms, book=adopted.book, on=on)
        case = _opened(number, terms, replace(applicant, code=code), adopted, ticket, at, by)
        dossier = CaseDossier(case, Course(number), terms, adopted.book)
        _taken_in(dossier, papers, at, by)
        outcome = _answered(dossier, refusal, at, by, later=later)
    return replace(
        outcome, promised_due=case.promised_due, code=code, checked=checked,
        warnings=_unprintable(applicant, papers),
    )  # fmt: skip


def resubmit(
    *, number: str, papers: Papers, refusal: Refusal | None = None, at: datetime, by: Reader
) -> Outcome:
    """Take in corrections (补正), and answer by the rule: all filed means accepted (32.5).

    Where silence has accepted the case already, that stands and is the answer.
    """
    with transaction.atomic():
        dossier = hold(number, by)
        _known(papers, dossier.item)
        _grounded(refusal)
        outcome = silence_spoke(dossier, at)
        if outcome is None:
            _taken_in(dossier, papers, at, by)
            outcome = _answered(dossier, refusal, at, by)
    return replace(outcome, promised_due=dossier.case.promised_due)


def withdraw(*, number: str, reason: str, at: datetime, by: Reader) -> None:
    """Close a case at the applicant's wish (撤回申请)."""
    with transaction.atomic():
        dossier = hold(number, by)
        happen(dossier, Kind.WITHDRAWN, {"reason": reason}, at=at, by=by)
        joint.drop(dossier, at)


def _opened(
    number: str, terms: items.Item, applicant: Applicant, adopted: regulations.Adopted,
    ticket: int | None, at: datetime, by: Reader,
) -> Case:  # fmt: skip
    assert by.site_id is not None
    return Case.objects.create(
        number=number, site_id=by.site_id, department_id=terms.department_id,
        item_version_id=terms.version_id, item_code=terms.code, item_name=terms.name.zh,
        item_name_en=terms.name.en, adoption_id=adopted.adoption_id,
        book_names=list(adopted.book.names), book_digest=adopted.digest, ticket_id=ticket,
        code_index=applicants.code_index(number, applicant.code),
        personal=applicants.lock_away(applicant, number=number),
        applicant_kind=applicant.kind, applicant_index=applicant.index,
        name_index=applicants.name_index(applicant.name),
        state=State.NEW, received_at=at,
    )  # fmt: skip


def _taken_in(dossier: CaseDossier, papers: Papers, at: datetime, by: Reader) -> Happened:
    why = {
        code: passage(text) for code, text in papers.why.items()
        if passage(text) and papers.states.get(code) != "ok"
    }  # fmt: skip
    data: dict[str, object] = {"materials": dict(papers.states), "why": why}
    told: dict[str, object] = {"materials": dict(papers.states)}
    if dossier.course.state == State.NEW:
        told |= {
            "item": dossier.item.code, "version": dossier.item.version_id,
            "adoption": dossier.case.adoption_id, "book": dossier.case.book_digest,
        }  # fmt: skip
    return happen(dossier, Kind.SUBMITTED, data, at=at, by=by, told=told)


def _answered(
    dossier: CaseDossier, refusal: Refusal | None, at: datetime, by: Reader, *, later: bool = False
) -> Outcome:
    """What the rule says to the latest submission, written down."""
    grounds = refusal.grounds() if refusal else Grounds()
    ruling = rulings.intake_ruling(dossier.course, dossier.item, dossier.book, at, grounds=grounds)
    made = Outcome(dossier.case.number, ruling.decision, None, None, ruling.outstanding,
                   _names(dossier, ruling.outstanding), ruling.because, "")  # fmt: skip
    if later and ruling.decision != "refuse":
        return replace(made, decision="examine")
    match ruling.decision:
        case "accept":
            fact = _accepted(dossier, ruling.because, at, by)
        case "refuse":
            assert refusal is not None
            fact = _refused(dossier, refusal, ruling.because, at, by)
        case "notify":
            data = {"items": list(ruling.to_notify), "because": to_json(ruling.because)}
            fact = happen(dossier, Kind.NOTIFIED, data, at=at, by=by,
                          told={"items": list(ruling.to_notify)})  # fmt: skip
            applicant_is_told(dossier, fact, items=_names(dossier, ruling.to_notify))
            because = look_for_breach(dossier, at)
            return replace(made, paper=fact.seq, items=ruling.to_notify,
                           item_names=_names(dossier, ruling.to_notify),
                           because=(*ruling.because, *because))  # fmt: skip
        case _:
            return made
    return replace(made, paper=fact.seq)


def _names(dossier: CaseDossier, codes: tuple[str, ...]) -> tuple[Phrase, ...]:
    return tuple(dossier.item.names(codes))


def _accepted(
    dossier: CaseDossier,
    because: tuple[Reason, ...],
    at: datetime,
    by: Reader,
    *,
    deemed: bool = False,
) -> Happened:
    data: dict[str, object] = {"deemed": deemed, "because": to_json(because)}
    told: dict[str, object] = {
        "item": dossier.item.code, "version": dossier.item.version_id, "deemed": deemed,
        "received_at": dossier.course.received_at.isoformat(), "book": dossier.case.book_digest,
    }  # fmt: skip
    fact = happen(dossier, Kind.ACCEPTED, data, at=at, by=by, told=told)
    joint.ask(dossier, at)
    applicant_is_told(dossier, fact)
    return fact


def _refused(
    dossier: CaseDossier, refusal: Refusal, because: tuple[Reason, ...], at: datetime, by: Reader
) -> Happened:
    data: dict[str, object] = {
        "ground": refusal.ground, "reasons": refusal.reasons,
        "where_to_go": refusal.where_to_go, "because": to_json(because),
    }  # fmt: skip
    fact = happen(dossier, Kind.REFUSED, data, at=at, by=by, told={"ground": refusal.ground})
    applicant_is_told(dossier, fact)
    return fact


def silence_spoke(dossier: CaseDossier, at: datetime) -> Outcome | None:
    """Accept what nobody answered in time, as of its receipt (视为受理); None: still in time."""
    if dossier.course.state != State.RECEIVED:
        return None
    ruling = rulings.clock(dossier.course, dossier.item, dossier.book, at)
    if ruling.acceptance != "deemed":
        return None
    fact = _accepted(dossier, ruling.because, at, SYSTEM, deemed=True)
    return Outcome(dossier.case.number, "accept", None, fact.seq, (), (), ruling.because, "")


def _unprintable(applicant: Applicant, papers: Papers) -> tuple[Phrase, ...]:
    """Characters no font of the house has, where they would stand on a paper."""
    told = glyphs.warning("".join((applicant.name, *papers.why.values())))
    return (told,) if told else ()


def _known(papers: Papers, terms: items.Item) -> None:
    codes = {material.code for material in terms.materials}
    for code, status in papers.states.items():
        if code not in codes or status not in get_args(Status):
            raise MaterialUnknown(code=code, status=status, field=f"materials.{code}")


def _must_take_in_for(by: Reader, terms: items.Item) -> None:
    refused = not_taken_in_by(by, terms.department_id)
    if refused is not None:
        raise refused


def _of_this_site(ticket: int, by: Reader) -> None:
    """Raise what the reception raises for a number it doesn't know here."""
    reception.visit(ticket, by)


def _grounded(refusal: Refusal | None) -> None:
    if refusal is None:
        return
    elsewhere = refusal.ground != "not_competent" or passage(refusal.where_to_go)
    if not passage(refusal.reasons) or not elsewhere:
        raise WhereToGo(field="refusal")
