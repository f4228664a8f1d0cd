"""What falls due by itself: lights, reminders, what silence does; and keeping the hall."""

from __future__ import annotations

from datetime import datetime, timedelta

from yichuang import clock
from yichuang.attachments import actions as attachments
from yichuang.faces import faces
from yichuang.obligations import actions as obligations
from yichuang.reception import actions as reception
from yichuang.reception.once import forget_requests


def fall_due() -> int:
    """Let what is due happen (到期扫描); how much did. Any number of workers may do it at once."""
    at = clock.now()
    keep_the_hall(at)
    done = obligations.turn_over(at) + obligations.light_up(at) + obligations.let_lapse(at)
    return done + sum(scan(at) for face in faces() for scan in face.scans)


def keep_the_hall(at: datetime) -> None:
    """Close days nobody closed, and forget what the hall need not know any longer."""
    reception.close_days_that_are_over(at)
    reception.erase_holders(at)
    forget_requests(before=clock.in_zone(at).date())
    _sweep_files()


_swept: datetime | None = None


def _sweep_files() -> None:
    """Once an hour of this process: what was uploaded and given up."""
    global _swept
    real = clock.real_now()
    if _swept is None or real - _swept >= timedelta(hours=1):
        _swept = real
        attachments.sweep(real)
