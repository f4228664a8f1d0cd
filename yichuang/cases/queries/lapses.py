"""Cases whose silence has something to say (逾期未答复), by the index of due instants."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from yichuang.cases.models import Case

_AT_ONCE = 500


def silent(at: datetime, *, without: Collection[str] = ()) -> list[str]:
    """Cases nobody answered in time (逾期未告知), the longest overdue first; not those named."""
    rows = Case.objects.filter(acceptance_due__lte=at).order_by("acceptance_due")
    rows = rows.exclude(number__in=without)
    return list(rows.values_list("number", flat=True)[:_AT_ONCE])


def tacit(at: datetime, *, without: Collection[str] = ()) -> list[str]:
    """Cases that silence approves by now (超时默许); none whose clock stands still."""
    rows = Case.objects.filter(tacit_from__lte=at, clock_stopped=False).order_by("tacit_from")
    rows = rows.exclude(number__in=without)
    return list(rows.values_list("number", flat=True)[:_AT_ONCE])
