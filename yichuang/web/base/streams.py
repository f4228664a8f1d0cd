"""Live pages: the same parts as the plain page, sent whenever they change."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from functools import partial

from yichuang.organization.queries import Reader
from yichuang.reception.live import Hub
from yichuang.reception.queries import Board
from yichuang.web.base.places import visitor
from yichuang.web.board.pages import live_part, wall

Opener = Callable[[Hub, Mapping[str, str], Mapping[str, str]], AsyncGenerator[str, None]]


async def board(
    hub: Hub, query: Mapping[str, str], headers: Mapping[str, str]
) -> AsyncGenerator[str, None]:
    """`/board/stream`: a display's live part, for the site and window the address names.

    Nothing on it is anybody's secret, so no token is asked for. Raises NotFound.
    """
    window, english = query.get("window", ""), query.get("lang") == "en"
    here = await hub.ask(lambda: visitor(query.get("site", "")))
    assert isinstance(here, Reader)
    assert here.site_id is not None

    def dressed(shown: Board) -> str:
        part = live_part(shown, window, "en" if english else "zh")
        data = json.dumps({**wall(shown.at), "html": part}, ensure_ascii=False)
        return f"event: board\ndata: {data}\n\n"

    async with aclosing(hub.boards(here.site_id, here.site_code)) as boards:
        async for shown in boards:
            yield str(await hub.ask(partial(dressed, shown)))


STREAMS: Mapping[str, Opener] = {"/board/stream": board}
