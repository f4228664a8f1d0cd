"""Tickets, windows and the board at the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema

from yichuang import clock
from yichuang.api.auth import DISPLAY, KIOSK, WINDOW, Scope
from yichuang.api.bodies import AsText, Body, Key
from yichuang.api.errors import Problem, answer, language
from yichuang.api.shapes import board_json, line_json, reasons_json, ticket_json, visit_json
from yichuang.errors import NotFound
from yichuang.feedback import endings
from yichuang.feedback import queries as feedback
from yichuang.organization.queries import Reader
from yichuang.organization.times import instant
from yichuang.reception import actions, queries
from yichuang.reception.actions.moves import Moved
from yichuang.text import Name, Number, Passage, Telephone

router = Router(tags=["reception"])
_VISITS = Scope("window", "clerk", "kiosk")
_REFUSED: dict[Any, Any] = {frozenset({401, 403, 404, 409, 422}): Problem}


class Holder(Body):
    """Whose number it is, where the hall asks."""

    name: Name = Field("", max_length=40)
    id_number: Number = Field("", max_length=32)
    phone: Telephone = Field("", max_length=32)


class TicketAsked(Body):
    service: str = Field(max_length=32, description="业务编码 / code of the service")
    class_: str = Field(
        "", alias="class", max_length=60,
        description="号别，手册 queue.classes 之一；不写即普通号 / a class of the book; "
        "left out: the ordinary one",
    )  # fmt: skip
    ground: str = Field("", max_length=60, description="取号理由 / why this class")
    holder: Holder | Name | None = None
    slot: Annotated[datetime | None, AsText] = Field(
        None, strict=False, description="预约时段 / the slot of an appointment"
    )


class Minutes(Schema):
    low: int
    high: int


class TicketTaken(Schema):
    id: int
    number: str
    slip: str = Field(description="号单码，看排队和评价用 / opens the visitor's own page")
    ahead: int
    open: bool = Field(description="现在是否办公时间 / within the hall's hours now")
    opens_at: str | None = Field(description="下次开门 / when it opens next")
    windows_open: int
    wait_minutes: Minutes | None
    note: str | None = Field(description="为何没有预计 / why there is no estimate")


class WindowStateOut(Schema):
    state: str


class Undone(Schema):
    id: int
    number: str
    state: str = Field(description="撤回后的状态 / the state it has again")


class Paused(Body):
    reason: Passage = Field(max_length=60)


class Transferred(Body):
    service: str = Field(max_length=32)


def _reader(request: HttpRequest) -> Reader:
    reader: Reader = request.auth  # type: ignore[attr-defined]
    return reader


@router.post("/tickets", auth=KIOSK, response={200: TicketTaken, 201: TicketTaken, **_REFUSED})
def take_ticket(request: HttpRequest, body: TicketAsked, key: Key = None) -> HttpResponse:
    """取号 / take a number. The same Idempotency-Key gives the same ticket, with 200."""
    holder = {"name": body.holder} if isinstance(body.holder, str) else body.holder
    slot = body.slot
    if slot is not None and slot.tzinfo is None:
        slot = instant(slot)
    taken = actions.issue(
        service=body.service, ticket_class=body.class_, ground=body.ground,
        holder=holder.model_dump(exclude_defaults=True) if isinstance(holder, Holder) else holder,
        slot=slot, key=key, at=clock.now(), by=_reader(request),
    )  # fmt: skip
    made = {"id": taken.id, "number": taken.number, "slip": taken.slip}
    standing = line_json(taken.line, clock.now(), language(request))
    return answer({**made, **standing}, 201 if taken.is_new else 200)


@router.post("/windows/{code}/open", auth=WINDOW, response={200: WindowStateOut, **_REFUSED})
def open_window(request: HttpRequest, code: str) -> HttpResponse:
    """开窗 / open the window, or resume it."""
    return answer({"state": actions.open_window(window=code, at=clock.now(), by=_reader(request))})


@router.post("/windows/{code}/pause", auth=WINDOW, response={200: WindowStateOut, **_REFUSED})
def pause_window(request: HttpRequest, code: str, body: Paused) -> HttpResponse:
    """暂停 / pause the window; the reason is shown on its display."""
    state = actions.pause_window(
        window=code, reason=body.reason, at=clock.now(), by=_reader(request)
    )
    return answer({"state": state})


@router.post("/windows/{code}/close", auth=WINDOW, response={200: WindowStateOut, **_REFUSED})
def close_window(request: HttpRequest, code: str) -> HttpResponse:
    """关窗 / close the window."""
    return answer({"state": actions.close_window(window=code, at=clock.now(), by=_reader(request))})


@router.post("/windows/{code}/call", auth=WINDOW, response={200: dict, 204: None, **_REFUSED})
def call(request: HttpRequest, code: str, key: Key = None) -> HttpResponse:
    """叫号 / call whoever's turn it is; 204 where nobody waits."""
    called = actions.call(window=code, key=key, at=clock.now(), by=_reader(request))
    if called is None:
        return HttpResponse(status=204)
    return answer(
        {
            "id": called.id,
            "number": called.number,
            "class": called.ticket_class,
            "called_as": called.called_as,
            "because": reasons_json(called.because, language(request)),
        }
    )


def _move(name: str, move: Any, summary: str) -> None:
    def view(request: HttpRequest, ticket_id: int) -> HttpResponse:
        moved: Moved = move(ticket_id=ticket_id, at=clock.now(), by=_reader(request))
        return answer(ticket_json(moved))

    view.__name__ = view.__qualname__ = name
    view.__doc__ = summary
    router.post(f"/tickets/{{ticket_id}}/{name}", auth=WINDOW, response={200: dict, **_REFUSED})(
        view
    )


_move("recall", actions.recall, "重呼 / call again")
_move("miss", actions.miss, "过号 / the called person has not come")
_move("hold", actions.hold, "挂起 / set aside")
_move("start", actions.start, "开始办理 / serving begins")
_move("rejoin", actions.rejoin, "重新排队 / a missed visitor is back and queues again")
_move("abandon", actions.abandon, "弃号 / the number is given up")


@router.post("/tickets/{ticket_id}/finish", auth=WINDOW, response={200: dict, **_REFUSED})
def finish(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """办结 / serving is over. Its visitor finds the one-time rating token by the slip."""
    ended = endings.finish(ticket_id=ticket_id, at=clock.now(), by=_reader(request))
    return answer(ticket_json(ended))


@router.post("/tickets/{ticket_id}/undo", auth=WINDOW, response={200: Undone, **_REFUSED})
def undo(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """撤回 / fetch back whom the window sent away a moment ago (hold, transfer, finish, miss)."""
    undone = endings.undo(ticket_id=ticket_id, at=clock.now(), by=_reader(request))
    return answer({"id": ticket_id, "number": undone.number, "state": undone.state})


@router.post("/tickets/{ticket_id}/check-in", auth=KIOSK, response={204: None, **_REFUSED})
def check_in(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """预约签到 / the holder of an appointment has come and waits from now on."""
    actions.check_in(ticket_id=ticket_id, at=clock.now(), by=_reader(request))
    return HttpResponse(status=204)


@router.post("/tickets/{ticket_id}/transfer", auth=WINDOW, response={200: dict, **_REFUSED})
def transfer(request: HttpRequest, ticket_id: int, body: Transferred) -> HttpResponse:
    """转号 / send on to another service, the place kept; says if nobody gives it now."""
    at, reader = clock.now(), _reader(request)
    moved = actions.transfer(ticket_id=ticket_id, service=body.service, at=at, by=reader)
    standing = queries.line_of(ticket_id, at)
    return answer({**ticket_json(moved), **line_json(standing, at, language(request))})


@router.get("/board", auth=DISPLAY, response={200: dict, **_REFUSED})
def board(request: HttpRequest, site: str = "") -> HttpResponse:
    """大厅显示屏 / what the hall display shows."""
    reader = _reader(request)
    if site not in ("", reader.site_code) or reader.site_id is None:
        raise NotFound(what=site, field="site")
    return answer(board_json(queries.board(reader.site_id, clock.now()), reader.site_code))


@router.get("/visits/{ticket_id}", auth=_VISITS, response={200: dict, **_REFUSED})
def visit(request: HttpRequest, ticket_id: int) -> HttpResponse:
    """一次来访 / a visit from the door to the rating; how it was rated isn't told."""
    reader = _reader(request)
    facts = queries.visit(ticket_id, reader)
    rated_at = feedback.rated_at(f"ticket:{ticket_id}")
    return answer(visit_json(ticket_id, facts, rated_at))


@router.get("/public/tickets/{slip}", auth=None, response={200: dict, **_REFUSED})
def own_ticket(request: HttpRequest, slip: str) -> HttpResponse:
    """我的号 / a visitor's own number, by the code of its slip; once served, with the rating
    token."""
    at = clock.now()
    status = queries.slip_status(slip[:16], at)
    token = feedback.code_for_visitor(f"ticket:{status.ticket_id}")
    standing = line_json(status.line, at, language(request)) if status.line else {}
    return answer({
        "number": status.number, "state": status.state, "window": status.window or None,
        **standing, "rating_token": token,
    })  # fmt: skip
