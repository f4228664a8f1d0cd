"""Cases whose silence has something to say (逾期未答复), by the index of due instants."""

from __future__ import annotations

from datetime import datetime

from yichuang.cases.models import Case

_AT_ONCE = 500


def silent(at: datetime) -> list[str]:
    """Cases nobody answered in time (逾期未告知), the longest overdue first."""
    rows = Case.objects.filter(acceptance_due__lte=at).order_by("acceptance_due")
    return list(rows.values_list("number", flat=True)[:_AT_ONCE])


def tacit(at: datetime) -> list[str]:
    """Cases that silence approves by now (超时默许); none whose clock stands still."""
    rows = Case.objects.filter(tacit_from__lte=at, clock_stopped=False).order_by("tacit_from")
    return list(rows.values_list("number", flat=True)[:_AT_ONCE])
