"""How things look in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yichuang import clock
from yichuang.journal.digests import Fact
from yichuang.organization.times import instant
from yichuang.phrases import Language, say
from yichuang.reception.actions.moves import Moved
from yichuang.reception.estimates import Line
from yichuang.reception.hours import said
from yichuang.reception.queries import Board
from yichuang.rules.reasons import ReasonJson


def moment(at: datetime | None) -> str | None:
    """An instant with the hall's offset, to the second."""
    return clock.in_zone(at).isoformat(timespec="seconds") if at else None


def reasons_json(because: Sequence[ReasonJson], language: Language) -> list[dict[str, str]]:
    """Stored reasons in the language asked for."""
    return [
        {
            "article": one["article"],
            "fact": one["fact"]
            if language == "zh"
            else say(one["key"], one["args"], language, one["fact"]),
            "ruling": one["ruling"],
        }
        for one in because
    ]


def line_json(line: Line, at: datetime, language: Language) -> dict[str, Any]:
    """How a place in a queue stands; no estimate where none can be made, and why."""
    note, opens_at = said(line.hall, line.windows, at), line.hall.opens_at
    return {
        "ahead": line.ahead,
        "open": line.hall.open,
        "opens_at": moment(instant(opens_at)) if opens_at else None,
        "windows_open": line.windows,
        "wait_minutes": {"low": line.wait.low, "high": line.wait.high} if line.wait else None,
        "note": note.say(language) if note else None,
    }


def visit_json(ticket_id: int, facts: Sequence[Fact], rated_at: datetime | None) -> dict[str, Any]:
    """A visit as its entries in the journal, and whether it was rated."""
    timeline = [
        {
            "at": moment(fact.happened_at),
            "recorded_at": moment(fact.recorded_at),
            "kind": fact.kind,
            "actor": fact.actor,
            "data": dict(fact.data),
        }
        # An end and its invitation are one statement: the end comes first.
        for fact in sorted(facts, key=lambda f: (f.happened_at, f.kind.startswith("rating.")))
    ]
    if rated_at:
        given = {"at": moment(rated_at), "recorded_at": moment(rated_at)}
        timeline.append({**given, "kind": "rating.given", "actor": "applicant", "data": {}})
    return {"ticket": ticket_id, "timeline": timeline, "rated": rated_at is not None}


def ticket_json(ticket: Moved) -> dict[str, Any]:
    return {
        "id": ticket.id,
        "number": ticket.number,
        "class": ticket.ticket_class,
        "state": ticket.state,
        "service": ticket.service,
        "window": ticket.window,
        "taken_at": moment(ticket.taken_at),
        "called_at": moment(ticket.called_at),
        "started_at": moment(ticket.started_at),
        "ended_at": moment(ticket.ended_at),
        "recalls": ticket.recalls,
    }


def board_json(board: Board, site: str) -> dict[str, Any]:
    called = [
        {
            "ticket": one.ticket_id,
            "number": one.number,
            "window": one.window,
            "window_name": one.window_name,
            "zone": one.zone,
            "at": moment(one.at),
            "times": one.times,
        }
        for one in board.called
    ]
    return {
        "site": site,
        "at": moment(board.at),
        "now_called": called[0] if called else None,
        "called": called,
        "waiting": [
            {
                "service": queue.service,
                "name": queue.name,
                "name_en": queue.name_en,
                "waiting": queue.waiting,
                "open_windows": queue.open_windows,
            }
            for queue in board.queues
        ],
        "windows": [
            {
                "code": card.code,
                "name": card.name,
                "zone": card.zone,
                "state": card.state,
                "reason": card.reason,
                "number": card.number or None,
                "staff_no": card.staff_no or None,
            }
            for card in board.windows
        ],
    }
