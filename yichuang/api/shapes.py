"""How things look in JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from yichuang import clock
from yichuang.phrases import Language, say
from yichuang.reception.actions.moves import Moved
from yichuang.reception.queries import Board
from yichuang.rules.reasons import ReasonJson


def moment(at: datetime | None) -> str | None:
    """An instant with the hall's offset, to the second."""
    return clock.local(at).isoformat(timespec="seconds") if at else None


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
