"""A breach of once-only notification (违反一次性告知), found by the system itself (R04)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

from yichuang.cases import rulings
from yichuang.cases.actions.writing import happen
from yichuang.cases.contesting import count_breaches
from yichuang.cases.dossier import CaseDossier
from yichuang.cases.states import Kind
from yichuang.cases.telling import charged_is_told
from yichuang.organization.queries import SYSTEM
from yichuang.organization.times import instant, local
from yichuang.rules.parts.period import first_day
from yichuang.rules.reasons import Reason, to_json


def look_for_breach(dossier: CaseDossier, at: datetime) -> tuple[Reason, ...]:
    """Whether the newest notice names what an earlier one kept silent about.

    It is charged to the handler of the notice that was silent. Earlier breaches count
    within the book's period as the calendar has it, the reading that favours the handler.
    """
    found = rulings.intake_ruling(dossier.course, dossier.item, dossier.book, at).breach
    if found is None:
        return ()
    earlier = next(n for n in dossier.course.notices if not set(found.items) <= set(n.items))
    person = earlier.person_id
    prior = count_breaches(person, _since(dossier, at)) if person else 0
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
    if person is not None:
        charged_is_told(dossier, fact, person_id=person)
    return because


def _since(dossier: CaseDossier, at: datetime) -> datetime:
    """When the period began in which breaches are counted."""
    today = local(at).date()
    section = dossier.book.on(today).intake
    assert section is not None
    period = section.breach.counts.period or "year"
    return instant(datetime.combine(first_day(period, today), time()))
