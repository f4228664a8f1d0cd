"""Displays hear of every change, and look again by themselves when they hear nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from datetime import datetime

import pytest
from django.db import connection

from tests.reception.story import Hall
from yichuang.api import streams
from yichuang.organization import actions as organization
from yichuang.organization import changes
from yichuang.organization.models import Token
from yichuang.organization.queries import SYSTEM, TokenRefused
from yichuang.reception.live import Hub
from yichuang.reception.queries import Board

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("R14")]
NEVER, SOON = 3600.0, 0.01


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool
        pool.submit(lambda: connection.close()).result()  # noqa: PLW0108 (its own thread's)


@pytest.fixture
def telling(monkeypatch: pytest.MonkeyPatch) -> None:
    """Changes are marked, as in a web process; the tests tell them by hand."""
    monkeypatch.setattr(changes, "_teller", object())
    monkeypatch.setattr(changes, "_dirty", set())


async def _until(boards: AsyncGenerator[Board, None], waiting: int) -> Board:
    async for board in boards:
        if sum(queue.waiting for queue in board.queues) == waiting:
            return board
    raise AssertionError("the stream ended")


async def _to_the_end(events: AsyncGenerator[str, None]) -> None:
    async for _ in events:
        continue


def test_a_display_is_told_of_a_change(
    committed_hall: Hall, at: datetime, threads: ThreadPoolExecutor, telling: None
) -> None:
    hall = committed_hall

    def take() -> None:
        hall.take("tax", at)
        changes.tell()

    async def story() -> Board:
        hub = Hub(threads, lambda: at, NEVER)
        async with aclosing(hub.boards(hall.site.pk, "C")) as boards:
            await _until(boards, 0)
            while hub.sites[hall.site.pk].version < 2:  # the line is up and has been looked at
                await anext(boards)
            await hub.ask(take)
            board = await _until(boards, 1)
        assert hub.sites == {}
        await hub.close()
        return board

    board = asyncio.run(asyncio.wait_for(story(), 20))
    assert [(q.service, q.waiting) for q in board.queues if q.waiting] == [("tax", 1)]


def test_a_lost_notice_heals(
    committed_hall: Hall, at: datetime, threads: ThreadPoolExecutor
) -> None:
    async def story() -> None:
        hub = Hub(threads, lambda: at, SOON)
        async with aclosing(hub.boards(committed_hall.site.pk, "C")) as boards:
            await _until(boards, 0)
            await hub.ask(lambda: committed_hall.take("tax", at))
            await _until(boards, 1)
        await hub.close()

    asyncio.run(asyncio.wait_for(story(), 20))


def test_streams_end_when_the_server_stops(
    committed_hall: Hall, at: datetime, threads: ThreadPoolExecutor
) -> None:
    async def story() -> int:
        hub = Hub(threads, lambda: at, NEVER)
        count = 0
        async for _ in hub.boards(committed_hall.site.pk, "C"):
            count += 1
            hub.stop()
        await hub.close()
        return count

    assert asyncio.run(asyncio.wait_for(story(), 20)) >= 1


def test_the_stream_of_the_api_needs_its_token_every_time(
    committed_hall: Hall, at: datetime, threads: ThreadPoolExecutor
) -> None:
    hall = committed_hall
    headers = {"authorization": f"Bearer {hall.secrets['display']}"}

    def revoke() -> None:
        token = Token.objects.get(scope="display")
        organization.revoke_token(token_id=token.pk, at=at, by=SYSTEM)

    async def story() -> str:
        hub = Hub(threads, lambda: at, SOON)
        async with aclosing(streams.board(hub, {"site": "C"}, headers)) as events:
            first = await anext(events)
            await hub.ask(revoke)
            with pytest.raises(TokenRefused):
                await _to_the_end(events)
        async with aclosing(streams.board(hub, {}, {})) as events:
            with pytest.raises(TokenRefused):
                await anext(events)
        await hub.close()
        return first

    first = asyncio.run(asyncio.wait_for(story(), 20))
    assert first.startswith("event: board\ndata: {")
    assert first.endswith("}\n\n")
