"""The live hall (大厅实况, R50): one screen for a director, a list on a phone.

The part that changes looks by itself every second, so what is shown is never older than two.
Few look at it at once, so it asks as pages do and needs no stream of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang import clock
from yichuang.obligations import queries as obligations
from yichuang.organization.face import SUPERVISE
from yichuang.reception.hall_now import hall_now
from yichuang.web.base.readers import reader, staff

_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """Something overdue, and where it is done; empty where there is no page."""

    due: obligations.Due
    address: str


@require_safe
@never_cache
@staff(SUPERVISE)
def cockpit(request: HttpRequest) -> HttpResponse:
    """The hall as it stands now; for htmx the part that changes alone."""
    held, at = reader(request), clock.now()
    lights = obligations.lights_of_site(held, at)
    context = {
        "now": hall_now(held, at),
        "lights": lights,
        "overdue": [Line(due, _address(due)) for due in obligations.overdue(held, at)[:_SHOWN]],
    }
    part = request.headers.get("HX-Request") == "true"
    template = "web/cockpit/now.html" if part else "web/cockpit/cockpit.html"
    return render(request, template, context)


def _address(due: obligations.Due) -> str:
    try:
        return reverse(due.page, args=[due.number]) if due.page else ""
    except NoReverseMatch:
        return ""
