"""Appointments at the API (预约): what is free, held, confirmed, cancelled, come to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from yichuang import clock
from yichuang.api.auth import KIOSK, Scope
from yichuang.api.bodies import AsText, Body, Key
from yichuang.api.errors import Problem, answer, language
from yichuang.api.reception import Holder, TicketTaken
from yichuang.api.shapes import line_json, moment
from yichuang.organization.queries import Reader
from yichuang.organization.times import instant
from yichuang.reception import appointments
from yichuang.reception.actions import booking
from yichuang.reception.once import once

router = Router(tags=["appointments"])
_LOOK = Scope("kiosk", "clerk", "window", "display")
_REFUSED: dict[Any, Any] = {frozenset({401, 403, 404, 409, 422}): Problem}


class SlotOut(Schema):
    at: str
    capacity: int
    free: int


class Slots(Schema):
    slots: list[SlotOut]


class AppointmentAsked(Body):
    service: str = Field(max_length=32, description="业务编码 / code of the service")
    slot: Annotated[datetime, AsText] = Field(strict=False, description="时段 / one of the slots")
    holder: Holder
    matters: int = Field(1, ge=1, le=20, description="几件事，占几个时段 / slots one after another")


class AppointmentOut(Schema):
    id: int
    code: str = Field(description="预约码 / what its holder shows")
    slot: str
    state: str
    held_until: str | None = Field(description="保留到何时 / confirm it before then")


@router.get("/services/{code}/slots", auth=_LOOK, response={200: Slots, **_REFUSED})
def free_slots(
    request: HttpRequest, code: str,
    from_: Annotated[date | None, Query(alias="from")] = None, to: date | None = None,
) -> HttpResponse:  # fmt: skip
    """可约时段 / what can be booked; without days the next fourteen."""
    found = appointments.free_slots(_reader(request).site_id or 0, code, clock.now(), from_, to)
    return answer({"slots": [
        {"at": moment(one.at), "capacity": one.capacity, "free": one.free} for one in found
    ]})  # fmt: skip


@router.post(
    "/appointments", auth=KIOSK, response={200: AppointmentOut, 201: AppointmentOut, **_REFUSED}
)
def book(request: HttpRequest, body: AppointmentAsked, key: Key = None) -> HttpResponse:
    """预约占位 / hold a slot until it is confirmed; the hold takes its place."""
    at, by = clock.now(), _reader(request)
    slot = body.slot if body.slot.tzinfo else instant(body.slot)
    holder = body.holder.model_dump()

    def make() -> dict[str, Any]:
        return _json(booking.book(service=body.service, slot=slot, holder=holder,
                                  matters=body.matters, at=at, by=by), at)  # fmt: skip

    made = once(make, source=by.name, what="appointment", key=key,
                asked=body.model_dump(mode="json"), at=at)  # fmt: skip
    return answer(made.data, 201 if made.is_new else 200)


@router.post("/appointments/{pk}/confirm", auth=KIOSK, response={200: AppointmentOut, **_REFUSED})
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """确认预约 / confirm a hold while it stands."""
    at, by = clock.now(), _reader(request)
    return answer(_json(booking.confirm(code=_code(pk, by), at=at, by=by), at))


@router.post("/appointments/{pk}/cancel", auth=KIOSK, response={200: AppointmentOut, **_REFUSED})
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """取消预约 / cancel it; its place is free after the minutes of the book."""
    at, by = clock.now(), _reader(request)
    return answer(_json(booking.cancel(code=_code(pk, by), at=at, by=by), at))


@router.post("/appointments/{pk}/check-in", auth=KIOSK, response={201: TicketTaken, **_REFUSED})
def come(request: HttpRequest, pk: int) -> HttpResponse:
    """预约签到 / its holder has come and gets a number."""
    at, by = clock.now(), _reader(request)
    taken = booking.come(code=_code(pk, by), at=at, by=by)
    made = {"id": taken.id, "number": taken.number, "slip": taken.slip}
    return answer({**made, **line_json(taken.line, at, language(request))}, 201)


def _reader(request: HttpRequest) -> Reader:
    reader: Reader = request.auth  # type: ignore[attr-defined]
    return reader


def _code(pk: int, by: Reader) -> str:
    return appointments.code_of(pk, by.site_id or 0)


def _json(row: appointments.Kept, at: datetime) -> dict[str, Any]:
    state = appointments.standing_of(row, at)
    return {"id": row.pk, "code": row.code, "slot": moment(row.starts_at), "state": state,
            "held_until": moment(row.held_until) if state == "held" else None}  # fmt: skip
