"""The public site: what anybody may see without a log-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, cast, get_args

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from yichuang import clock
from yichuang.catalog import queries as catalog
from yichuang.catalog.kinds import SERVED, Served
from yichuang.errors import NotFound
from yichuang.feedback.queries import most_served
from yichuang.leave.whereabouts import Whereabouts, away_now, gone_from
from yichuang.organization.queries import main_site
from yichuang.reception import queries as reception
from yichuang.web.base.asked import asked_text
from yichuang.web.base.opening import hours_of
from yichuang.web.public.guide import guide_of

if TYPE_CHECKING:
    from yichuang.catalog.queries import ItemRow
    from yichuang.organization.models import Site

_WANTED = 12
_PAGE = 25


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list of items was asked for."""

    words: str
    served: Served | None
    department: int | None
    page: int

    def address(self, page: int) -> str:
        """The list's own address with the same question, at another page."""
        given = {"q": self.words, "served": self.served, "department": self.department}
        shown = {name: value for name, value in given.items() if value}
        return "?" + urlencode({**shown, "page": page} if page > 1 else shown)


@dataclass(frozen=True, slots=True)
class Shown:
    """A window, and where whoever should be there is."""

    card: reception.WindowCard
    gone: Whereabouts | None


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The front page (首页): search, what is wanted most, today in the hall."""
    site, at = _site(), clock.now()
    context = {
        "wanted": _most_wanted(site, at),
        "departments": catalog.departments_with_items(at),
        "today": clock.today(),
        "hours": hours_of(site.pk, clock.today()) if site else None,
        "now": _now(site, at) if site else None,
    }
    return render(request, "web/public/home.html", context)


@require_safe
@vary_on_headers("HX-Request")
def items(request: HttpRequest) -> HttpResponse:
    """Find an item (办事指南): in everyday words or pinyin, by department, or by whom it is for."""
    asked, at = _asked(request), clock.now()
    rows = catalog.public_items(
        at, words=asked.words, served=asked.served, department_id=asked.department,
        limit=_PAGE + 1, offset=(asked.page - 1) * _PAGE,
    )  # fmt: skip
    context = {
        "asked": asked,
        "rows": rows[:_PAGE],
        "newer": asked.address(asked.page - 1) if asked.page > 1 else "",
        "older": asked.address(asked.page + 1) if len(rows) > _PAGE else "",
        "elsewhere": catalog.found_elsewhere(asked.words),
        "near": catalog.nearest_items(at, words=asked.words) if not rows and asked.words else [],
    }
    if request.headers.get("HX-Request") == "true":
        return render(request, "web/public/items_found.html", context)
    context["departments"] = catalog.departments_with_items(at)
    context["served"] = SERVED.items()
    return render(request, "web/public/items.html", context)


@require_safe
def item(request: HttpRequest, code: str) -> HttpResponse:
    """An item's guide with its six disclosures (六公开). Unpublished items aren't found."""
    site, at = _site(), clock.now()
    version = catalog.public_item(code, at)
    if site is None:
        raise NotFound(what=code, field="code")
    context = {"guide": guide_of(version, site.pk, at), "today": clock.today()}
    return render(request, "web/public/item.html", context)


@require_safe
def windows(request: HttpRequest) -> HttpResponse:
    """Who sits where today, and which windows are open (窗口和人员)."""
    site = _site()
    cards = reception.window_cards(site.pk) if site else []
    away = away_now(site.pk) if site else ()
    shown = [Shown(one, gone_from(away, one.code, one.staff_no, one.state)) for one in cards]
    zones = [
        (zone, list(group)) for zone, group in groupby(
            sorted(shown, key=lambda one: (one.card.zone, one.card.code)),
            key=lambda one: one.card.zone,
        )
    ]  # fmt: skip
    context = {"zones": zones, "at": clock.now()}
    return render(request, "web/public/windows.html", context)


@require_safe
def voice(request: HttpRequest) -> HttpResponse:
    """Where to complain, suggest and praise (意见投诉渠道)."""
    return render(request, "web/public/voice.html")


def _site() -> Site | None:
    try:
        return main_site()
    except NotFound:
        return None


def _now(site: Site, at: datetime) -> dict[str, int]:
    """How many windows are open and how many people wait."""
    board = reception.board(site.pk, at)
    return {
        "open": sum(window.state == "open" for window in board.windows),
        "waiting": sum(queue.waiting for queue in board.queues),
    }


def _most_wanted(site: Site | None, at: datetime) -> list[ItemRow]:
    """What is done here most; a young hall shows what is for everybody."""
    rows: list[ItemRow] = []
    if site:
        codes = most_served(site.pk, most=_WANTED)
        known = catalog.items_by_code(codes, at) if codes else {}
        rows = [known[code] for code in codes if code in known and known[code].published]
    if len(rows) < _WANTED:
        have = {row.code for row in rows}
        more = catalog.public_items(at, served="natural_person", limit=_WANTED * _WANTED)
        rows += _mixed([row for row in more if row.code not in have])
    return rows[:_WANTED]


def _mixed(rows: list[ItemRow]) -> list[ItemRow]:
    """One item of each department in turn, so that none fills the page."""
    turns = [
        (turn, row)
        for _, group in groupby(rows, key=lambda row: row.department)
        for turn, row in enumerate(group)
    ]
    return [row for _, row in sorted(turns, key=lambda pair: pair[0])]


def _asked(request: HttpRequest) -> Asked:
    """The question of the address; what can't be meant is left out."""
    given = request.GET
    served = given.get("served", "")
    department, page = given.get("department", ""), given.get("page", "")
    return Asked(
        words=asked_text(request, "q", 60),
        served=cast(Served, served) if served in get_args(Served) else None,
        department=int(department) if department.isdecimal() and len(department) < 10 else None,
        page=max(1, int(page)) if page.isdecimal() and len(page) < 5 else 1,
    )
