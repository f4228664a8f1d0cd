"""Closing the day (闭厅): what is still open, what a closing did to each number, undoing it."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang import clock
from yichuang.errors import HallError
from yichuang.organization.queries import names_by_staff_no
from yichuang.reception import actions
from yichuang.reception import day as queries
from yichuang.reception.face import CLOSE_DAY
from yichuang.reception.hours import moment, opening_of
from yichuang.reception.states import STATE_NAMES, State
from yichuang.web.base.language import language
from yichuang.web.base.readers import reader, staff


@require_safe
@never_cache
@staff(CLOSE_DAY)
def day(request: HttpRequest) -> HttpResponse:
    """The day as it stands: numbers and windows still open, or what closing it did."""
    return _page(request)


@require_POST
@staff(CLOSE_DAY)
def close(request: HttpRequest) -> HttpResponse:
    """Close today (闭厅)."""
    held, at = reader(request), clock.now()
    assert held.site_id is not None
    try:
        actions.close_day(site_id=held.site_id, day=clock.today(), at=at, by=held)
    except HallError as error:
        return _page(request, error)
    return redirect("web:day")


@require_POST
@staff(CLOSE_DAY)
def reopen(request: HttpRequest) -> HttpResponse:
    """Undo today's closing (撤销闭厅)."""
    held, at = reader(request), clock.now()
    assert held.site_id is not None
    try:
        actions.reopen_day(site_id=held.site_id, day=clock.today(), at=at, by=held)
    except HallError as error:
        return _page(request, error)
    return redirect("web:day")


def _page(request: HttpRequest, error: HallError | None = None) -> HttpResponse:
    held, at, today = reader(request), clock.now(), clock.today()
    assert held.site_id is not None
    on = _asked(request, today)
    open_now = queries.still_open(held.site_id, on)
    hall = opening_of(held.site_id, at)
    names = names_by_staff_no()
    closings = [
        {
            "one": one,
            "by": names.get(one.closed_by.removeprefix("person:"), ""),
            "undone_by": names.get(one.undone_by.removeprefix("person:"), ""),
            "numbers": [(n, _said(n.was), _said(n.became)) for n in one.numbers],
        }
        for one in queries.closing_of(held.site_id, on)
    ]
    standing = [one for one in closings if one["one"].undone_at is None]  # type: ignore[attr-defined]
    context = {
        "on": on, "is_today": on == today, "closings": closings, "may_undo": bool(standing),
        "left": open_now, "states": [(_said(s), n) for s, n in open_now.states.items()],
        "hall": hall,
        "itself": moment(hall.closes_itself_at, at) if hall.closes_itself_at else None,
        "refused": error.say(language()) if error else "",
    }  # fmt: skip
    return render(request, "web/day/day.html", context, status=error.status if error else 200)


def _said(state: str) -> object:
    return STATE_NAMES[State(state)]


def _asked(request: HttpRequest, today: date) -> date:
    try:
        asked = date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today
    return min(asked, today)
