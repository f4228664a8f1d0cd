"""How a case looks in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from yichuang.api.shapes import moment
from yichuang.cases.actions.intake import Outcome
from yichuang.cases.queries import CaseView, Event, MaterialView, PublicView
from yichuang.phrases import Language
from yichuang.rules.reasons import Reason

_NOTICES = {"accept": "acceptance", "notify": "correction", "refuse": "refusal"}


def outcome_json(outcome: Outcome, language: Language) -> dict[str, Any]:
    """What became of what was handed in."""
    notice = None
    if outcome.paper is not None:
        notice = {
            "kind": _NOTICES[outcome.decision],
            "items": [
                {"code": code, "name": name.say(language)}
                for code, name in zip(outcome.items, outcome.item_names, strict=True)
            ],
            "pdf": _pdf(outcome.number, outcome.paper),
        }
    checked = outcome.checked
    warnings = [checked.say(language)] if checked and checked.level == "warning" else []
    warnings += [one.say(language) for one in outcome.warnings]
    return {
        "number": outcome.number,
        "decision": outcome.decision,
        "code": outcome.code or None,
        "promised_due": moment(outcome.promised_due),
        "notice": notice,
        "items": list(outcome.items),
        "warnings": warnings,
        "because": reasons(outcome.because, language),
    }


def case_json(view: CaseView, language: Language) -> dict[str, Any]:
    """A case for its handlers."""
    return {
        **_common(view, language),
        "item": {"code": view.item_code, "name": view.item.say(language)},
        "acceptance": view.clock.acceptance,
        "findings": list(view.clock.findings),
        "segments": [
            {
                "kind": one.kind,
                "name": one.name.say(language),
                "from": one.ruling.from_.isoformat(),
                "to": one.ruling.to.isoformat() if one.ruling.to else None,
                "stops_clock": one.ruling.finding is None,
                "finding": one.ruling.finding,
                "days": one.days,
                "reason": one.reason,
            }
            for one in view.segments
        ],
        "ticket": view.ticket,
        "rule_books": list(view.book_names),
        "rule_book_digest": view.book_digest,
        "may": sorted(view.may),
    }


def public_json(view: PublicView, language: Language) -> dict[str, Any]:
    """A case for its applicant, masked."""
    return {**_common(view, language), "item": {"name": view.item.say(language)}}


def reasons(because: Sequence[Reason], language: Language) -> list[dict[str, str]]:
    return [
        {"article": r.article, "fact": r.fact.say(language, **r.args), "ruling": r.ruling}
        for r in because
    ]


def _common(view: CaseView | PublicView, language: Language) -> dict[str, Any]:
    who = view.applicant
    shown = {
        "name": who.name, "kind": who.kind, "id_number": who.id_number, "phone": who.phone,
        "address": who.address, "agent": who.agent,
    }  # fmt: skip
    return {
        "number": view.number,
        "department": view.department.say(language),
        "site": view.site.say(language),
        "state": view.state.value,
        "state_name": view.state_said.say(language),
        "decision": view.decision or None,
        "applicant": shown,
        "received_at": moment(view.received_at),
        "accepted_at": moment(view.accepted_at),
        "promised_due": moment(view.promised_due),
        "statutory_due": moment(view.statutory_due),
        "light": view.light,
        "remaining_working_days": view.clock.remaining_working_days,
        "provisional": view.clock.provisional,
        "materials": [_material(one, language) for one in view.materials],
        "timeline": [_event(one, language) for one in view.events],
        "papers": [
            {"kind": one.kind, "title": one.title.say(language), "pdf": _pdf(one.number, one.seq)}
            for one in view.papers
        ],
        "because": reasons(view.because, language),
        "not_as_recorded": [
            {"step": seq, "what": what.say(language)} for seq, what in view.unfit.items()
        ],
    }


def _material(one: MaterialView, language: Language) -> dict[str, Any]:
    return {
        "code": one.code, "name": one.name.say(language), "required": one.required,
        "status": one.status, "why": one.why,
    }  # fmt: skip


def _event(one: Event, language: Language) -> dict[str, Any]:
    return {
        "at": moment(one.at), "kind": one.kind.value, "title": one.title.say(language),
        "who": one.who, "text": one.text.say(language),
    }  # fmt: skip


def _pdf(number: str, seq: int) -> str:
    return f"/api/v1/cases/{number}/papers/{seq}.pdf"
