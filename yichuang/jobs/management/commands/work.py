"""`yichuang work`: what happens by itself – sealing, sending, and what falls due."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import timedelta
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from yichuang.errors import HallError
from yichuang.jobs.due import fall_due
from yichuang.jobs.elsewhere import Asking
from yichuang.jobs.sealer import seal_now
from yichuang.jobs.sending import Sending
from yichuang.journal.actions import set_training_clock
from yichuang.journal.queries import training_clock

log = logging.getLogger(__name__)
_EVERY = 1.0  # seconds
_CLOCK_LEASE = timedelta(seconds=15)


class Command(BaseCommand):
    help = "后台：封存流水账、到期事项 / the hall's background work"

    _refused = ""

    def handle(self, *_: Any, **__: Any) -> None:
        stop = threading.Event()

        def told(_number: int, _frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, told)
        signal.signal(signal.SIGINT, told)
        Asking(stop).start()
        Sending(stop).start()
        while not stop.is_set():
            try:
                fall_due()
                self._seal()
                setting = training_clock()
                if setting and setting.bound_for is None:
                    set_training_clock(run_for=_CLOCK_LEASE)
            except DatabaseError:
                log.warning("the database is away; trying again", exc_info=True)
                connection.close()
            stop.wait(_EVERY)
        # Where the supervisor was killed nobody else holds the embedded database any more.
        connection.close()
        settings.RELEASE_DATABASE()

    def _seal(self) -> None:
        """Seal; where the record and its heads don't go together, say so and do the rest."""
        try:
            seal_now()
            self._refused = ""
        except (HallError, OSError, ValueError) as error:
            if str(error) != self._refused:  # once, not every second
                self._refused = str(error)
                log.exception("sealing stopped")
