"""The hall's wall clock time, as the rules read it: Asia/Shanghai, without offset."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

ZONE = ZoneInfo(settings.TIME_ZONE)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
"""From where instants are counted, where one is said as a number."""


def local(at: datetime) -> datetime:
    """An instant on the hall's wall, to the second, without offset."""
    return at.astimezone(ZONE).replace(tzinfo=None, microsecond=0)


def instant(wall: datetime) -> datetime:
    """The instant of a wall-clock time that a ruling gave."""
    return wall.replace(tzinfo=ZONE)
