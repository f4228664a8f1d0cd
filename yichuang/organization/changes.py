"""Telling live pages that a site has changed (变动通知).

A NOTIFY inside a transaction takes a lock of the whole database when it commits, so it
has no place where many commit at once. Actions only mark their site after the commit; one
thread a process tells the database at most once in a while for each site that was marked.
A notice may be lost; displays look again by themselves every few seconds.
"""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connection, transaction

CHANNEL = "hall"
_AT_MOST_EVERY = 0.1  # seconds

log = logging.getLogger(__name__)
_dirty: set[str] = set()
_wake = threading.Event()
_teller: threading.Thread | None = None


def changed(site_code: str) -> None:
    """Mark a site as changed once the transaction is committed."""
    if _teller is not None:
        transaction.on_commit(lambda: _mark(site_code))


def _mark(site_code: str) -> None:
    _dirty.add(site_code)
    _wake.set()


def start_telling() -> None:
    """Start the thread that tells; without it (in tests and short commands) nothing is told."""
    global _teller
    if _teller is None:
        _teller = threading.Thread(target=_tell_for_ever, name="changes", daemon=True)
        _teller.start()


def _tell_for_ever() -> None:
    pause = threading.Event()
    while True:
        _wake.wait()
        _wake.clear()
        tell()
        pause.wait(_AT_MOST_EVERY)


def tell() -> None:
    """Tell the database of every site marked until now."""
    while _dirty:
        site_code = _dirty.pop()
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_notify(%s, %s)", (CHANNEL, site_code))
        except DatabaseError:
            log.warning("live pages were not told of a change", exc_info=True)
            connection.close()
