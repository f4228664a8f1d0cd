"""What the displays show, live (实时显示).

Each web process listens for changes on one connection of its own. When a site changes its
board is looked up once, by the query of the plain page, and handed to every display of that
site; how it is dressed is the stream's affair. A display that hears nothing for a while gets
a fresh board anyway, so a lost notice heals and a broken line shows.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

import psycopg
from django.db import close_old_connections, connection

from yichuang.organization.changes import CHANNEL
from yichuang.reception.queries import Board, board

T = TypeVar("T")
log = logging.getLogger(__name__)
_REFRESH_EVERY = 4.0  # seconds
_AT_MOST_EVERY = 0.15  # seconds: faster than anybody reads
_TRY_AGAIN_AFTER = 2.0
_ADDRESS = ("dbname", "host", "port", "user", "password")


@dataclass(slots=True)
class _Site:
    id: int
    code: str
    watchers: int = 0
    version: int = 0
    shown: Board | None = None
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    task: asyncio.Task[None] | None = None


class Hub:
    """Boards of the sites that somebody watches; one in each web process."""

    def __init__(
        self, threads: Executor, now: Callable[[], datetime], refresh_every: float = _REFRESH_EVERY
    ) -> None:
        self.threads = threads
        self.now = now
        self.refresh_every = refresh_every
        self.sites: dict[int, _Site] = {}
        self.listener: asyncio.Task[None] | None = None
        self.stopped = False

    async def boards(self, site_id: int, site_code: str) -> AsyncGenerator[Board, None]:
        """The site's board now, and again whenever it changed or some seconds have passed."""
        site = self._watch(site_id, site_code)
        try:
            seen = -1
            while True:
                async with site.news:
                    while not self.stopped and (site.version == seen or site.shown is None):
                        await site.news.wait()
                    seen, shown = site.version, site.shown
                if self.stopped or shown is None:
                    return
                yield shown
        finally:
            self._leave(site)

    async def ask(self, question: Callable[[], T]) -> T:
        """Run a question to the database on one of the threads."""
        return await asyncio.get_running_loop().run_in_executor(self.threads, question)

    def stop(self) -> None:
        """Let every stream end; the server is about to stop."""
        self.stopped = True
        for site in self.sites.values():
            site.changed.set()

    async def close(self) -> None:
        """End the listening and every watch."""
        tasks = [site.task for site in self.sites.values() if site.task]
        if self.listener:
            tasks.append(self.listener)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _watch(self, site_id: int, site_code: str) -> _Site:
        if self.listener is None or self.listener.done():
            self.listener = asyncio.create_task(self._listen())
        site = self.sites.get(site_id)
        if site is None:
            site = self.sites[site_id] = _Site(site_id, site_code)
            site.changed.set()
            site.task = asyncio.create_task(self._refresh(site))
        site.watchers += 1
        return site

    def _leave(self, site: _Site) -> None:
        site.watchers -= 1
        if site.watchers == 0 and site.task:
            site.task.cancel()
            del self.sites[site.id]

    async def _refresh(self, site: _Site) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(site.changed.wait(), self.refresh_every)
            site.changed.clear()
            if self.stopped:
                async with site.news:
                    site.news.notify_all()
                return
            try:
                shown = await self.ask(lambda: _look(site.id, self.now))
            except Exception:
                log.warning("the board could not be looked up; trying again", exc_info=True)
                await asyncio.sleep(_TRY_AGAIN_AFTER)
                continue
            async with site.news:
                site.shown, site.version = shown, site.version + 1
                site.news.notify_all()
            await asyncio.sleep(_AT_MOST_EVERY)

    async def _listen(self) -> None:
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    **_where(), autocommit=True
                ) as line:
                    await line.execute(f"LISTEN {CHANNEL}")
                    for site in self.sites.values():
                        site.changed.set()
                    async for notice in line.notifies():
                        self._heard(notice.payload)
            except psycopg.Error:
                log.warning("not listening for changes; trying again", exc_info=True)
                await asyncio.sleep(_TRY_AGAIN_AFTER)

    def _heard(self, site_code: str) -> None:
        for site in self.sites.values():
            if site.code == site_code:
                site.changed.set()


def _where() -> dict[str, Any]:
    """Where the database is, as Django knows it."""
    known = connection.get_connection_params()
    return {key: known[key] for key in _ADDRESS if key in known}


def _look(site_id: int, now: Callable[[], datetime]) -> Board:
    close_old_connections()
    return board(site_id, now())
