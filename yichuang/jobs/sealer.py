"""The sealer at work: the figures it seals and verifies by, and where it anchors."""

from __future__ import annotations

from django.conf import settings

from yichuang import clock
from yichuang.journal.sealing import seal
from yichuang.journal.verification import Limits
from yichuang.regulations.records import limits_on


def seal_now(*, everything: bool = False) -> int:
    """Seal what is waiting; how many entries."""
    return seal(anchors=settings.HOME.anchors, everything=everything)


def limits() -> Limits:
    """When an entry is late, by the book in force at the centre today."""
    return limits_on(clock.today())
