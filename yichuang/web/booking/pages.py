"""Booking (预约, R12): choose a service and a time, confirm, cancel; calling off a day."""

from __future__ import annotations

from datetime import date, datetime
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang import clock
from yichuang.errors import HallError, NotFound
from yichuang.organization.times import instant, local
from yichuang.reception import appointments, queries
from yichuang.reception.actions import booking
from yichuang.reception.errors import NotBookable
from yichuang.reception.face import CLOSE_DAY
from yichuang.reception.states import BOOKED_NAMES
from yichuang.web.base.language import language
from yichuang.web.base.places import visitor
from yichuang.web.base.readers import reader, staff

_STEPS = {"confirm": booking.confirm, "cancel": booking.cancel}
_MOST_MATTERS = 4


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def book(request: HttpRequest) -> HttpResponse:
    """Choose a service, then a time (网上预约); the time is held until it is confirmed."""
    here, at, refused = visitor(), clock.now(), None
    given = request.POST if request.method == "POST" else request.GET
    if request.method == "POST":
        try:
            made = booking.book_by_browser(
                service=given.get("service", ""), slot=_slot(given.get("slot", "")),
                holder={"name": given.get("name", "")[:40], "phone": given.get("phone", "")[:32]},
                matters=_matters(given.get("matters", "")),
                address=request.META.get("REMOTE_ADDR", ""), at=at, by=here,
            )  # fmt: skip
        except HallError as error:
            refused = error
        else:
            return redirect("web:booked", made.code)
    assert here.site_id is not None
    services = queries.services_of(here.site_id)
    chosen = next((one for one in services if one.code == given.get("service", "")), None)
    free = appointments.free_slots(here.site_id, chosen.code, at) if chosen else []
    days = [(day, list(slots)) for day, slots in groupby(free, lambda one: local(one.at).date())]
    context = {
        "services": services, "chosen": chosen, "days": days,
        "matters": range(1, _MOST_MATTERS + 1),
        "typed": {n: given.get(n, "") for n in ("slot", "name", "phone", "matters")},
        "refused": refused.say(language()) if refused else "",
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "web/booking/book.html", context, status=status)


@require_safe
@never_cache
def booked(request: HttpRequest, code: str) -> HttpResponse:
    """An appointment, for whoever has its code."""
    return _booked(request, code)


@require_POST
@never_cache
def step(request: HttpRequest, code: str, step: str) -> HttpResponse:
    """Confirm or cancel it; a refusal is a sentence above it."""
    take = _STEPS.get(step)
    if take is None:
        raise NotFound(what=step)
    try:
        take(code=code, at=clock.now(), by=visitor())
    except HallError as error:
        return _booked(request, code, error)
    return redirect("web:booked", code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff(CLOSE_DAY)
def call_off(request: HttpRequest) -> HttpResponse:
    """Call off the appointments of a day; the list says who was told (停办一天的预约)."""
    told, refused, given = None, None, request.POST
    if request.method == "POST":
        try:
            told = booking.call_off(day=_day(given.get("day", "")), reason=given.get("reason", ""),
                                    at=clock.now(), by=reader(request))  # fmt: skip
        except HallError as error:
            refused = error
    context = {
        "told": told, "day": given.get("day", ""), "reason": given.get("reason", ""),
        "refused": refused.say(language()) if refused else "",
    }  # fmt: skip
    status = refused.status if refused else 200
    return render(request, "web/booking/off.html", context, status=status)


def _booked(request: HttpRequest, code: str, error: HallError | None = None) -> HttpResponse:
    here, at = visitor(), clock.now()
    assert here.site_id is not None
    row = appointments.by_code(code, here.site_id)
    state = appointments.standing_of(row, at)
    context = {
        "one": row, "state": state, "said": BOOKED_NAMES[state],
        "refused": error.say(language()) if error else "",
    }  # fmt: skip
    status = error.status if error else 200
    return render(request, "web/booking/booked.html", context, status=status)


def _slot(text: str) -> datetime:
    try:
        return instant(datetime.fromisoformat(text).replace(tzinfo=None))
    except ValueError:
        raise NotBookable(field="slot") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotBookable(field="day") from None


def _matters(text: str) -> int:
    return min(int(text), _MOST_MATTERS) if text.isdecimal() and len(text) < 3 else 1
