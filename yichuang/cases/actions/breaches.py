"""A breach of once-only notification (违反一次性告知), found by the system itself (R04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from yichuang.acts import actions as acts
from yichuang.acts.queries import count
from yichuang.acts.states import Finding, Source
from yichuang.cases import rulings
from yichuang.cases.actions.writing import happen
from yichuang.cases.dossier import CaseDossier
from yichuang.cases.states import Kind
from yichuang.courses.course import Happened
from yichuang.messages.words import filled
from yichuang.organization.queries import SYSTEM
from yichuang.organization.times import instant, local
from yichuang.phrases import Phrase
from yichuang.rules.parts.period import first_day
from yichuang.rules.reasons import Reason, to_json

BREACH = "once_only_breach"
_SAID = Phrase(
    "办件 {number}（{item}）再次告知时指出了首次告知未提到的材料。",
    "A later notice in case {number} ({item}) names papers that the first kept silent about.",
)


def look_for_breach(dossier: CaseDossier, at: datetime) -> tuple[Reason, ...]:
    """Whether the newest notice names what an earlier one kept silent about.

    It is charged to the handler of the notice that was silent, as an act of theirs; they are
    told and may contest it. Earlier breaches count within the book's period as the calendar has
    it, the reading that favours the handler; those that were struck don't.
    """
    found = rulings.intake_ruling(dossier.course, dossier.item, dossier.book, at).breach
    if found is None:
        return ()
    earlier = next(n for n in dossier.course.notices if not set(found.items) <= set(n.items))
    person = earlier.person_id
    prior = count(person, BREACH, _since(dossier, at)) if person else 0
    ruling = rulings.intake_ruling(
        dossier.course, dossier.item, dossier.book, at, prior_breaches=prior
    )
    breach = ruling.breach
    assert breach is not None
    before = replace(dossier.course, notices=dossier.course.notices[:-1])
    known = rulings.intake_ruling(before, dossier.item, dossier.book, at).because
    because = tuple(reason for reason in ruling.because if reason not in known)
    data = {
        "items": list(breach.items), "step": breach.step, "bulletin": breach.bulletin,
        "notice": earlier.seq, "because": to_json(because),
    }  # fmt: skip
    told = {"items": list(breach.items), "step": breach.step, "charged_to": person}
    fact = happen(dossier, Kind.BREACH_FOUND, data, at=at, by=SYSTEM, charged_to=person, told=told)
    _put_down(dossier, fact, person, at)
    return because


def _put_down(dossier: CaseDossier, fact: Happened, person: int | None, at: datetime) -> None:
    """The breach as an act: of the handler, or of the department where nobody is known."""
    name, number = dossier.item.name, dossier.case.number
    said = filled(_SAID, {"item": name.zh, "number": number}, {"item": name.en, "number": number})
    finding = Finding(
        code=BREACH, happened_at=at, event=f"{dossier.subject}/{fact.seq}", said=said,
        known_by=Source.RECORD, evidence=dossier.subject, person_id=person,
        department_id=dossier.case.department_id,
    )  # fmt: skip
    acts.find(finding, site_id=dossier.case.site_id, at=at, by=SYSTEM)


def _since(dossier: CaseDossier, at: datetime) -> datetime:
    """When the period began in which breaches are counted."""
    today = local(at).date()
    section = dossier.book.on(today).intake
    assert section is not None
    period = section.breach.counts.period or "year"
    return instant(datetime.combine(first_day(period, today), time()))
