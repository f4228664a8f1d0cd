"""The sealer at work: the figures it seals and verifies by, and where the heads stand."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.db import OperationalError

from yichuang import clock
from yichuang.jobs.record import CHECKS
from yichuang.journal.agreement import Check
from yichuang.journal.outside import Outside
from yichuang.journal.sealing import seal
from yichuang.journal.verification import Limits, Verdict, unreadable, verify
from yichuang.regulations.records import limits_on


def outside() -> Outside:
    """What of this hall's journal stands outside the database."""
    return Outside(settings.HOME.journal, settings.HOME.keys, settings.STAMP_ROOTS)


def seal_now() -> int:
    """Seal what is waiting; how many entries. Raises NotNewest."""
    return seal(outside(), algorithm=settings.JOURNAL_HASH)


def checks() -> Sequence[Check]:
    """What other capabilities check of their rows against the journal."""
    return CHECKS


def verify_now(*, everything: bool = False, copies: Sequence[Path] = ()) -> Verdict:
    """Verify by the book in force, on all cores."""
    try:
        by = limits()
    except OperationalError:
        raise
    except Exception as error:  # the book or the clock can't be read
        return Verdict(broken=unreadable(error))
    return verify(
        outside(), limits=by, checks=checks(), copies=copies, everything=everything,
        processes=len(os.sched_getaffinity(0)),
    )  # fmt: skip


def limits() -> Limits:
    """When an entry is late, by the book in force at the centre today."""
    return limits_on(clock.today())
