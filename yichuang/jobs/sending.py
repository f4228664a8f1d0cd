"""Sending what was written (外发告知), beside the sealer and in a thread of its own.

A mail server that doesn't answer keeps nothing waiting but the mail.
"""

from __future__ import annotations

import logging
import threading

from django.db import DatabaseError, connection

from yichuang import clock
from yichuang.errors import HallError
from yichuang.messages.actions import send_due

log = logging.getLogger(__name__)
_EVERY = 3.0  # seconds


class Sending(threading.Thread):
    """Sends as long as the hall works. Several may run at once, here or elsewhere."""

    def __init__(self, stop: threading.Event, every: float = _EVERY) -> None:
        super().__init__(name="sending", daemon=True)
        self._stop_sending, self._every = stop, every

    def run(self) -> None:
        while not self._stop_sending.is_set():
            try:
                send_due(at=clock.now(), real=clock.real_now())
            except (DatabaseError, HallError) as error:
                log.warning("messages wait: %s", error)
                connection.close()
            self._stop_sending.wait(self._every)
        connection.close()
