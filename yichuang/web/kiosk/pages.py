"""Taking a number: the self-service machine, the slip on the phone, how long the queues are.

A number is two touches away: who goes before others says so, then the business is touched.
The machine answers a refusal on a page of its own that finds back to the start, because
nobody stands there to press "back".
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.paginator import Paginator
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang import clock
from yichuang.errors import HallError, NotFound
from yichuang.feedback.codes import code_of
from yichuang.feedback.queries import code_for_visitor
from yichuang.organization.queries import Reader
from yichuang.organization.times import local
from yichuang.reception import actions, queries
from yichuang.reception.errors import ServiceUnknown
from yichuang.reception.hours import queue_rules
from yichuang.reception.states import OVER, STATE_NAMES, State
from yichuang.reception.why_not import why_not_yet
from yichuang.rules.claims import choices, chosen
from yichuang.web.base.language import language
from yichuang.web.base.places import standing, visitor
from yichuang.web.base.preferences import in_large_type
from yichuang.web.base.qr import drawn
from yichuang.web.base.readers import member
from yichuang.web.base.refusals import of_database, with_patience
from yichuang.web.devices.pages import COOKIE
from yichuang.web.kiosk import spoken

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
_FIRST = 10
_PAGE, _ELDER_PAGE = 20, 8  # businesses on one screen, which never scrolls
_LOOK_BACK = timedelta(days=30)
HELD = "number"
"""The cookie of a visitor's own browser: the slip it took last."""
_A_DAY = 24 * 3600
_STOP_POLLING = 286  # htmx: this was the last answer


_STEPS = {"rejoin": actions.rejoin, "abandon": actions.abandon}


@dataclass(frozen=True, slots=True)
class Button:
    """A business to touch, with how many wait for it."""

    card: queries.ServiceCard
    queue: queries.Queue


def _by_itself(view: View[P]) -> View[P]:
    """A page of the machine: a refusal, too, finds back to the start by itself."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except HallError as error:
            return _refused(request, error)
        except (OperationalError, InterfaceError) as error:
            return _refused(request, of_database(error))

    return never_cache(update_wrapper(guarded, view))


def _refused(request: HttpRequest, error: HallError) -> HttpResponse:
    context = {"sentence": error.say(language()), "code": error.code, "again": _again(request)}
    response = render(request, "web/kiosk/refused.html", context, status=error.status)
    return with_patience(response, error)


@require_http_methods(["GET", "HEAD", "POST"])
@_by_itself
def kiosk(request: HttpRequest) -> HttpResponse:
    """The self-service machine (自助取号): choose the business, get the number."""
    here = standing(request, "kiosk")
    if request.method == "POST":
        slip = _take(request, here)
        response = redirect(_with_site(request, reverse("web:kiosk_number", args=[slip])))
        if here.scope != "kiosk":
            response.set_cookie(HELD, slip, max_age=_A_DAY, httponly=True, samesite="Lax",
                                secure=settings.HTTPS)  # fmt: skip
        return response
    buttons = [button for group in _buttons(here) for button in group]
    pages = Paginator(buttons, _ELDER_PAGE if in_large_type(request) else _PAGE)
    rules = queue_rules(here.site_id or 0, clock.now())
    context = {
        "page": pages.get_page(request.GET.get("page")),
        "choices": choices(rules),
        "key": secrets.token_urlsafe(12),
        "again": _again(request),
    }
    return render(request, "web/kiosk/start.html", context)


@require_safe
@_by_itself
def kiosk_number(request: HttpRequest, slip: str) -> HttpResponse:
    """The number just taken (取号结果), to remember, print or scan."""
    here = standing(request, "kiosk")
    at = clock.now()
    status = queries.slip_status(slip, at)
    address = request.build_absolute_uri(reverse("web:slip", args=[slip]))
    context = {
        **_words(status, at),
        "code": slip,
        "qr": _qr(address),
        "says": spoken.taken(status.number, status.line.ahead if status.line else 0),
        "prints": here.scope == "kiosk",
        "rate_address": request.build_absolute_uri(reverse("web:rate")),
        "rate_code": _code_to_print(request, here, status),
        "again": _again(request),
    }
    return render(request, "web/kiosk/number.html", context)


@require_safe
@never_cache
def kiosk_again(request: HttpRequest) -> HttpResponse:
    """Back to the start for the next visitor: in Chinese and in normal type."""
    response = redirect(_with_site(request, reverse("web:kiosk")))
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    response.delete_cookie(settings.ELDER_COOKIE_NAME)
    return response


@require_safe
@never_cache
def slip(request: HttpRequest, slip: str) -> HttpResponse:
    """A visitor's own number on the phone (扫码看排队), which keeps itself up to date."""
    at = clock.now()
    status = queries.slip_status(slip, at)
    context = {
        **_words(status, at),
        "at": at,
        "code": slip,
        "why": why_not_yet(status.ticket_id, at),
        **_rating(request, status),
    }
    if request.headers.get("HX-Request") != "true":
        return render(request, "web/kiosk/slip.html", context)
    last = _STOP_POLLING if status.state in OVER else 200
    return render(request, "web/kiosk/slip_now.html", context, status=last)


@require_POST
@never_cache
def slip_step(request: HttpRequest, slip: str, step: str) -> HttpResponse:
    """What a visitor does with their own number: gives it up, or queues again after a miss.

    Whoever holds the slip may: nothing else is known of them. Raises NotFound, NotInThatState.
    """
    take = _STEPS.get(step)
    if take is None:
        raise NotFound(what=step)
    at = clock.now()
    status = queries.slip_status(slip, at)
    take(ticket_id=status.ticket_id, at=at, by=visitor(status.site_code))
    return redirect("web:slip", slip)


@require_safe
def number(request: HttpRequest) -> HttpResponse:
    """How many wait for each business (排队情况), and where a number is taken."""
    here = visitor(request.GET.get("site", ""))
    first, others = _buttons(here)
    rows = sorted(first + others, key=lambda b: (b.card.prefix, b.card.code))
    context = {"rows": rows, "at": clock.now()}
    return render(request, "web/kiosk/queues.html", context)


def _take(request: HttpRequest, here: Reader) -> str:
    service, key = request.POST.get("service", ""), request.POST.get("key", "")
    if not re.fullmatch(r"[\w-]{1,32}", service):
        raise ServiceUnknown(service=service[:32], field="service")
    given = request.POST.get("ground", "")
    at = clock.now()
    _, ticket_class, ground, _ = chosen(queue_rules(here.site_id or 0, at), given)
    once = f"page:{key}" if re.fullmatch(r"[\w-]{8,64}", key) else None
    if here.scope == "kiosk":
        taken = actions.issue(
            service=service, ticket_class=ticket_class, ground=ground, key=once, at=at, by=here
        )
    else:
        taken = actions.issue_to_visitor(
            service=service, ticket_class=ticket_class, ground=ground,
            held=request.COOKIES.get(HELD, "")[:16], address=request.META.get("REMOTE_ADDR", ""),
            key=once, at=at, by=here,
        )  # fmt: skip
    return taken.slip


def _buttons(here: Reader) -> tuple[list[Button], list[Button]]:
    """The businesses most people come for, and the others."""
    assert here.site_id is not None, "whoever stands somewhere has a site"
    at = clock.now()
    waiting = {queue.service: queue for queue in queries.queues(here.site_id, at)}
    since = local(at).date() - _LOOK_BACK
    buttons = [Button(card, waiting[card.code]) for card in queries.services_of(here.site_id)]
    order = {prefix: n for n, prefix in enumerate(queries.busiest(here.site_id, since, _FIRST))}
    first = sorted((b for b in buttons if b.card.prefix in order),
                   key=lambda b: (order[b.card.prefix], b.card.code))[:_FIRST]  # fmt: skip
    if len(first) < _FIRST:  # too few numbers yet to go by
        return [], sorted(buttons, key=lambda b: (b.card.prefix, b.card.code))
    others = [button for button in buttons if button not in first]
    return first, sorted(others, key=lambda b: (b.card.prefix, b.card.code))


def _rating(request: HttpRequest, status: queries.SlipStatus) -> dict[str, object]:
    """The code by which whoever holds the slip may rate. A member of staff sees none."""
    if member(request) is not None:
        return {}
    return {"rating_code": code_for_visitor(f"ticket:{status.ticket_id}")}


def _code_to_print(request: HttpRequest, here: Reader, status: queries.SlipStatus) -> str:
    """The code on the printed slip, which works once the visit is over.

    The machine prints it for whoever stands there; a member of staff's browser never sees it.
    """
    if here.scope != "kiosk" or member(request) is not None:
        return ""
    return code_of(f"ticket:{status.ticket_id}")


def _words(status: queries.SlipStatus, at: datetime) -> dict[str, object]:
    return {
        "why_no_wait": status.why_no_wait(at),
        "of_today": status.day == local(at).date(),
        "slip": status,
        "state": STATE_NAMES[State(status.state)],
        "waits": status.line is not None,
        "over": status.state in OVER,
        "says": spoken.called(status.number, status.window) if status.window else "",
    }


def _qr(address: str) -> SafeString:
    return mark_safe(drawn(address))  # noqa: S308 (squares; the text isn't in it)


def _with_site(request: HttpRequest, address: str) -> str:
    site = request.GET.get("site", "")
    return f"{address}?{urlencode({'site': site})}" if site else address


def _again(request: HttpRequest) -> str:
    """Where the next visitor starts. In a browser of one's own, language and type stay."""
    start = "web:kiosk_again" if request.COOKIES.get(COOKIE) else "web:kiosk"
    return _with_site(request, reverse(start))
