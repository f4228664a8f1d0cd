"""The window workstation (窗口工作台): a clerk's whole shift on one page, by keyboard.

What was done is answered with the page as it stands now: whole, or for htmx the same
workplace as a part. A refusal is a sentence above it, and nothing that was typed is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from yichuang import clock
from yichuang.cases.face import ACCEPT_CASE
from yichuang.catalog import queries as catalog
from yichuang.errors import HallError, NotFound
from yichuang.organization.face import WORK_WINDOW
from yichuang.phrases import Phrase
from yichuang.reception import queries, window_queue
from yichuang.reception.errors import NobodyServes
from yichuang.reception.hours import queue_rules
from yichuang.reception.states import PAUSE_REASONS
from yichuang.reception.undo import sent_away
from yichuang.rules.claims import class_words, ground_words
from yichuang.web.admin.kinds import kind_words
from yichuang.web.base.language import language
from yichuang.web.base.readers import member, reader, staff
from yichuang.web.public.guide import guide_of
from yichuang.web.window.steps import STEPS

if TYPE_CHECKING:
    from yichuang.journal.digests import Fact
    from yichuang.organization.queries import Reader
    from yichuang.reception.queries import WindowCard
    from yichuang.reception.window_queue import AtWindow, Counter, Seat

_FOUND = 12
_WHY_CALLED = Phrase("{n} 按“{zh}”叫号", "{n} is called as “{en}”")
_WHY_NEXT = Phrase("下一个是 {n}，按“{zh}”叫号", "{n} is next, as “{en}”")
_AT = Phrase("{w} 窗口", "window {w}")
_SENT_AWAY = {
    "held": Phrase("已挂起", "is on hold"), "missed": Phrase("已过号", "was missed"),
    "transferred": Phrase("已转号", "was transferred"), "finished": Phrase("已办结", "is done"),
}  # fmt: skip
_REASONS = {phrase.zh: phrase for phrase in PAUSE_REASONS.values()}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a visit, for the timeline."""

    at: datetime
    title: Phrase
    note: Phrase | None


# ---- The page ------------------------------------------------------------------------------


@require_safe
@never_cache
@staff(WORK_WINDOW)
def workstation(request: HttpRequest) -> HttpResponse:
    """Where a clerk sits: the queue, the person at the window, the guide (窗口工作台)."""
    context = _station(request)
    context["rows"] = _rows(request)
    return render(request, "web/window/page.html", context)


@require_safe
@never_cache
@staff(WORK_WINDOW)
def queue(request: HttpRequest) -> HttpResponse:
    """The queue as it stands now; the whole workplace where that has changed meanwhile."""
    seat = window_queue.seat_of(reader(request))
    if seat is None:
        return _work(request, _station(request))
    stands = _stands(seat, window_queue.counter(seat))
    if request.GET.get("shown") != stands:
        return _work(request, _station(request))
    context = {"seat": seat, "stands": stands, **_queue(request, seat)}
    return render(request, "web/window/queue.html", context)


@require_POST
@never_cache
@vary_on_headers("HX-Request")
@staff(WORK_WINDOW)
def act(request: HttpRequest, step: str) -> HttpResponse:
    """Open, call, start, finish, … ; a refusal is shown in place."""
    take = STEPS.get(step)
    if take is None:
        raise NotFound(what=step)
    error: HallError | None = None
    said: Phrase | None = None
    try:
        said = take(request.POST, clock.now(), reader(request))
    except HallError as refused:
        error = refused
    if request.headers.get("HX-Request") != "true" and not error and not said:
        return redirect("web:window")
    context = _station(request)
    context["refused"] = error.say(language()) if error else ""
    if isinstance(error, NobodyServes):
        context["anyway"] = request.POST
    context["said"] = said
    status = error.status if error else 200
    if request.headers.get("HX-Request") == "true":
        return _work(request, context, status)
    context["rows"] = _rows(request)
    return render(request, "web/window/page.html", context, status=status)


def _work(request: HttpRequest, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    response = render(request, "web/window/work.html", context, status=status)
    response["HX-Retarget"], response["HX-Reswap"] = "#window", "innerHTML"
    return response


# ---- What it shows -------------------------------------------------------------------------


def _station(request: HttpRequest) -> dict[str, object]:
    held = reader(request)
    seat = window_queue.seat_of(held)
    if seat is None:
        return _sit_down(request, held)
    here = window_queue.counter(seat)
    ticket = here.ticket
    context: dict[str, object] = {
        "seat": seat, "ticket": ticket, "stands": _stands(seat, here), "key": here.last_call,
        "paused": _REASONS.get(seat.reason, seat.reason), "reasons": PAUSE_REASONS.items(),
        "may_accept": held.may(ACCEPT_CASE), **_queue(request, seat),
        "sent_away": None if ticket else _sent_away(seat),
    }  # fmt: skip
    if ticket:
        rules = queue_rules(held.site_id or 0, clock.now())
        context |= {
            "class_said": class_words(rules, ticket.ticket_class),
            "is_ordinary": ticket.ticket_class == rules.ordinary,
            "ground_said": ground_words(rules, ticket.ticket_class, ticket.ground),
            "why_called": _why(_WHY_CALLED, ticket.number, class_words(rules, ticket.called_as)),
            "events": [_event(fact) for fact in queries.visit(ticket.id, held)],
            "services": [
                one
                for one in queries.services_of(held.site_id or 0)
                if one.code != ticket.service_code
            ],
        }
    elif here.last_served is not None:
        context["served"] = here.last_number
    return context


def _sent_away(seat: Seat) -> dict[str, object] | None:
    """Whom the clerk can fetch back, and for how long by the clock on the wall."""
    at = clock.now()
    one = sent_away(seat.session_id, at)
    if one is None:
        return None
    left = (one.until - at).total_seconds() / (clock.speed() or 1)
    return {"id": one.id, "number": one.number, "said": _SENT_AWAY[one.state],
            "seconds": max(1, ceil(left))}  # fmt: skip


def _stands(seat: Seat, here: Counter) -> str:
    """How the workplace stands, in short: a page that shows another is out of date."""
    ticket: AtWindow | None = here.ticket
    at_window = f"{ticket.id}-{ticket.state}-{ticket.times}" if ticket else f"{here.last_served}"
    return f"{seat.session_id}-{seat.state}-{here.last_call}-{at_window}"


def _queue(request: HttpRequest, seat: Seat) -> dict[str, object]:
    site_id, at = reader(request).site_id or 0, clock.now()
    found = window_queue.queue_of_window(seat.window_id, site_id, at)
    rules = queue_rules(site_id, at)
    first = found.lines[0] if found.lines else None
    return {
        "queue": found,
        "lines": [
            (line, class_words(rules, line.ticket_class), line.ticket_class == rules.ordinary,
             class_words(rules, line.as_) if line.as_ != line.ticket_class else None)
            for line in found.lines
        ],
        "why_next": _why(_WHY_NEXT, first.number, class_words(rules, first.as_))
        if first else None,
    }  # fmt: skip


def _why(phrase: Phrase, number: str, name: Phrase) -> Phrase:
    args = {"n": number, "zh": name.zh, "en": name.en.lower()}
    return Phrase(phrase.say("zh", **args), phrase.say("en", **args))


def _event(fact: Fact) -> Event:
    window = fact.data.get("window")
    note = Phrase(_AT.say("zh", w=window), _AT.say("en", w=window)) if window else None
    return Event(fact.happened_at, kind_words(fact.kind), note)


def _sit_down(request: HttpRequest, held: Reader) -> dict[str, object]:
    cards = queries.window_cards(held.site_id or 0)
    account = member(request)
    usual = _usual(cards, account.person.post if account else "", held)
    zones: dict[str, list[WindowCard]] = {}
    for card in cards:
        if card is not usual:
            zones.setdefault(card.zone, []).append(card)
    return {"seat": None, "usual": usual, "zones": list(zones.items())}


def _usual(cards: Sequence[WindowCard], post: str, held: Reader) -> WindowCard | None:
    """The window named in somebody's post, else where they sat last."""
    for card in cards:
        if re.search(rf"(?<![0-9A-Za-z]){re.escape(card.code)}(?![0-9A-Za-z])", post):
            return card
    last = window_queue.last_seat(held)
    return next((card for card in cards if card.code == last), None)


# ---- The guide -----------------------------------------------------------------------------


@require_safe
@staff(WORK_WINDOW)
def guide(request: HttpRequest) -> HttpResponse:
    """Items to answer questions about, by everyday words or pinyin (事项知识)."""
    context = {"rows": _rows(request)}
    return render(request, "web/window/guide_found.html", context)


@require_safe
@staff(WORK_WINDOW)
def guide_item(request: HttpRequest, code: str) -> HttpResponse:
    """What an item asks for, costs and how long it takes, in short."""
    at = clock.now()
    item = catalog.item_version_in_force(code, at)
    context = {"guide": guide_of(item, reader(request).site_id or 0, at)}
    return render(request, "web/window/guide_item.html", context)


def _rows(request: HttpRequest) -> list[catalog.ItemRow]:
    words, own = request.GET.get("q", "").strip()[:60], reader(request).department_id
    departments = [own] if own is not None and not words else None
    return catalog.items_at_window(
        clock.now(), words=words, department_ids=departments, limit=_FOUND
    )
