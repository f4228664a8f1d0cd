"""Live pages: the same parts as the plain page, sent whenever they change."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.http import parse_cookie

from yichuang.errors import HallError
from yichuang.leave.whereabouts import away_now
from yichuang.organization.queries import Reader, reader_of_token
from yichuang.reception.live import Hub
from yichuang.reception.queries import Board
from yichuang.web.base.places import visitor
from yichuang.web.board.pages import live_part, rating_at, wall
from yichuang.web.devices.pages import COOKIE

_BEAT = timedelta(seconds=30)
Opener = Callable[[Hub, Mapping[str, str], Mapping[str, str]], AsyncGenerator[str, None]]


async def board(
    hub: Hub, query: Mapping[str, str], headers: Mapping[str, str]
) -> AsyncGenerator[str, None]:
    """`/board/stream`: a display's live part, for the site and window the address names.

    Nothing on it is anybody's secret, so no token is asked for. But the display set up at a
    window also shows the code by which its visitor may rate. Raises NotFound.
    """
    window, english = query.get("window", ""), query.get("lang") == "en"
    here = await hub.ask(lambda: visitor(query.get("site", "")))
    assert isinstance(here, Reader)
    assert here.site_id is not None
    site_id = here.site_id

    secret = _device(headers)
    heard = _Heard(secret)

    def dressed(shown: Board) -> str:
        heard.at(shown.at)
        rating = _rating(secret, here.site_code, window) if secret and window else None
        away = away_now(site_id) if window else ()
        part = live_part(shown, window, "en" if english else "zh", rating, away)
        data = json.dumps({**wall(shown.at), "html": part}, ensure_ascii=False)
        return f"event: board\ndata: {data}\n\n"

    async with aclosing(hub.boards(here.site_id, here.site_code)) as boards:
        async for shown in boards:
            yield str(await hub.ask(partial(dressed, shown)))


@dataclass(slots=True)
class _Heard:
    """That a display is still there (心跳): its token is looked up once in a while."""

    secret: str
    last: datetime | None = None

    def at(self, now: datetime) -> None:
        if not self.secret or (self.last is not None and now - self.last < _BEAT):
            return
        self.last = now
        with suppress(HallError):  # revoked meanwhile: it counts as silent
            reader_of_token(self.secret, "display", "kiosk")


def _device(headers: Mapping[str, str]) -> str:
    """The token of the device that listens; empty: none."""
    kept = parse_cookie(headers.get("cookie", ""))
    return str(kept.get(COOKIE, ""))


def _rating(secret: str, site: str, window: str) -> str | None:
    try:
        device = reader_of_token(secret, "display")
        return rating_at(device, window) if device.site_code == site else None
    except HallError:  # revoked meanwhile, or another kind of device
        return None


STREAMS: Mapping[str, Opener] = {"/board/stream": board}
