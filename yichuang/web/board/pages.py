"""The hall's displays: the big board, and the one at each window.

Both show what anybody in the hall may see. The page and its live stream draw the same part
from the same query; a page that could not be drawn still appears, says that the line is
lost, and fills itself once the stream answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang import clock
from yichuang.errors import NotFound
from yichuang.feedback.queries import code_at_window
from yichuang.leave.whereabouts import Whereabouts, away_now, gone_from
from yichuang.phrases import Language, Phrase
from yichuang.reception import queries
from yichuang.web.base.language import language
from yichuang.web.base.opening import hours_of
from yichuang.web.base.places import standing
from yichuang.web.base.qr import drawn
from yichuang.web.devices.pages import device
from yichuang.web.kiosk import spoken

if TYPE_CHECKING:
    from yichuang.organization.queries import Reader

_SCOPES = ("display", "kiosk")


@dataclass(frozen=True, slots=True)
class Called:
    """A number on the board, and the sentence it is called with."""

    row: queries.CalledNumber
    says: str

    @property
    def call(self) -> str:
        """Different for each call, also of the same number again."""
        return f"{self.row.ticket_id}:{self.row.times}"


@require_safe
@never_cache
def board(request: HttpRequest) -> HttpResponse:
    """The hall display (大厅显示屏)."""
    here: Reader | None = None
    try:
        here = standing(request, *_SCOPES)
        assert here.site_id is not None
        shown = queries.board(here.site_id, clock.now())
        context = {
            **board_context(shown),
            "live": _stream(here.site_code),
            "hours": hours_of(here.site_id, clock.today()),
            "now": shown.at,
        }
    except (OperationalError, InterfaceError):
        return _dark(request, "web/board/board.html", _stream(request.GET.get("site", "")))
    return render(request, "web/board/board.html", context)


@require_safe
@never_cache
def window_display(request: HttpRequest, code: str) -> HttpResponse:
    """The display at one window (窗口显示屏). Raises NotFound."""
    try:
        here = standing(request, *_SCOPES)
        assert here.site_id is not None
        context = window_context(
            queries.window_cards(here.site_id), code, rating_at(here, code),
            away_now(here.site_id),
        )  # fmt: skip
    except (OperationalError, InterfaceError):
        live = _stream(request.GET.get("site", ""), code)
        return _dark(request, "web/board/window.html", live)
    context |= {"live": _stream(here.site_code, code), "now": clock.now()}
    return render(request, "web/board/window.html", context)


def board_context(shown: queries.Board) -> dict[str, object]:
    """What the live part of the board is drawn from."""
    called = [Called(row, spoken.called(row.number, row.window)) for row in shown.called]
    busy = [queue for queue in shown.queues if queue.waiting or queue.open_windows]
    busy.sort(key=lambda queue: (queue.prefix, queue.service))
    return {
        "first": called[0] if called else None,
        "before": called[1:],
        "queues": busy,
        "open": sum(card.state == "open" for card in shown.windows),
        "waiting": sum(queue.waiting for queue in shown.queues),
    }


@require_safe
@never_cache
def window_rating(request: HttpRequest, code: str) -> HttpResponse:
    """The address to rate what the window served last, as a QR code (扫码评价).

    A picture of its own, for the display set up at that window alone. Raises NotADevice,
    NotFound.
    """
    rating = rating_at(device(request, "display"), code)
    if rating is None:
        raise NotFound(what=code, field="window")
    address = request.build_absolute_uri(reverse("web:rate_code", args=[rating]))
    return HttpResponse(drawn(address), content_type="image/svg+xml")


def rating_at(here: Reader, window: str) -> str | None:
    """The rating code that a window's own display shows now; None: nothing to rate."""
    if here.window_code != window:
        return None
    return code_at_window(at=clock.now(), by=here)


def window_context(
    cards: list[queries.WindowCard], code: str, rating: str | None = None,
    away: Sequence[Whereabouts] = (),
) -> dict[str, object]:  # fmt: skip
    """What the live part of a window's display is drawn from. Raises NotFound."""
    card = next((card for card in cards if card.code == code), None)
    if card is None:
        raise NotFound(what=code, field="window")
    return {
        "card": card,
        "rating": rating,
        "gone": gone_from(away, card.code, card.staff_no, card.state),
        "reason": spoken.pause_reason(card.reason) if card.reason else Phrase("", ""),
        "says": spoken.called(card.number, card.code) if card.number else "",
        "call": f"{card.number}:{card.times}" if card.number_state == "called" else "",
    }


def live_part(
    shown: queries.Board, window: str, tongue: Language, rating: str | None = None,
    away: Sequence[Whereabouts] = (),
) -> str:  # fmt: skip
    """The part of a display that changes, as the page draws it. Raises NotFound."""
    with translation.override("en" if tongue == "en" else "zh-hans"):
        if window:
            context = window_context(list(shown.windows), window, rating, away)
            return render_to_string("web/board/window_now.html", {**context, "lang": tongue})
        return render_to_string("web/board/now.html", {**board_context(shown), "lang": tongue})


def wall(at: datetime) -> dict[str, object]:
    """The hall's time and how fast it runs, for the clock of a display."""
    here = clock.in_zone(at)
    return {"at": here.isoformat(timespec="milliseconds"), "speed": clock.speed()}


def _stream(site: str, window: str = "") -> str:
    asked = {"site": site, "window": window, "lang": language()}
    return "/board/stream?" + urlencode({name: value for name, value in asked.items() if value})


def _dark(request: HttpRequest, template: str, live: str) -> HttpResponse:
    """The display without anything to show yet: it says so and keeps trying."""
    return render(request, template, {"live": live, "lost": True}, status=503)
