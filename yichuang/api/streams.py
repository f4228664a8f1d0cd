"""Live streams of the API: server-sent events, the same JSON as the plain call."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing

from yichuang.api.shapes import board_json
from yichuang.errors import NotFound
from yichuang.organization.queries import Reader, TokenRefused, reader_of_token
from yichuang.reception.live import Hub

Opener = Callable[[Hub, Mapping[str, str], Mapping[str, str]], AsyncGenerator[str, None]]


async def board(
    hub: Hub, query: Mapping[str, str], headers: Mapping[str, str]
) -> AsyncGenerator[str, None]:
    """`GET /board/stream`: the board, whenever it changes and every few seconds.

    The token is looked at again each time, so a display that is revoked goes dark.
    """
    scheme, _, secret = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRefused

    def look() -> Reader:
        reader = reader_of_token(secret.strip(), "display")
        if query.get("site", reader.site_code) != reader.site_code or reader.site_id is None:
            raise NotFound(what=query["site"], field="site")
        return reader

    reader: Reader = await hub.ask(look)
    assert reader.site_id is not None
    async with aclosing(hub.boards(reader.site_id, reader.site_code)) as boards:
        async for shown in boards:
            await hub.ask(look)
            data = json.dumps(board_json(shown, reader.site_code), ensure_ascii=False)
            yield f"event: board\ndata: {data}\n\n"


STREAMS: Mapping[str, Opener] = {"/api/v1/board/stream": board}
